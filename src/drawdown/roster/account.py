"""The row account: every row of a file ends in exactly one of used, set aside, not data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SetAside:
    """A row of data that could not be used, and why.

    `row` is the row as a spreadsheet program numbers it (the first row of the file is 1; blank rows
    count).
    """

    row: int
    reason: str
    sheet: str | None = None


@dataclass(frozen=True)
class NotData:
    """A row that holds no person: preamble, header, blank, totals, note, repeated header."""

    row: int
    what: str
    text: str = ""
    sheet: str | None = None


@dataclass(frozen=True)
class RowAccount:
    """How many rows a file has and where each ended. The three kinds always add up to `read`.

    >>> RowAccount(read=10, used=7, set_aside=1, not_data=2).says
    '10 rows read = 7 used + 1 set aside + 2 not data'
    """

    read: int
    used: int
    set_aside: int
    not_data: int

    def __post_init__(self) -> None:
        if self.used + self.set_aside + self.not_data != self.read:
            raise AssertionError(f"the row account does not add up: {self}")

    @property
    def says(self) -> str:
        """The account as one sentence."""
        return (
            f"{self.read:,} rows read = {self.used:,} used + {self.set_aside:,} set aside "
            f"+ {self.not_data:,} not data"
        )

    def as_dict(self) -> dict[str, int]:
        """Return the account as the command line prints it."""
        return {
            "read": self.read,
            "used": self.used,
            "set_aside": self.set_aside,
            "not_data": self.not_data,
        }
