"""A fit finds what made the cases, says how badly it is determined, and is tested on later ones."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from drawdown.outbreak import states
from drawdown.outbreak.cases import Cases, cases_in, read_cases
from drawdown.outbreak.ensemble import paths
from drawdown.outbreak.errors import OutbreakError
from drawdown.outbreak.fit import DELAY, fit
from drawdown.outbreak.parameters import defaults
from drawdown.outbreak.setting import Centre, Unit, scenario

ASKED = scenario([Centre("one", tuple(Unit(f"u{n}", 60) for n in range(8)), index=1)], "1.0")
FIRST = date(2020, 5, 1)


def made(r0: float, share: float, begins: int, days: int, seed: int = 21) -> Cases:
    """Cases of an outbreak with known numbers, from `begins` days after its first infection."""
    assumed = defaults().likely().fixed(r0=r0)
    for replicate in range(50):  # the first that does not die out
        out, _ = paths(ASKED, assumed, seed=seed, replicates=[replicate])
        infected = out[0, :, 0, states.INFECTED]
        if infected[60] > 100:
            break
    new = np.diff(infected, prepend=0)
    late = round(assumed["latent_days"].value) + DELAY
    shown = np.concatenate([np.zeros(late, int), new[:-late]])[begins : begins + days]
    return Cases(FIRST, np.random.default_rng(3).binomial(shown, share))


@pytest.mark.parametrize("r0", [2.8, 6.0])
def test_ranges_hold_what_made_the_cases(r0: float) -> None:
    found = fit(ASKED, defaults(), made(r0, 0.4, 15, 40), tried=2500)
    truth = {"r0": r0, "days_before": 15, "reported_share": 0.4}
    for one in found.known:
        low, _, high = one.after
        assert low * 0.95 <= truth[one.name] <= high * 1.05, one
    assert found.back_test is not None
    assert found.back_test.held


def test_fast_and_slow_outbreaks_are_told_apart() -> None:
    slow, fast = (fit(ASKED, defaults(), made(r0, 0.4, 15, 40), tried=2500) for r0 in (2.8, 6.0))
    assert slow.known[0].after[1] < fast.known[0].after[1] - 1
    assert slow.parameters(defaults())["r0"].high < 8.4


def test_a_few_cases_determine_hardly_anything_and_it_says_so() -> None:
    few = Cases(FIRST, np.array([0, 1, 0, 0, 1, 0, 1]))
    found = fit(ASKED, defaults(), few, tried=2500)
    assert found.known[0].verdict == "hardly determined"
    assert found.known[2].verdict == "hardly determined"
    assert found.back_test is None


def test_a_day_without_a_report_is_not_a_day_without_a_case() -> None:
    whole = made(4.0, 0.5, 15, 36)
    gaps = whole.reported.copy()
    gaps[1::2] = -1  # reported on every second day only
    zeros = np.where(gaps < 0, 0, gaps)
    base, unknown, wrong = (
        fit(ASKED, defaults(), Cases(FIRST, one), tried=2500).known[2].after[1]
        for one in (whole.reported, gaps, zeros)
    )
    assert wrong < unknown
    assert abs(unknown - base) < abs(wrong - base)


def test_the_same_draws_give_the_same_fit() -> None:
    cases = made(4.0, 0.4, 15, 30)
    first, again = (fit(ASKED, defaults(), cases, tried=400, seed=9) for _ in range(2))
    assert first == again


def test_cases_that_nothing_makes_are_refused() -> None:
    many = Cases(FIRST, np.array([900, 0, 900, 0, 900, 0, 900]))
    with pytest.raises(OutbreakError, match="unlike nearly all"):
        fit(ASKED, defaults(), many, tried=300)


def test_a_back_test_that_fails_is_shown() -> None:
    growing = made(5.0, 0.5, 12, 24).reported
    stopped = Cases(FIRST, np.concatenate([growing[:22], np.zeros(11, int)]))
    found = fit(ASKED, defaults(), stopped, tried=2500)
    assert found.back_test is not None
    assert not found.back_test.held


def test_a_file_of_cases_is_read_and_gaps_stay_gaps(tmp_path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("Date,Cases\n2020-05-01,2\n2020-05-03,\n2020-05-07,5\n")
    found = read_cases(file)
    assert found.first == date(2020, 5, 1)
    assert found.reported.tolist() == [2, -1, -1, -1, -1, -1, 5]
    assert found.total == 7


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("day,cases\n", "expected the columns date and cases"),
        ("date,cases\n2020-13-01,1\n", "row 2: '2020-13-01' is not a date"),
        ("date,cases\n2020-05-01,x\n", "row 2: 'x' is not a number of cases"),
        ("date,cases\n2020-05-01,1\n2020-05-01,1\n", "row 3: 2020-05-01 is there twice"),
        ("date,cases\n2020-05-01,0\n", "no cases"),
        ("date,cases\n2020-05-01,1\n2020-05-02,3\n", "2 days of cases; expected 6"),
        ("", "cannot be read"),
    ],
)
def test_a_bad_file_of_cases_is_one_clear_line(tmp_path, text: str, says: str) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(text)
    with pytest.raises(OutbreakError, match=says) as caught:
        read_cases(file)
    assert "\n" not in str(caught.value)


def test_positive_tests_of_people_held_are_cases() -> None:
    import polars as pl

    rows = [
        (FIRST + timedelta(days=day), group, offered, result)
        for day, group, offered, result in (
            (0, "held", 3, "positive"), (0, "held", 9, "negative"), (0, "staff", 4, "positive"),
            (3, "held", 8, "negative"), (6, "held", 1, "positive"),
        )
    ]  # fmt: skip
    tests = pl.DataFrame(rows, schema=["date", "group", "offered", "result"], orient="row")
    assert cases_in(tests, "the record").reported.tolist() == [3, -1, -1, 0, -1, -1, 1]
