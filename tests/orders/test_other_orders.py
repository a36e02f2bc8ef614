"""What is particular to Savino, Flores, Barco Mercado and Zepeda Rivas."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from drawdown.finding.case import Case
from drawdown.finding.check import check
from drawdown.finding.deadlines import deadlines
from drawdown.finding.finding import Finding

MakeCase = Callable[..., Case]


def one(case: Case, on: date, clause: str) -> Finding:
    (finding,) = check(case, on, clauses=[clause])
    return finding


def test_savino_an_admission_after_the_injunction_is_against_it(make_case: MakeCase) -> None:
    case = make_case(
        "savino-v-souza",
        admission=[{"facility": "bristol", "date": "2020-05-20", "how": "new", "count": "1"}],
    )
    assert one(case, date(2020, 5, 21), "no-admissions").status == "not_met"


def test_savino_tests_are_due_only_once_they_are_possible(make_case: MakeCase) -> None:
    without = make_case("savino-v-souza")
    assert one(without, date(2020, 6, 1), "tests-held").status == "not_due"
    possible = make_case(
        "savino-v-souza",
        milestone=[{"date": "2020-05-28", "name": "testing reasonably possible"}],
        count=[{"facility": "bristol", "date": "2020-06-01", "count": "70"}],
        test=[{"facility": "bristol", "date": "2020-05-29", "offered": "70"}],
    )
    assert one(possible, date(2020, 6, 1), "tests-held").status == "met"


def test_flores_dates_certain_do_not_roll(make_case: MakeCase) -> None:
    found = {d.clause: d.date for d in reversed(deadlines(make_case("flores")))}
    assert found["snapshots"] == date(2020, 4, 6)
    assert found["interim-reports"] == date(2020, 5, 15)
    assert found["reasons-for-delay"] == date(2020, 6, 8)
    assert found["monthly-reports"] == date(2020, 7, 24)


def test_flores_a_minor_held_too_long_needs_a_decision_with_a_reason(
    make_case: MakeCase,
) -> None:
    stay = [{"person": "synthetic-01", "facility": "dilley", "date": "2020-05-01"}]
    fact = [{"person": "synthetic-01", "date": "2020-06-26", "name": "minor_held_over_20_days",
             "value": "yes"}]  # fmt: skip
    log = [{"of": "decision", "date": "2020-07-31"}]
    decision = [{"person": "synthetic-01", "date": "2020-07-16", "outcome": "not_released",
                 "decider": "juvenile coordinator", "reason": "an exception of the order",
                 "facility": "dilley"}]  # fmt: skip

    def at_dilley(**entries: list[dict[str, str]]) -> str:
        case = make_case("flores", stay=stay, fact=fact, log=log, **entries)
        found = check(case, date(2020, 7, 17), clauses=["release"])
        return next(f.status for f in found if f.facility == "dilley")

    assert at_dilley() == "not_met"
    assert at_dilley(decision=decision) == "met"


def test_barco_mercado_a_room_holds_as_many_as_its_area_less_the_toilet(
    make_case: MakeCase,
) -> None:
    def with_people(count: str) -> str:
        case = make_case(
            "barco-mercado-v-noem",
            measurement=[
                {"facility": "26-federal-plaza", "date": "2025-08-12", "what": "floor_area",
                 "value": "315", "unit": "room-1"},
                {"facility": "26-federal-plaza", "date": "2025-08-12", "what": "excluded_area",
                 "value": "65", "unit": "room-1"},
            ],
            count=[{"facility": "26-federal-plaza", "date": "2025-08-20", "count": count,
                    "unit": "room-1"}],
        )  # fmt: skip
        return one(case, date(2025, 8, 20), "room").status

    assert with_people("5") != "not_met"  # 250 square feet for 5
    assert with_people("6") == "not_met"


def test_barco_mercado_ended_by_its_terms_and_was_asked_for_again(make_case: MakeCase) -> None:
    case = make_case("barco-mercado-v-noem")
    standing = {
        on: one(case, on, "cleaned").status
        for on in (date(2025, 8, 26), date(2025, 8, 27), date(2025, 9, 16), date(2025, 9, 17))
    }
    assert [status == "ended" for status in standing.values()] == [False, True, True, False]


def test_zepeda_rivas_a_return_to_detention_without_a_ground_is_seen(
    make_case: MakeCase,
) -> None:
    def status(ground: str) -> str:
        case = make_case(
            "zepeda-rivas-v-jennings",
            redetention=[{"person": "synthetic-01", "facility": "yuba", "date": "2022-03-01",
                          "ground": ground}],
            log=[{"of": "redetention", "date": "2022-03-31"}],
        )  # fmt: skip
        return one(case, date(2022, 3, 2), "redetention").status

    assert status("violation of conditions") == "met"
    assert status("convenience") == "not_met"
    assert status("") == "undetermined"


def test_zepeda_rivas_what_was_only_agreed_is_shown_as_agreed(make_case: MakeCase) -> None:
    finding = one(make_case("zepeda-rivas-v-jennings"), date(2022, 3, 2), "redetention")
    assert finding.law.clause.force == "agreed"
