"""A backup read: its lines in their order, each part handed on, and what they come to."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drawdown.site.operations.backup.envelope import read_lines
from drawdown.site.operations.backup.errors import BackupError

FORMAT = 1
Tell = Callable[[str, int, int], None]


class Taker:
    """What is done with the parts of a backup; by itself, nothing."""

    def begins(self, head: dict[str, Any]) -> None:
        """The first line: what made it, when, and what is in it."""

    def table(self, name: str, fields: Sequence[str]) -> None:
        """A table begins."""

    def row(self, values: Sequence[Any], size: int) -> None:
        """A row of it, whose line has `size` bytes."""

    def ends(self, name: str, rows: int) -> None:
        """It ends, after so many rows."""


@dataclass(frozen=True)
class Read:
    """A backup that was read to its end, and is whole.

    Attributes:
        head: Its first line.
        tables: How many rows each table has.
        findings: What the findings were, by case.
        sha256: Of the file.
    """

    head: dict[str, Any]
    tables: dict[str, int]
    findings: tuple[dict[str, Any], ...]
    sha256: str

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(self.tables.values())


@dataclass
class Lines:
    """The order in which lines may come, and how far it is."""

    name: str
    taker: Taker
    tell: Tell
    head: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, int] = field(default_factory=dict)
    last: dict[str, Any] | None = None
    at: str = ""
    width: int = 0
    count: int = 0
    whole: int = 0

    def take(self, line: bytes) -> None:
        """Take the next line.

        Raises:
            BackupError: It may not come here.
        """
        try:
            values = json.loads(line)
        except ValueError:
            raise self._odd("a line that is not JSON") from None
        if self.last is not None:
            raise self._odd("a line after the last one")
        if isinstance(values, list):
            self._row(values, len(line))
        elif not isinstance(values, dict):
            raise self._odd("a line that is neither a row nor says anything")
        elif not self.head:
            self._begin(values)
        elif "table" in values and not self.at:
            self.at, self.width, self.count = values["table"], len(values["fields"]), 0
            if self.at in self.tables:
                raise self._odd(f"{self.at} twice")
            self.taker.table(self.at, values["fields"])
        elif "end" in values and values["end"] == self.at:
            if not values["rows"] == self.count == self.head["rows"].get(self.at):
                raise self._odd(f"{self.count} rows of {self.at}, not {values['rows']}")
            self.taker.ends(self.at, self.count)
            self.tables[self.at], self.at = self.count, ""
        elif "whole" in values and not self.at:
            if values["whole"] != sum(self.tables.values()) or self.tables != self.head["rows"]:
                raise self._odd("fewer rows than it says")
            self.last = values
        else:
            raise self._odd("a line out of its place")

    def end(self) -> dict[str, Any]:
        """The last line, once every line was taken.

        Raises:
            BackupError: It did not come.
        """
        if self.last is None:
            raise self._odd("no last line")
        return self.last

    def _begin(self, values: dict[str, Any]) -> None:
        if values.get("drawdown") != "backup":
            raise BackupError(f"{self.name}: is not a backup of Drawdown")
        if values.get("format") != FORMAT:
            raise BackupError(
                f"{self.name}: is in format {values.get('format')} of backups, made by version "
                f"{values.get('version')}; expected format {FORMAT}, or a newer Drawdown"
            )
        self.head, self.whole = values, sum(values["rows"].values())
        self.taker.begins(values)

    def _row(self, values: list[Any], size: int) -> None:
        if not self.at or len(values) != self.width:
            raise self._odd("a row out of its place")
        self.taker.row(values, size)
        self.count += 1
        if not self.count % 1_000:
            self.tell("rows", sum(self.tables.values()) + self.count, self.whole)

    def _odd(self, what: str) -> BackupError:
        return BackupError(f"{self.name}: has {what}; it was not made by Drawdown as it is")


def read(path: Path, keys: list[Any], taker: Taker | None = None,
         tell: Tell = lambda what, done, whole: None) -> Read:  # fmt: skip
    """Read a backup from its first line to its last.

    Args:
        path: The file.
        keys: The secret keys.
        taker: What is done with its parts.
        tell: Told what is done, how much of it and of how much.

    Raises:
        BackupError: It is not whole, was changed, or is none.
    """
    order = Lines(str(path), taker or Taker(), tell)
    sha256 = read_lines(path, keys, order.take, lambda size: None)
    return Read(order.head, order.tables, tuple(order.end()["findings"]), sha256)
