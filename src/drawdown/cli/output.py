"""What every verb prints alike: status words and colours, JSON, notes on set-aside rows."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from drawdown.order.words import some

if TYPE_CHECKING:
    from drawdown.finding.finding import Finding
    from drawdown.record.record import Record

MARKS = {
    "met": ("✓", "green"),
    "not_met": ("✗", "bold red"),
    "undetermined": ("?", "yellow"),
    "not_due": ("·", "cyan"),
    "stayed": ("‖", "magenta"),
    "ended": ("■", "bright_black"),
}
"""A mark and a colour for each status; the word always stands beside them."""


def out() -> Console:
    """The console for answers."""
    return Console(highlight=False, markup=False, emoji=False)


def err() -> Console:
    """The console for notes and progress, which never mix with an answer."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def print_json(data: dict[str, Any]) -> None:
    """Print an answer as JSON, with keys in their documented order."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # a terminal, or the name of a file, that is not Unicode
        text = json.dumps(data, indent=2)
    sys.stdout.write(text + "\n")


def status_text(status: str) -> Text:
    """A status as its mark and its word."""
    mark, style = MARKS[status]
    return Text(f"{mark} {status.replace('_', ' ')}", style=style)


def summary(findings: Iterable[Finding]) -> Text:
    """How many findings there are of each status, in one line."""
    counts: Counter[str] = Counter(finding.status for finding in findings)
    parts = []
    for status in MARKS:
        if counts[status]:
            text = status_text(status)
            text.append(f" {counts[status]}")
            parts.append(text)
    return Text("   ").join(parts)


def row_account(record: Record) -> dict[str, int]:
    """What became of the rows of all files together; the three last add up to the first."""
    return {
        "read": sum(account.read for account in record.accounts),
        "used": sum(account.used for account in record.accounts),
        "set_aside": sum(len(account.set_aside) for account in record.accounts),
        "not_data": sum(account.not_data for account in record.accounts),
    }


def set_aside_rows(record: Record) -> list[dict[str, Any]]:
    """Every set-aside row with its reason."""
    return [row for account in record.accounts for row in account.set_aside.iter_rows(named=True)]


def note_set_aside(record: Record, most: int = 10) -> None:
    """Say on stderr which rows were set aside or correct nothing, and why."""
    rows, account = set_aside_rows(record), row_account(record)
    _note_rows(
        f"{len(rows):,} of {account['read']:,} rows set aside; {account['used']:,} used:",
        rows, most,
    )  # fmt: skip
    unresolved = list(record.unresolved.iter_rows(named=True))
    _note_rows(f"{some(len(unresolved), 'row')} used, but correcting nothing:", unresolved, most)


def _note_rows(title: str, rows: list[dict[str, Any]], most: int) -> None:
    if not rows:
        return
    console = err()
    console.print(title, style="yellow")
    for row in rows[:most]:
        column = f", column '{row['column']}'" if row["column"] else ""
        console.print(
            f"  {row['file']}, row {row['row']}{column}: {row['reason']}",
            markup=False, soft_wrap=True,
        )  # fmt: skip
    if len(rows) > most:
        console.print(f"  and {len(rows) - most:,} more; --json lists them all")
