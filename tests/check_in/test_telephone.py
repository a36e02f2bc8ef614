"""Any number that can be called is taken, however it is written; what is none is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.telephone import HIDDEN, e164, masked, shown


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("305-555-0123", "+13055550123"),
        ("1 (305) 555 0123", "+13055550123"),
        ("+1.305.555.0123", "+13055550123"),
        ("+509 34 10 1234", "+50934101234"),  # Haiti
        ("01152 55 1234 5678", "+525512345678"),  # Mexico, dialled from the United States
        ("+55 11 91234-5678", "+5511912345678"),  # Brazil, nine digits
        ("+33 6 12 34 56 78", "+33612345678"),
        ("500-555-0006", "+15005550006"),  # a personal number, which some vendors refuse
        ("+883 5100 0123 4567", "+883510001234567"),  # over the internet: an international network
    ],
)
def test_a_number(written: str, number: str) -> None:
    assert e164(written) == number
    assert shown(number) == number
    assert e164(number) == number


def test_a_number_is_read_where_it_is() -> None:
    assert e164("34 10 1234", "HT") == "+50934101234"
    assert e164("06 12 34 56 78", "FR") == "+33612345678"


@pytest.mark.parametrize("written", ["", "305", "abc", "911", "555-0123", "+1", "1" * 30])
def test_what_is_none_is_said_and_not_repeated(written: str) -> None:
    with pytest.raises(CheckInError, match="expected") as raised:
        e164(written)
    assert len(written) < 4 or written not in str(raised.value)


@pytest.mark.parametrize("caller", [*sorted(HIDDEN), "anonymous", "Restricted", "", "sip:a@b.c"])
def test_a_hidden_number_is_none(caller: str) -> None:
    assert shown(caller) == ""


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        number = e164(text)
    except CheckInError:
        assert shown(text) == ""
    else:
        assert number[0] == "+"
        assert number[1:].isascii()
        assert number[1:].isdigit()


def test_a_log_shows_two_digits() -> None:
    assert masked("+13055550123") == "…23"
    assert masked("911") == "…"
