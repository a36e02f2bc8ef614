"""The test factory itself: what it builds is read by the real readers."""

from __future__ import annotations

from .build import case, finding, order, problems

CAP = 'id = "cap"\nkind = "population"\nlimit = { count = 100 }'


def test_a_case_is_read_and_answered() -> None:
    of = case(order(CAP), {"count": [{"facility": "krome", "date": "2020-05-14", "count": 99}]})
    assert finding(of, "2020-05-14").status == "met"


def test_problems_are_those_of_lint() -> None:
    assert "unknown key 'limt'" in problems(CAP + "\nlimt = 1")[0]
