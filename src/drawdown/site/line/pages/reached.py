"""Which people a member reaches on these pages, and what is said of health there: nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from drawdown.site.accounts.access import Access, CaseRequest
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Stay
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.days import days_of
from drawdown.site.pages.people.one import One, find_person, find_to_act


def now_of(access: Access) -> datetime:
    """The time now, as the case has it."""
    return now_in(access.case, order_of(access.case).header.zone)


def person_of(request: CaseRequest, number: str) -> One:
    """A person whom the member may read of.

    Raises:
        Http404: The record has nobody of that number.
        PermissionDenied: Nothing of the person is within the member's part.
    """
    return find_person(request.access, number, days_of(request))


def person_to_act_on(request: CaseRequest, number: str) -> One:
    """A person of whom the member may record something; raises as `person_of`."""
    return find_to_act(request.access, number, days_of(request))


def require_reach(access: Access, person: str) -> None:
    """Refuse what is of a person whom a bound member does not reach, or of nobody known.

    Raises:
        PermissionDenied: It is.
    """
    if access.facility and not among(access, [person]):
        raise PermissionDenied


def among(access: Access, people: Iterable[str]) -> set[str]:
    """Those of some people whom the member reaches."""
    asked = {person for person in people if person}
    if not access.facility:
        return asked
    stays = Stay.objects.filter(case=access.case, facility=access.facility, person__in=asked)
    return set(stays.values_list("person", flat=True))


def whole(request: HttpRequest, name: str) -> int:
    """A whole number of an address; 0 where it is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
