"""What a released person prints says it in their language, on one page, and can be read aloud."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.languages import language, languages
from drawdown.check_in.papers import HowTo, Made, Proof, how_to, proof

ZONE = ZoneInfo("America/New_York")
WHOLE = HowTo("es", "305-555-0100", "Gayle v. Meade", "204816", "https://case.example.org/mine")


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.mark.parametrize("name", languages())
def test_how_to_check_in_is_one_page_that_a_screen_reader_reads(name: str) -> None:
    for filled in (HowTo(name), HowTo(**{**vars(WHOLE), "language": name})):
        made = how_to(filled)
        assert pages(made) == 1
        assert f"/Lang({name})".encode() in made
        assert b"<pdfuaid:part>1</pdfuaid:part>" in made
        assert b"/StructTreeRoot" in made


def test_the_page_is_the_same_bytes_for_the_same_words() -> None:
    assert how_to(WHOLE) == how_to(WHOLE)
    assert how_to(WHOLE) != how_to(HowTo("es", "305-555-0199"))


def test_a_proof_may_be_long_and_then_has_more_pages() -> None:
    at = datetime(2020, 5, 12, 9, 32, tzinfo=ZONE)
    made = [Made(at, date(2020, 5, 13), "372033951")] * 200
    page = Proof("ht", "Gayle v. Meade", "A-1042", at, 17, made)
    assert pages(proof(page)) > 3
    assert pages(proof(Proof("ht", "Gayle v. Meade", "A-1042", at, 17, []))) == 1


def test_what_stands_in_a_name_is_text_and_no_instruction() -> None:
    odd = HowTo("en", '#panic("x") $x$ *', "@nobody <b>", "= 1", "#include")
    assert pages(how_to(odd)) == 1


def test_a_language_that_is_not_there_is_one_line() -> None:
    with pytest.raises(CheckInError):
        how_to(HowTo("xx"))
    with pytest.raises(CheckInError, match="no paper 'how_tittle'; did you mean 'how_title'"):
        language("en").paper("how_tittle")
