"""What a decision must have before it is recorded, and the entries that record it.

A person decides; nothing here proposes an outcome, weighs one against another or fills one in. The
software fills in one thing only: the criteria in force that day. A decision is never changed: a
correction is a new one that supersedes it (`drawdown.review.second` has what a second person does).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from drawdown.order.calendar import CalendarError, Span
from drawdown.order.clauses.custody_review import CustodyReview
from drawdown.order.header import Header
from drawdown.order.inquiry.frequency import whole_days
from drawdown.record.entries.decision import Decision
from drawdown.record.entries.proposal import Proposal
from drawdown.review.authorities import unclear
from drawdown.review.criteria import name_of

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


def criteria_in_force(header: Header, on: date, clause: CustodyReview | None = None) -> str:
    """The criteria in force on a day, each by its id and first day, for a decision's `criteria`.

    Args:
        header: The order's header.
        on: The day.
        clause: The clause that asks for the decision; where it names a criterion, that one alone.
    """
    named = clause.criteria if clause else ""
    ids = [named] if named else list(dict.fromkeys(c.id for c in header.criteria))
    found = [header.criteria_on(id_, on) for id_ in ids]
    return "; ".join(name_of(version.id, version.starting) for version in found if version)


def decision(
    draft: Draft, header: Header, *, recorded: datetime, by: str, id_: str = "",
    source: str = "", clause: CustodyReview | None = None, supersedes: str = "",
    proposal: str = "",
) -> Decision:  # fmt: skip
    """The entry that records a decision.

    Args:
        draft: The decision, with which `wrong_with` found nothing wrong.
        header: The order's header, for the criteria in force that day.
        recorded: Now.
        by: Who records it.
        id_: The id of the entry.
        source: Where it is known from.
        clause: The clause that asks for it.
        supersedes: The id of the decision that it corrects.
        proposal: The id of the proposal that it confirms.
    """
    return Decision(
        id=id_, date=draft.on, recorded=recorded, by=by, source=source, supersedes=supersedes,
        note=draft.note, person=draft.person, outcome=draft.outcome, decider=draft.decider,
        reason=draft.reason, authority=draft.authority,
        criteria=criteria_in_force(header, draft.day, clause), facility=draft.facility,
        clause=clause.id if clause else draft.clause, conditions=draft.conditions,
        check_in=draft.check_in, missing=draft.missing, until=draft.until, second=draft.second,
        proposal=proposal,
    )  # fmt: skip


def proposal(
    draft: Draft, header: Header, *, recorded: datetime, by: str, id_: str = "",
    source: str = "", clause: CustodyReview | None = None, supersedes: str = "",
) -> Proposal:  # fmt: skip
    """The entry that records a proposal, which awaits a second person; arguments as `decision`."""
    made = decision(
        draft, header, recorded=recorded, by=by, id_=id_, source=source, clause=clause,
        supersedes=supersedes,
    )  # fmt: skip
    return Proposal.model_validate(made.model_dump(exclude={"second", "proposal"}))


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


def wrong_with_correction(old: Decision, draft: Draft) -> tuple[str, ...]:
    """What keeps a correction from being recorded, beside what `wrong_with` finds.

    Args:
        old: The decision that it corrects, which must stand.
        draft: The decision as it should read; `note` says why it is corrected.
    """
    found = []
    if draft.person != old.person:
        found.append(
            f"The decision is on {old.person}; one on {draft.person} does not correct it: withdraw "
            "it, and record another."
        )
    if not draft.note.strip() or draft.note.strip() == old.note.strip():
        found.append("Why it is corrected is not said: expected that in 'note'.")
    if not old.id:
        found.append("The decision to be corrected has no id, so that nothing can name it.")
    return tuple(found)


def correction(
    old: Decision, draft: Draft, header: Header, *, recorded: datetime, by: str, id_: str = "",
    source: str = "", clause: CustodyReview | None = None,
) -> Decision:  # fmt: skip
    """The entry that corrects a decision: a new one that supersedes it; the old one stays."""
    return decision(
        draft, header, recorded=recorded, by=by, id_=id_, source=source, clause=clause,
        supersedes=old.id, proposal=old.proposal,
    )  # fmt: skip
