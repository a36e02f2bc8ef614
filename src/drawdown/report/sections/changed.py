"""What changed since the last report, corrections to what it said first."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from drawdown.order.words import day, some
from drawdown.report.asked import Asked
from drawdown.report.document.model import (
    Block,
    Column,
    Heading,
    Paragraph,
    Ref,
    Table,
    Text,
    table,
)
from drawdown.report.gather.changes import Changes, Corrected, Restated, changes
from drawdown.report.levels import HEALTH_FIELDS, HEALTH_KINDS, Shows
from drawdown.report.sections.said import NONE, STATUS, amount, short, title_of

MOST = 40
"""So many correcting entries are listed here; an exhibit lists all of them."""


def changed(asked: Asked) -> Iterator[Block]:
    """The part."""
    yield Heading("What changed since the last report", key="changes")
    found = changes(asked)
    if found is None:
        yield Paragraph(f"No ruling had been entered by {day(asked.before)}: this is the first "
                        "report.")  # fmt: skip
        return
    yield Heading("Corrections to what was reported earlier", 2, "corrections")
    yield from _corrections(asked, found)
    yield Heading("What changed in the period", 2)
    yield from _moved(asked, found)


def _corrections(asked: Asked, found: Changes) -> Iterator[Block]:
    on = day(found.day)
    if not (found.corrected or found.restated or len(found.entries)):
        yield Paragraph(
            f"Nothing that was known at the end of {on} has been corrected since. Every number and "
            "finding of that day stands as it was.",
            key="no-corrections",
        )
        return
    if found.corrected:
        sentences = " ".join(_sentence(asked, one) for one in found.corrected if _is_total(one))
        yield Paragraph(
            (f"Numbers of {on} that were known otherwise at the end of that day than they are now "
             "are in ", Ref("table-corrections"), f". {sentences}"),
            key="corrected",
        )  # fmt: skip
        yield table(
            "table-corrections", f"Corrections: numbers of {on}, as known then and as known now",
            [Column("Number", width=2.4), Column("Centre", width=1.4), Column("Then", "right"),
             Column("Now", "right")],
            [(one.says, asked.name(one.facility), one.then, one.now) for one in found.corrected],
        )  # fmt: skip
    if found.restated:
        yield Paragraph(f"Of the findings of {on}, these would have been others, had what is known "
                        "now been known then.")  # fmt: skip
        yield _findings("table-restated", f"Findings of {on}, as known then and as known now",
                        asked, found.restated, ("As known then", "As known now"))  # fmt: skip
    if len(found.entries):
        yield Paragraph(
            f"{some(len(found.entries), 'entry', 'entries')} recorded after {on} "
            f"{'replaces or takes' if len(found.entries) == 1 else 'replace or take'} back what "
            "was recorded by then."
        )
        yield _entries(asked, found)


def _is_total(one: Corrected) -> bool:
    return one.facility is None and one.what != "held"


def _sentence(asked: Asked, one: Corrected) -> str:
    then, now = one.then, one.now
    fell = int(now.replace(",", "")) < int(then.replace(",", ""))
    return f"{one.says} {'fell' if fell else 'rose'} from {then} to {now}."


def _findings(
    key: str, caption: str, asked: Asked, pairs: tuple[Restated, ...], heads: tuple[str, str]
) -> Table:
    return table(
        key, caption,
        [Column("Clause", width=2.6), Column("Centre", width=1.3),
         *(Column(head, width=1.5) for head in heads)],
        [
            (title_of(pair.now.law), asked.name(pair.now.facility), _stood(pair.then),
             _stood(pair.now))
            for pair in pairs
        ],
    )  # fmt: skip


def _stood(finding: object) -> Text:
    from drawdown.finding.finding import Finding

    assert isinstance(finding, Finding)  # noqa: S101
    if finding.value is None:
        return STATUS[finding.status]
    against = f" against {amount(finding.limit)}" if finding.limit is not None else ""
    return f"{STATUS[finding.status]}: {amount(finding.value)}{against}"


def _entries(asked: Asked, found: Changes) -> Table:
    rows = found.entries.head(MOST)
    more = len(found.entries) - len(rows)
    note = [f"{more:,} more are in the exhibit of corrections."] if more else []
    return table(
        "table-correcting", "The entries that correct what was known by the last report",
        [Column("Entry", width=2), Column("Replaces", width=2), Column("Kind", width=1.1),
         Column("Recorded", width=1.2), Column("By", width=1.2), Column("Why", width=2)],
        [_entry(asked, row) for row in rows.iter_rows(named=True)], notes=note,
    )  # fmt: skip


def _entry(asked: Asked, row: dict[str, object]) -> tuple[str, ...]:
    recorded = row["recorded"]
    kind = str(row["kind"])
    hides = kind in HEALTH_KINDS or "note" in HEALTH_FIELDS.get(kind, ())
    note = str(row["note"]) if asked.shows(Shows.HEALTH) or not hides else ""
    zone = asked.case.order.header.zone
    return (
        str(row["id"]), str(row["supersedes"]), kind.replace("_", " "),
        short(recorded.astimezone(zone).date()) if hasattr(recorded, "astimezone") else NONE,
        str(row["by"]) or NONE, note or NONE,
    )  # fmt: skip


def _moved(asked: Asked, found: Changes) -> Iterator[Block]:
    new = [f for f in asked.findings if f.law.text.ruling.day > found.day]
    if new:
        rulings = dict.fromkeys(f.law.text.ruling.name for f in new)
        yield Paragraph(f"New since {day(found.day)}: {', '.join(rulings)}.")
    if not found.moved:
        yield Paragraph(f"No finding stands otherwise than it did on {day(found.day)}.")
        return
    yield Paragraph(
        (f"Since {day(found.day)} the findings in ", Ref("table-moved"), " came to stand "
         "otherwise."),
    )  # fmt: skip
    yield _findings("table-moved", "Findings that stand otherwise than on the last report’s day",
                    asked, found.moved, (short(found.day), short(asked.on)))  # fmt: skip


def correcting_rows(asked: Asked) -> pl.DataFrame:
    """Every correcting entry, for an exhibit, with what the level may show."""
    found = changes(asked)
    if found is None:
        return pl.DataFrame()
    frame = found.entries
    if asked.shows(Shows.HEALTH):
        return frame
    kinds = [*HEALTH_KINDS, *(kind for kind, names in HEALTH_FIELDS.items() if "note" in names)]
    hidden = pl.col("kind").is_in(kinds)
    return frame.with_columns(note=pl.when(hidden).then(pl.lit("")).otherwise("note"))
