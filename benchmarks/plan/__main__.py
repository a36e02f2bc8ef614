"""How often the ranges of `drawdown plan` held what then happened, on real counts of 2020.

    python -m benchmarks.plan [--counts FILE] [--paths N]

A forecast is made on every day from the 29th on, for each facility and for all together, from the
counts up to that day alone. Printed as the Markdown tables of `docs/reference/plan.md`.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import polars as pl

from drawdown.plan.backtest import HORIZONS, backtest, backtest_dates, summary

COUNTS = Path(__file__).parents[3] / "shared/data/daily_counts_2020.csv"
SHARES = (0.95, 0.9, 0.85, 0.75)
DAYS = 56


def main(arguments: list[str] | None = None) -> None:
    """Run the back-test and print its tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plan")
    parser.add_argument("--counts", type=Path, default=COUNTS)
    parser.add_argument("--paths", type=int, default=1000)
    chosen = parser.parse_args(arguments or [])
    if not chosen.counts.is_file():
        print(f"needs {chosen.counts}, which is not here")
        return
    begun = time.monotonic()
    rows = read(chosen.counts)
    found = pl.concat([
        backtest(row, paths=chosen.paths).with_columns(place=pl.lit(name))
        for name, row in rows.items()
    ])  # fmt: skip
    print_ranges(found)
    print_halves(found)
    print_places(found)
    print_dates(rows, chosen.paths)
    print(f"\n{found.height:,} forecasts of a count in {time.monotonic() - begun:.0f} s")


def read(path: Path) -> dict[str, np.ndarray]:
    """The counts by place, and all together."""
    counts = pl.read_csv(path, try_parse_dates=True).pivot("facility", index="date", values="count")
    counts = counts.sort("date").drop("date").with_columns(together=pl.sum_horizontal(pl.all()))
    return {name: counts[name].to_numpy().astype(float) for name in counts.columns}


def print_ranges(found: pl.DataFrame) -> None:
    """By horizon: coverage of ours and of the naive ranges, scores, errors of the medians."""
    print("| days ahead | forecasts | in 80% range | in 95% range | last value, 80% | 95% "
          "| straight line, 80% | 95% | score | last value | straight line "
          "| error | last value | straight line |")  # fmt: skip
    print("|" + "---:|" * 14)
    for row in summary(found).iter_rows(named=True):
        shares = [row[name] for name in ("inside_80", "inside_95", "last_80", "last_95", "line_80",
                                         "line_95")]  # fmt: skip
        numbers = [row[name] for name in ("crps", "crps_last", "crps_line", "error", "error_last",
                                          "error_line")]  # fmt: skip
        print(f"| {row['horizon']} | {row['forecasts']:,} | "
              + " | ".join(f"{share:.1%}" for share in shares) + " | "
              + " | ".join(f"{number:.1f}" for number in numbers) + " |")  # fmt: skip


def print_halves(found: pl.DataFrame) -> None:
    """Coverage in each half of the year, since 2020 was not one thing."""
    print("\n| days ahead | January to June, 80% | 95% | July to December, 80% | 95% |")
    print("|" + "---:|" * 5)
    half = found.with_columns(half=pl.col("origin") >= 182)
    by = {(row["half"], row["horizon"]): row for row in summary(half, "half").iter_rows(named=True)}
    for horizon in HORIZONS:
        cells = [by[half, horizon][key] for half in (False, True)
                 for key in ("inside_80", "inside_95")]  # fmt: skip
        print(f"| {horizon} | " + " | ".join(f"{cell:.1%}" for cell in cells) + " |")


def print_places(found: pl.DataFrame) -> None:
    """Coverage and scores by place, at a week, two weeks and four weeks."""
    print("\n| place | days ahead | in 80% range | in 95% range | score | last value "
          "| straight line |")  # fmt: skip
    print("|---|" + "---:|" * 6)
    for row in summary(found, "place").iter_rows(named=True):
        if row["horizon"] in (7, 14, 28):
            print(f"| {row['place']} | {row['horizon']} | {row['inside_80']:.1%} | "
                  f"{row['inside_95']:.1%} | {row['crps']:.1f} | {row['crps_last']:.1f} | "
                  f"{row['crps_line']:.1f} |")  # fmt: skip


def print_dates(rows: dict[str, np.ndarray], paths: int) -> None:
    """The day on which a share of the day's count is reached, as far as eight weeks ahead."""
    print(f"\n| limit, of the day's count | forecasts | reached within {DAYS} days "
          "| day in 80% range | in 95% range | median off by, days | straight line |")  # fmt: skip
    print("|" + "---:|" * 7)
    for share in SHARES:
        found = pl.concat([
            backtest_dates(row, lambda count, s=share: float(int(s * count)), paths=paths)
            for row in rows.values()
        ])  # fmt: skip
        capped = found.with_columns(pl.col("actual", "median", "line").clip(upper_bound=DAYS + 1))
        off = [(capped[name] - capped["actual"]).abs().mean() for name in ("median", "line")]
        print(f"| {share:.0%} | {len(found):,} | {(found['actual'] <= DAYS).mean():.0%} | "
              f"{found['inside_80'].mean():.1%} | {found['inside_95'].mean():.1%} | "
              f"{off[0]:.1f} | {off[1]:.1f} |")  # fmt: skip


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
