"""The queue holds the people that the finding counts, by the court's deadlines and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from drawdown.review.queue import QUEUE, Queue, in_order, review_queue

from ..order.clauses.build import Rows, case, findings, order  # noqa: TID252

HEADER = """
[[criteria]]
id = "conditions"
starting = 2020-03-01
any_of = ["age_65", "diabetes", "dialysis"]
source = "CDC, March 2020"
"""
CLAUSES = {
    "named": 'people = ["P0", "P1", "P2", "P3"]\ndue = { within = "7 days" }',
    "seconded": 'people = ["P0", "P1"]\ndue = { within = "7 days" }\nsecond_person = true',
    "held": 'group = "everyone held"\ndue = { within = "12 days" }',
    "own-day": 'criteria = "conditions"\ndue = { later_of = [{ within = "7 days" }, '
    '{ within = "5 days", of = "arrival" }] }',
    "class": 'group = "class"\nclass_since = 2020-04-13\ncriteria = "conditions"\n'
    'due = { within = "7 days" }',
    "paced": 'group = "everyone held"\npace = { decisions = 1, per = "day" }',
    "pending": 'group = "everyone held"\ndue = { within = "3 days", of = "plan approved" }',
}
ORDER = order(
    [f'id = "{id_}"\nkind = "custody_review"\n{body}' for id_, body in CLAUSES.items()],
    header=HEADER, facilities=["krome", "glades"],
)  # fmt: skip
ON = date(2020, 5, 12)


def stay(person: str, day: str = "2020-04-01", **more: Any) -> dict[str, Any]:
    return {"person": person, "facility": "krome", "date": day, "unit": "Dorm 1", **more}


def decided(
    person: str, outcome: str = "not_released", day: str = "2020-05-04", **more: Any
) -> Any:
    return {"person": person, "date": day, "outcome": outcome, "decider": "A", **more}


def queue(rows: dict[str, Rows], *clauses: str, on: date = ON) -> Queue:
    return review_queue(case(ORDER, rows), on, clauses=clauses or None)


def states(of: Queue) -> dict[str, str]:
    return dict(of.rows.select("person", pl.col("state").cast(pl.String)).iter_rows())


def test_each_state() -> None:
    rows: dict[str, Rows] = {
        "stay": [stay("P0"), stay("P1"), stay("P2"), stay("P3", book_out="2020-05-03",
                                                           exit="removal")],
        "decision": [decided("P1"), decided("P2", "deferred", until="2020-05-20",
                                            missing="medical records")],
    }  # fmt: skip
    found = queue(rows, "named")
    assert states(found) == {"P0": "overdue", "P1": "decided", "P2": "deferred"}
    deferred = found.rows.filter(pl.col("person") == "P2").row(0, named=True)
    assert deferred["deferred_until"] == date(2020, 5, 20)
    assert deferred["missing"] == ["medical records"]
    assert (deferred["due"], deferred["days"]) == (date(2020, 5, 7), -5)
    assert (deferred["facility"], deferred["unit"]) == ("krome", "Dorm 1")
    assert found.numbers() == {
        "overdue": 1, "due": 0, "waiting": 0, "deferred": 1, "unclear": 0, "decided": 1,
    }  # fmt: skip
    assert states(queue(rows, "named", on=date(2020, 5, 7)))["P0"] == "due"
    assert states(queue(rows, "named", on=date(2020, 5, 6)))["P0"] == "waiting"


def test_who_may_be_covered_is_unclear_and_says_which_facts_would_tell() -> None:
    facts = [{"person": "P0", "name": "age_65", "value": "no", "date": "2020-05-01"}]
    no = [{"person": "P1", "name": name, "value": "no", "date": "2020-05-01"}
          for name in ("age_65", "diabetes", "dialysis")]  # fmt: skip
    found = queue({"stay": [stay("P0"), stay("P1")], "fact": facts + no}, "own-day")
    assert states(found) == {"P0": "unclear"}
    assert found.rows["missing"].to_list() == [["diabetes", "dialysis"]]
    assert found.rows["covered"].to_list() == [None]


def test_the_order_is_due_then_arrival_then_number() -> None:
    rows: dict[str, Rows] = {
        "stay": [stay("P9", "2020-05-06"), stay("P5", "2020-04-02"), stay("P2", "2020-04-02"),
                 stay("P7", "2020-04-01"), stay("P1", "2020-05-07")],
        "fact": [{"person": f"P{n}", "name": "age_65", "value": "yes", "date": "2020-05-01"}
                 for n in (9, 5, 2, 7, 1)],
    }  # fmt: skip
    found = queue(rows, "own-day")
    assert found.rows["person"].to_list() == ["P7", "P2", "P5", "P9", "P1"]
    assert found.rows["due"].is_sorted()


def test_a_proposal_that_awaits_a_second_person_is_shown() -> None:
    proposal = {"id": "p-1", "person": "P0", "date": "2020-05-11", "outcome": "released",
                "decider": "A"}  # fmt: skip
    found = queue({"stay": [stay("P0")], "proposal": [proposal]}, "seconded")
    row = found.rows.filter(pl.col("person") == "P0").row(0, named=True)
    assert (row["proposal"], row["state"]) == ("p-1", "overdue")
    made = decided("P0", "released", "2020-05-12", second="B", proposal="p-1")
    after = queue({"stay": [stay("P0")], "proposal": [proposal], "decision": [made]}, "seconded")
    row = after.rows.filter(pl.col("person") == "P0").row(0, named=True)
    assert (row["proposal"], row["state"]) == (None, "decided")


def test_a_decision_that_nobody_confirmed_is_marked_where_one_must() -> None:
    found = queue({"stay": [stay("P0")], "decision": [decided("P0")]}, "seconded")
    row = found.rows.filter(pl.col("person") == "P0").row(0, named=True)
    assert (row["state"], row["unconfirmed"]) == ("overdue", True)


def test_what_cannot_be_listed_says_why() -> None:
    found = queue({"stay": [stay("P0")]})
    why = {(u.clause, u.facility): u.why for u in found.unanswered}
    assert "no stays" in why["held", "glades"]
    assert "plan approved" in why["pending", "krome"]
    assert ("held", "krome") not in why


def test_without_clauses_it_is_empty_and_has_its_columns() -> None:
    found = review_queue(case(ORDER, {}), ON, clauses=["no such clause"])
    assert dict(found.rows.schema) == QUEUE
    assert found.open.is_empty()


PEOPLE = st.sampled_from([f"P{n}" for n in range(6)])
DAYS = st.integers(1, 20).map(lambda n: f"2020-05-{n:02d}")
ENTRIES = st.fixed_dictionaries({
    "stay": st.lists(st.fixed_dictionaries(
        {"person": PEOPLE, "facility": st.sampled_from(["krome", "glades"]),
         "date": st.sampled_from(["2020-04-01", "2020-04-20", "2020-05-05", "2020-05-08"])},
        optional={"exit": st.sampled_from(["release", "transfer", "removal"]),
                  "book_out": st.sampled_from(["2020-05-09", "2020-05-11", "2020-05-14"])},
    ), max_size=8),
    "decision": st.lists(st.fixed_dictionaries(
        {"person": PEOPLE, "date": DAYS, "decider": st.just("A"),
         "outcome": st.sampled_from(["released", "not_released", "deferred"])},
        optional={"until": DAYS, "second": st.sampled_from(["A", "B"])},
    ), max_size=6),
    "fact": st.lists(st.fixed_dictionaries(
        {"person": PEOPLE, "date": DAYS, "value": st.sampled_from(["yes", "no", "unknown"]),
         "name": st.sampled_from(["age_65", "diabetes", "dialysis"])},
    ), max_size=12),
})  # fmt: skip


@given(ENTRIES, st.sampled_from([date(2020, 5, day) for day in (6, 7, 8, 12, 13)]))
def test_the_queue_and_the_finding_are_the_same_people(entries: dict[str, Rows], on: date) -> None:
    of = case(ORDER, {**entries, "log": [{"date": "2020-12-31", "of": "decision"}]})
    found = review_queue(of, on)
    assert found.rows.equals(in_order(found.rows.sample(fraction=1, shuffle=True, seed=1)))
    assert not found.rows.select("clause", "person").is_duplicated().any()
    unlisted = {(each.clause, each.facility) for each in found.unanswered}
    by = {(f.law.clause.id, f.facility): f for f in findings(of, str(on))}
    for (clause, facility), finding in by.items():
        if (clause, facility) in unlisted:
            continue
        rows = found.by_place.filter(pl.col("clause") == clause)
        rows = rows if facility is None else rows.filter(pl.col("place") == facility)
        surely, due = pl.col("covered").fill_null(value=False), pl.col("due") <= on
        state = pl.col("state").cast(pl.String)
        told = finding.explanation
        late = rows.filter(surely & due & (state != "decided")).height
        decided = rows.filter(surely & due & (state == "decided")).height
        unclear = rows.filter(due & (state == "unclear")).height
        deferred = rows.filter(surely & due & (state == "deferred")).height
        if clause != "paced":
            assert (finding.value, finding.limit) == (decided, decided + late)
            assert (finding.status == "not_met") == bool(late)
            assert ("facts of" in " ".join(finding.missing)) == (unclear > 0 and not late)
        waits = f"{late} {'person waits' if late == 1 else 'people wait'}"
        assert not late or waits in told
        assert not deferred or f"{deferred} of them deferred" in told


@given(ENTRIES)
def test_everyone_stands_once_for_each_clause(entries: dict[str, Rows]) -> None:
    found = review_queue(case(ORDER, entries), ON)
    assert not found.rows.select("clause", "person").is_duplicated().any()
    key = ["clause", "person"]
    assert found.rows.select(key).sort(key).equals(found.by_place.select(key).unique().sort(key))
    assert found.rows.join(found.by_place, on=sorted(QUEUE.keys() - {"missing"}), nulls_equal=True,
                           how="anti").is_empty()  # fmt: skip
