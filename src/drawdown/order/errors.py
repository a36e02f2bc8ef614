"""What can be wrong with an order file, and where."""

from __future__ import annotations

from dataclasses import dataclass

from drawdown.errors import InputError


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong: the file, the line, and what was expected there."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.message}"


class OrderError(InputError):
    """An order file that cannot be used; `problems` holds everything wrong with it, by line."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        rest = len(self.problems) - 1
        more = f" (and {rest} more: `drawdown order lint` lists them)" if rest else ""
        super().__init__(f"{self.problems[0]}{more}")
