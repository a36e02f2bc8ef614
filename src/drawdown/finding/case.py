"""A case: an order, and the record of what happened under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from drawdown.order.document import Order
from drawdown.order.reading import read_order
from drawdown.record.columns import Terms
from drawdown.record.entry import KINDS
from drawdown.record.files import read_csv
from drawdown.record.folder import read_folder
from drawdown.record.record import Record
from drawdown.roster.reading.sheet import Progress, no_progress

ORDER_FILE = "order.md"


@dataclass(frozen=True)
class Case:
    """An order and its record, read from a case folder or from single files."""

    order: Order
    record: Record


def read_case(
    where: Path,
    counts: Sequence[Path] = (),
    *,
    stays: Sequence[Path] = (),
    rosters: Sequence[Path] = (),
    profile: Path | None = None,
    plans: Sequence[Path] = (),
    progress: Progress = no_progress,
) -> Case:
    """Read a case.

    Args:
        where: A case folder, or an order file.
        counts: More files of counts.
        stays: Files of stays with their ends, in any form that a roster comes in.
        rosters: Lists of who is held on a day.
        profile: A profile that says what the columns of stays and rosters are.
        plans: Floor plans, for how many can keep apart; those in a folder's `plans/` besides.
        progress: Told how far the reading of rosters has come.

    Raises:
        InputError: The order or a file cannot be used; bad rows are set aside instead.
    """
    folder = where if where.is_dir() else None
    order = read_order(where / ORDER_FILE if folder else where)
    terms = Terms(order.header.zone, order.header.facility_names())
    batches = read_folder(folder, terms) if folder else []
    batches += [read_csv(path, KINDS["count"], terms, name) for name, path in _named(counts)]
    if stays or rosters:
        from drawdown.finding.rosters import kinds_of, roster_batches

        batches += roster_batches(kinds_of(stays, rosters), terms, profile, progress)
    if plans or (folder and (folder / "plans").is_dir()):
        from drawdown.finding.plans import plan_batches, plans_in

        batches += plan_batches([*(plans_in(folder) if folder else []), *plans], order, terms)
    return Case(order, Record.of(batches, order.header.zone))


def _named(paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Each file once, under its own name, or under its path where others have that name too."""
    different = {path.resolve(): path for path in reversed(paths)}
    names = Counter(path.name for path in different.values())
    for path in reversed(different.values()):
        yield (path.name if names[path.name] == 1 else path.as_posix()), path
