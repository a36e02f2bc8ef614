"""Between two rosters.

Who came, who left and how, who is unexplained, what changed, what was rewritten.

The account always closes: old + arrived - left - unexplained = new. A person who left and is back
is both; a person who moved between facilities of the same roster is neither, and is `changed`.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from drawdown.roster.differences.changes import changed_facts
from drawdown.roster.differences.past import cumulative, rewritten_past
from drawdown.roster.differences.side import Side
from drawdown.roster.errors import RosterError
from drawdown.roster.identity.doubtful import Doubt, doubtful_joins, one_key_two_people


@dataclass(frozen=True)
class Difference:
    """The difference between two rosters; each frame has one row a person or a fact.

    `arrived`: person, facility, book_in. `left`: person, facility, book_in, book_out, exit,
    authority, reason. `unexplained`: person, facility, book_in, why. `changed`: person, column,
    old, new. `rewritten`: person, what, old, new, says. `cumulative`: what, old, new, up to the old
    roster's day.
    """

    old: Side
    new: Side
    arrived: pl.DataFrame
    left: pl.DataFrame
    unexplained: pl.DataFrame
    changed: pl.DataFrame
    rewritten: pl.DataFrame
    cumulative: pl.DataFrame
    doubtful: tuple[Doubt, ...]

    def counts(self) -> dict[str, int]:
        """How many people, and for `rewritten` how many facts."""
        return {
            "old": self.old.held.height,
            "new": self.new.held.height,
            "arrived": self.arrived.height,
            "left": self.left.height,
            "unexplained": self.unexplained.height,
            "changed": self.changed["person"].n_unique(),
            "rewritten": self.rewritten.height,
        }


def compare(old: Side, new: Side) -> Difference:
    """Return the difference between two rosters on their days."""
    if old.day > new.day:
        raise RosterError(
            f"{old.roster.source.name} speaks of {old.day}, after {new.roster.source.name} "
            f"({new.day}); give the older roster first, or say --old-date and --new-date"
        )
    back = _back(old, new)
    fresh = new.held.join(old.held, on="person", how="anti")
    gone = old.held.join(new.held, on="person", how="anti")
    arrived = pl.concat([fresh, new.held.join(back, on="person", how="semi")])
    departed = pl.concat([gone, old.held.join(back, on="person", how="semi")])
    exits = _exits(departed, old, new)
    explained = exits.filter(
        pl.col("exit").is_not_null() & (pl.col("exit") != "unexplained").fill_null(False)
    )
    unexplained = exits.join(explained, on="person", how="anti").with_columns(_why(new))
    both = old.held.join(new.held, on="person", suffix="_new")
    stayed = both.join(back, on="person", how="anti")
    changes, fallen = changed_facts(old, new, stayed)
    past = rewritten_past(old, new, stayed)
    doubts = [*doubtful_joins(gone, fresh), *one_key_two_people(both)]
    return Difference(
        old=old,
        new=new,
        arrived=arrived.select("person", "facility", "book_in").sort("person"),
        left=explained.select(*LEFT).sort("person"),
        unexplained=unexplained.select("person", "facility", "book_in", "why").sort("person"),
        changed=changes,
        rewritten=pl.concat([past, fallen]),
        cumulative=cumulative(old, new),
        doubtful=tuple(doubts),
    )


LEFT = ("person", "facility", "book_in", "book_out", "exit", "authority", "reason")


def _back(old: Side, new: Side) -> pl.DataFrame:
    """Return the people in both rosters who left in between and came back.

    Their present stay began after the old roster's day. In a daily list, a later book-in at another
    facility is a transfer; only at the same one was there a departure in between.
    """
    both = old.held.join(new.held, on="person", suffix="_new")
    later = (pl.col("stay_begin_new") > old.day) & (pl.col("stay_begin") <= old.day)
    if new.detentions is None:
        later = later & (pl.col("facility") == pl.col("facility_new"))
    return both.filter(later.fill_null(False)).select("person")


def _exits(departed: pl.DataFrame, old: Side, new: Side) -> pl.DataFrame:
    """Return for each departed person the exit that the new roster records, or blanks."""
    base = departed.select("person", "facility", "book_in")
    blank = {"book_out": pl.Date, "exit": pl.String, "authority": pl.String, "reason": pl.String}
    if new.detentions is None:
        return base.with_columns(pl.lit(None, dtype=t).alias(c) for c, t in blank.items())
    recorded = new.detentions.filter(
        pl.col("book_out").is_not_null()
        & (pl.col("book_out") <= new.day)
        & pl.col("next_row").is_null()
        & (pl.col("stay_begin") <= old.day)
    )
    last = (
        recorded.sort("person", "book_out", "row")
        .unique("person", keep="last", maintain_order=True)
        .select("person", *blank)
    )
    return base.join(last, on="person", how="left")


def _why(new: Side) -> pl.Expr:
    name = new.roster.source.name
    if new.detentions is None:
        return pl.lit(f"not listed in {name}").alias("why")
    return (
        pl.when(pl.col("book_out").is_not_null())
        .then(
            pl.format(
                "booked out on {} without a reason that is known{}",
                "book_out",
                pl.when(pl.col("reason").is_not_null())
                .then(pl.format(" ('{}')", "reason"))
                .otherwise(pl.lit("")),
            )
        )
        .otherwise(pl.lit(f"{name} records no exit"))
        .alias("why")
    )
