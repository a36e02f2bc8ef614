"""What replaces what: corrections and withdrawals, and which entries stand after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from drawdown.record.columns import SET_ASIDE
from drawdown.record.files import Account


@dataclass(frozen=True)
class Links:
    """Every entry that replaces another.

    Attributes:
        frame: `id`, `supersedes` (the id of the other), `recorded`, `withdraws` (Boolean).
        unresolved: The entries whose `supersedes` replaces nothing, with the columns of
            `columns.SET_ASIDE`.
    """

    frame: pl.DataFrame
    unresolved: pl.DataFrame


def read_links(frames: Mapping[str, pl.DataFrame], accounts: Iterable[Account] = ()) -> Links:
    """Find what each entry replaces, named by its id or by its file and row (`counts/may.csv#17`).

    An entry that replaces itself, directly or through others, replaces nothing.
    """
    named = [
        frame.filter(pl.col("supersedes") != "").select(
            "id", "supersedes", "recorded", "file", "row", withdraws=pl.lit(kind == "withdrawal")
        )
        for kind, frame in frames.items()
        if (frame["supersedes"] != "").any()
    ]
    links = pl.concat(named) if named else pl.DataFrame(schema=_NO_LINKS)
    if links.is_empty():
        return Links(links, pl.DataFrame(schema=SET_ASIDE))
    links = links.with_columns(supersedes=_resolved(frames, links["supersedes"]))
    rounds = _in_a_round(dict(zip(links["id"], links["supersedes"], strict=True)))
    ids = pl.concat([frame["id"] for frame in frames.values()])
    in_round = pl.col("id").is_in(list(rounds))
    unknown = ~pl.col("supersedes").is_in(ids.implode()) & ~pl.col("supersedes").is_in(
        _rows_set_aside(accounts)
    )
    unresolved = links.filter(in_round | unknown).select(
        "file", "row", pl.lit("supersedes").alias("column"),
        pl.col("supersedes").alias("found"),
        pl.when(in_round)
        .then(pl.format("'{}' leads back to this entry, so neither replaces the other",
                        "supersedes"))
        .otherwise(pl.format("there is no entry '{}'; expected the id of one, or its file and row "
                             "as in counts/may.csv#17", "supersedes"))
        .alias("reason"),
    ).cast(dict(SET_ASIDE)).sort("file", "row")  # type: ignore[arg-type]  # fmt: skip
    return Links(links.filter(~in_round), unresolved)


def superseded(links: pl.DataFrame) -> pl.Series:
    """Which entries no longer stand.

    An entry is superseded when another one names it, unless that other one was withdrawn. A
    correction of a correction leaves the first entry superseded; a withdrawal of a correction
    brings it back, and a withdrawal of that withdrawal does away with it again.

    Args:
        links: Columns `id`, `supersedes` (String) and `withdraws` (Boolean), one row per entry that
            names another; none may lead back to itself.

    Returns:
        The ids of the superseded and withdrawn entries.
    """
    if links.is_empty():
        return links["supersedes"]
    withdrawals = links.filter("withdraws")
    target = dict(zip(withdrawals["id"], withdrawals["supersedes"], strict=True))
    by: dict[str, list[str]] = {}
    for id_, other in target.items():
        by.setdefault(other, []).append(id_)
    withdrawn: dict[str, bool] = {}
    for start in by:
        stack = [start]  # an entry is withdrawn if a withdrawal of it is not withdrawn itself
        while stack:
            open_ = [id_ for id_ in by.get(stack[-1], ()) if id_ not in withdrawn]
            if open_:
                stack += open_
            else:
                top = stack.pop()
                withdrawn[top] = any(not withdrawn[id_] for id_ in by.get(top, ()))
    gone = [id_ for id_, is_so in withdrawn.items() if is_so]
    return links.filter(~pl.col("id").is_in(gone))["supersedes"].unique()


_NO_LINKS = {
    "id": pl.String(), "supersedes": pl.String(), "recorded": pl.Datetime("us", "UTC"),
    "file": pl.String(), "row": pl.UInt32(), "withdraws": pl.Boolean(),
}  # fmt: skip


def _resolved(frames: Mapping[str, pl.DataFrame], names: pl.Series) -> pl.Series:
    """Names of entries as their ids: what is no id may be the file and row of one."""
    wanted = pl.format("{}#{}", "file", "row").is_in(names.unique().implode())
    by_row = pl.concat([frame.filter(wanted).select("id", "file", "row")
                        for frame in frames.values()])  # fmt: skip
    ids = pl.concat([frame["id"] for frame in frames.values()])
    rows = {f"{file}#{row}": id_ for id_, file, row in by_row.iter_rows()}
    return names.zip_with(names.is_in(ids.implode()), names.replace(rows))


def _rows_set_aside(accounts: Iterable[Account]) -> list[str]:
    """Rows that could not be used: to correct one of them is what one should do."""
    return [
        f"{file}#{row}"
        for account in accounts
        for file, row in account.set_aside.select("file", "row").iter_rows()
    ]


def _in_a_round(target: Mapping[str, str]) -> set[str]:
    """The ids from which a chain of targets leads back to themselves."""
    found: set[str] = set()
    done: set[str] = set()
    for start in target:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = target.get(at)
        if at is not None and at in path:
            steps = list(path)
            found.update(steps[steps.index(at) :])
        done.update(path)
    return found
