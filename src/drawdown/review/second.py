"""What a second person does with a proposed decision: confirms it, or declines it with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import polars as pl

from drawdown.order.clauses.custody_review import CustodyReview
from drawdown.order.header import Header
from drawdown.record.entries.decision import Decision
from drawdown.record.entries.proposal import Proposal
from drawdown.record.entries.withdrawal import Withdrawal
from drawdown.record.record import View
from drawdown.record.single import find
from drawdown.review.decision import decision
from drawdown.review.draft import draft_of, same_person


def proposals(view: View, on: date) -> pl.DataFrame:
    """The proposals that await a second person at the end of a day, oldest first.

    Returns:
        The columns of `proposal` entries.
    """
    decided = view.entries("decision").filter(pl.col("date") <= on).select(id="proposal")
    return (
        view.entries("proposal")
        .filter(pl.col("date") <= on)
        .join(decided, on="id", how="anti", maintain_order="left")
        .sort("date", "recorded", "person", maintain_order=True)
    )


def find_proposal(view: View, id_: str) -> Proposal | None:
    """The proposal of that id, where it stands."""
    entry = find(view, "proposal", id_)
    return entry if isinstance(entry, Proposal) else None


def wrong_with_confirming(
    proposed: Proposal, second: str, view: View, *, today: date
) -> tuple[str, ...]:
    """What keeps a second person from confirming a proposal, one line each.

    Args:
        proposed: The proposal.
        second: Who would confirm it.
        view: Everything known now.
        today: The day on which it would be confirmed.
    """
    found = [] if second.strip() else ["Who confirms is not said: expected a name or an office."]
    found += same_person(proposed.decider, second)
    if find_proposal(view, proposed.id) is None:
        found.append("The proposal was declined or replaced, and can no longer be confirmed.")
    elif proposed.id in view.entries("decision")["proposal"].to_list():
        found.append("The proposal has been confirmed already.")
    until = draft_of(proposed).until
    if until and until <= today:
        found.append(f"It would defer until {until}, which is not after {today}.")
    return tuple(found)


def confirmed(
    proposed: Proposal, second: str, header: Header, *, on: date, recorded: datetime, by: str,
    id_: str = "", source: str = "", clause: CustodyReview | None = None,
) -> Decision:  # fmt: skip
    """The decision that a second person makes of a proposal by confirming it.

    It is dated to the day of the confirmation, since nothing was decided before, and names the
    criteria in force on that day.
    """
    draft = replace(draft_of(proposed), on=on, second=second)
    return decision(
        draft, header, recorded=recorded, by=by, id_=id_, source=source, clause=clause,
        proposal=proposed.id,
    )  # fmt: skip


def declined(
    proposed: Proposal, reason: str, *, on: date, recorded: datetime, by: str, id_: str = "",
    source: str = "",
) -> Withdrawal:  # fmt: skip
    """The entry by which a proposal is declined: it stays in the record and no longer stands.

    Args:
        proposed: The proposal.
        reason: Why; a caller asks for it before.
        on: The day.
        recorded: Now.
        by: Who declines it.
        id_: The id of the entry.
        source: Where it is known from.
    """
    return Withdrawal(
        id=id_, date=on, recorded=recorded, by=by, source=source, supersedes=proposed.id,
        reason=reason,
    )  # fmt: skip
