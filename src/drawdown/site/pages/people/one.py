"""Everything that the record has of one person, as far as a reader may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import polars as pl
from django.core.exceptions import PermissionDenied
from django.http import Http404

from drawdown.order.document import Order
from drawdown.record.record import Record, View
from drawdown.site.accounts.access import Access
from drawdown.site.accounts.roles import (
    FIELDS_OF_HEALTH,
    SEALED_KINDS,
    WITHDRAWAL_FIELDS,
    May,
)
from drawdown.site.cases.models import Identity, Stay
from drawdown.site.cases.naming import with_what_replaces
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.sealing import open_sealed
from drawdown.site.cases.stays import stays_in
from drawdown.site.cases.store import frames_of
from drawdown.site.pages.days import Days
from drawdown.site.pages.record.chosen import reached


@dataclass(frozen=True)
class Unseen:
    """An entry about health that the reader's role does not show: of which kind and day, by whom.

    That there is one may be seen (`drawdown.site.accounts.roles.COMMON_FIELDS`); not what it says.
    """

    kind: str
    date: date
    by: str


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
        numbers: The number of each of these entries, by its id.
        unseen: The entries about health that are left out, and stood on the days asked about.
        stays: The stays that the reader's part reaches, as known then, the latest last.
    """

    access: Access
    number: str
    days: Days
    order: Order
    record: Record
    numbers: Mapping[str, int]
    unseen: tuple[Unseen, ...]
    stays: tuple[Stay, ...]

    @property
    def hidden(self) -> int:
        """How many entries about health are left out."""
        return len(self.unseen)

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
    def is_ours(self) -> bool:
        """Whether the person is, or was last, where the reader may act."""
        if not self.access.facility:
            return True
        stays = Stay.objects.filter(case=self.access.case, person=self.number)
        last = stays.order_by("-book_in", "-id").values_list("facility", flat=True).first()
        return last == self.access.facility

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
    if "\0" in number:  # which PostgreSQL does not take
        raise Http404
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
    frames = _within(frames_of(case, sorted(numbers.values())), access)
    if days.known:
        then = Record(frames, order.header.zone).as_known(days.known)
        stays = tuple(sorted(
            (stay for stay in stays_in(case, then) if stay.person == number),
            key=lambda stay: stay.book_in,
        ))  # fmt: skip
    unseen: tuple[Unseen, ...] = ()
    if May.SEE_HEALTH not in access.may:
        unseen = _unseen(Record(frames, order.header.zone).as_known(days.known), days.on)
        frames = _shown(frames)
    record = Record(frames, order.header.zone)
    return One(access, number, days, order, record, numbers, unseen, stays)


def find_to_act(access: Access, number: str, days: Days) -> One:
    """A person as they are today, for whoever is about to record something of them.

    Raises:
        Http404: The record has nobody of that number.
        PermissionDenied: The person is not, and was not last, within the reader's part.
    """
    one = find_person(access, number, replace(days, on=days.today, known=None, bad=""))
    if not one.is_ours:
        raise PermissionDenied
    return one


def _numbers(access: Access, person: str) -> dict[str, int]:
    """The entries about a person and those that take any of them back: their numbers, by id."""
    found = with_what_replaces(access.case, reached(access).filter(person=person))
    return {name: seq for seq, name in found.items()}


def _within(frames: dict[str, pl.DataFrame], access: Access) -> dict[str, pl.DataFrame]:
    """The frames with nobody named in entries of a facility that the reader's part does not reach.

    Such an entry is there because it replaces one that the reader sees: that one no longer stands,
    and what the other says is not the reader's.
    """
    if not access.facility:
        return frames
    ours = pl.col("facility").is_in(["", access.facility])
    return {
        kind: frame.with_columns(person=pl.when(ours).then("person").otherwise(pl.lit("")))
        if {"person", "facility"} <= set(frame.columns) else frame
        for kind, frame in frames.items()
    }  # fmt: skip


def _unseen(view: View, on: date) -> tuple[Unseen, ...]:
    """The entries that a role without health does not see, as far as they stood on the days."""
    found = []
    for kind in view.record.frames:
        if "*" in FIELDS_OF_HEALTH.get(kind, frozenset()):
            rows = view.entries(kind).filter((pl.col("date") <= on) & (pl.col("person") != ""))
            found += [Unseen(kind, *row) for row in rows.select("date", "by").iter_rows()]
    return tuple(found)


def _shown(frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The frames without what shows only to who may see health."""
    shown = {}
    for kind, frame in frames.items():
        fields = FIELDS_OF_HEALTH.get(kind, frozenset())
        if "*" not in fields:
            shown[kind] = frame.with_columns(
                pl.lit("").alias(name) for name in fields if name in frame.columns
            )
    if "withdrawal" in shown:
        told = ~pl.col("id").is_in(sorted(_of_sealed(frames)))
        shown["withdrawal"] = shown["withdrawal"].with_columns(
            pl.when(told).then(name).otherwise(pl.lit("")).alias(name)
            for name in sorted(WITHDRAWAL_FIELDS)
        )
    return shown


def _of_sealed(frames: dict[str, pl.DataFrame]) -> set[str]:
    """The ids of what takes back a sealed entry, or takes that back: it may say why in words."""
    names: set[str] = set()
    for kind in SEALED_KINDS & set(frames):
        for name, file, row in frames[kind].select("id", "file", "row").iter_rows():
            names |= {name, f"{file}#{row}"}
    found: set[str] = set()
    taking = frames["withdrawal"].select("id", "supersedes", "file", "row").rows()
    while fresh := [one for one in taking if one[1] in names and one[0] not in found]:
        found |= {one[0] for one in fresh}
        names |= {n for one in fresh for n in (one[0], f"{one[2]}#{one[3]}")}
    return found
