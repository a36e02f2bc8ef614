"""Past facts that a later roster tells otherwise: moved, removed, added, reopened, or fallen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import datetime as dt

    from drawdown.roster.differences.side import Side

REWRITTEN = {
    "person": pl.String,
    "what": pl.String,
    "old": pl.String,
    "new": pl.String,
    "says": pl.String,
}


def rewritten_past(old: Side, new: Side, stayed: pl.DataFrame) -> pl.DataFrame:
    """Return what the new roster says otherwise of the time up to the old roster's day.

    Of two files of stays, every detention begun by then is compared; where one is a daily list, the
    book-in of the people in both. Columns of `REWRITTEN`.
    """
    if old.detentions is None or new.detentions is None:
        return _moved_book_ins(stayed, old.day)
    before = _past(old.detentions, old.day)
    after = _past(new.detentions, old.day)
    key = ["person", "facility", "book_in"]
    same = before.join(after, on=key, suffix="_new")
    lost = before.join(after, on=key, how="anti")
    added = after.join(before, on=key, how="anti")
    pairs = _nearest(lost, added)
    lost = lost.join(pairs, on=key, how="anti")
    added = added.join(
        pairs.select("person", "facility", pl.col("book_in_new").alias("book_in")),
        on=key,
        how="anti",
    )
    # Who was held then and is nowhere now is unexplained already, and not told twice.
    vanished = (pl.col("book_out").is_null() | (pl.col("book_out") > old.day)) & ~pl.col(
        "person"
    ).is_in(new.detentions["person"].unique().implode())
    lost = lost.filter(~vanished)
    moved = _say(
        pairs,
        "book_in",
        "book_in",
        "book_in_new",
        pl.format("the book-in at {} moved from {} to {}", "facility", "book_in", "book_in_new"),
    )
    removed = _say(
        lost,
        "detention",
        "book_in",
        None,
        pl.format("the detention at {} from {} is no longer in the roster", "facility", "book_in"),
    )
    inserted = _say(
        added,
        "detention",
        None,
        "book_in",
        pl.format("a detention at {} from {} was not in the older roster", "facility", "book_in"),
    )
    return pl.concat([moved, removed, inserted, *_ends(same, old.day)]).sort("person", "what")


def _past(detentions: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    ended = pl.col("book_out") <= day
    return (
        detentions.filter(pl.col("book_in") <= day)
        .select(
            "person",
            "facility",
            "book_in",
            pl.when(~pl.col("ended_by_next")).then("book_out").alias("book_out"),
            pl.when(ended).then("exit").alias("exit"),
        )
        .unique(["person", "facility", "book_in"], keep="last", maintain_order=True)
    )


def _nearest(lost: pl.DataFrame, added: pl.DataFrame) -> pl.DataFrame:
    """Pair a lost detention with the nearest new one of the same person and place; each once."""
    pairs = lost.join(added, on=["person", "facility"], suffix="_new")
    pairs = pairs.with_columns(
        (pl.col("book_in") - pl.col("book_in_new")).abs().alias("distance")
    ).sort("person", "facility", "distance")
    pairs = pairs.unique(["person", "facility", "book_in"], keep="first", maintain_order=True)
    return pairs.unique(["person", "facility", "book_in_new"], keep="first", maintain_order=True)


def _ends(same: pl.DataFrame, day: dt.date) -> list[pl.DataFrame]:
    """Compare the ends of detentions that both rosters know.

    Moved, reopened, dated back, another kind.
    """
    out, out_new = pl.col("book_out"), pl.col("book_out_new")
    closed = same.filter((out <= day) & out.ne_missing(out_new))
    back = same.filter((out.is_null() | (out > day)) & (out_new <= day))
    kind = same.filter((out <= day) & (pl.col("exit") != pl.col("exit_new")) & (out == out_new))
    now = out_new.cast(pl.String).fill_null("blank")
    return [
        _say(
            closed,
            "book_out",
            "book_out",
            "book_out_new",
            pl.format("the book-out at {} moved from {} to {}", "facility", "book_out", now),
        ),
        _say(
            back,
            "book_out",
            "book_out",
            "book_out_new",
            pl.format(
                "was held at {} on {}, and is now said to have left on {}",
                "facility",
                pl.lit(str(day)),
                "book_out_new",
            ),
        ),
        _say(
            kind,
            "exit",
            "exit",
            "exit_new",
            pl.format(
                "the exit at {} on {} was {}, is {}", "facility", "book_out", "exit", "exit_new"
            ),
        ),
    ]


def _moved_book_ins(stayed: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    same_place = pl.col("facility") == pl.col("facility_new")
    differs = pl.col("book_in") != pl.col("book_in_new")
    moved = stayed.filter(same_place & differs & (pl.col("book_in") <= day))
    says = pl.format("the book-in at {} moved from {} to {}", "facility", "book_in", "book_in_new")
    return _say(moved, "book_in", "book_in", "book_in_new", says).sort("person")


def _say(
    frame: pl.DataFrame, what: str, old: str | None, new: str | None, says: pl.Expr
) -> pl.DataFrame:
    return frame.select(
        "person",
        pl.lit(what).alias("what"),
        (pl.col(old).cast(pl.String) if old else pl.lit(None)).alias("old"),
        (pl.col(new).cast(pl.String) if new else pl.lit(None)).alias("new"),
        says.alias("says"),
    ).cast(REWRITTEN)  # type: ignore[arg-type]


def cumulative(old: Side, new: Side) -> pl.DataFrame:
    """Return the running totals up to the old roster's day as each roster gives them.

    Where they differ.

    Columns what, old, new: book-ins, and exits by kind. Only files of stays have them.
    """
    schema = {"what": pl.String, "old": pl.Int64, "new": pl.Int64}
    if old.detentions is None or new.detentions is None:
        return pl.DataFrame(schema=schema)
    totals = [
        _totals(side.detentions, old.day) for side in (old, new) if side.detentions is not None
    ]
    names = list(dict.fromkeys([*totals[0], *totals[1]]))
    rows = [(n, totals[0].get(n, 0), totals[1].get(n, 0)) for n in names]
    return pl.DataFrame([r for r in rows if r[1] != r[2]], schema=schema, orient="row")


def _totals(detentions: pl.DataFrame, day: dt.date) -> dict[str, int]:
    found = {"book-ins": detentions.filter(pl.col("book_in") <= day).height}
    ended = detentions.filter(pl.col("book_out") <= day)
    kinds = ended.group_by("exit").len().sort("exit")
    return found | {f"exits by {k}": int(n) for k, n in kinds.iter_rows()}
