"""`check_in`: released people report by phone.

Orders and conditions of release differ in how often, when a window opens, and how much grace there
is. Only a person can find that somebody failed to comply, by an entry with their name and a reason;
the software counts what was made, what is excused since the failure was on the carrier's side or
ours, and what nobody knows. A frequency does not roll over weekends unless the clause names a
calendar that does. People released before the clause began count from the day it began.

A decision or terms may ask a person otherwise than the order: every 14 days, say, where it says 7.
From then on the order's windows are not theirs, so none is counted of them, and the finding says
so: whether the order lets them differ is for people to say.

Not met: somebody recorded a failure. Undetermined: a window has no entry, a check-in was not
reached and nobody recorded whose side that was on or what follows from it, or somebody is asked
otherwise than the order says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal, Self

import polars as pl
from pydantic import AfterValidator, Field, model_validator

from drawdown.order.calendar import CalendarName, Span, Unit
from drawdown.order.clauses.clause import Clause, Obligation
from drawdown.order.due import Clock, Pending
from drawdown.order.inquiry import Inquiry, Outcome, Place, Status
from drawdown.order.inquiry.asked import Usual, asked_of
from drawdown.order.inquiry.call_windows import Rhythm, call_windows, touched
from drawdown.order.inquiry.calls import (
    Calls,
    count_calls,
    next_closing,
    spells,
    unasked,
    with_others,
)
from drawdown.order.inquiry.cycle import how_often
from drawdown.order.inquiry.inquiry import sources_of
from drawdown.order.inquiry.released import releases
from drawdown.order.words import day, listed, number, some

_PEOPLE = "released people"
_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}


def _days_only(span: Span) -> Span:
    if span.unit not in _DAYS:
        raise ValueError(f"'{span}' is not counted in days; expected days or weeks")
    return span


InDays = Annotated[Span, AfterValidator(_days_only)]


class CheckIn(Clause):
    """Check-ins of released people: how often, in which window, with what grace."""

    KIND = "check_in"

    kind: Literal["check_in"]
    scope: Literal["each", "total"] = Field(
        "total", description="whether people released from each facility are answered for apart"
    )
    every: InDays = Field(description='how often, such as "7 days"')
    first: InDays | None = Field(
        None, description="how long after release the first is due; as `every` where missing"
    )
    opens: InDays | None = Field(
        None, description="how long before it is due a window opens; when the one before it closes "
        "where missing",
    )  # fmt: skip
    grace: InDays | None = Field(None, description="how long after it is due a window closes")
    lasts: InDays | None = Field(None, description="how long after release the last one is due")
    calendar: CalendarName = Field(
        "plain days", description="whether a due day that is no working day moves, and by which "
        "calendar",
    )  # fmt: skip

    @model_validator(mode="after")
    def _apart(self) -> Self:
        rhythm = self._rhythm()
        if (rhythm.opens or 0) + rhythm.grace >= rhythm.every:
            raise ValueError(
                f"the windows overlap: 'opens' and 'grace' together reach {self.every}, as long as "
                "from one check-in to the next; expected less"
            )
        if self.calendar == "business days":
            raise ValueError("check-ins cannot be counted in business days; expected plain days "
                             "or frcp6")  # fmt: skip
        return self

    def demand(self) -> str:
        """What it demands."""
        grace = f", with {self.grace} of grace" if self.grace else ""
        lasts = f", for {self.lasts} after release" if self.lasts else ""
        return f"Released people report by phone {how_often(self.every)}{grace}{lasts}."

    def obligations(self, clock: Clock, since: date, until: date) -> Iterator[Obligation]:
        """No date of the order: each person's windows are counted from their own release."""
        yield Obligation(self.title or self.demand(), Pending(
            f"{how_often(self.every)}, counted from each person's own release"
        ))  # fmt: skip

    def assess_at(self, ask: Inquiry, place: Place) -> Outcome:
        """What became of every window since the release of each person."""
        calls = self.calls(ask, place)
        status = _status(calls)
        return Outcome(
            status, _say(calls, ask.on), place.facility,
            None if status == "not_due" else float(calls.made),
            None if status == "not_due" else float(calls.due), "check-ins made",
            calls.next_closes if status == "not_due" else None, self._rule(),
            _missing(calls) if status == "undetermined" else (), sources_of(calls.rows),
            lambda: calls.rows,
        )  # fmt: skip

    def calls(self, ask: Inquiry, place: Place) -> Calls:
        """The check-ins of the people released from a place, in numbers."""
        asked = asked_of(ask, releases(ask, place), self._usual())
        out, entries = asked.releases, ask.entries_anywhere("check_in")
        at_large = spells(out, ask.since, ask.on)
        counted = spells(asked.as_ordered, ask.since, ask.on)
        zone = ask.clock.calendar(self.calendar)
        assert zone is not None  # noqa: S101  a name was given
        starts = pl.concat([at_large["start"], counted["start"]]).unique()
        windows = touched(
            call_windows(starts, self._rhythm(), zone, ask.on), ask.entries_anywhere("outage")
        )
        still = pl.col("until").is_null() | (pl.col("until") > ask.on)
        calls = count_calls(
            counted, windows, entries, unasked(out, at_large, windows, ask.on),
            out.filter(pl.col("spared") & still)["person"].n_unique(),
        )  # fmt: skip
        calls = replace(calls, next_closes=next_closing(at_large, windows))
        bound = pl.col("until").is_null() | (pl.col("until") > ask.since)
        return with_others(calls, asked.otherwise.filter(bound), entries)

    def without_schedule(self, ask: Inquiry, place: Place) -> pl.DataFrame:
        """The releases from a place of people at large whom nobody asked to check in."""
        out = asked_of(ask, releases(ask, place), self._usual()).releases
        still = pl.col("until").is_null() | (pl.col("until") > ask.on)
        return out.filter(pl.col("asked").is_null() & ~pl.col("spared") & still)

    def _usual(self) -> Usual:
        rhythm = self._rhythm()
        return Usual(rhythm.every, rhythm.first, rhythm.opens, rhythm.grace,
                     self.calendar != "plain days")  # fmt: skip

    def _rhythm(self) -> Rhythm:
        return Rhythm(
            _days(self.first or self.every), _days(self.every),
            _days(self.opens) if self.opens else None, _days(self.grace) if self.grace else 0,
            _days(self.lasts) if self.lasts else None,
        )  # fmt: skip

    def _rule(self) -> str:
        opens = f"{self.opens} before" if self.opens else "when the one before it closes"
        closes = f"{self.grace} after" if self.grace else "on the day itself"
        return (
            f"due {how_often(self.every)} from each release ({self.calendar}); a window opens "
            f"{opens} and closes {closes}; only a person records a failure"
        )


