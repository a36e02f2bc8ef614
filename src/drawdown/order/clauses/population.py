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
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from drawdown.order.calendar import Computed
from drawdown.order.clauses.clause import Clause, Obligation, not_due
from drawdown.order.due import Clock, Due, Pending
from drawdown.order.header import CapacityKind, CapacityStatement, Header, Part
from drawdown.order.inquiry import Inquiry, Outcome, Place, Status
from drawdown.order.inquiry.population import Counted, counted, uncounted
from drawdown.order.words import day, listed, number, some

if TYPE_CHECKING:
    from drawdown.order.document import ClauseText


class Limit(Part):
    """How many people may be held: exactly one of `percent`, `count` and `fewer`."""

    percent: Decimal | None = Field(None, ge=0, description="of capacity, such as 75 or 137.5")
    count: int | None = Field(None, ge=0, description="a number of people")
    fewer: int | None = Field(None, ge=0, description="this many fewer than on the day `than`")
    than: date | None = Field(None, description="with `fewer`: the day compared with")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(way is not None for way in (self.percent, self.count, self.fewer)) != 1:
            raise ValueError("expected exactly one of percent, count and fewer")
        if (self.fewer is None) != (self.than is None):
            raise ValueError("expected 'fewer' and 'than' together: fewer than on which day")
        return self

    def __str__(self) -> str:
        if self.percent is not None:
            return f"{number(self.percent)}% of capacity"
        if self.count is not None:
            return some(self.count, "person", "people")
        return f"{self.fewer} fewer than on {self.than}"


class Step(Part):
    """A limit, and when it is to be reached."""

    limit: Limit
    due: Due


@dataclass(frozen=True)
class Cap:
    """A limit in people, with the reason for it; or no number, and why there is none.

    Attributes:
        people: The most people who may be held; none where it cannot be computed.
        reason: What it is made of, for a sentence.
        source: The statement that it rests on.
    """

    people: Fraction | None
    reason: str
    source: str


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
    max_age_days: int = Field(0, ge=0, description="how old a count may be")
    count_source: str = Field("", description="the source whose counts govern")
    counting_rule: Literal["midnight", "any_part", "interval", "unknown", ""] = ""

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
        statements = {statement.id: statement for statement in header.capacity}
        for facility, id_ in self.governing.items():
            if id_ not in statements:
                yield f"there is no capacity statement '{id_}'"
            elif statements[id_].facility != facility:
                yield f"'{id_}' is a statement about {statements[id_].facility}, not {facility}"

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
            answer = ask.clock.compute(step.due) if step.due else None
            match answer:
                case None:
                    reached = (step, ask.since)
                case Computed() if answer.date <= ask.on:
                    reached = (step, answer.date)
                case Computed():
                    ahead = ahead or (step, answer.date)
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

    def _against(self, ask: Inquiry, place: Place, step: _Step, due: date) -> Outcome:
        """Hold the counts of the day against each statement of capacity; settle if all agree."""
        counts = counted(
            ask, place, max_age=self.max_age_days, source=self.count_source,
            rule=self.counting_rule,
        )  # fmt: skip
        caps = self._caps(ask, place, step.limit)
        rule = self._rule(step.limit, caps)
        if not counts:
            missing = tuple(uncounted(ask, place, self.max_age_days))
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

    def _caps(self, ask: Inquiry, place: Place, limit: Limit) -> list[Cap]:
        """The limit under each statement that may govern, at least one."""
        if limit.count is not None:
            return [Cap(Fraction(limit.count), "set by the order", "")]
        if limit.fewer is not None and limit.than is not None:
            return self._fewer(ask, place, limit.fewer, limit.than)
        share = Fraction(limit.percent or 0) / 100
        open_ids = [i for i in place.ids if not _closed(ask.header, i, ask.on)]
        parts = [self._statements(ask.header, id_) for id_ in open_ids]
        if len(parts) == 1:
            return [_cap(statement, share, limit, place) for statement in parts[0]] or [
                Cap(None, f"{limit}, and no capacity of {place.name} is stated", "")
            ]
        return [self._total(ask.header, open_ids, parts, share, limit)]

    def _fewer(self, ask: Inquiry, place: Place, fewer: int, than: date) -> list[Cap]:
        before = counted(
            ask, place, on=than, max_age=self.max_age_days, source=self.count_source,
            rule=self.counting_rule,
        )  # fmt: skip
        return [
            Cap(
                Fraction(base.people - fewer),
                f"{number(fewer)} fewer than the {number(base.people)} held on {day(base.on)}",
                "; ".join(base.sources),
            )
            for base in before
        ] or [Cap(None, f"{fewer} fewer than on {than}, a day without a count", "")]

    def _total(
        self, header: Header, ids: list[str], parts: list[list[CapacityStatement]],
        share: Fraction, limit: Limit,
    ) -> Cap:  # fmt: skip
        unclear = [
            header.facility(id_).name
            for id_, statements in zip(ids, parts, strict=True)
            if len(statements) != 1 or statements[0].people is None
        ]
        if unclear:
            return Cap(None, f"{limit}, and it is not clear what {listed(unclear)} can hold", "")
        capacity = sum(statements[0].people or 0 for statements in parts)
        names = "; ".join(str(statements[0]) for statements in parts[:4])
        more = f"; and {len(parts) - 4} more" if len(parts) > 4 else ""
        return Cap(
            share * capacity, f"{limit}, {number(capacity)} in all",
            f"capacity of all facilities: {names}{more}",
        )  # fmt: skip

    def _statements(self, header: Header, facility: str) -> list[CapacityStatement]:
        """The statement that governs a facility; or, where none does, all that may."""
        stated = [statement for statement in header.capacity if statement.facility == facility]
        chosen = self.governing.get(facility) or header.governing.get(facility)
        if chosen and not (self.of and facility not in self.governing):
            return [statement for statement in stated if statement.id == chosen]
        return [s for s in stated if self.of is None or s.kind == self.of]

    def _rule(self, limit: Limit, caps: list[Cap]) -> str:
        word = "goal" if self.aim == "goal" else "cap"
        if len(caps) == 1:
            return f"{word}: people held <= {caps[0].reason}"
        return f"{word}: people held <= {limit}; the statements of capacity are in conflict"


@dataclass(frozen=True)
class _Step:
    limit: Limit
    due: Due | None


def _closed(header: Header, facility: str, on: date) -> bool:
    closed = header.facility(facility).closed
    return closed is not None and closed <= on


def _cap(statement: CapacityStatement, share: Fraction, limit: Limit, place: Place) -> Cap:
    source = f"capacity statement {statement.id}: {statement}"
    if statement.people is None:
        return Cap(None, f"{limit}, which is stated as {statement}", source)
    percent = number(limit.percent or 0)
    return Cap(share * statement.people, f"{percent}% of its capacity of {statement}", source)


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
