"""A population cap: what each way of stating it comes to, and when nobody can know."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.finding.case import Case
from drawdown.finding.check import check

from .population_case import CAP_75, LISTED, case, counts, found, order, statement

BOTH = ("krome", "glades")


def one(
    clause: str = CAP_75, *rows: str, capacity: tuple[str, ...] = (LISTED,), **how: str
) -> Case:
    return case(order(clause, *capacity, **how), count=counts(*rows))  # type: ignore[arg-type]


def test_met_and_not_met_on_either_side_of_the_limit() -> None:
    capacity = (statement("krome", 600),)
    for people, status in ((449, "met"), (450, "met"), (451, "not_met")):
        finding = found(one(CAP_75, f"krome 05-14 {people}", capacity=capacity), "05-14")
        assert (finding.status, finding.value, finding.limit) == (status, people, 450)
        assert finding.unit == "people"
        assert finding.missing == ()


def test_the_sentence_says_the_number_the_limit_and_where_both_come_from() -> None:
    finding = found(one(CAP_75, "krome 05-14 411"), "05-14")
    assert finding.explanation == (
        "Krome held 411 people on Thursday 14 May 2020 (counting rule not stated), 47.25 below the "
        "limit of 458.25, which is 75% of its capacity of 611 (listed, krome-listed)."
    )
    assert finding.sources[0] == "count.csv, row 2"
    assert finding.sources[1].startswith("capacity statement krome-listed: 611")
    assert finding.due == date(2020, 5, 14)
    assert finding.rows is not None
    assert finding.rows()["count"].to_list() == [411]


def test_a_limit_is_exact_not_rounded() -> None:
    clause = "limit = { percent = 137.5 }"
    capacity = (statement("krome", 79_858),)  # Brown v. Plata's design capacity
    for people, status in ((109_804, "met"), (109_805, "not_met")):
        finding = found(one(clause, f"krome 05-14 {people}", capacity=capacity), "05-14")
        assert (finding.status, finding.limit) == (status, 109_804.75)
    third = found(one("limit = { percent = 33.3 }", "krome 05-14 333",
                      capacity=(statement("krome", 1000),)), "05-14")  # fmt: skip
    assert third.status == "met"


def test_before_it_is_due_it_says_where_things_stand() -> None:
    finding = found(one(CAP_75, "krome 05-07 500"), "05-07")
    assert finding.status == "not_due"
    assert finding.explanation.startswith(
        "Not due until Thursday 14 May 2020. So far: Krome held 500"
    )
    assert (finding.value, finding.limit, finding.due) == (500, 458.25, date(2020, 5, 14))


@pytest.mark.parametrize(("on", "status"), [("05-13", "not_due"), ("05-14", "met")])
def test_on_the_day_itself_it_is_due(on: str, status: str) -> None:
    assert found(one(CAP_75, "krome 05-13 400", "krome 05-14 400"), on).status == status


def test_without_a_due_it_binds_at_once() -> None:
    assert found(one("limit = { count = 400 }", "krome 04-30 401"), "04-30").status == "not_met"


def test_no_count_is_undetermined_and_names_the_latest() -> None:
    finding = found(one(CAP_75, "krome 05-12 400"), "05-14")
    assert (finding.status, finding.value, finding.limit) == ("undetermined", None, 458.25)
    assert finding.missing == (
        "a count of the people held at Krome on 2020-05-14 (the latest before it is of 2020-05-12)",
    )


def test_a_count_may_be_as_old_as_the_order_lets_it() -> None:
    clause = f"{CAP_75}\nmax_age_days = 2"
    for on, status in (("05-14", "met"), ("05-15", "met"), ("05-16", "undetermined")):
        assert found(one(clause, "krome 05-13 400"), on).status == status
    newest = one(clause, "krome 05-13 400", "krome 05-14 500")
    assert found(newest, "05-15").value == 500


def test_a_count_of_tomorrow_is_no_count_of_today() -> None:
    assert found(one(CAP_75, "krome 05-15 400"), "05-14").status == "undetermined"


# Capacity


def test_no_stated_capacity_is_undetermined() -> None:
    finding = found(one(CAP_75, "krome 05-14 411", capacity=()), "05-14")
    assert finding.status == "undetermined"
    assert "no capacity of Krome is stated" in finding.missing[0]


def test_text_in_place_of_a_number_is_undetermined_and_quoted() -> None:
    finding = found(
        one(CAP_75, "krome 05-14 411", capacity=(statement("krome", "AS NEEDED"),)), "05-14"
    )
    assert finding.status == "undetermined"
    assert "AS NEEDED" in finding.explanation
    assert finding.limit is None


def test_statements_that_lead_to_one_answer_need_no_choice() -> None:
    capacity = (statement("krome", 611, "a"), statement("krome", 600, "b"))
    finding = found(one(CAP_75, "krome 05-14 411", capacity=capacity), "05-14")
    assert (finding.status, finding.limit) == ("met", None)
    assert "Every source leads to the same answer" in finding.explanation
    assert "458.25" in finding.explanation
    assert "450" in finding.explanation


def test_statements_that_do_not_are_undetermined_and_both_shown() -> None:
    capacity = (statement("krome", 611, "a"), statement("krome", 300, "b"))
    finding = found(one(CAP_75, "krome 05-14 411", capacity=capacity), "05-14")
    assert finding.status == "undetermined"
    assert "411 against 458.25, met" in finding.explanation
    assert "411 against 225, not met" in finding.explanation
    assert finding.missing == ("which statement of the capacity of Krome governs",)


def test_a_number_and_a_text_are_both_shown() -> None:
    """As for Glades County in the model case: 300 on one list, AS NEEDED on another."""
    capacity = (statement("krome", 300, "a"), statement("krome", "AS NEEDED", "b"))
    finding = found(one(CAP_75, "krome 05-14 411", capacity=capacity), "05-14")
    assert finding.status == "undetermined"
    assert "411 against 225, not met" in finding.explanation
    assert "AS NEEDED" in finding.explanation


@pytest.mark.parametrize("where", ["header", "clause"])
def test_the_statement_that_governs_decides(where: str) -> None:
    capacity = (statement("krome", 611, "a"), statement("krome", 500, "b"))
    rows = "krome 05-14 400"
    if where == "header":
        finding = found(one(CAP_75, rows, capacity=capacity, governing='krome = "b"'), "05-14")
    else:
        clause = f'{CAP_75}\ngoverning = {{ krome = "b" }}'
        finding = found(one(clause, rows, capacity=capacity, governing='krome = "a"'), "05-14")
    assert (finding.status, finding.limit) == ("not_met", 375)


def test_a_clause_may_say_of_which_kind_of_capacity() -> None:
    capacity = (statement("krome", 611, "a"), statement("krome", 400, "b", "design"))
    clause = f'{CAP_75}\nof = "design"'
    finding = found(one(clause, "krome 05-14 311", capacity=capacity), "05-14")
    assert (finding.status, finding.limit) == ("not_met", 300)


# Numbers instead of percentages, and steps


def test_fewer_than_on_a_day() -> None:
    clause = "limit = { fewer = 100, than = 2020-04-20 }\ndue = { on = 2020-05-04 }"
    rows = ("krome 04-20 600", "krome 05-04 500", "krome 05-05 501")
    assert found(one(clause, *rows), "05-04").status == "met"
    late = found(one(clause, *rows), "05-05")
    assert (late.status, late.limit) == ("not_met", 500)
    assert "100 fewer than the 600 held on Monday 20 April 2020" in late.explanation


def test_fewer_than_on_a_day_without_a_count_is_undetermined() -> None:
    clause = "limit = { fewer = 100, than = 2020-04-20 }"
    assert found(one(clause, "krome 05-04 500"), "05-04").status == "undetermined"
    few = one("limit = { fewer = 700, than = 2020-04-20 }", "krome 04-20 600", "krome 05-04 0")
    assert (found(few, "05-04").status, found(few, "05-04").limit) == ("met", 0)


STEPS = {
    "2020-05-10": 500, "2020-06-10": 450, "2020-07-10": 400,
}  # fmt: skip


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(
    ("on", "status", "limit"),
    [("05-09", "not_due", 500), ("05-10", "met", 500), ("06-09", "met", 500),
     ("06-10", "not_met", 450), ("07-10", "not_met", 400)],
)  # fmt: skip
def test_the_step_that_was_reached_counts_in_whatever_order_they_stand(
    on: str, status: str, limit: int, backwards: bool
) -> None:
    steps = [f"[[steps]]\nlimit = {{ count = {n} }}\ndue = {{ on = {day} }}\n"
             for day, n in STEPS.items()]  # fmt: skip
    clause = "".join(reversed(steps) if backwards else steps)
    finding = found(one(clause, f"krome {on} 480"), on)
    assert (finding.status, finding.limit) == (status, limit)


def test_a_step_after_a_milestone_waits_for_it() -> None:
    clause = (
        "[[steps]]\nlimit = { count = 500 }\ndue = { on = 2020-05-10 }\n"
        '[[steps]]\nlimit = { count = 400 }\ndue = { within = "5 days", of = "plan approved" }\n'
    )
    waiting = one(clause, "krome 06-10 450")
    assert found(waiting, "06-10").status == "met"
    done = case(order(clause, LISTED), count=counts("krome 06-10 450"),
                milestone="name,date\nPlan approved,2020-06-01")  # fmt: skip
    assert (found(done, "06-10").status, found(done, "06-10").limit) == ("not_met", 400)
    assert found(done, "06-10").due == date(2020, 6, 8)


def test_where_no_calendar_is_named_and_the_answers_differ_nobody_can_say() -> None:
    clause = 'limit = { count = 500 }\ndue = { within = "2 days" }'
    finding = found(one(clause, "krome 05-03 400", calendar=""), "05-03")
    assert finding.status == "undetermined"
    assert "does not say how days are counted" in finding.missing[0]
    agreed = one(clause.replace("2 days", "14 days"), "krome 05-14 400", calendar="")
    assert found(agreed, "05-14").status == "met"


# All facilities together


def together(
    limit: str, *rows: str, closed: dict[str, str] | None = None, **capacity: object
) -> Case:
    stated = [statement(id_.rstrip("_2"), value, id_.replace("_", "-"))
              for id_, value in capacity.items()]  # fmt: skip
    text = order(f'{limit}\nscope = "total"', *stated, facilities=BOTH, closed=closed)
    return case(text, count=counts(*rows))


def test_in_total_one_may_be_over_where_the_sum_is_not() -> None:
    made = together("limit = { percent = 75 }", "krome 05-14 90", "glades 05-14 10",
                    krome=100, glades=100)  # fmt: skip
    finding = found(made, "05-14", None)
    assert (finding.status, finding.value, finding.limit) == ("met", 100, 150)
    assert "krome" not in {f.facility for f in check(made, date(2020, 5, 14))}


def test_in_total_one_missing_count_is_undetermined_and_named() -> None:
    made = together("limit = { percent = 75 }", "krome 05-14 90", krome=100, glades=100)
    finding = found(made, "05-14", None)
    assert finding.status == "undetermined"
    assert finding.missing == ("a count of the people held at Glades on 2020-05-14",)


def test_the_capacity_of_a_closed_facility_is_not_counted() -> None:
    closed = {"glades": "closed = 2020-05-10"}
    rows = ("krome 05-09 80", "glades 05-09 5", "krome 05-14 80")
    made = together("limit = { percent = 75 }", *rows, closed=closed, krome=100, glades=100)
    before, after = found(made, "05-09", None), found(made, "05-14", None)
    assert (before.status, before.limit, before.value) == ("met", 150, 85)
    assert (after.status, after.limit, after.value) == ("not_met", 75, 80)


def test_people_in_a_closed_facility_are_counted_all_the_same() -> None:
    closed = {"glades": "closed = 2020-05-10"}
    made = together("limit = { percent = 75 }", "krome 05-14 70", "glades 05-14 10", closed=closed,
                    krome=100, glades=100)  # fmt: skip
    assert (found(made, "05-14", None).status, found(made, "05-14", None).value) == ("not_met", 80)


@pytest.mark.parametrize(
    ("people", "status"), [(200, "met"), (350, "undetermined"), (400, "not_met")]
)
def test_in_total_statements_that_agree_on_the_answer_need_no_choice(
    people: int, status: str
) -> None:
    made = together("limit = { percent = 75 }", f"krome 05-14 {people}", "glades 05-14 0",
                    krome=300, krome_2=400, glades=100)  # fmt: skip
    assert found(made, "05-14", None).status == status
    same = together("limit = { percent = 75 }", f"krome 05-14 {people}", "glades 05-14 0",
                    krome=300, krome_2=300, glades=100)  # fmt: skip
    assert found(same, "05-14", None).limit == 300


def test_in_total_a_text_in_place_of_a_number_is_undetermined() -> None:
    made = together("limit = { percent = 75 }", "krome 05-14 1", "glades 05-14 1",
                    krome=300, glades="AS NEEDED")  # fmt: skip
    finding = found(made, "05-14", None)
    assert finding.status == "undetermined"
    assert "what Glades can hold" in finding.explanation


def test_many_facilities_with_counts_in_conflict_are_added_at_once() -> None:
    ids = tuple(f"f{n}" for n in range(33))
    text = order('limit = { count = 3300 }\nscope = "total"', facilities=ids)
    high = counts(*[f"{id_} 05-14 {90 + n}" for n, id_ in enumerate(ids)])
    low = counts(*[f"{id_} 05-14 {20 + n}" for n, id_ in enumerate(ids)])
    made = case(text, count=high, count_2=low)
    finding = found(made, "05-14", None)
    assert (finding.status, finding.value) == ("undetermined", sum(range(90, 123)))


@given(st.integers(0, 400), st.lists(st.integers(0, 500), min_size=1, max_size=3),
       st.sampled_from(["50", "75", "99.9", "137.5"]))  # fmt: skip
def test_it_is_met_or_not_only_where_every_statement_says_so(
    people: int, capacities: list[int], percent: str
) -> None:
    stated = [statement("krome", value, f"s{n}") for n, value in enumerate(capacities)]
    made = case(order(f"limit = {{ percent = {percent} }}", *stated),
                count=counts(f"krome 05-14 {people}"))  # fmt: skip
    verdicts = {people * 1000 <= int(float(percent) * 10) * value for value in capacities}
    expected = "undetermined" if len(verdicts) == 2 else "met" if verdicts == {True} else "not_met"
    assert found(made, "05-14").status == expected


def test_the_obligations_are_the_steps_with_their_dates() -> None:
    from drawdown.finding.deadlines import deadlines

    (only,) = deadlines(one(CAP_75))
    assert (only.obligation, only.date) == ("hold at most 75% of capacity", date(2020, 5, 14))
