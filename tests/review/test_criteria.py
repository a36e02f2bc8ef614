"""One person and the criteria: each fact with its reason, the verdict, what would settle it."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from drawdown.finding.case import Case
from drawdown.review.coverage import coverage
from drawdown.review.criteria import VersionMet, criteria_of

from ..order.clauses.build import case, order  # noqa: TID252

HEADER = """
[[criteria]]
id = "conditions"
starting = 2020-03-01
any_of = ["age_65", "Diabetes", "dialysis"]
source = "CDC, March 2020"

[[criteria]]
id = "conditions"
starting = 2020-06-25
any_of = ["diabetes", "bmi_30"]
source = "CDC, June 2020"
"""
ORDER = order('id = "x"\nkind = "population"\nlimit = { count = 1 }', header=HEADER)


def fact(name: str, value: str, day: str = "2020-05-01", **more: Any) -> dict[str, Any]:
    return {"person": "P1", "name": name, "value": value, "date": day, **more}


def asked(facts: list[dict[str, Any]], on: str = "2020-05-12") -> tuple[VersionMet, ...]:
    of = case(ORDER, {"fact": facts})
    return criteria_of(of.order.header, of.record.as_known(), "P1", date.fromisoformat(on))


def test_one_yes_settles_it_and_says_where_it_is_from() -> None:
    march, june = asked([fact("diabetes", "yes", by="clinic", source="chart 3 (made up)", id="f1")])
    assert (march.verdict, march.since, march.governs) == ("met", date(2020, 5, 1), True)
    diabetes = march.facts[1]
    assert (diabetes.value, diabetes.by, diabetes.source) == ("yes", "clinic", "chart 3 (made up)")
    assert (diabetes.entry, diabetes.date) == ("f1", date(2020, 5, 1))
    assert diabetes.why == "recorded as yes for Friday 1 May 2020"
    assert (march.lacking, march.settled_by) == ((), "")
    assert (june.verdict, june.governs, june.covered) == ("met", False, ())


def test_a_blank_is_never_a_no() -> None:
    march, _ = asked([fact("age_65", "no"), fact("diabetes", ""), fact("dialysis", "no")])
    assert march.verdict == "unknown"
    assert march.almost == "diabetes"
    assert march.settled_by == "One fact is missing: diabetes. Either answer settles it."
    assert march.facts[1].why == "recorded as unknown for Friday 1 May 2020"


def test_where_several_are_missing_any_yes_would_settle_it() -> None:
    march, _ = asked([fact("age_65", "no")])
    assert march.lacking == ("diabetes", "dialysis")
    assert march.almost == ""
    assert "A yes to any of them settles it" in march.settled_by
    assert march.facts[1].why == "nothing is recorded"


def test_only_a_no_to_each_settles_it_the_other_way() -> None:
    march, june = asked([fact(name, "no") for name in ("age_65", "diabetes", "dialysis")])
    assert (march.verdict, march.since) == ("not_met", None)
    assert june.verdict == "unknown"


def test_a_yes_counts_where_entries_of_one_day_contradict_each_other() -> None:
    march, _ = asked([fact("diabetes", "no", id="a"), fact("diabetes", "yes", id="b")])
    assert march.verdict == "met"
    assert march.facts[1].why == "entries of Friday 1 May 2020 say yes and no; the yes counts"
    assert march.facts[1].others == ("a",)


def test_covered_from_the_day_of_the_fact_and_by_which_version() -> None:
    facts = [fact("diabetes", "yes", "2020-02-01"), fact("diabetes", "no", "2020-04-01"),
             fact("age_65", "yes", "2020-05-01")]  # fmt: skip
    march, june = asked(facts, "2020-07-01")
    assert [(c.begins, c.ends) for c in march.covered] == [
        (date(2020, 3, 1), date(2020, 4, 1)), (date(2020, 5, 1), date(2020, 6, 25)),
    ]  # fmt: skip
    assert (june.verdict, june.covered) == ("unknown", ())
    assert march.name == "conditions since 2020-03-01"
    on_the_way, _ = asked(facts, "2020-05-12")
    assert on_the_way.covered[-1].ends is None
    assert on_the_way.since == date(2020, 5, 1)


def test_what_is_dated_later_does_not_count_yet() -> None:
    march, _ = asked([fact("diabetes", "yes", "2020-05-13")])
    assert march.verdict == "unknown"


ENTRIES = st.lists(
    st.builds(
        lambda name, value, day: fact(name, value, f"2020-05-{day:02d}"),
        st.sampled_from(["age_65", "diabetes", "dialysis", "bmi_30", "asthma"]),
        st.sampled_from(["yes", "no", "unknown", ""]), st.integers(1, 14),
    ), max_size=12,
)  # fmt: skip


@given(ENTRIES)
def test_it_is_what_the_columns_say_of_everyone(facts: list[dict[str, Any]]) -> None:
    stays = [{"person": "P1", "facility": "krome", "date": "2020-04-01"}]
    of: Case = case(ORDER, {"fact": facts, "stay": stays})
    on = date(2020, 5, 12)
    one = criteria_of(of.order.header, of.record.as_known(), "P1", on)
    every = coverage(of, on)
    assert every["verdict"].to_list() == [version.verdict for version in one]
    assert every["missing"].to_list() == [list(version.lacking) for version in one]
    assert every["lacking"].to_list() == [len(version.lacking) for version in one]
    assert every["governs"].to_list() == [True, False]
    for version in one:
        goes_on = any(c.ends is None or c.ends > on for c in version.covered)
        assert goes_on == (version.verdict == "met" and version.governs)
