"""An attack on what was published: from the files alone, what can be worked out of what they hide?

It knows nothing of the record and shares no code with the choice of what is withheld, so that a
mistake in one does not hide in the other. It reads every page in the folder, ties them by the sums
that they list, and asks of each number that is withheld whether it can still be each of 1 to 10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drawdown.report.facts.release import Release, Shown, read_releases
from drawdown.report.facts.suppression.system import FactsError, State

SMALL = range(1, 11)
OVER = 11
Name = tuple[str, str]
"""A number: its key, and a mark that tells it apart from others of that key."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Narrowed:
    """A number that can be worked out more closely than the promise allows.

    Attributes:
        key: The number.
        page: The page that hides it.
        can_be: Which of 1 to 10 it can still be.
        printed: Whether it stands in a table of the page, and not only behind its sums.
    """

    key: str
    page: str
    can_be: tuple[int, ...]
    printed: bool

    def __str__(self) -> str:
        numbers = ", ".join(map(str, self.can_be)) or "none of them"
        where = "withheld on" if self.printed else "behind the sums of"
        return f"{self.key} ({where} the page of {self.page}): of 1 to 10 it can only be {numbers}"


@dataclass(frozen=True)
class Audit:
    """What an attack found.

    Attributes:
        pages: How many pages were read.
        withheld: How many withheld numbers were attacked.
        behind: How many numbers that stand on no page were attacked.
        narrowed: Those that can be narrowed.
    """

    pages: int
    withheld: int
    behind: int
    narrowed: tuple[Narrowed, ...]


def audit(where: Path, tell: Callable[[int, int], None] = lambda done, of: None) -> Audit:
    """Attack the pages in a folder.

    Args:
        where: The folder that `drawdown facts` wrote.
        tell: Told how many numbers are done, of how many.

    Raises:
        FactsError: There are no pages, or their numbers do not add up.
    """
    releases = read_releases(where)
    if not releases:
        raise FactsError(f"{where}: has no published page; expected a folder of 'drawdown facts'")
    return attack(releases, tell)


def attack(
    releases: Sequence[Release], tell: Callable[[int, int], None] = lambda done, of: None
) -> Audit:
    """Attack pages, the oldest first."""
    book = _Book(releases, together=True)
    if not book.possible():
        book = _Book(releases, together=False)
        if not book.possible():
            raise FactsError("the numbers of the pages do not add up; expected pages as written")
    withheld = {
        book.name(release, key): (release, key)
        for release in releases for key, shown in release.numbers.items()
        if shown.state is State.WITHHELD
    }  # fmt: skip
    behind = [name for name in book.index if name not in withheld and not book.printed(name)]
    found = []
    for done, (name, (release, key)) in enumerate(withheld.items()):
        tell(done, len(withheld) + len(behind))
        can_be = book.can_be(name)
        if len(can_be) < len(SMALL):
            found.append(Narrowed(key, release.name, can_be, printed=True))
    for done, name in enumerate(behind):
        tell(len(withheld) + done, len(withheld) + len(behind))
        if book.surely_small(name) and len(can_be := book.can_be(name)) < len(SMALL):
            found.append(Narrowed(name[0], releases[-1].name, can_be, printed=False))
    found += list(_steps(releases))
    return Audit(len(releases), len(withheld), len(behind), tuple(found))


def _steps(releases: Sequence[Release]) -> Iterator[Narrowed]:
    """Numbers counted anew for each page that show how few were added between two pages."""
    for one, two in combinations(releases, 2):
        for key, before in one.numbers.items():
            name, _, day = key.partition("@")
            now = two.numbers.get(f"{name}@{two.on.isoformat()}")
            if not day or one.on == two.on or now is None:
                continue
            if before.value is None or now.value is None:
                continue
            if abs(now.value - before.value) in SMALL:
                step = (abs(now.value - before.value),)
                yield Narrowed(f"{name}@{day}/{two.on}", two.name, step, printed=False)


