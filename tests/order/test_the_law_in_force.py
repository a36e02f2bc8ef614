"""Which clauses bind on a day, as they then read, as known on any day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.order.clauses.population import Population
from drawdown.order.document import Order
from drawdown.order.law import InForce, law_on

from .writing import RULING, cap, change, lint, order_text, read

STAY = 'action = "stay"\nclauses = ["cap"]'
LIFT = 'action = "lift stay"\nclauses = ["cap"]'


def day(text: str) -> date:
    return date.fromisoformat(text if len(text) == 10 else f"2020-{text}")


def law(order: Order, on: str, known: str | None = None, id_: str = "cap") -> InForce | None:
    found = law_on(order, day(on), day(known) if known else None)
    return next((item for item in found if item.text.id == id_), None)


def standing(order: Order, on: str, known: str | None = None, id_: str = "cap") -> str:
    item = law(order, on, known, id_)
    return item.standing if item else "not yet law"


def limit(order: Order, on: str, known: str | None = None) -> str:
    item = law(order, on, known)
    assert item is not None
    assert isinstance(item.clause, Population)
    return str(item.clause.limit)


def test_a_clause_is_law_from_the_day_it_was_ruled() -> None:
    order = read(cap())
    assert standing(order, "04-29") == "not yet law"
    assert standing(order, "04-30") == "in force"
    assert standing(order, "05-30", "04-29") == "not yet law"


def test_a_clause_binds_from_its_beginning_until_the_day_before_its_end() -> None:
    order = read(cap(more="begins = 2020-05-10\nends = 2020-05-20"))
    assert [standing(order, on) for on in ("05-09", "05-10", "05-19", "05-20")] == [
        "not begun", "in force", "in force", "ended"
    ]  # fmt: skip
    item = law(order, "05-20")
    assert item is not None
    assert item.why == "By its own terms it ended on Wednesday 20 May 2020."


def test_a_stayed_clause_is_stayed_between_its_dates_and_ended_after_reversal() -> None:
    order = read(
        cap(),
        change("second", "2020-05-05", f'{STAY}\nnote = "Pending appeal."'),
        change("third", "2020-06-10", LIFT),
        change("fourth", "2021-10-20", 'action = "reverse"\nclauses = ["first"]'),
    )
    days = ["05-04", "05-05", "06-09", "06-10", "2021-10-19", "2021-10-20"]
    assert [standing(order, on) for on in days] == [
        "in force", "stayed", "stayed", "in force", "in force", "ended"
    ]  # fmt: skip
    assert standing(order, "2021-10-20", "2021-10-19") == "in force"
    assert standing(order, "05-05", "05-04") == "in force"
    assert standing(order, "06-10", "06-09") == "stayed"


def test_a_stay_is_over_on_the_day_that_until_names() -> None:
    order = read(cap(), change("second", "2020-05-05", f"{STAY}\nuntil = 2020-05-10"))
    assert [standing(order, on) for on in ("05-09", "05-10")] == ["stayed", "in force"]


def test_a_stay_that_runs_out_leaves_another_that_does_not() -> None:
    order = read(
        cap(), change("second", "2020-05-05", STAY),
        change("third", "2020-05-06", f"{STAY}\nuntil = 2020-05-10"),
        change("fourth", "2020-06-01", LIFT),
    )  # fmt: skip
    assert standing(order, "05-20") == "stayed"
    assert standing(order, "06-01") == "in force"


@pytest.mark.parametrize(
    ("action", "word"), [("reverse", "Reversed"), ("vacate", "Vacated"), ("end", "Ended")]
)
def test_what_has_ended_may_be_reinstated(action: str, word: str) -> None:
    order = read(
        cap(), change("second", "2020-06-01", f'action = "{action}"\nclauses = ["cap"]'),
        change("third", "2020-07-01", 'action = "reinstate"\nclauses = ["cap"]'),
    )  # fmt: skip
    assert [standing(order, on) for on in ("05-31", "06-01", "07-01")] == [
        "in force", "ended", "in force"
    ]  # fmt: skip
    item = law(order, "06-01")
    assert item is not None
    assert item.why == f"{word} from Monday 1 June 2020 by second."


def test_a_ruling_that_reaches_back_is_law_on_those_days_only_afterwards() -> None:
    order = read(
        cap(),
        change(
            "second", "2020-06-01", 'action = "vacate"\nclauses = ["cap"]\neffective = 2020-05-10'
        ),
    )
    assert standing(order, "05-20", "05-31") == "in force"
    assert standing(order, "05-20", "06-01") == "ended"
    assert standing(order, "05-20") == "ended"
    assert standing(order, "05-09") == "in force"


def test_an_amendment_reads_from_its_day_on() -> None:
    order = read(
        cap("percent = 75"),
        change("second", "2020-06-01", 'action = "amend"\nclauses = ["cap"]\n'
               "set = { limit = { percent = 80 } }"),
        change("third", "2020-07-01", 'action = "clarify"\nclauses = ["cap"]\n'
               "effective = 2020-07-15\nset = { limit = { count = 500 } }"),
    )  # fmt: skip
    days = ["05-31", "06-01", "07-14", "07-15"]
    assert [limit(order, on) for on in days] == [
        "75% of capacity", "80% of capacity", "80% of capacity", "500 people"
    ]  # fmt: skip
    assert limit(order, "07-15", "06-30") == "80% of capacity"
    assert limit(order, "07-15", "05-31") == "75% of capacity"


def test_an_amendment_that_reaches_back_is_not_known_before_it_was_made() -> None:
    """A later ruling about May does not show through an earlier one about June."""
    order = read(
        cap("percent = 75"),
        change("second", "2020-06-01",
               'action = "amend"\nclauses = ["cap"]\nset = { title = "June" }'),
        change("third", "2020-07-01", 'action = "amend"\nclauses = ["cap"]\n'
               "effective = 2020-05-01\nset = { limit = { count = 500 } }"),
    )  # fmt: skip
    assert limit(order, "06-15", "06-15") == "75% of capacity"
    assert limit(order, "06-15") == "500 people"
    assert limit(order, "05-15") == "500 people"
    assert limit(order, "04-30") == "75% of capacity"
    item = law(order, "06-15")
    assert item is not None
    assert item.clause.title == "June"


def test_a_clarification_without_values_changes_nothing_but_is_shown() -> None:
    order = read(
        cap(), change("second", "2020-05-05", 'action = "clarify"\nclauses = ["cap"]\nnote = "So."')
    )
    item = law(order, "05-05")
    assert item is not None
    assert (item.standing, [made.change.note for made in item.changes]) == ("in force", ["So."])
    assert limit(order, "05-05") == limit(order, "05-04")


def test_a_recommendation_is_ordered_from_its_adoption() -> None:
    recommended = RULING.replace("docket", 'force = "recommended"\ndocket')
    order = read(
        cap(), change("second", "2020-05-05", 'action = "adopt"\nclauses = ["first"]'),
        ruling=recommended,
    )  # fmt: skip
    found = [law(order, on) for on in ("05-04", "05-05")]
    assert [item.clause.force for item in found if item] == ["recommended", "ordered"]


def test_the_day_of_a_ruling_is_the_court_s_day() -> None:
    late = RULING.replace("2020-04-30", "2020-05-01T02:00:00Z")
    assert standing(read(cap(), ruling=late), "04-30") == "in force"
    assert standing(read(cap(), ruling=late.replace("Z", "")), "04-30") == "not yet law"


ACTIONS = ["stay", "lift stay", "reverse", "reinstate", "amend", "affirm"]


@given(
    st.lists(
        st.tuples(st.sampled_from(ACTIONS), st.integers(1, 9), st.integers(0, 12)), max_size=5
    ),
    st.integers(0, 14), st.integers(0, 14), st.integers(0, 14),
)  # fmt: skip
def test_what_was_known_then_stays_so_whatever_is_ruled_later(
    made: list[tuple[str, int, int]], on: int, known: int, later: int
) -> None:
    """The law as known on a day is that of the file as it stood on that day."""
    first = date(2020, 4, 30)
    rulings = []
    entered = 0
    for number, (action, gap, reach) in enumerate(made):
        entered += gap
        toml = f'action = "{action}"\nclauses = ["cap"]\neffective = {first + timedelta(reach)}'
        if action == "amend":
            toml += f"\nset = {{ limit = {{ count = {number + 1} }} }}"
        rulings.append((entered, change(f"later-{number}", str(first + timedelta(entered)), toml)))
    whole = [text for _, text in rulings]
    if lint(order_text(cap(), *whole)):
        return  # it undoes what nobody did
    day_known = first + timedelta(known)
    then = read(cap(), *[text for at, text in rulings if at <= known])
    now = read(cap(), *whole)
    day_on = first + timedelta(on)
    for a, b in zip(law_on(now, day_on, day_known), law_on(then, day_on), strict=True):
        assert (a.clause, a.standing, a.why) == (b.clause, b.standing, b.why)
    if known <= later:  # and more knowledge never makes a clause less of a law
        more = law_on(now, day_on, first + timedelta(later))
        assert len(more) == len(law_on(now, day_on, day_known))
