"""Silences of our own processes are found from what is stored, whoever looks and whenever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.gaps import Beating, Gap, gaps

LIMIT = timedelta(seconds=45)
BEGIN = datetime(2026, 5, 1, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def beat(name: str, since: float, until: float, *, clean: bool = False, kind: str = "worker",
         troubled: float | None = None) -> Beating:  # fmt: skip
    return Beating(name, kind, at(since), at(until), clean,
                   None if troubled is None else at(troubled), "no trunk")  # fmt: skip


def spans(*beats: Beating, now: float, fresh: dict[str, bool] | None = None) -> list[object]:
    found = gaps(beats, at(now), LIMIT, fresh or {})
    return [
        (gap.kind, (gap.since - BEGIN).total_seconds(),
         (gap.until - BEGIN).total_seconds() if gap.until else None)
        for gap in found
    ]  # fmt: skip


def test_while_one_of_a_kind_works_there_is_none() -> None:
    assert spans(beat("a", 0, 100), beat("b", 50, 500), now=510) == []


def test_when_all_are_silent_it_lasts_from_the_last_beat() -> None:
    assert spans(beat("a", 0, 100), beat("b", 0, 200), now=246) == [("worker", 200, None)]
    assert spans(beat("a", 0, 100), beat("b", 0, 200), now=244) == []


def test_it_ends_when_another_begins() -> None:
    assert spans(beat("a", 0, 100), beat("b", 400, 500), now=500) == [("worker", 100, 400)]


def test_who_was_stopped_left_nobody_alone() -> None:
    assert spans(beat("a", 0, 100, clean=True), beat("b", 400, 500), now=500) == []
    assert spans(beat("a", 0, 100, clean=True), now=9_000) == []
    killed = [beat("a", 0, 100, clean=True), beat("b", 0, 150)]
    assert spans(*killed, now=500) == [("worker", 150, None)]


def test_each_kind_of_line_for_itself() -> None:
    beats = [beat("a", 0, 100, kind="line sip"), beat("b", 0, 500, kind="line twiml")]
    assert spans(*beats, now=500) == [("line sip", 100, None)]


def test_a_line_that_says_that_something_is_wrong() -> None:
    bad = beat("a", 0, 500, kind="line sip", troubled=100)
    assert spans(bad, now=500) == [("line sip", 100, None)]
    assert spans(bad, beat("b", 0, 500, kind="line sip"), now=500) == []
    assert spans(bad, now=130) == []


def test_a_clock_that_was_set_back_or_forward_makes_none() -> None:
    assert spans(beat("a", 0, 4_000), now=400) == []
    assert spans(beat("a", 0, 400), now=4_000, fresh={"a": True}) == []
    assert spans(beat("a", 0, 400), now=401, fresh={"a": False}) == []
    assert spans(beat("a", 3_600, 10), now=12) == []


@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 600), st.booleans()),
                min_size=1, max_size=8), st.integers(0, 400))  # fmt: skip
def test_over_random_lives(lives: list[tuple[int, int, bool]], later: int) -> None:
    beats = [
        beat(str(n), since, since + lasts, clean=clean)
        for n, (since, lasts, clean) in enumerate(lives)
    ]
    end = max(since + lasts for since, lasts, _ in lives)
    found = gaps(beats, at(end + later), LIMIT, {})
    for gap in found:
        until = gap.until or at(end + later)
        assert until - gap.since > LIMIT
        for each in beats:  # nobody worked in it
            assert each.at <= gap.since or each.since >= until
    assert found == gaps(reversed(beats), at(end + later), LIMIT, {})
    assert isinstance(found, tuple)
    assert all(isinstance(gap, Gap) for gap in found)
