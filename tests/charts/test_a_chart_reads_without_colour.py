"""A chart reads in black and white, and says what it shows to who cannot see it."""

from __future__ import annotations

import re
from datetime import date

from drawdown.charts.over_time import Counts, LimitLine, count_against_limits
from drawdown.charts.picture import as_svg, name_of

DAYS = {date(2020, 5, day): 100 - day for day in range(1, 8)}
SPEC = count_against_limits(
    [Counts("a count", DAYS), Counts("another", {day: n - 5 for day, n in DAYS.items()})],
    [
        LimitLine("Limit 90", 90, date(2020, 5, 1), date(2020, 5, 5), date(2020, 5, 7)),
        LimitLine("Goal 80", 80, date(2020, 5, 1), date(2020, 5, 9), date(2020, 5, 9)),
    ],
    people="People held",
)


def test_it_has_a_title_and_a_description() -> None:
    svg = as_svg(SPEC, "People <held>", "From 99 to 93.")
    assert svg.startswith("<svg")
    assert 'role="img" aria-labelledby="title desc"' in svg[:600]
    assert '<title id="title">People &lt;held&gt;</title>' in svg
    assert '<desc id="desc">From 99 to 93.</desc>' in svg


def test_every_ink_is_a_shade_of_grey() -> None:
    svg = as_svg(SPEC, "a", "b")
    colours = set(re.findall(r"#[0-9a-fA-F]{6}\b", svg))
    assert colours
    for colour in colours:
        parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
        assert max(parts) - min(parts) < 16, colour


def test_two_accounts_differ_by_their_dashes() -> None:
    svg = as_svg(SPEC, "a", "b")
    assert "7,3" in svg


def test_the_limit_is_written_on_it() -> None:
    assert "Limit 90" in as_svg(SPEC, "a", "b")


def test_months_are_in_the_readers_language() -> None:
    days = {date(2020, month, 1): month for month in range(1, 8)}
    spec = count_against_limits([Counts("a", days)], [], people="x")
    assert as_svg(spec, "a", "b", "es") != as_svg(spec, "a", "b", "en")


def test_the_name_follows_data_words_and_language() -> None:
    names = {
        name_of(SPEC, "a", "b"), name_of(SPEC, "a", "b", "es"), name_of(SPEC, "b", "b"),
        name_of({**SPEC, "width": 5}, "a", "b"),
    }  # fmt: skip
    assert len(names) == 4
