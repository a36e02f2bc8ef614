"""A decision as somebody is about to make it, and what keeps it from being recorded.

A person decides; nothing here proposes an outcome or weighs one against another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from drawdown.order.calendar import CalendarError, Span
from drawdown.order.clauses.custody_review import CustodyReview
from drawdown.order.inquiry.frequency import whole_days
from drawdown.record.entries.decision import Decision
from drawdown.record.entries.proposal import Proposal
from drawdown.review.authorities import unclear

Outcome = Literal["released", "not_released", "deferred"]
OUTCOMES: tuple[Outcome, ...] = ("released", "not_released", "deferred")

OF_RELEASE = ("authority", "conditions", "check_in")
OF_DEFERRAL = ("missing", "until")


@dataclass(frozen=True)
class Draft:
    """A decision as somebody is about to make it; blank where nothing was said.

    Attributes:
        person: The person's number.
        outcome: Released, not released or deferred.
        decider: Who decides, by name or office.
        reason: Why.
        on: The day, or day and time, of the decision.
        authority: Of a release: under which (`drawdown.review.authorities.AUTHORITIES`, or text).
        conditions: Of a release: in words; `none` where there are none.
        check_in: Of a release: how often the person reports in, such as `7 days`; or `none`.
        missing: Of a deferral: what is missing.
        until: Of a deferral: the day on which it is taken up again.
        second: Who confirms it.
        clause: The id of the clause that asks for it.
        facility: Where the person is held.
        note: Anything else.
    """

    person: str
    outcome: str
    decider: str
    reason: str
    on: date
    authority: str = ""
    conditions: str = ""
    check_in: str = ""
    missing: str = ""
    until: date | None = None
    second: str = ""
    clause: str = ""
    facility: str = ""
    note: str = ""

    @property
    def day(self) -> date:
        """The day of the decision."""
        return self.on.date() if isinstance(self.on, datetime) else self.on


def wrong_with(
    draft: Draft,
    *,
    today: date,
    clause: CustodyReview | None = None,
    second_asked: bool = False,
    proposing: bool = False,
) -> tuple[str, ...]:
    """What keeps a decision from being recorded, one line each; nothing where nothing does.

    Args:
        draft: The decision.
        today: The day on which it is to be recorded.
        clause: The clause that asks for it, where one does.
        second_asked: Whether the office asks that a second person confirm decisions; the clause may
            ask for it as well (`second_person`).
        proposing: Whether it is only proposed, so that the second person is still to come.
    """
    found = [
        *_always(draft, today),
        *_of_outcome(draft),
        *_of_second(draft, clause, second_asked=second_asked, proposing=proposing),
    ]
    return tuple(found)


def must_be_seconded(
    outcome: str, clause: CustodyReview | None, *, second_asked: bool = False
) -> bool:
    """Whether a second person must confirm; a deferral decides nothing, so that nobody must."""
    return outcome != "deferred" and bool(second_asked or (clause and clause.second_person))


def _always(draft: Draft, today: date) -> list[str]:
    found = []
    if not draft.person.strip():
        found.append("Whose custody is decided is not said: expected a person's number.")
    if draft.outcome not in OUTCOMES:
        found.append(
            f"The outcome is {draft.outcome!r}; expected released, not_released or deferred."
            if draft.outcome
            else "The outcome is not said: expected released, not_released or deferred."
        )
    if not draft.decider.strip():
        found.append("Who decides is not said: expected a name or an office.")
    if not draft.reason.strip():
        found.append("Why is not said: every decision has a reason.")
    if draft.day > today:
        found.append(f"The decision is dated {draft.day}, after today, {today}.")
    return found


def _of_outcome(draft: Draft) -> list[str]:
    found = []
    if draft.outcome == "released":
        found += _of_release(draft)
    elif draft.outcome in OUTCOMES:
        found += _not_of(draft, OF_RELEASE, "a release")
    if draft.outcome == "deferred":
        if not draft.missing.strip():
            found.append("What is missing is not said: a deferral names what it waits for.")
        if draft.until is None:
            found.append("Until when is not said: a deferral names the day it is taken up again.")
        elif draft.until <= draft.day:
            found.append(f"It is deferred until {draft.until}, which is not after {draft.day}.")
    elif draft.outcome in OUTCOMES:
        found += _not_of(draft, OF_DEFERRAL, "a deferral")
    return found


def _of_release(draft: Draft) -> list[str]:
    found = []
    if not draft.authority.strip():
        found.append(
            "Under which authority is not said: expected one such as 'parole 212(d)(5)', "
            "'conditional parole 236(a)', 'bond 236(a)' or 'order of supervision'."
        )
    elif said := unclear(draft.authority):
        found.append(f"{said}.")
    if not draft.conditions.strip():
        found.append("The conditions are not said: expected them in words, or 'none'.")
    if not draft.check_in.strip():
        found.append("How often the person reports in is not said: such as '7 days', or 'none'.")
    elif said := _not_a_schedule(draft.check_in):
        found.append(said)
    return found


def _not_a_schedule(check_in: str) -> str:
    if check_in.strip().lower() == "none":
        return ""
    try:
        whole_days(Span.parse(check_in))
    except (CalendarError, ValueError) as error:
        return f"How often the person reports in: {error}."
    return ""


def _not_of(draft: Draft, fields: tuple[str, ...], what: str) -> list[str]:
    given = [name for name in fields if str(getattr(draft, name) or "").strip()]
    return [f"'{name}' belongs to {what}; this one is {draft.outcome}." for name in given]


def _of_second(
    draft: Draft, clause: CustodyReview | None, *, second_asked: bool, proposing: bool
) -> list[str]:
    asked = must_be_seconded(draft.outcome, clause, second_asked=second_asked)
    if proposing:
        return ["A proposal has no second person yet."] if draft.second.strip() else []
    if asked and not draft.second.strip():
        by = f"clause '{clause.id}'" if clause and clause.second_person else "the office"
        return [f"A second person must confirm it, as {by} asks: propose it, or name who confirms."]
    return same_person(draft.decider, draft.second)


def same_person(decider: str, second: str) -> list[str]:
    """What is wrong where the second person is the decider."""
    if second.strip() and second.strip().lower() == decider.strip().lower():
        return [f"The second person is the decider, {decider.strip()}; expected somebody else."]
    return []


def draft_of(entry: Decision | Proposal) -> Draft:
    """A decision or proposal as a draft, to correct it or to confirm it."""
    until = entry.until
    return Draft(
        entry.person, entry.outcome, entry.decider, entry.reason, entry.date, entry.authority,
        entry.conditions, entry.check_in, entry.missing,
        until.date() if isinstance(until, datetime) else until,
        entry.second if isinstance(entry, Decision) else "", entry.clause, entry.facility,
        entry.note,
    )  # fmt: skip
