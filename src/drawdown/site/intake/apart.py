"""A file read in a process of its own, with no more memory than a roster needs.

What comes from outside is read by parsers that take a file at its word: a workbook of five
kilobytes may name two cells so far apart that the table between them does not fit into any memory,
and the parser ends the process it runs in. So that is not the process which serves the pages. It
also leaves that one free to answer while a large file is read.

The process is given what to read on its standard input, and answers with pickled pairs: how far it
is, and at last what it came to. It knows neither the database nor any key.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Timer
from typing import IO, Any

import polars as pl

from drawdown.roster.errors import RosterError
from drawdown.roster.intake import Mapped, ReadOptions, map_columns, roster_from
from drawdown.roster.mapping.fields import BY_NAME
from drawdown.roster.reading.table import ROW, SHEET
from drawdown.roster.roster import Roster

SAMPLES = 3
ASIDE = 500
"""Set-aside rows kept with their cells, to be corrected on the page; the count has all."""
LEAST_MEMORY, MOST_MEMORY = 2 * 2**30, 8 * 2**30
LONGEST = 1800.0
"""Seconds after which the reading of a file is given up."""

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Reading:
    """What reading a file came to.

    Attributes:
        report: What its page shows; nothing of a person.
        private: What of the file itself the page shows: samples of columns, cells of rows.
        roster: The roster, where it could be read; without the columns that no count needs.
        problem: Otherwise the question, or why not.
    """

    report: dict[str, Any] = field(default_factory=dict)
    private: dict[str, Any] = field(default_factory=dict)
    roster: Roster | None = None
    problem: str = ""


def read_here(content: bytes, name: str, options: ReadOptions, tell: Tell) -> Reading:
    """Read a file in this process."""
    report: dict[str, Any] = {}
    private: dict[str, Any] = {}
    try:
        mapped = map_columns(content, Path(name), options, tell)
        _say_columns(mapped, report, private)
        roster = roster_from(content, Path(name), options, tell)
    except RosterError as error:
        return Reading(report, private, None, str(error))
    _say_rows(mapped, roster, report, private)
    return Reading(report, private, replace(roster, cells=pl.DataFrame()))


def read_apart(
    content: bytes, name: str, options: ReadOptions, tell: Tell, memory: int = 0
) -> Reading:
    """Read a file in a process of its own; one that ends it, or takes too long, is no roster.

    Raises:
        RuntimeError: Something failed on our side.
    """
    process = subprocess.Popen(  # noqa: S603  ourselves, and nothing of the file in the command
        [sys.executable, "-c", f"from {__name__} import answer; answer()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    timer = Timer(LONGEST, process.kill)
    timer.start()
    try:
        assert process.stdin is not None  # noqa: S101 - for the type checker
        assert process.stdout is not None  # noqa: S101 - for the type checker
        with contextlib.suppress(BrokenPipeError), process.stdin as given:
            pickle.dump((content, name, options, memory or _memory()), given)
        with process.stdout as answers:
            found = _told(answers, tell)
    finally:
        timer.cancel()
        process.kill()
        process.wait()
    if isinstance(found, Reading):
        return found
    if found == "memory":
        return Reading(problem=(
            f"{name}: asks for more memory or time than a roster needs (cells far apart in a "
            "workbook do that); save the sheet as CSV and send that."
        ))  # fmt: skip
    raise RuntimeError(f"reading failed: {found}")


def _told(answers: IO[bytes], tell: Tell) -> Reading | str:
    """Pass on how far it is, until it says what it came to; `memory` where it ended before."""
    while True:
        try:
            what, value = pickle.load(answers)  # noqa: S301  from our own process
        except (EOFError, pickle.UnpicklingError):
            return "memory"
        if what == "tell":
            tell(*value)
        else:
            return value  # type: ignore[no-any-return]


def _memory() -> int:
    """How many bytes the process may take: most of what the machine has, within bounds."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(LEAST_MEMORY, min(MOST_MEMORY, whole * 6 // 10))


def answer() -> None:
    """What the process does."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    content, name, options, memory = pickle.load(sys.stdin.buffer)  # noqa: S301  from ourselves
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no person in a file of a crash
    with contextlib.suppress(OSError):  # if memory runs out all the same, end this and no other
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")

    def say(what: str, value: object) -> None:
        pickle.dump((what, value), out)
        out.flush()

    try:
        say("done", read_here(content, name, options, lambda *told: say("tell", told)))
    except MemoryError:
        say("done", "memory")
    except Exception as error:
        say("done", type(error).__name__)


def _say_columns(mapped: Mapped, report: dict[str, Any], private: dict[str, Any]) -> None:
    rows = mapped.table.rows
    report["columns"] = [
        {
            "column": one.column, "field": one.field or "-", "certain": one.certain,
            "how": one.how, "confidence": round(one.confidence, 2),
            "core": bool(one.field and BY_NAME[one.field].core),
        }
        for one in mapped.suggestions
    ]  # fmt: skip
    report |= {"sheet": mapped.chosen.why, "header_rows": list(mapped.header_rows)}
    private["samples"] = {
        one.column: [
            str(value)[:60]
            for value in rows[one.column].drop_nulls().unique(maintain_order=True)
            .head(SAMPLES).to_list()
        ]
        for one in mapped.suggestions
    }  # fmt: skip


def _say_rows(
    mapped: Mapped, roster: Roster, report: dict[str, Any], private: dict[str, Any]
) -> None:
    shown = [one.column for one in roster.mapping if one.field]
    lines, cells = mapped.table.rows, []
    for one in roster.set_aside[:ASIDE]:
        there = lines.filter(pl.col(ROW) == one.row)
        if one.sheet is not None:
            there = there.filter(pl.col(SHEET) == one.sheet)
        found = there.select(shown).row(0, named=True) if len(there) else {}
        cells.append({name: str(value or "") for name, value in found.items()})
    private["cells"] = cells
    report |= {
        "account": roster.account.as_dict(), "says": roster.account.says,
        "set_aside": [
            {"row": one.row, "sheet": one.sheet, "reason": one.reason}
            for one in roster.set_aside[:ASIDE]
        ],
        "kind": roster.kind, "remarks": list(roster.remarks),
        "as_of": roster.as_of.date.isoformat() if roster.as_of else None,
        "as_of_from": roster.as_of.known_from if roster.as_of else "",
        "people": roster.facts["person"].n_unique(), "date_order": roster.date_order,
    }  # fmt: skip
