"""`population`: a cap on how many people are held, all at once or in steps.

A cap is a percentage of a capacity, a number of people, or a number fewer than on some day. What a
facility can hold is often stated in several ways; the clause or the header names the statement that
governs. Where none governs and the statements lead to different answers, the answer is
`undetermined` and says what each would give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from drawdown.order.calendar import Computed
from drawdown.order.clauses.clause import Clause, Obligation, not_due
from drawdown.order.due import Clock, Due, Pending
from drawdown.order.header import CapacityKind, Header, Part
from drawdown.order.inquiry import Inquiry, Outcome, Place, Status
from drawdown.order.inquiry.limit import Basis, Cap, Limit, caps_of, ungoverned
from drawdown.order.inquiry.population import Counted, counted, uncounted
from drawdown.order.words import day, listed, number, some

if TYPE_CHECKING:
    from drawdown.order.document import ClauseText


class Step(Part):
    """A limit, and when it is to be reached."""

    limit: Limit
    due: Due


class Population(Clause):
    """A cap on the number of people held."""

    KIND = "population"

    kind: Literal["population"]
    limit: Limit | None = Field(None, description="the cap, where there is only one step")
    due: Due | None = Field(None, description="when the cap is to be reached; at once if missing")
    steps: tuple[Step, ...] = Field((), description="caps by date, instead of `limit` and `due`")
    of: CapacityKind | None = Field(
        None, description="which kind of capacity statement a percentage is of"
    )
    governing: dict[str, str] = Field(
        default_factory=dict, description="the statement that governs for this clause, by facility"
    )
    max_age_days: int = Field(0, ge=0, le=3650, description="how old a count may be")
    count_source: str = Field("", description="the source whose counts govern")
    counting_rule: Literal["midnight", "any_part", "interval", "unknown", ""] = Field(
        "", description="the way of counting that governs; any where it is missing"
    )

    @model_validator(mode="after")
    def _limit_or_steps(self) -> Self:
        if (self.limit is None) == (not self.steps):
            raise ValueError("expected either 'limit' (with 'due') or 'steps'")
        if self.steps and self.due:
            raise ValueError("expected 'due' in each of the steps, not beside them")
        return self

    def demand(self) -> str:
        """What it demands."""
        if self.limit:
            return f"Hold at most {self.limit}{f', {self.due}' if self.due else ''}."
        steps = [f"{step.limit} {step.due}" for step in self.steps]
        return f"Hold at most {listed(steps, 'then')}."

    def contradictions(self, header: Header, clauses: Mapping[str, ClauseText]) -> Iterator[str]:
        """Governing statements that do not exist, or are about another facility."""
        yield from ungoverned(header, self.governing)

    def obligations(self, clock: Clock, since: date, until: date) -> Iterator[Obligation]:
        """The date of each step."""
        for step in self._steps():
            if step.due:
                yield Obligation(f"hold at most {step.limit}", clock.compute(step.due), step.due)

    def assess(self, ask: Inquiry) -> list[Outcome]:
        """The answer for each place, against the step that had been reached by that day."""
        return [self._at_step(ask, place) for place in self.places(ask)]

    def _steps(self) -> tuple[_Step, ...]:
        if self.limit:
            return (_Step(self.limit, self.due),)
        return tuple(_Step(step.limit, step.due) for step in self.steps)

    def _at_step(self, ask: Inquiry, place: Place) -> Outcome:
        reached: tuple[_Step, date] | None = None
        ahead: tuple[_Step, date] | None = None
        for step in self._steps():
            answer = ask.clock.compute_by(step.due, ask.on) if step.due else None
            match answer:
                case None:
                    reached = _later(reached, (step, ask.since))
                case Computed() if answer.date <= ask.on:
                    reached = _later(reached, (step, answer.date))
                case Computed():
                    ahead = _sooner(ahead, (step, answer.date))
                case Pending():
                    continue
                case _:
                    return Outcome(
                        "undetermined", f"Whether this is due cannot be said: {answer.reason}.",
                        place.facility, missing=(answer.reason,), rule=f"due {step.due}",
                    )  # fmt: skip
        if reached:
            return self._against(ask, place, *reached)
        if ahead:
            return not_due(self._against(ask, place, *ahead), ahead[1])
        return Outcome("not_due", "Not due: none of its steps has a date yet.", place.facility)

    def assess_at(self, ask: Inquiry, place: Place) -> Outcome:
        """Against the first step, as if it were due."""
        return self._against(ask, place, self._steps()[0], ask.since)

    def outlook(self, ask: Inquiry, place: Place) -> list[Outcome]:
        """The answer against the step reached by that day, and against each one still ahead.

        Soonest first; a step whose date nobody can compute yet is left out.
        """
        reached: tuple[_Step, date] | None = None
        ahead: list[tuple[_Step, date]] = []
        for step in self._steps():
            answer = ask.clock.compute_by(step.due, ask.on) if step.due else None
            if answer is None:
                reached = _later(reached, (step, ask.since))
            elif isinstance(answer, Computed) and answer.date <= ask.on:
                reached = _later(reached, (step, answer.date))
            elif isinstance(answer, Computed):
                ahead.append((step, answer.date))
        ahead.sort(key=lambda dated: dated[1])
        dated = [*([reached] if reached else []), *ahead]
        return [self._against(ask, place, step, due) for step, due in dated]

    def _against(self, ask: Inquiry, place: Place, step: _Step, due: date) -> Outcome:
        """Hold the counts of the day against each statement of capacity; settle if all agree."""
        counts = counted(
            ask, place, max_age=self.max_age_days, source=self.count_source,
            rule=self.counting_rule,
        )  # fmt: skip
        caps = caps_of(ask, place, step.limit, self.basis())
        rule = self._rule(step.limit, caps)
        if not counts:
            missing = tuple(
                uncounted(
                    ask, place, self.max_age_days, source=self.count_source, rule=self.counting_rule
                )
            )
            limits = {cap.people for cap in caps}
            limit = limits.pop() if len(limits) == 1 else None
            sentence = f"{place.name}: the number of people held on {day(ask.on)} is not known."
            return Outcome(
                "undetermined", sentence, place.facility, None, _float(limit), "people", due, rule,
                missing, tuple(cap.source for cap in caps if cap.source),
            )  # fmt: skip
        answers = [(count, cap, _verdict(count, cap)) for count in counts for cap in caps]
        verdicts = {verdict for _, _, verdict in answers}
        sources = [s for count in counts for s in count.sources]
        sources += [cap.source for cap in caps if cap.source]
        status: Status = verdicts.pop() if len(verdicts) == 1 else "undetermined"
        worst = max(counts, key=lambda count: count.people)
        limits = {cap.people for cap in caps}
        limit = limits.pop() if len(limits) == 1 else None
        sentence, missing = self._say(ask, place, status, answers)
        return Outcome(
            status, sentence, place.facility, float(worst.people), _float(limit), "people", due,
            rule, missing, tuple(dict.fromkeys(sources)), worst.rows,
        )  # fmt: skip

    def _say(
        self, ask: Inquiry, place: Place, status: Status,
        answers: list[tuple[Counted, Cap, Status]],
    ) -> tuple[str, tuple[str, ...]]:  # fmt: skip
        if len(answers) == 1:
            count, cap, _ = answers[0]
            sentence = f"{_held(place, count)}, {_compared(count, cap)}."
            return sentence, () if cap.people is not None else (_no_number(place, cap),)
        held = listed(list(dict.fromkeys(
            f"{some(count.people, 'person', 'people')} ({count.said})" for count, _, _ in answers
        )), "or")  # fmt: skip
        first = answers[0][0]
        opening = f"{place.name} held {held} on {day(first.on)}"
        under = [_under(count, cap, verdict) for count, cap, verdict in answers]
        if status != "undetermined":
            return f"{opening}. Every source leads to the same answer: {'; '.join(under)}.", ()
        conflicting = []
        if len({id(cap) for _, cap, _ in answers}) > 1:
            conflicting.append(f"which statement of the capacity of {place.name} governs")
        if len({count.people for count, _, _ in answers}) > 1:
            conflicting.append(f"which count of {place.name} on {first.on} is right")
        sentence = f"{opening}. The sources do not lead to one answer: {'; '.join(under)}."
        return sentence, tuple(conflicting)

    def basis(self) -> Basis:
        """Which statements of capacity and which counts it goes by."""
        return Basis(
            self.of, self.governing, self.max_age_days, self.count_source, self.counting_rule
        )

    def _rule(self, limit: Limit, caps: list[Cap]) -> str:
        word = "goal" if self.aim == "goal" else "cap"
        if len(caps) == 1:
            return f"{word}: people held <= {caps[0].reason}"
        return f"{word}: people held <= {limit}; the statements of capacity are in conflict"


@dataclass(frozen=True)
class _Step:
    limit: Limit
    due: Due | None


_Dated = tuple[_Step, date]


def _later(one: _Dated | None, other: _Dated) -> _Dated:
    """Of two steps, the one reached later, in whatever order the order lists them."""
    return other if one is None or other[1] >= one[1] else one


def _sooner(one: _Dated | None, other: _Dated) -> _Dated:
    return other if one is None or other[1] < one[1] else one


def _verdict(count: Counted, cap: Cap) -> Status:
    if cap.people is None:
        return "undetermined"
    return "met" if count.people <= cap.people else "not_met"


def _held(place: Place, count: Counted) -> str:
    people = some(count.people, "person", "people")
    return f"{place.name} held {people} on {day(count.on)} ({count.said})"


def _compared(count: Counted, cap: Cap) -> str:
    if cap.people is None:
        return f"but the limit cannot be computed: it is {cap.reason}"
    apart = cap.people - count.people
    limit = f"the limit of {number(cap.people)}, which is {cap.reason}"
    if apart == 0:
        return f"exactly {limit}"
    return f"{number(abs(apart))} {'below' if apart > 0 else 'above'} {limit}"


def _under(count: Counted, cap: Cap, verdict: Status) -> str:
    if cap.people is None:
        return f"the limit is {cap.reason}, from which no number follows: undetermined"
    against = f"{number(count.people)} against {number(cap.people)}"
    return f"{cap.reason}: {against}, {_word(verdict)}"


def _word(verdict: Status) -> str:
    return verdict.replace("_", " ")


def _no_number(place: Place, cap: Cap) -> str:
    return f"a number for the capacity of {place.name} ({cap.reason})"


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
