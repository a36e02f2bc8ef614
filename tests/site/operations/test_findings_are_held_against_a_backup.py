"""A restored database must come to the same findings; how a later version words them is free."""

from __future__ import annotations

from datetime import date

import pytest

from drawdown.finding.finding import Finding
from drawdown.site.cases.models import Case
from drawdown.site.operations.backup.proving import found, same

ON = date(2020, 5, 12)


def test_the_same_record_is_the_same(case: Case) -> None:
    said = found(case, ON)
    assert same(said, found(case, ON))
    assert not same(said, found(case, date(2020, 5, 15)))


def test_other_words_are_no_difference_and_another_answer_is(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, plain = found(case, ON), Finding.as_json

    def with_(**changed: object) -> dict[str, object]:
        monkeypatch.setattr(Finding, "as_json", lambda finding: plain(finding) | changed)
        return found(case, ON)

    worded = with_(explanation="Said otherwise.", rule="otherwise")
    assert worded["sha256"] != said["sha256"]
    assert same(said, worded)
    for changed in ({"value": -1}, {"limit": 7}, {"due": "2020-01-01"}, {"status": "met"}):
        assert not same(said, with_(**changed))


def test_a_backup_of_before_is_compared_in_everything(case: Case) -> None:
    said = found(case, ON)
    del said["answers"]
    assert same(said, found(case, ON))
    assert not same(said | {"sha256": "0" * 64}, found(case, ON))
