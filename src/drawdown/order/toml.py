"""TOML with line numbers: every value can be traced to the line of the file that gave it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from drawdown.order.errors import OrderError, Problem

_TABLE = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_.\"'-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+|\"[^\"]*\")(?:\s*\.\s*[A-Za-z0-9_-]+)*\s*=")
_SYNTAX = re.compile(r"^(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)

Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Block:
    """A piece of TOML in a file: its data, and the file's line of each key."""

    data: dict[str, Any]
    file: str
    line: int
    lines: dict[Location, int]

    def line_of(self, location: Location) -> int:
        """The line of a key, or of the nearest table around it that has one."""
        for length in range(len(location), 0, -1):
            if location[:length] in self.lines:
                return self.lines[location[:length]]
        return self.line

    def problem(self, location: Location, message: str) -> Problem:
        """A problem with the value at a location."""
        return Problem(self.file, self.line_of(location), message)


def read_block(text: str, file: str, line: int) -> Block:
    """Read TOML that begins on the line after `line` of `file`.

    Raises:
        OrderError: It is not TOML; the message names the line.
    """
    try:
        data = tomllib.loads(text)
    except RecursionError:
        message = "is nested too deeply; expected a few tables and lists"
        raise OrderError([Problem(file, line + 1, message)]) from None
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        match = _SYNTAX.match(str(error))
        what, at = (match[1], int(match[2] or 0)) if match else (str(error), 0)
        at = at or text.rstrip("\n").count("\n") + 1
        raise OrderError([Problem(file, line + at, f"is not TOML here: {_plain(what)}")]) from None
    return Block(data, file, line, _lines(text, line))


def _plain(what: str) -> str:
    """The parser's words for a mistake, with what a lawyer most often meant by it."""
    if "integer string conversion" in what:
        return "a number of more digits than anyone counts"
    if "Invalid value" in what:
        return "invalid value; expected text in quotation marks, a number or a date"
    return what[0].lower() + what[1:]


def _lines(text: str, first: int) -> dict[Location, int]:
    """Which line each table and key begins on. Keys of an inline table have that table's."""
    found: dict[Location, int] = {}
    table: Location = ()
    counts: dict[Location, int] = {}
    inside: str | None = None
    depth = 0
    for number, raw in enumerate(text.split("\n"), start=first + 1):
        if inside:  # within a multi-line string
            if inside in raw:
                inside = None
            continue
        if depth == 0:
            if match := _TABLE.match(raw):
                name: Location = tuple(part.strip(" \"'") for part in match[1].split("."))
                if raw.lstrip().startswith("[["):
                    index = counts.get(name, -1) + 1
                    counts[name] = index
                    found.setdefault(name, number)
                    name = (*name, index)
                elif name[:1] in counts:
                    name = (name[0], counts[name[:1]], *name[1:])
                table = name
                found[table] = number
                continue
            if match := _KEY.match(raw):
                found[(*table, match[1].strip('"'))] = number
        for quotes in ('"""', "'''"):
            if raw.count(quotes) % 2:
                inside = quotes
        bare = re.sub(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|#.*$", "", raw)
        depth = max(0, depth + sum(bare.count(c) for c in "[{") - sum(bare.count(c) for c in "]}"))
    return found
