"""The exhibits: tables as comma-separated files, the same bytes every time, each with its hash."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from string import ascii_uppercase

import polars as pl

from drawdown.order.inquiry.preceding import NO, UNKNOWN, YES
from drawdown.record.spreadsheet import harmless_frame
from drawdown.report.asked import Asked
from drawdown.report.document.model import Exhibit
from drawdown.report.gather.calls import calls
from drawdown.report.gather.delays import waits
from drawdown.report.gather.movements import daily, exits_in
from drawdown.report.gather.supplies import WHO, supplies
from drawdown.report.gather.transfers import transfers
from drawdown.report.levels import visible
from drawdown.report.sections.categories import category_rows
from drawdown.report.sections.changed import correcting_rows
from drawdown.report.sections.charts import BEFORE, LONGEST
from drawdown.report.sections.clauses import evidence
from drawdown.report.sections.reviews import decisions, reason

Named = tuple[str, str, pl.DataFrame]
"""A short name for the file, what it holds, and its rows."""


def exhibits(asked: Asked, stem: str) -> tuple[Exhibit, ...]:
    """Every exhibit that has rows.

    Args:
        asked: What the report is asked about.
        stem: What their files' names begin with.
    """
    found = [one for one in _tables(asked) if len(one[2])]
    return tuple(
        made(letter, name, title, frame, stem)
        for letter, (name, title, frame) in zip(ascii_uppercase, found, strict=False)
    )


def made(letter: str, name: str, title: str, frame: pl.DataFrame, stem: str) -> Exhibit:
    """A table as an exhibit."""
    return bytes_as_exhibit(letter, name, title, as_csv(frame), stem)


def bytes_as_exhibit(letter: str, name: str, title: str, content: bytes, stem: str) -> Exhibit:
    """A comma-separated file as an exhibit."""
    rows = sum(1 for _ in csv.reader(io.StringIO(content.decode(), newline=""))) - 1
    return Exhibit(
        f"exhibit-{name}", letter, title, f"{stem}-exhibit-{letter.lower()}-{name}.csv",
        max(rows, 0), hashlib.sha256(content).hexdigest(), content,
    )  # fmt: skip


def as_csv(frame: pl.DataFrame) -> bytes:
    """A table as a comma-separated file in UTF-8.

    A cell that a spreadsheet would read as a formula gets an apostrophe before it, so that opening
    an exhibit runs nothing that somebody wrote into an entry.
    """
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    frame = frame.with_columns(
        pl.col(name).cast(pl.List(pl.String)).list.join("; ") for name in lists
    )
    return harmless_frame(frame).write_csv(line_terminator="\n").encode()


def _tables(asked: Asked) -> Iterator[Named]:
    yield (
        "findings",
        "Every finding, with value, limit, due date, rule and sources",
        _findings(asked),
    )
    yield "evidence", "The entries that each finding rests on", _evidence(asked)
    yield (
        "corrections",
        "Entries that correct what was known by the last report",
        correcting_rows(asked),
    )
    yield "held", "People held at the end of each day, by centre", _held(asked)
    out = exits_in(asked.ask, min(asked.start, asked.since), asked.on)
    yield "exits", "Every exit since the first order, with its kind and authority", out
    yield (
        "categories",
        "Releases by each criterion of the order and each fact, in numbers",
        category_rows(asked),
    )
    moved = [_in_words(one.rows.drop("n", strict=False)) for one in transfers(asked)]
    yield (
        "transfers",
        "Transfers, with what came before each",
        (pl.concat(moved, how="diagonal_relaxed") if moved else pl.DataFrame()),
    )
    yield "decisions", "Custody decisions in the period", _decisions(asked)
    yield (
        "waiting",
        "People who wait for a decision, with the reason for each delay",
        _waiting(asked),
    )
    yield "supplies", "Supplies handed out, needed and reported", _supplies(asked)
    yield "check-ins", "Check-ins of released people, in numbers", _calls(asked)


def _in_words(rows: pl.DataFrame) -> pl.DataFrame:
    """Transfers with yes, no and unknown in the place of the numbers that stand for them."""
    states = [name for name in rows.columns if name.endswith("_first") or name == "keeps"]
    said = {YES: "yes", NO: "no", UNKNOWN: "unknown"}
    return rows.with_columns(
        pl.col(name).replace_strict(said, return_dtype=pl.String) for name in states
    )


def _findings(asked: Asked) -> pl.DataFrame:
    rows = []
    for finding in asked.findings:
        row = finding.as_json()
        row["sources"], row["missing"] = "; ".join(row["sources"]), "; ".join(row["missing"])
        row["value"] = None if row["value"] is None else str(row["value"])
        row["limit"] = None if row["limit"] is None else str(row["limit"])
        row.pop("readings")
        rows.append(row)
    return pl.DataFrame(rows, infer_schema_length=None)


def _evidence(asked: Asked) -> pl.DataFrame:
    rows = []
    for finding in asked.findings:
        for id_ in evidence(asked, finding):
            rows.append((finding.law.clause.id, finding.facility or "", id_))
    frame = pl.DataFrame(rows, ["clause", "facility", "entry"], orient="row")
    known = pl.concat([
        asked.view.every(kind).select(
            pl.lit(kind).alias("kind"), "id", "date", "recorded", "source", "file", "row"
        )
        for kind in asked.case.record.frames
    ]) if asked.case.record.frames else pl.DataFrame()  # fmt: skip
    if frame.is_empty() or known.is_empty():
        return pl.DataFrame()
    return frame.join(known, left_on="entry", right_on="id", how="left", maintain_order="left")


def _held(asked: Asked) -> pl.DataFrame:
    first = max(min(asked.start - BEFORE, asked.since), asked.on - LONGEST)
    rows = [
        (place.facility, day, people)
        for place in asked.places
        for day, people in daily(asked.ask, place, first, asked.on).items()
    ]
    return pl.DataFrame(rows, ["facility", "date", "people"], orient="row")


def _decisions(asked: Asked) -> pl.DataFrame:
    made = decisions(asked)
    rows = [visible("decision", row, asked.level) for row in made.iter_rows(named=True)]
    frame = pl.DataFrame(rows, schema_overrides=made.schema) if rows else pl.DataFrame()
    return frame.select([name for name in made.columns if name in frame.columns])


def _waiting(asked: Asked) -> pl.DataFrame:
    rows = [
        (one.clause, one.person, one.facility, one.due, one.days, reason(asked, one))
        for one in waits(asked)
    ]
    names = ["clause", "person", "facility", "due", "days_late", "reason"]
    return pl.DataFrame(rows, names, orient="row") if rows else pl.DataFrame()


def _supplies(asked: Asked) -> pl.DataFrame:
    rows = []
    for one in supplies(asked):
        row: dict[str, object] = {
            "clause": one.finding.law.clause.id, "facility": one.facility, "item": one.item,
            "status": one.finding.status, "value": one.finding.value, "limit": one.finding.limit,
            "handed_out": one.handed_out,
        }  # fmt: skip
        row |= {f"{who}_{kept}": one.reports[who, kept] for who in WHO for kept in ("yes", "no")}
        rows.append(row | {"conflicts": one.conflicts})
    return pl.DataFrame(rows) if rows else pl.DataFrame()


def _calls(asked: Asked) -> pl.DataFrame:
    names = ("people", "due", "made", "excused", "outages", "theirs", "unknown", "nothing",
             "unnamed", "failures", "overruled", "outside")  # fmt: skip
    rows = [
        {"clause": one.clause, "facility": one.facility or ""}
        | {name: getattr(one.calls, name) for name in names}
        for one in calls(asked)
    ]
    return pl.DataFrame(rows) if rows else pl.DataFrame()