class _Book:
    """Everything that the pages say, as bounds and sums of whole numbers."""

    def __init__(self, releases: Sequence[Release], *, together: bool) -> None:
        """Put the pages together.

        Args:
            releases: The pages.
            together: Whether a number hidden on two pages is taken for the same on both; where a
                correction has come between, it may not be.
        """
        self._together = together
        self._marks = _marks(releases)
        self.index: dict[Name, int] = {}
        self._lower: list[float] = []
        self._upper: list[float] = []
        self._seen: set[Name] = set()
        for release in releases:
            for key, shown in release.numbers.items():
                self._note(self.name(release, key), shown)
        rows: dict[tuple[tuple[int, int], ...], None] = {}
        for release in releases:
            for relation in release.relations:
                terms = sorted(
                    (self._place(self.name(release, key)), factor)
                    for key, factor in relation.items()
                )
                rows[tuple(terms)] = None
        self._rows = list(rows)
        self.tables: list[Floats] = []

    def name(self, release: Release, key: str) -> Name:
        """How a number of a page is called here."""
        shown = release.numbers.get(key)
        if shown is not None and shown.value is not None:
            return (key, str(shown.value)) if key in self._marks else (key, "")
        if self._together:
            return key, ""
        return key, release.name

    def printed(self, name: Name) -> bool:
        """Whether a number stands on a page."""
        return name in self._seen

    def _place(self, name: Name) -> int:
        if name not in self.index:
            self.index[name] = len(self.index)
            self._lower.append(0.0)
            self._upper.append(np.inf)
        return self.index[name]

    def _note(self, name: Name, shown: Shown) -> None:
        at = self._place(name)
        self._seen.add(name)
        if shown.value is not None:
            self._lower[at] = self._upper[at] = float(shown.value)
        elif shown.state is State.OVER:
            self._lower[at] = max(self._lower[at], float(OVER))

    def possible(self) -> bool:
        """Whether there is any table that agrees with all pages."""
        return self._table({}) is not None

    def can_be(self, name: Name) -> tuple[int, ...]:
        """Which of the small numbers a number can be."""
        at = self.index[name]
        known = {int(table[at]) for table in self.tables}
        return tuple(
            number for number in SMALL
            if number in known or self._table({at: float(number)}) is not None
        )  # fmt: skip

    def surely_small(self, name: Name) -> bool:
        """Whether a number is known to be one of the small, by its lowest and highest."""
        at = self.index[name]
        if any(int(table[at]) not in SMALL for table in self.tables):
            return False
        if self._table({}, push=(at, -1.0), stop=SMALL[-1] + 1) is None:
            raise FactsError("the numbers of the pages do not add up")
        if any(int(table[at]) not in SMALL for table in self.tables):
            return False
        self._table({}, push=(at, 1.0))
        return all(int(table[at]) in SMALL for table in self.tables)

    def _table(
        self,
        suppose: dict[int, float],
        push: tuple[int, float] | None = None,
        stop: float = np.inf,
    ) -> Floats | None:
        """A table of whole numbers that agrees with everything known and supposed, or none."""
        lower, upper = np.array(self._lower), np.array(self._upper)
        for at, value in suppose.items():
            if not lower[at] <= value <= upper[at]:
                return None
            lower[at] = upper[at] = value
        cost = np.random.default_rng(len(self.tables)).integers(-2, 6, len(lower)) / 4.0
        if push:
            cost = np.zeros(len(lower))
            cost[push[0]] = push[1]
            upper[push[0]] = min(upper[push[0]], max(stop, lower[push[0]]))
        found = _solve(cost, lower, np.minimum(upper, lower + 1e5), self._rows)
        if found is not None:
            self.tables.append(found)
        return found


def _marks(releases: Iterable[Release]) -> set[str]:
    """The keys that pages show with different values: corrected in between."""
    shown: dict[str, set[int]] = {}
    for release in releases:
        for key, one in release.numbers.items():
            if one.value is not None:
                shown.setdefault(key, set()).add(one.value)
    return {key for key, values in shown.items() if len(values) > 1}


def _solve(
    cost: Floats, lower: Floats, upper: Floats, rows: Sequence[tuple[tuple[int, int], ...]]
) -> Floats | None:
    from highspy import HighsLp, HighsModelStatus, HighsVarType, MatrixFormat, _Highs  # type: ignore[attr-defined]  # fmt: skip

    program: Any = HighsLp()
    program.num_col_, program.num_row_ = len(cost), len(rows)
    program.col_cost_, program.col_lower_, program.col_upper_ = cost, lower, upper
    program.row_lower_ = program.row_upper_ = np.zeros(len(rows))
    matrix = program.a_matrix_
    matrix.format_ = MatrixFormat.kRowwise
    matrix.start_ = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
    matrix.index_ = np.array([at for row in rows for at, _ in row], dtype=np.int32)
    matrix.value_ = np.array([factor for row in rows for _, factor in row], dtype=np.float64)
    program.integrality_ = [HighsVarType.kInteger] * len(cost)
    solver: Any = _Highs()
    for name, value in (("output_flag", False), ("parallel", "off")):
        solver.setOptionValue(name, value)
    solver.passModel(program)
    solver.run()
    if solver.getModelStatus() != HighsModelStatus.kOptimal:
        return None
    return np.asarray(np.rint(np.array(solver.getSolution().col_value)))
