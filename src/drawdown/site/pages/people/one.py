"""Everything that the record has of one person, as far as a reader may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl
from django.core.exceptions import PermissionDenied
from django.http import Http404

from drawdown.order.document import Order
from drawdown.record.record import Record, View
from drawdown.site.accounts.access import Access
from drawdown.site.accounts.roles import FIELDS_OF_HEALTH, May
from drawdown.site.cases.models import Identity, Row, Stay
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.sealing import open_sealed
from drawdown.site.cases.store import frames_of
from drawdown.site.pages.days import Days
from drawdown.site.pages.record.chosen import reached

AT_ONCE = 300


@dataclass(frozen=True)
class One:
    """A person as a reader may see them.

    Attributes:
        access: Who reads.
        number: The person's number.
        days: As of when, and as known when.
        order: The order.
        record: The person's entries and whatever takes any of them back; nothing the reader's role
            does not show.
        hidden: How many entries about health are left out.
        stays: The stays that the reader's part reaches, the latest last.
    """

    access: Access
    number: str
    days: Days
    order: Order
    record: Record
    hidden: int
    stays: tuple[Stay, ...]

    @cached_property
    def view(self) -> View:
        """The entries as known on the day asked for."""
        return self.record.as_known(self.days.known)

    @property
    def stay(self) -> Stay | None:
        """The last stay that had begun by the day asked about."""
        begun = [stay for stay in self.stays if stay.book_in <= self.days.on]
        return begun[-1] if begun else None

    @property
    def is_held(self) -> bool:
        """Whether that stay goes on."""
        return self.stay is not None and (self.stay.left is None or self.stay.left > self.days.on)

    @cached_property
    def agency_number(self) -> str:
        """The agency's own number, where the reader may see it and it is known."""
        if May.SEE_IDENTITY not in self.access.may:
            return ""
        case = self.access.case
        found = Identity.objects.filter(case=case, person=self.number).first()
        if found is None:
            return ""
        return open_sealed(case.pk, bytes(found.sealed), f"identity {self.number}").decode()


def find_person(access: Access, number: str, days: Days) -> One:
    """A person, by their number.

    Raises:
        Http404: The record has nobody of that number.
        PermissionDenied: Nothing of the person is within the reader's part.
    """
    case, order = access.case, order_of(access.case)
    mine = Stay.objects.filter(case=case, person=number).order_by("book_in", "id")
    if access.facility:
        mine = mine.filter(facility=access.facility)
    stays = tuple(mine)
    if access.facility and not stays:
        if Stay.objects.filter(case=case, person=number).exists():
            raise PermissionDenied
        raise Http404
    numbers = _numbers(access, number)
    if not numbers and not stays:
        raise Http404
    frames, hidden = _shown(frames_of(case, numbers), access)
    return One(access, number, days, order, Record(frames, order.header.zone), hidden, stays)


def _numbers(access: Access, person: str) -> list[int]:
    """The numbers of the entries about a person, and of those that take any of them back."""
    found = list(reached(access).filter(person=person).values_list("seq", "name", "file", "line"))
    seqs = {seq for seq, *_ in found}
    names = {name for _, name, *_ in found} | {f"{file}#{line}" for *_, file, line in found}
    while names:
        fresh = []
        for some in _some(sorted(names)):
            rows = Row.objects.filter(case=access.case, supersedes__in=some)
            fresh += [
                row for row in rows.values_list("seq", "name", "file", "line")
                if row[0] not in seqs
            ]  # fmt: skip
        seqs |= {seq for seq, *_ in fresh}
        names = {name for _, name, *_ in fresh} | {f"{f}#{line}" for *_, f, line in fresh}
    return sorted(seqs)


def _some(items: Sequence[str]) -> list[Sequence[str]]:
    return [items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE)]


def _shown(frames: dict[str, pl.DataFrame], access: Access) -> tuple[dict[str, pl.DataFrame], int]:
    """The frames without what the reader's role does not show, and how many entries that is."""
    if May.SEE_HEALTH in access.may:
        return frames, 0
    shown, hidden = {}, 0
    for kind, frame in frames.items():
        fields = FIELDS_OF_HEALTH.get(kind, frozenset())
        if "*" in fields:
            hidden += len(frame)
            continue
        shown[kind] = frame.with_columns(
            pl.lit("").alias(name) for name in fields if name in frame.columns
        )
    return shown, hidden
