"""Cases for tests: an order with the clause under test, and a record read by the real reader.

The people, facilities and numbers are made up. Tests say `from .build import …`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from drawdown.finding.case import Case
from drawdown.finding.check import check
from drawdown.finding.finding import Finding
from drawdown.order.document import Order
from drawdown.order.reading import lint_order, read_order
from drawdown.record.columns import Terms
from drawdown.record.entry import KINDS
from drawdown.record.files import read_csv
from drawdown.record.record import Record

HEADER = """\
id = "test"
caption = "Persons v. Agency (synthetic)"
court = "A court"
docket = "1:20-cv-00001"
time_zone = "America/New_York"
notice = "A synthetic order for tests."
"""

Rows = Sequence[Mapping[str, Any]]


def text(
    clause: str | Sequence[str],
    *,
    rulings: str = "",
    header: str = "",
    entered: str = "2020-04-30",
    facilities: Sequence[str] = ("krome",),
    calendar: str | None = "plain days",
) -> str:
    """The Markdown of an order with one ruling, `first`, that holds the clauses.

    Args:
        clause: The TOML of a clause, or of several.
        rulings: Markdown of later rulings, with their `ruling` and `change` blocks.
        header: More TOML for the header; keys first, then tables such as `[[capacity]]`.
        entered: When the first ruling was entered.
        facilities: Ids; the name of each is the same with a capital letter.
        calendar: How days are counted; none to leave it unsaid.
    """
    named = f'calendar = "{calendar}"\n' if calendar else ""
    places = "".join(
        f'[[facilities]]\nid = "{id_}"\nname = "{id_.capitalize()}"\n' for id_ in facilities
    )
    clauses = [clause] if isinstance(clause, str) else clause
    blocks = "\n".join(f"> Words of the order.\n\n```clause\n{c}\n```\n" for c in clauses)
    ruling = f'```ruling\nid = "first"\nentered = {entered}\ndocket_entry = "ECF 1"\n```\n'
    return (
        f"+++\n{HEADER}{named}{header}\n{places}+++\n\n# Order\n\n## First\n\n{ruling}\n"
        f"{blocks}\n{rulings}\n"
    )


def order(clause: str | Sequence[str], **how: Any) -> Order:
    """An order read from a file with that text; `how` as in `text`."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "order.md"
        path.write_text(text(clause, **how), encoding="utf-8")
        return read_order(path)


def problems(clause: str | Sequence[str], **how: Any) -> list[str]:
    """What lint says is wrong with an order, one message each, without file and line."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "order.md"
        path.write_text(text(clause, **how), encoding="utf-8")
        return [problem.message for problem in lint_order(path)[1]]


def case(of: Order, entries: Mapping[str, Rows]) -> Case:
    """A case with the entries given by kind, each a mapping of a file's columns to values.

    Every row must be usable: a row that the reader sets aside fails the test that built it.
    """
    terms = Terms(of.header.zone, of.header.facility_names())
    with TemporaryDirectory() as folder:
        batches = []
        for kind, rows in entries.items():
            if rows:
                path = Path(folder) / f"{kind}.csv"
                path.write_text(_csv(rows), encoding="utf-8")
                batches.append(read_csv(path, KINDS[kind], terms))
        record = Record.of(batches, of.header.zone)
    for account in record.accounts:
        assert account.set_aside.is_empty(), account.set_aside.rows(named=True)
        assert not account.ignored, account.ignored
    return Case(of, record)


def _csv(rows: Rows) -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def findings(of: Case, on: str, known: str | None = None) -> list[Finding]:
    """The findings of a case on a day, as known on a day."""
    return check(of, date.fromisoformat(on), date.fromisoformat(known) if known else None)


def finding(of: Case, on: str, facility: str | None = "krome", known: str | None = None) -> Finding:
    """The one finding of a case for a facility."""
    found = [f for f in findings(of, on, known) if f.facility == facility]
    assert len(found) == 1, found
    return found[0]