def _days(span: Span) -> int:
    return span.amount * _DAYS[span.unit]


def _status(calls: Calls) -> Status:
    if calls.due == 0 and not calls.unasked and not calls.otherwise:
        return "not_due"
    if calls.failures:
        return "not_met"
    open_ = calls.nothing + calls.unknown + calls.theirs + calls.unnamed + calls.unasked
    open_ += calls.otherwise
    return "undetermined" if open_ else "met"


def _missing(calls: Calls) -> tuple[str, ...]:
    found = []
    if calls.unasked:
        found.append(
            f"a decision or terms that say how {some(calls.unasked, 'released person', _PEOPLE)} "
            f"{'checks' if calls.unasked == 1 else 'check'} in, or need not"
        )
    if calls.otherwise:
        found.append(
            f"whether {some(calls.otherwise, 'released person', _PEOPLE)} may check in otherwise "
            "than the order says"
        )
    if calls.nothing:
        found.append(
            f"an entry of what became of {some(calls.nothing, 'check-in')} of which nothing is "
            "recorded"
        )
    if calls.unknown:
        found.append(f"on whose side {some(calls.unknown, 'check-in')} failed")
    if calls.theirs:
        found.append(
            f"a named person's decision on {some(calls.theirs, 'check-in')} that failed on the "
            "person's side"
        )
    if calls.unnamed:
        found.append(f"who recorded {some(calls.unnamed, 'failure')}, and why")
    return tuple(found)


def _say(calls: Calls, on: date) -> str:
    return _of_the_asked(calls, on) + _of_the_others(calls)


def _of_the_others(calls: Calls) -> str:
    """Who has no schedule and why: they are not counted, and nothing is held against them."""
    said = ""
    if calls.unasked:
        one = calls.unasked == 1
        said += (
            f" {some(calls.unasked, 'released person', _PEOPLE)} "
            f"{'has' if one else 'have'} no schedule, since no decision released "
            f"{'that person' if one else 'them'} and nobody set terms: nobody asked "
            f"{'that person' if one else 'them'} to check in, so nothing is counted."
        )
    if calls.spared:
        said += (
            f" {some(calls.spared, 'released person', _PEOPLE)} need"
            f"{'s' if calls.spared == 1 else ''} not check in, as a decision says."
        )
    return said + _of_those_asked_otherwise(calls)


def _of_those_asked_otherwise(calls: Calls) -> str:
    """Who is asked otherwise than the order asks, and how: of them its windows are not counted."""
    if not calls.otherwise:
        return ""
    one = calls.otherwise == 1
    said = (
        f" {some(calls.otherwise, 'released person', _PEOPLE)} {'was' if one else 'were'} asked to "
        f"check in otherwise than the order says ({listed(calls.ways)}), by a decision or terms: "
        f"from then on the order's windows are not counted of {'that person' if one else 'them'}."
    )
    if calls.apart:
        said += (
            f" {some(calls.apart, 'failure')} recorded of {'that person' if one else 'them'} since "
            f"{'is' if calls.apart == 1 else 'are'} not counted either."
        )
    return said


def _of_the_asked(calls: Calls, on: date) -> str:
    if calls.people == 0:
        return f"By {day(on)} the record has nobody released who was asked to check in."
    people = some(calls.people, "released person", _PEOPLE)
    if calls.due == 0:
        return f"{people} {'has' if calls.people == 1 else 'have'} no window that is over yet."
    parts = [f"{number(calls.made)} {'was' if calls.made == 1 else 'were'} made"]
    if calls.excused:
        by_outage = f" ({number(calls.outages)} by an outage)" if calls.outages else ""
        parts.append(f"{number(calls.excused)} excused since the line failed{by_outage}")
    if calls.theirs:
        parts.append(f"{number(calls.theirs)} not reached on the person's side")
    if calls.unknown:
        parts.append(f"{number(calls.unknown)} not reached on a side that nobody knows")
    if calls.unnamed:
        parts.append(f"{number(calls.unnamed)} called a failure by nobody named or without reason")
    if calls.nothing:
        parts.append(f"{number(calls.nothing)} without an entry")
    parts.append(f"{some(calls.failures, 'failure')} recorded by a named person")
    said = f"Of {some(calls.due, 'check-in')} that {people} had to make by {day(on)}, "
    said += f"{listed(parts)}. Only a person records a failure."
    if calls.overruled:
        said += (
            f" {some(calls.overruled, 'failure')} recorded of excused check-ins "
            f"{'is' if calls.overruled == 1 else 'are'} not counted."
        )
    if calls.outside:
        said += f" {some(calls.outside, 'call')} came outside any window."
    return said
