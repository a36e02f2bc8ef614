from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from drawdown.order.calendar import CalendarError, Span, Unit

SPANS = st.builds(Span, st.integers(1, 99_999), st.sampled_from(Unit))


class Clause(BaseModel):
    within: Span


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("14 days", "14 days"),
        ("1 days", "1 day"),
        ("1 week", "1 week"),
        ("48 hours", "48 hours"),
        ("  3  Business   Days ", "3 business days"),
        ("1 business day", "1 business day"),
        ("02 years", "2 years"),
    ],
)
def test_text_is_read_and_given_back_normalised(text: str, normal: str) -> None:
    assert str(Span.parse(text)) == normal


@pytest.mark.parametrize(
    "text",
    [
        "", "14", "days", "0 days", "-1 days", "+1 days", "2.5 days", "1,5 days", "two weeks",
        "14days", "14 fortnights", "100000 days", "9" * 5000 + " days", "14 days ago", "١٤ days",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(CalendarError, match="expected a whole number from 1 to 99999") as refused:
        Span.parse(text)
    assert "\n" not in str(refused.value)


def test_a_misspelt_unit_is_suggested() -> None:
    with pytest.raises(CalendarError, match=r"; did you mean 'weeks'\?$"):
        Span.parse("2 wekes")


@pytest.mark.parametrize("amount", [0, -3, True, 1.0, 100_000])
def test_a_span_cannot_be_made_of_what_cannot_be_read(amount: int) -> None:
    with pytest.raises(CalendarError):
        Span(amount, Unit.DAYS)


def test_a_unit_may_be_given_by_its_word() -> None:
    assert Span(2, "weeks").unit is Unit.WEEKS  # type: ignore[arg-type]


@given(SPANS)
def test_text_makes_the_round_trip(span: Span) -> None:
    assert Span.parse(str(span)) == span
    assert Clause.model_validate_json(Clause(within=span).model_dump_json()).within == span


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_in_one_way(text: str) -> None:
    try:
        span = Span.parse(text)
    except CalendarError:
        return
    assert Span.parse(str(span)) == span


def test_it_is_a_pydantic_field() -> None:
    clause = Clause.model_validate({"within": "2 weeks"})
    assert clause.within == Span(2, Unit.WEEKS)
    assert clause.model_dump() == {"within": "2 weeks"}
    assert json.loads(clause.model_dump_json()) == {"within": "2 weeks"}


@pytest.mark.parametrize("given", [14, None, ["14 days"], "14"])
def test_pydantic_gathers_a_wrong_one_with_the_other_mistakes(given: object) -> None:
    with pytest.raises(ValidationError, match="is not a length of time"):
        Clause.model_validate({"within": given})


@given(SPANS)
def test_the_json_schema_fits_every_span(span: Span) -> None:
    schema = Clause.model_json_schema()["properties"]["within"]
    assert schema["type"] == "string"
    assert re.fullmatch(schema["pattern"], str(span))
    assert not re.fullmatch(schema["pattern"], "0 days")
