"""`notice`: education and posters: on which topics, in which languages, where.

Orders differ in the topics, the languages and the places, and in whether a notice must hang there
or an education be given again and again. Each topic is needed in each language at each place.

A poster hangs from the day on which it is recorded until the day on which it is recorded as taken
down. A notice to one person does not count here; the transfer clause reads those.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Literal, Self

import polars as pl
from pydantic import Field, model_validator

from drawdown.order.clauses.clause import Clause, Obligation, renewals
from drawdown.order.due import Clock, Due
from drawdown.order.inquiry import Inquiry, Outcome, Place, Status
from drawdown.order.inquiry.accounts import Governs, accounts_of, weigh
from drawdown.order.inquiry.frequency import Frequency, Recurring, window_start
from drawdown.order.inquiry.inquiry import sources_of
from drawdown.order.words import day, listed, number

_KEY = ["topic", "language", "place"]


class Notice(Clause):
    """Notices that must hang, or an education that must be given."""

    KIND = "notice"

    kind: Literal["notice"]
    topics: tuple[str, ...] = Field(min_length=1, description="such as ['hygiene', 'rights']")
    languages: tuple[str, ...] = Field(
        (), description="such as ['English', 'Spanish', 'Haitian Creole']; any where missing"
    )
    at: tuple[str, ...] = Field(
        (), description="where in each facility, such as ['dormitories', 'intake']; anywhere where "
        "missing",
    )  # fmt: skip
    due: Due | None = Field(None, description="by when; at once where missing")
    every: Recurring | None = Field(
        None, description="how often an education is given; posted and left hanging where missing"
    )
    governs: Governs = Field(
        "", description="whose account governs where accounts contradict each other"
    )
    speaks_for_days: int = Field(
        7, ge=1, description="for how many days a report of conditions speaks"
    )

    @model_validator(mode="after")
    def _no_repeats(self) -> Self:
        for name in ("topics", "languages", "at"):
            words = [word.lower() for word in getattr(self, name)]
            if repeated := next((word for word in words if words.count(word) > 1), None):
                raise ValueError(f"'{name}' has '{repeated}' twice; expected each once")
        return self

    def demand(self) -> str:
        """What it demands."""
        verb = "Give education" if self.every else "Post notices"
        languages = f" in {listed(list(self.languages))}" if self.languages else ""
        places = f" at {listed(list(self.at))}" if self.at else ""
        due = f", {self.due}" if self.due else ""
        often = f", every {self.every}" if self.every else ""
        return f"{verb} on {listed(list(self.topics))}{languages}{places}{due}{often}."

    def first_due(self) -> Due | None:
        """When it is first due."""
        return self.due

    def obligations(self, clock: Clock, since: date, until: date) -> Iterator[Obligation]:
        """When it is first due, and each time that it must be given again."""
        name = f"notice on {listed(list(self.topics))}"
        yield from renewals(name, self.due, self.every, clock, since, until)

    def assess_at(self, ask: Inquiry, place: Place) -> Outcome:
        """Each topic in each language at each place; then what people say."""
        notices = ask.entries("notice", place).filter(
            (pl.col("person") == "")
            & pl.col("topic").str.to_lowercase().is_in([topic.lower() for topic in self.topics])
        )
        since = window_start(ask.on, self.every) if self.every else ask.since
        current = notices.filter(
            pl.col("date") >= since
            if self.every
            else pl.col("removed").is_null() | (pl.col("removed") > ask.on)
        )
        facilities = list(place.ids)
        needed = list(product(facilities, self.topics, self.languages or ("",),
                              self.at or ("",)))  # fmt: skip
        has = self._found(current)
        lacking = [need for need in needed if not self._is_in(need, has)]
        taken_down = [need for need in lacking if self._is_in(need, self._found(notices))]
        complete = ask.complete("notice", place, since=ask.since, until=ask.on)
        status: Status = "met"
        if lacking:
            gone = bool(taken_down) and not self.every
            status = "not_met" if complete or gone else "undetermined"
        accounts = accounts_of(ask, place, ("notice", *self.topics), self.speaks_for_days)
        weighed = weigh(
            status, accounts, self.governs, what=f"notices at {place.name}",
            log_is="the notices recorded", settle=False,
        )  # fmt: skip
        missing = weighed.missing
        if weighed.status == "undetermined" and lacking and not complete:
            missing = (*missing, ask.log_missing("notice", place, ask.on))
        often = self._regularly(ask, notices)
        sentence = self._sentence(ask, place, needed, lacking, taken_down)
        return Outcome(
            weighed.status, f"{sentence}{often}{weighed.sentence}", place.facility,
            float(len(needed) - len(lacking)), float(len(needed)), "notices", None, self._rule(),
            missing, (*sources_of(notices), *sources_of(accounts.reports)),
            lambda: pl.concat([notices, accounts.reports], how="diagonal_relaxed"),
        )  # fmt: skip

    def _found(self, notices: pl.DataFrame) -> set[tuple[str, ...]]:
        """The distinct facility, topic, language and place of notices; blank where any will do."""
        asked = {"topic": True, "language": bool(self.languages), "place": bool(self.at)}
        columns = [
            pl.col(name).str.to_lowercase() if asked[name] else pl.lit("").alias(name)
            for name in _KEY
        ]
        return set(notices.select("facility", *columns).unique().iter_rows())

    def _is_in(self, need: tuple[str, ...], found: set[tuple[str, ...]]) -> bool:
        return (need[0], *(word.lower() for word in need[1:])) in found

    def _sentence(
        self,
        ask: Inquiry,
        place: Place,
        needed: list[tuple[str, str, str, str]],
        lacking: list[tuple[str, str, str, str]],
        taken_down: list[tuple[str, str, str, str]],
    ) -> str:
        was = f"was given in the {self.every} to" if self.every else "hung on"
        have = number(len(needed) - len(lacking))
        what = "notice" if len(needed) == 1 else "notices"
        sentence = f"{place.name}: {have} of {number(len(needed))} {what} {was} {day(ask.on)}"
        if lacking:
            few = [_called(need, len(place.ids) > 1) for need in lacking[:4]]
            more = [f"{len(lacking) - 4} more"] if len(lacking) > 4 else []
            sentence += f"; none is known of {listed([*few, *more])}"
        if taken_down and not self.every:
            sentence += f"; {number(len(taken_down))} had been taken down"
        return f"{sentence}."

    def _regularly(self, ask: Inquiry, notices: pl.DataFrame) -> str:
        if not self.every:
            return ""
        return Frequency.of(self.due, self.every, ask).regularly(notices["date"], ask.on)

    def _rule(self) -> str:
        each = ["each topic"]
        each += ["each language"] if self.languages else []
        each += ["each place"] if self.at else []
        often = f", every {self.every}" if self.every else ", posted and not taken down"
        return f"notice: {listed(each)}{often}"


def _called(need: tuple[str, str, str, str], several: bool) -> str:
    facility, topic, language, where = need
    language = f" in {language}" if language else ""
    where = f" at {where}" if where else ""
    return f"'{topic}'{language}{where}{f' ({facility})' if several else ''}"
