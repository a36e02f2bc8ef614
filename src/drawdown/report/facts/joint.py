"""This page and every earlier one as one system, and the choice of what this page shows.

Earlier pages stay published: what they show is known, whatever this page withholds. A number that a
correction has changed since is another number (the same key with another value); one that stands
as it did is the same, and a reader is taken to know that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from drawdown.finding.case import Case
from drawdown.record.record import Record
from drawdown.report.facts.numbers.gather import cuts_of, gather
from drawdown.report.facts.numbers.sheet import Relation, Sheet
from drawdown.report.facts.release import Release, Shown
from drawdown.report.facts.suppression.choose import choose
from drawdown.report.facts.suppression.system import Cell, FactsError, Pattern, State, System

OVER = 11


@dataclass(frozen=True)
class Chosen:
    """What a page shows.

    Attributes:
        sheet: Its numbers.
        shown: What is shown of each number that stands on it.
        pattern: The choice, over all pages together.
    """

    sheet: Sheet
    shown: dict[str, Shown]
    pattern: Pattern


def choose_for(
    case: Case,
    sheet_of: Sheet,
    earlier: Sequence[tuple[Release, Sheet]],
    tell: Callable[[int, float], None] = lambda done, bound: None,
) -> Chosen:
    """Choose what a page shows, given the pages that are published already.

    Args:
        case: The case, whose record settles ties in a way that nobody without it can foresee.
        sheet_of: The numbers of the page.
        earlier: The pages published, each with its numbers as known then.
        tell: Told on the way, as `choose` tells.

    Raises:
        FactsError: A small number cannot be protected.
    """
    joint = _Joint()
    for release, sheet in earlier:
        joint.add_earlier(release, sheet)
    joint.add_now(sheet_of, _small_steps(sheet_of, [release for release, _ in earlier]))
    system = joint.system()
    secret = _secret(case.record)
    pattern = choose(system, [_preference(secret, cell.key) for cell in system.cells], tell=tell)
    states = dict(zip(joint.cells, pattern.states, strict=True))
    shown = {}
    for key, number in sheet_of.numbers.items():
        if number.cost:
            state = states[joint.name(sheet_of, key)]
            shown[key] = Shown(state, number.value if state is State.SHOWN else None)
    return Chosen(sheet_of, shown, pattern)


def sheets_of(
    case: Case, on_sheet: Sheet, known: datetime | None, earlier: Sequence[Release]
) -> tuple[Sheet, list[tuple[Release, Sheet]]]:
    """The numbers of a page and of earlier ones, all cut at the same days.

    Raises:
        FactsError: An earlier page shows what the record, as known then, does not say.
    """
    cuts = sorted({day for release in earlier for day in cuts_of(case, release.on)})
    before = []
    for release in earlier:
        then = datetime.fromisoformat(release.known) if release.known else None
        sheet = gather(case, release.on, then, cuts)
        _agree(release, sheet)
        before.append((release, sheet))
    return gather(case, on_sheet.on, known, cuts), before


def _agree(release: Release, sheet: Sheet) -> None:
    for key, shown in release.numbers.items():
        number = sheet.numbers.get(key)
        if number is None or (shown.value is not None and shown.value != number.value):
            says = "nothing" if number is None else f"{number.value}"
            raise FactsError(
                f"the page of {release.name} shows {shown.value} for {key}, and the record as it "
                f"was known then says {says}; expected corrections as new entries, and the order "
                "and the files that the page was made of"
            )


def _small_steps(sheet: Sheet, earlier: Sequence[Release]) -> set[str]:
    """The numbers counted anew for each page that differ from an earlier page by a small number.

    Shown, they would say how few were added since, or taken away.
    """
    found = set()
    for name in sheet.running:
        key = f"{name}@{sheet.on.isoformat()}"
        for release in earlier:
            before = release.numbers.get(f"{name}@{release.on.isoformat()}")
            if release.on < sheet.on and before is not None and before.value is not None:
                step = abs(sheet.numbers[key].value - before.value)
                if 1 <= step < OVER:
                    found.add(key)
    return found


class _Joint:
    """Numbers of several pages: the same key with the same value is one number."""

    def __init__(self) -> None:
        self.cells: dict[str, Cell] = {}
        self.relations: list[Relation] = []

    @staticmethod
    def name(sheet: Sheet, key: str) -> str:
        return f"{key} = {sheet.numbers[key].value}"

    def add_earlier(self, release: Release, sheet: Sheet) -> None:
        for key, number in sheet.numbers.items():
            shown = release.numbers.get(key)
            pinned = number.pinned or (shown is not None and shown.state is State.SHOWN)
            over = shown is not None and shown.state is State.OVER
            least = max(number.least, OVER if over else 0)
            # What was not shown to protect others stays so: a later page must not narrow it.
            hide = shown is not None and shown.state is State.WITHHELD
            self._put(Cell(self.name(sheet, key), number.value, 0, pinned, least, hide))
        self._tie(sheet)

    def add_now(self, sheet: Sheet, secret: set[str]) -> None:
        for key, number in sheet.numbers.items():
            name, hide = self.name(sheet, key), key in secret
            self._put(
                Cell(name, number.value, number.cost, number.pinned, number.least, hide)
            )  # fmt: skip
        self._tie(sheet)

    def _put(self, cell: Cell) -> None:
        there = self.cells.get(cell.key)
        if there is not None:
            cell = replace(
                cell, cost=max(cell.cost, there.cost), pinned=cell.pinned or there.pinned,
                least=max(cell.least, there.least), secret=cell.secret or there.secret,
            )  # fmt: skip
        self.cells[cell.key] = cell

    def _tie(self, sheet: Sheet) -> None:
        for relation in sheet.relations:
            named = {self.name(sheet, key): factor for key, factor in relation.items()}
            if named not in self.relations:
                self.relations.append(named)

    def system(self) -> System:
        return System.of(tuple(self.cells.values()), self.relations)


def _secret(record: Record) -> bytes:
    """A number made of the record: the same for the same record, and unknown without it."""
    digest = hashlib.sha256()
    for kind in sorted(record.frames):
        frame = record.frames[kind]
        columns = [name for name in ("id", "person", "recorded", "note") if name in frame.columns]
        digest.update(f"{kind}\n".encode())
        digest.update(frame.select(columns).write_csv().encode())
    return digest.digest()


def _preference(secret: bytes, key: str) -> int:
    """Which of several equally good choices is taken: 0 to 9, by the record and the key."""
    name = key.partition(" = ")[0]
    return hashlib.sha256(secret + name.encode()).digest()[0] % 10
