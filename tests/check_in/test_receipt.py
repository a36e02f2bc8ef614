"""A receipt number finds the mistakes that people make when they write one down."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.receipt import LENGTH, check_digit, is_receipt, new_receipt

receipts = st.integers(0, 2**32).map(lambda seed: new_receipt(Random(seed)))  # noqa: S311


@given(receipts, st.integers(0, LENGTH - 1), st.integers(1, 9))
def test_any_wrong_digit_is_found(receipt: str, place: int, by: int) -> None:
    wrong = str((int(receipt[place]) + by) % 10)
    assert not is_receipt(receipt[:place] + wrong + receipt[place + 1 :])


@given(receipts, st.integers(0, LENGTH - 2))
def test_any_two_neighbours_exchanged_are_found(receipt: str, place: int) -> None:
    a, b = receipt[place], receipt[place + 1]
    if a != b:
        assert not is_receipt(f"{receipt[:place]}{b}{a}{receipt[place + 2 :]}")


@given(receipts)
def test_it_is_one_however_it_is_written(receipt: str) -> None:
    assert is_receipt(receipt)
    assert is_receipt(f"{receipt[:3]} {receipt[3:6]}-{receipt[6:]}")
    assert receipt[0] != "0"


def test_the_published_example() -> None:
    """H. Michael Damm's own table, as on the page of the Damm algorithm: 572 has 4."""
    assert check_digit("572") == "4"
    assert check_digit("5724") == "0"


def test_what_is_none() -> None:
    for text in ("", "5724", "a" * LENGTH, "٤" * LENGTH, "0" * LENGTH):
        assert not is_receipt(text)
