"""What a clause answers for one facility, or for all of them together, on one day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import polars as pl

Status = Literal["met", "not_met", "undetermined", "not_due", "stayed", "ended"]

STATUSES: tuple[Status, ...] = get_args(Status)
"""Every status, the worst news for nobody first: `undetermined` is an answer, not an error."""


@dataclass(frozen=True)
class Outcome:
    """One answer.

    Attributes:
        status: The answer.
        sentence: The answer in plain words that a judge would accept.
        facility: The facility's id; none where the clause is about all of them together.
        value: What was found, in `unit`.
        limit: What it is held against, in `unit`.
        unit: What is counted.
        due: From when on the clause could be met or not.
        rule: By what rule the answer was reached.
        missing: What would have to be known, where the answer is `undetermined`.
        sources: The statements, files and documents that it rests on.
        rows: The entries that it rests on, read when asked for.
    """

    status: Status
    sentence: str
    facility: str | None = None
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    due: date | None = None
    rule: str = ""
    missing: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    rows: Callable[[], pl.DataFrame] | None = None


def settle(
    *, failed: bool, certain: bool, complete: bool
) -> Literal["met", "not_met", "undetermined"]:
    """Three-valued verdict.

    Args:
        failed: Whether something that the clause forbids, or lacks, was found.
        certain: Whether what was found to be lacking is known to be lacking.
        complete: Whether everything that had to be there was found.
    """
    if failed and certain:
        return "not_met"
    return "met" if complete and not failed else "undetermined"


def combined(parts: list[Outcome], unit: str) -> Outcome:
    """Several answers about one place as one: met where all are, not met where any is not.

    With more than one part the value is how many are met, and the limit how many there are.
    """
    if len(parts) == 1:
        return parts[0]
    statuses = [part.status for part in parts]
    status: Status = "met"
    if any(found != "met" for found in statuses):
        status = "not_met" if "not_met" in statuses else "undetermined"
    frames = [part.rows for part in parts if part.rows]
    return Outcome(
        status,
        " ".join(part.sentence for part in parts),
        parts[0].facility,
        float(statuses.count("met")),
        float(len(parts)),
        unit,
        None,
        "; ".join(dict.fromkeys(part.rule for part in parts)),
        tuple(dict.fromkeys(m for part in parts for m in part.missing)),
        tuple(dict.fromkeys(s for part in parts for s in part.sources)),
        lambda: pl.concat([read() for read in frames], how="diagonal_relaxed"),
    )
