"""Clauses answered side by side, as for a large case, give what they give one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawdown.demo.build import DAY, build_demo
from drawdown.finding import check as checking
from drawdown.finding.case import read_case


def test_side_by_side_gives_the_same_findings_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = read_case(build_demo(tmp_path))
    alone = [finding.as_json() for finding in checking.check(case, DAY)]
    monkeypatch.setattr(checking, "SIDE_BY_SIDE", 0)
    for _ in range(5):
        assert [finding.as_json() for finding in checking.check(case, DAY)] == alone
