"""The entries that record a decision, a proposal and a correction.

The software fills in one thing only: the criteria in force that day. A decision is never changed: a
correction is a new one that supersedes it (`drawdown.review.second` has what a second person does,
`drawdown.review.draft` what a decision must have).
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from drawdown.order.clauses.custody_review import CustodyReview
from drawdown.order.header import Header
from drawdown.record.entries.decision import Decision
from drawdown.record.entries.proposal import Proposal
from drawdown.record.record import View
from drawdown.record.single import single
from drawdown.review.criteria import name_of
from drawdown.review.draft import OUTCOMES, Draft, draft_of, must_be_seconded, wrong_with

__all__ = [
    "OUTCOMES", "Draft", "correction", "criteria_in_force", "decision", "decisions_on", "draft_of",
    "must_be_seconded", "proposal", "wrong_with", "wrong_with_correction",
]  # fmt: skip


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


def decisions_on(view: View, person: str) -> tuple[Decision, ...]:
    """The decisions on a person that stand, oldest first.

    Whoever is about to record another should see them: where one of them is wrong, a correction
    supersedes it; where things have changed, another decision stands beside it.
    """
    rows = (
        view.entries("decision")
        .filter(pl.col("person") == person)
        .sort("date", "recorded", maintain_order=True)
    )
    zone = view.record.zone
    found = (single("decision", row, zone) for row in rows.iter_rows(named=True))
    return tuple(entry for entry in found if isinstance(entry, Decision))


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
