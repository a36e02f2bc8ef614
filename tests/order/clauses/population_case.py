"""Cases about population caps: an order with one cap, and counts, stays and exits in CSV."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from drawdown.finding.case import Case
from drawdown.finding.check import check
from drawdown.finding.finding import Finding
from drawdown.order.reading import read_order
from drawdown.record.columns import Terms
from drawdown.record.entry import KINDS
from drawdown.record.files import read_csv
from drawdown.record.record import Record

FACILITY = '[[facilities]]\nid = "{id}"\nname = "{name}"\n{more}\n'
STATEMENT = (
    '[[capacity]]\nid = "{id}"\nfacility = "{facility}"\nvalue = {value}\nkind = "{kind}"\n'
    'source = "{id}"\n'
)


def statement(facility: str, value: object, id_: str = "", kind: str = "listed") -> str:
    """A statement of capacity in a header."""
    said = f'"{value}"' if isinstance(value, str) else value
    return STATEMENT.format(
        id=id_ or f"{facility}-listed", facility=facility, value=said, kind=kind
    )


def order(
    clause: str, *capacity: str, facilities: tuple[str, ...] = ("krome",), calendar: str = "frcp6",
    governing: str = "", closed: dict[str, str] | None = None, rulings: str = "",
) -> str:  # fmt: skip
    """The text of an order with one population clause."""
    named = f'calendar = "{calendar}"\n' if calendar else ""
    places = "".join(
        FACILITY.format(id=id_, name=id_.capitalize(), more=(closed or {}).get(id_, ""))
        for id_ in facilities
    )
    governs = f"[governing]\n{governing}\n" if governing else ""
    return (
        '+++\nid = "test"\ncaption = "Persons v. Agency (synthetic)"\ncourt = "A court"\n'
        f'docket = "1"\ntime_zone = "America/New_York"\n{named}notice = "Synthetic."\n'
        f"{places}{''.join(capacity)}{governs}+++\n\n## First\n\n"
        '```ruling\nid = "first"\nentered = 2020-04-30\n```\n\n> Words.\n\n'
        f'```clause\nid = "cap"\nkind = "population"\n{clause}\n```\n\n{rulings}\n'
    )


def case(text: str, **files: str) -> Case:
    """A case read from an order's text and CSV by kind of entry (`count`, `count_2`, `stay`, …)."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "order.md"
        path.write_text(text, encoding="utf-8")
        read = read_order(path)
        terms = Terms(read.header.zone, read.header.facility_names())
        batches = []
        for name, rows in files.items():
            file = Path(folder) / f"{name}.csv"
            file.write_text("\n".join(r.strip() for r in rows.strip().splitlines()) + "\n")
            batches.append(read_csv(file, KINDS[name.rstrip("_0123456789")], terms))
    assert all(batch.account.set_aside.is_empty() for batch in batches)
    return Case(read, Record.of(batches, read.header.zone))


def counts(*rows: str) -> str:
    """Counts as facility, date (month and day of 2020) and number."""
    lines = [f"{f},2020-{d},{n}" for f, d, n in (row.split() for row in rows)]
    return "\n".join(["facility,date,count", *lines])


def found(of: Case, on: str, facility: str | None = "krome", known: str | None = None) -> Finding:
    """The one finding for a place on a day of 2020."""
    day = date.fromisoformat(f"2020-{on}")
    then = date.fromisoformat(f"2020-{known}") if known else None
    (finding,) = [f for f in check(of, day, then) if f.facility == facility]
    return finding


CAP_75 = 'limit = { percent = 75 }\ndue = { within = "14 days" }'
LISTED = statement("krome", 611)
