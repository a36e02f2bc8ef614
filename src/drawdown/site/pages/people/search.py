"""People: found by number, place and how they left; fifty a page, never all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import polars as pl
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from drawdown.roster.identity.pseudonym import pseudonym
from drawdown.roster.values.blank import joined_key
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.models import Stay
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.sealing import unwrap
from drawdown.site.pages.days import days_of
from drawdown.site.pages.limits import LONGEST

A_PAGE = 50
LEFT = {
    "held": _("held on the day"),
    "release": _("released"),
    "transfer": _("transferred"),
    "removal": _("removed"),
    "death": _("died"),
    "other": _("left otherwise"),
    "unexplained": _("left, and nothing says how"),
}
"""What may be asked for by how a stay ended."""
UNEXPLAINED = ("unexplained", "")
"""How a stay ended of which nothing says how: a roster may say so, or say nothing."""
SEVERAL = re.compile(r"[|,;]")
"""What stands between the agency's keys, where it knows a person by several."""

_HELD = Q(left=None)


@dataclass(frozen=True)
class Line:
    """A person in the list: the number, and the last stay by the day that fits what was asked."""

    number: str
    stay: Stay
    held: bool

    @property
    def how(self) -> str:
        """How the stay ended, where it did: a key of `LEFT`."""
        return self.stay.how or "unexplained"


@case_page(May.SEE_PEOPLE)
def search(request: CaseRequest) -> HttpResponse:
    """The people asked for."""
    access, days = request.access, days_of(request)
    asked, place, left, after = (
        request.GET.get(name, "").replace("\0", "").strip()
        for name in ("q", "facility", "left", "after")
    )  # fmt: skip
    facility = access.facility or place
    if asked and (found := _by_agency_number(access, asked)):
        return redirect("people-person", access.case.slug, found)
    stays = _stays(access, asked, facility, left, days.on)
    numbers = _numbers(stays, left, days.on, after)
    more = len(numbers) > A_PAGE
    numbers = numbers[:A_PAGE]
    header = order_of(access.case).header
    if numbers:
        access.looked("list", people=numbers, detail=f"q={asked} {facility} {left}".strip())
    query = {
        "q": asked, "facility": facility, "left": left, "on": days.on.isoformat(),
        "known": days.known.isoformat() if days.known else "",
    }  # fmt: skip
    return render(
        request,
        "drawdown/people/search.html",
        {
            "days": days, "lines": _lines(stays, numbers, days.on), "q": asked, "left": left,
            "facility": facility, "kinds": LEFT, "names": header.names(),
            "facilities": [f for f in header.facilities if access.reaches(f.id)],
            "next": urlencode({**query, "after": numbers[-1]}) if more else "",
        },
    )  # fmt: skip


def _stays(access: Access, asked: str, facility: str, left: str, on: date) -> QuerySet[Stay]:
    stays = Stay.objects.filter(case=access.case, book_in__lte=on)
    if asked:
        stays = stays.filter(person__istartswith=asked[:LONGEST])
    if facility:
        stays = stays.filter(facility=facility)
    if left == "held":
        stays = stays.filter(_HELD | Q(left__gt=on))
    elif left == "unexplained":
        stays = stays.filter(how__in=UNEXPLAINED, left__lte=on)
    elif left in LEFT:
        stays = stays.filter(how=left, left__lte=on)
    return stays


def _numbers(stays: QuerySet[Stay], left: str, on: date, after: str) -> list[str]:
    """The numbers of a page of people after one, and one more where there are more.

    Few of all who were ever held are held on a day, so those are found by when they left and then
    put in order. A database left to itself goes through everybody in order instead; that the order
    is of an expression keeps it from that.
    """
    if left != "held":
        numbers = stays.filter(person__gt=after).values_list("person", flat=True)
        return list(numbers.distinct().order_by("person")[: A_PAGE + 1])
    keyed = stays.annotate(number=Concat("person", Value(""))).filter(number__gt=after)
    named = keyed.values_list("number", flat=True)
    both = named.filter(_HELD).union(named.filter(left__gt=on)).order_by("number")
    return [str(number) for number in both[: A_PAGE + 1]]


def _lines(stays: QuerySet[Stay], numbers: list[str], on: date) -> list[Line]:
    """A line for each: the last of those of their stays that were asked for."""
    found = stays.filter(person__in=numbers).order_by("book_in", "id")
    last = {stay.person: stay for stay in found}
    return [Line(n, last[n], _is_held(last[n], on)) for n in numbers if n in last]


def _is_held(stay: Stay, on: date) -> bool:
    return stay.left is None or stay.left > on


def _by_agency_number(access: Access, asked: str) -> str:
    """The number here of whom the agency calls so; blank where that is nobody, or not shown.

    The agency's number is read in the one spelling that rosters are joined by: `a-012 345 678` is
    `A012345678`. Where the agency knows people by several keys, they are typed in their order.
    """
    key = access.case.pseudonym_key
    if May.SEE_IDENTITY not in access.may or not key:
        return ""
    secret = unwrap(bytes(key), f"case {access.case.pk} pseudonyms")
    numbers = {pseudonym(secret, own) for own in _own(asked)}
    stays = Stay.objects.filter(case=access.case, person__in=numbers)
    if access.facility:
        stays = stays.filter(facility=access.facility)
    return stays.order_by("person").values_list("person", flat=True).first() or ""


def _own(asked: str) -> tuple[str, str]:
    """What was typed as rosters have it: as one key, and as several.

    >>> _own("a-012 345 678; 1970")
    ('A012345678;1970', 'A012345678|1970')
    """
    typed = pl.DataFrame({"key": [asked, *SEVERAL.split(asked)]}, schema={"key": pl.String})
    whole, *keys = typed.select(joined_key(pl.col("key")))["key"]
    return whole, "|".join(keys)
