"""What is otherwise than on the pages before: numbers corrected since, and statuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from drawdown.finding.case import Case
from drawdown.report.facts.numbers.gather import gather
from drawdown.report.facts.numbers.sheet import Table
from drawdown.report.facts.release import Changed, Release, Shown

CORRECTED = "corrected"
"""Of a number that an earlier page shows, this one does not have, and the record now says
otherwise: to show it would be to publish one number more, so that only this is said."""


def changes(
    case: Case, now: Release, tables: Sequence[Table], earlier: Sequence[Release],
    known: datetime | None,
) -> tuple[Changed, ...]:  # fmt: skip
    """What is otherwise than on the pages before.

    Args:
        case: The order and the record.
        now: The page.
        tables: Its tables.
        earlier: The pages published before it, the oldest first, of which there is one at least.
        known: As known at this time.
    """
    found = [*_on_both(now, tables, earlier[-1]), *_elsewhere(case, now, earlier, known)]
    then = {(one.clause, one.place): one.status for one in earlier[-1].statuses}
    found += [
        Changed(f"status:{one.clause}@{one.place}", then[one.clause, one.place], one.status)
        for one in now.statuses
        if then.get((one.clause, one.place), one.status) != one.status
    ]
    return tuple(found)


def _on_both(now: Release, tables: Sequence[Table], before: Release) -> Iterator[Changed]:
    """Numbers that stand on this page and the last, and are shown otherwise."""
    labels = _labels(tables)
    for key, old in before.numbers.items():
        if key in now.numbers and key in labels and old != now.numbers[key]:
            yield Changed(f"number:{labels[key]}", _said(old), _said(now.numbers[key]))


def _elsewhere(
    case: Case, now: Release, earlier: Sequence[Release], known: datetime | None
) -> Iterator[Changed]:
    """Numbers that an earlier page shows, corrected since the last page, which this one has not."""
    last = datetime.fromisoformat(earlier[-1].known) if earlier[-1].known else None
    if last == known:
        return
    told: set[str] = set()
    for page in reversed(earlier):
        labels = _labels(page.tables)
        gone = {key: one.value for key, one in page.numbers.items()
                if one.value is not None and key in labels and key not in now.numbers
                and key not in told}  # fmt: skip
        told |= gone.keys()
        if not gone:
            continue
        then, today = (gather(case, page.on, moment).numbers for moment in (last, known))
        for key, value in gone.items():
            said = today[key].value if key in today else None
            before = then[key].value if key in then else None
            if said not in (value, before):
                yield Changed(f"number:{labels[key]}", str(value), CORRECTED)


def _labels(tables: Sequence[Table]) -> Mapping[str, str]:
    """Row and column of each number, in the first table that it stands in."""
    return {
        key: f"{row}|{column}"
        for table in reversed(tables)
        for row, keys in zip(table.rows, table.keys, strict=True)
        for column, key in zip(table.columns, keys, strict=True) if key
    }  # fmt: skip


def _said(shown: Shown) -> str:
    return str(shown.value) if shown.value is not None else str(shown.state)
