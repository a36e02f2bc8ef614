"""How many parts a text has, by the limits of the standard and by counting anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.texting import parts
from drawdown.check_in.texting.parts import BASIC, EXTENDED


@pytest.mark.parametrize(
    ("text", "encoding", "count"),
    [
        ("", "GSM-7", 1), ("a" * 160, "GSM-7", 1), ("a" * 161, "GSM-7", 2), ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3), ("a" * 158 + "€", "GSM-7", 1), ("a" * 159 + "€", "GSM-7", 2),
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 3), ("á" * 70, "UCS-2", 1), ("á" * 71, "UCS-2", 2),
        ("á" * 134, "UCS-2", 2), ("á" * 135, "UCS-2", 3), ("💚" * 35, "UCS-2", 1),
        ("💚" * 36, "UCS-2", 2), ("💚" * 67, "UCS-2", 3), ("ñéà¿¡", "GSM-7", 1),
    ],
)  # fmt: skip
def test_the_limits(text: str, encoding: str, count: int) -> None:
    found = parts(text)
    assert (found.encoding, found.count) == (encoding, count)


def test_the_alphabet_has_its_128_places() -> None:
    assert len(BASIC) == 127  # and the escape
    assert len(EXTENDED) == 10
    assert not BASIC & EXTENDED


@given(st.text(max_size=500))
def test_parts_hold_the_text_and_no_fewer_would(text: str) -> None:
    found = parts(text)
    single, each = (160, 153) if found.encoding == "GSM-7" else (70, 67)
    if found.encoding == "UCS-2":
        assert found.places == len(text.encode("utf-16-le")) // 2
    if found.places <= single:
        assert found.count == 1
    else:
        assert (found.places - 1) // each < found.count <= (found.places - 1) // (each - 1) + 1
