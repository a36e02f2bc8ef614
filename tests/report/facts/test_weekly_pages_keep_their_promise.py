"""Pages of one case, week after week: none lets a number be derived, earlier pages included."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.report.facts.making import START, make_case

from drawdown.finding.case import read_case
from drawdown.report.facts.audit import attack, audit
from drawdown.report.facts.numbers.gather import gather
from drawdown.report.facts.publish import publish
from drawdown.report.facts.release import read_releases
from drawdown.report.facts.suppression.system import FactsError


@settings(max_examples=4, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10**6), st.lists(st.integers(0, 21), min_size=2, max_size=3, unique=True))
def test_whatever_the_record_and_the_days_of_the_pages(seed: int, offsets: list[int]) -> None:
    with TemporaryDirectory() as place:
        case = read_case(make_case(Path(place) / "case", seed))
        out = Path(place) / "out"
        for offset in sorted(offsets):
            try:
                publish(case, START + timedelta(days=offset), out)
            except FactsError as refused:  # rather no page than one that gives a number away
                assert "cannot be protected" in str(refused)  # noqa: PT017
                continue
            assert audit(out).narrowed == ()
        for release in read_releases(out):
            truth = gather(case, release.on).numbers
            for key, shown in release.numbers.items():
                if shown.value is not None:
                    assert shown.value == truth[key].value
                    assert not 1 <= shown.value <= 10


def test_without_the_earlier_page_the_later_one_would_give_numbers_away(tmp_path: Path) -> None:
    """Why earlier pages count: two that know nothing of each other are narrowed together."""
    case = read_case(make_case(tmp_path / "case", 1))
    alone = []
    for days in (7, 9):
        out = tmp_path / str(days)
        publish(case, START + timedelta(days=days), out)
        assert audit(out).narrowed == ()
        alone += read_releases(out)
    assert attack(alone).narrowed
