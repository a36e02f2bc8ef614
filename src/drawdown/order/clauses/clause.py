"""What every clause has: its own id and words, whom it binds, since when, and how it is answered.

A kind of clause is one file in this package: a subclass of `Clause` with its parameters as fields,
its rule as `assess_at`, and its explanation in the sentences of the outcomes that it returns.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from drawdown.order.calendar import Computed, Refusal, Span
from drawdown.order.due import Answer, Clock, Due, Pending
from drawdown.order.header import Header, Identifier, Part, Wording
from drawdown.order.inquiry import Inquiry, Outcome, Place
from drawdown.order.inquiry.frequency import Frequency
from drawdown.order.inquiry.inquiry import name_place
from drawdown.order.ruling import Force
from drawdown.order.words import day

if TYPE_CHECKING:
    from drawdown.order.document import ClauseText

KINDS: dict[str, type[Clause]] = {}
"""Every kind of clause by its name, filled as the classes in this package are made."""


class Reading(Part):
    """Another account of what a clause says. It does not govern; its answer is shown beside."""

    source: str = Field(description="whose account it is")
    says: str = Field(description="what it says, in a few words")
    set: dict[str, Any] = Field(description="the values that differ under this account")


@dataclass(frozen=True)
class Obligation:
    """Something that a clause makes due once, or again and again.

    Attributes:
        name: What is due, in a few words.
        answer: When, and how that was computed; or why it cannot be.
        due: How the order says when, where it does.
    """

    name: str
    answer: Answer
    due: Due | None = None


class Clause(Part):
    """The fields that every kind of clause has."""

    KIND: ClassVar[str] = ""

    id: Identifier
    kind: str
    title: str = Field("", description="what it demands, in a few words")
    force: Force | None = Field(None, description="as the ruling's where it is missing")
    aim: Literal["duty", "goal"] = Field("duty", description="whether it must be met, or aimed at")
    wording: Wording | None = Field(None, description="as the ruling's where it is missing")
    source: str = Field("", description="where its words are known from, where not as the ruling")
    facilities: tuple[Identifier, ...] = Field((), description="all of the order's where missing")
    scope: Literal["each", "total"] = Field(
        "each", description="whether it binds each facility, or all of them taken together"
    )
    begins: date | None = Field(
        None, description="from which day it binds; the ruling's if missing"
    )
    ends: date | None = Field(None, description="the first day on which it no longer binds")
    readings: tuple[Reading, ...] = Field((), description="other accounts of what it says")

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.KIND:
            KINDS[cls.KIND] = cls

    @abstractmethod
    def demand(self) -> str:
        """What it demands, as one plain sentence."""

    @abstractmethod
    def assess_at(self, ask: Inquiry, place: Place) -> Outcome:
        """Where things stand at a place on the day asked about, as if it were due by then."""

    def first_due(self) -> Due | None:
        """When it is first due; none where it binds from the day it begins."""
        return None

    def obligations(self, clock: Clock, since: date, until: date) -> Iterator[Obligation]:
        """Every date that the clause sets, recurring ones up to `until`."""
        due = self.first_due()
        if due is not None:
            yield Obligation(self.title or self.demand(), clock.compute(due), due)

    def contradictions(self, header: Header, clauses: Mapping[str, ClauseText]) -> Iterator[str]:
        """What in it does not agree with the header or with other clauses, one sentence each."""
        yield from ()

    def places(self, ask: Inquiry) -> list[Place]:
        """The places that it is answered for."""
        ids = self.facilities or tuple(facility.id for facility in ask.header.facilities)
        if self.scope == "total":
            return [Place(None, ids, name_place(ask.header, ids))]
        return [Place(id_, (id_,), ask.header.facility(id_).name) for id_ in ids]

    def assess(self, ask: Inquiry) -> list[Outcome]:
        """The answer for each place, on the day asked about."""
        return [self._assess_when_due(ask, place) for place in self.places(ask)]

    def _assess_when_due(
        self,
        ask: Inquiry,
        place: Place,
        assess_at: Callable[[Inquiry, Place], Outcome] | None = None,
    ) -> Outcome:
        """As `assess_at` finds (the clause's own where it is missing), once it is due."""
        assess_at = assess_at or self.assess_at
        due = self.first_due()
        if due is None or not (due.triggers() or due.on or due.immediately):
            return assess_at(ask, place)
        answer = ask.clock.compute_by(due, ask.on)
        match answer:
            case Computed() if answer.date <= ask.on:
                outcome = assess_at(ask, place)
                return outcome if outcome.due else replace(outcome, due=answer.date)
            case Computed():
                return not_due(assess_at(ask, place), answer.date)
            case Refusal():
                return Outcome(
                    "undetermined", f"Whether this is due cannot be said: {answer.reason}.",
                    place.facility, missing=(answer.reason,), rule=f"due {due}",
                )  # fmt: skip
            case Pending():
                return Outcome(
                    "not_due", f"Not due: {answer.reason}.", place.facility, rule=f"due {due}"
                )


def not_due(standing: Outcome, due: date) -> Outcome:
    """The outcome before the due date: not due, and where things stand."""
    return replace(
        standing,
        status="not_due",
        sentence=f"Not due until {day(due)}. So far: {standing.sentence}",
        due=due,
        missing=(),
    )


def renewals(
    name: str, first: Due | None, every: Span | None, clock: Clock, since: date, until: date
) -> Iterator[Obligation]:
    """When something is first due, and each time up to `until` that it is due again.

    Args:
        name: What is due, in a few words.
        first: When it is first due; none where that is the day from which the clause binds.
        every: How often, as `frequency.whole_days` gives it; none where it is due once.
        clock: How the order's dates are computed.
        since: The day from which the clause binds.
        until: The last day looked at.
    """
    answer = clock.compute(first) if first else None
    if first and answer:
        yield Obligation(name, answer, first)
    if every and (answer is None or isinstance(answer, Computed)):
        start = answer.date if answer else since
        for again in Frequency(start, every).computed(until, since):
            yield Obligation(f"{name} again", again)


Every = Annotated[Span, Field(description='how often, such as "7 days" or "1 day"')]
