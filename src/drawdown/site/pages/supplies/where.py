"""Where something is entered: the facility, its housing units with people in them, its items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.http import Http404
from django.utils.translation import gettext as _

from drawdown.order.clauses.supply import Supply
from drawdown.order.document import Order
from drawdown.order.law import law_on
from drawdown.site.accounts.access import Access, CaseRequest
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Case, Stay
from drawdown.site.cases.orders import order_of
from drawdown.supply.stock import items_named


@dataclass(frozen=True)
class Where:
    """The facility that a form is about, and those that could be chosen instead."""

    facility: str
    name: str
    choices: tuple[tuple[str, str], ...]


def where_of(request: CaseRequest) -> Where:
    """The facility asked for, within the reader's part; the first of them where none is.

    Raises:
        Http404: There is no such facility.
        PermissionDenied: It is another's.
    """
    access, header = request.access, order_of(request.access.case).header
    names = header.names()
    reached = tuple((id_, name) for id_, name in names.items() if access.reaches(id_))
    asked = request.POST.get("facility") or request.GET.get("facility")
    if not asked:
        asked = reached[0][0]
    if asked not in names:
        raise Http404
    access.require_facility(asked)
    return Where(asked, names[asked], reached)


def people_in_units(case: Case, facility: str, on: date) -> list[tuple[str, int]]:
    """Every housing unit with people in it on a day, and how many."""
    held = (
        Stay.objects.filter(Q(left=None) | Q(left__gt=on), case=case, facility=facility,
                            book_in__lte=on)
        .values_list("unit").annotate(people=Count("person", distinct=True))
    )  # fmt: skip
    return sorted(((unit, people) for unit, people in held), key=lambda row: _natural(row[0]))


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    """Sorts `Dorm 10` after `Dorm 9`."""
    return tuple((int(part) if part.isdigit() else 0, part) for part in name.split())


def items_at(order: Order, facility: str, on: date) -> list[str]:
    """The items that clauses in force ask for at a facility, each by one name."""
    asked = [
        item
        for one in law_on(order, on)
        if isinstance(one.clause, Supply) and one.standing in ("in force", "not begun")
        and facility in (one.clause.facilities or (facility,))
        for item in one.clause.items
    ]  # fmt: skip
    return list(dict.fromkeys(items_named(asked).values())) if asked else []


def when(access: Access, day: str) -> tuple[str, date, str]:
    """The day of something entered: with the time where it is today.

    Returns:
        The cell, the day, and what is wrong with it.
    """
    now: datetime = now_in(access.case, order_of(access.case).header.zone)
    if not day:
        return now.isoformat(timespec="minutes"), now.date(), ""
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        return day, now.date(), _("This is not a day; expected one such as 2020-05-14.")
    if chosen > now.date():
        return day, now.date(), _("This day is still to come.")
    if chosen == now.date():
        return now.isoformat(timespec="minutes"), chosen, ""
    return chosen.isoformat(), chosen, ""


def whole_number(text: str) -> int | None:
    """A whole number of 0 or more; none where it is not one."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 10 else None
