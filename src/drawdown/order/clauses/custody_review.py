"""`custody_review`: a decision on the custody of each of certain people.

Orders differ in whom (named petitioners, everyone who meets a criterion, everyone held, a class),
by when (days from the order, or from each person's arrival), under what authority, and at what
pace ("about 10 a day"). It is met when everyone whose review is due has a decision, by a named
decider; a deferral decides nothing. Those released, removed or dead no longer wait; a transfer ends
nothing for a class.

Undetermined: somebody has no decision and nobody states that the log of decisions is complete; or
the facts that would tell who is covered are incomplete; or it is not known who is held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, Self

import polars as pl
from pydantic import Field, model_validator

from drawdown.order.calendar import Refusal
from drawdown.order.clauses.clause import Clause
from drawdown.order.due import PER_PERSON, Answer, Due, Pending
from drawdown.order.header import Criteria, Header
from drawdown.order.inquiry import Inquiry, Outcome, Place
from drawdown.order.inquiry.criteria import facts_known, meeting
from drawdown.order.inquiry.custody import in_class, named
from drawdown.order.inquiry.decision_account import by_people
from drawdown.order.inquiry.decision_numbers import by_numbers
from drawdown.order.inquiry.decision_pace import DecisionPace
from drawdown.order.inquiry.inquiry import name_place
from drawdown.order.inquiry.reviewed import decisions_by, review, standings
from drawdown.order.words import listed, some

if TYPE_CHECKING:
    from drawdown.order.document import ClauseText


@dataclass(frozen=True)
class Standing:
    """Where the reviews of a place stand, person by person.

    Attributes:
        place: The place.
        people: As `drawdown.order.inquiry.reviewed.standings` gives them, with `arrived` (Date);
            none where nobody can say whose reviews they are, or when they are due.
        due: How the day on which all are due was computed; none where each person has a day of
            their own, where a pace alone is asked for, and where they are due at once.
        why: Where `people` is none: why.
    """

    place: Place
    people: pl.DataFrame | None
    due: Answer | None = None
    why: str = ""


@dataclass(frozen=True)
class _Known:
    """What is read once for all places: decisions, the version of the criterion, its facts."""

    decisions: pl.DataFrame
    version: Criteria | None
    facts: pl.DataFrame


class CustodyReview(Clause):
    """Decisions on the custody of people: whose, by when, at what pace."""

    KIND = "custody_review"

    kind: Literal["custody_review"]
    people: tuple[str, ...] = Field((), description="people named, by their numbers in this case")
    criteria: str = Field("", description="a criterion of the header, by its id")
    group: Literal["everyone held", "class", ""] = Field(
        "", description="everyone held that day, or the class: everyone held since `class_since`"
    )
    class_since: date | None = Field(
        None, description="with the group 'class': the first day of the class; the day the clause "
        "begins where missing",
    )  # fmt: skip
    due: Due | None = Field(None, description="when each review is due; at once where missing")
    pace: DecisionPace | None = Field(None, description="how many decisions in which time")
    authority: tuple[str, ...] = Field(
        (), description="under which a release is to be made, such as 'parole 212(d)(5)'"
    )
    second_person: bool = Field(
        False, description="whether a decision counts only where a second person confirmed it"
    )

    @model_validator(mode="after")
    def _whose(self) -> Self:
        if not (self.people or self.criteria or self.group):
            raise ValueError("expected 'people', 'criteria' or 'group': whose custody is reviewed")
        if self.people and (self.criteria or self.group):
            raise ValueError("'people' names everyone; it does not go with 'criteria' or 'group'")
        if self.class_since and self.group != "class":
            raise ValueError("'class_since' goes with group = \"class\"")
        return self

    def demand(self) -> str:
        """What it demands."""
        under = f" under {listed(self.authority, 'or')}" if self.authority else ""
        when = f", {self.due}" if self.due else ""
        pace = f", {self.pace}" if self.pace else ""
        second = ", a second person confirming each decision" if self.second_person else ""
        return f"Decide on the custody of {self._whom()}{under}{when}{pace}{second}."

    def first_due(self) -> Due | None:
        """When a review is due."""
        return self.due

    def contradictions(self, header: Header, clauses: Mapping[str, ClauseText]) -> Iterator[str]:
        """A criterion that there is not; a due date counted from what a person does not have."""
        known = list(dict.fromkeys(criteria.id for criteria in header.criteria))
        if self.criteria and self.criteria not in known:
            expected = f"expected one of {', '.join(known)}" if known else "the header has none"
            yield f"there is no criterion '{self.criteria}'; {expected}"
        odd = (self.due.triggers() if self.due else set()) & {"release", "transfer"}
        if odd:
            yield f"a review cannot be due counted from a person's {odd.pop()}; expected 'arrival'"

    def places(self, ask: Inquiry) -> list[Place]:
        """People named are answered for together, wherever they are."""
        if not self.people:
            return super().places(ask)
        ids = self.facilities or tuple(facility.id for facility in ask.header.facilities)
        return [Place(None, ids, name_place(ask.header, ids))]

    def assess(self, ask: Inquiry) -> list[Outcome]:
        """The answer for each place."""
        known = self._known(ask)
        return [self._assess(ask, place, known) for place in self.places(ask)]

    def assess_at(self, ask: Inquiry, place: Place) -> Outcome:
        """Where decisions stand at the end of the day asked about."""
        return self._assess(ask, place, self._known(ask))

    def standings(self, ask: Inquiry) -> list[Standing]:
        """Where the reviews of each place stand, person by person, on the day asked about."""
        known = self._known(ask)
        return [self._standing(ask, place, known) for place in self.places(ask)]

    def facts_asked(self, ask: Inquiry) -> Criteria | None:
        """The version of the criterion that governs the day asked about, where one does."""
        return ask.header.criteria_on(self.criteria, ask.on) if self.criteria else None

    def _known(self, ask: Inquiry) -> _Known:
        version = self.facts_asked(ask)
        facts = facts_known(ask, version) if version else pl.DataFrame()
        return _Known(decisions_by(ask, second=self.second_person), version, facts)

    def _standing(self, ask: Inquiry, place: Place, known: _Known) -> Standing:
        own = self._is_per_person()
        answer = ask.clock.compute(self.due) if self.due and not own else None
        if isinstance(answer, Pending | Refusal):
            return Standing(place, None, answer, answer.reason)
        people = self._people(ask, place, known)
        if people is None:
            return Standing(
                place, None, answer, f"it is not known who is held at {place.name}: no stays"
            )
        if self.due and own:
            dues = ask.clock.compute_each(
                self.due, "arrival", people["arrived"].drop_nulls().unique()
            )
            due_of = pl.DataFrame(
                {"arrived": list(dues), "due": list(dues.values())},
                schema={"arrived": pl.Date, "due": pl.Date},
            )
            people = people.join(due_of, on="arrived", how="left", maintain_order="left")
        else:
            due = None if self._paced() else answer.date if answer else ask.since
            people = people.with_columns(due=pl.lit(due, dtype=pl.Date))
        return Standing(place, standings(people, known.decisions, ask.on), answer)

    def _assess(self, ask: Inquiry, place: Place, known: _Known) -> Outcome:
        second = ", confirmed by a second person," if self.second_person else ""
        rule = f"a decision{second} for each of {self._whom()}{f', {self.due}' if self.due else ''}"
        standing = self._standing(ask, place, known)
        answer, own = standing.due, self._is_per_person()
        if isinstance(answer, Pending):
            return Outcome("not_due", f"Not due: {answer.reason}.", place.facility, rule=rule)
        if isinstance(answer, Refusal):
            return Outcome(
                "undetermined", f"Whether this is due cannot be said: {answer.reason}.",
                place.facility, missing=(answer.reason,), rule=rule,
            )  # fmt: skip
        due = None if own or self._paced() else answer.date if answer else ask.since
        how = f"{rule}; {answer.how}" if answer else rule
        if standing.people is None:
            return by_numbers(
                ask, place, due=due, rule=how, counts_all=self._counts_all(own=own),
                pace=self.pace if self._paced() else None, second=self.second_person,
            )  # fmt: skip
        found = review(standing.people, ask.on)
        if self._paced():  # nobody has a day of their own: all wait, and the pace alone counts
            found = replace(found, later=found.undated, undated=0)
        return by_people(
            ask, place, found, due=due, rule=how, pace=self.pace, facts=self._facts(ask, known),
            authority=self.authority, whole=bool(self.people), second=self.second_person,
        )  # fmt: skip

    def _whom(self) -> str:
        if self.people:
            return some(len(self.people), "named person", "named people")
        who = {"class": "each member of the class", "everyone held": "everyone held"}.get(
            self.group, "everyone held"
        )
        return f"{who} who meets '{self.criteria}'" if self.criteria else who

    def _paced(self) -> bool:
        return self.due is None and self.pace is not None

    def _is_per_person(self) -> bool:
        return bool(self.due and self.due.triggers() & set(PER_PERSON))

    def _counts_all(self, *, own: bool) -> bool:
        """Whether numbers alone can tell that somebody waits: all held, all due on one day."""
        return not self.criteria and self.group == "everyone held" and not own

    def _people(self, ask: Inquiry, place: Place, known: _Known) -> pl.DataFrame | None:
        """person, arrived, gone, covered, lacking; or none where it is not known who is held."""
        if self.people:
            people: pl.DataFrame | None = named(ask, self.people)
        elif self.group == "class":
            people = in_class(ask, place, self.class_since or ask.since)
        else:
            held = ask.held(place)
            people = held.select("person", "arrived", gone=False) if held is not None else None
        if people is None:
            return None
        if known.version:
            met = meeting(known.facts, known.version, people)
            return met.rename({"meets": "covered"})
        covered = None if self.criteria else True
        return people.with_columns(
            covered=pl.lit(covered, dtype=pl.Boolean), lacking=pl.lit(0, dtype=pl.UInt32)
        )

    def _facts(self, ask: Inquiry, known: _Known) -> str:
        """Which facts tell who is covered, for a sentence."""
        version = known.version
        if version is None:
            return f"a version of '{self.criteria}' that governs {ask.on}" if self.criteria else ""
        return f"{listed(version.any_of, 'or')} ('{version.id}' since {version.starting})"
