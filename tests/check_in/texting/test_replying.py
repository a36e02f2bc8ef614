"""What is answered to a text, and that nothing is told to somebody who is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.dialogue import CallBackAsked
from drawdown.check_in.languages import languages
from drawdown.check_in.texting import (
    Incoming,
    Known,
    OptedIn,
    OptedOut,
    OwnRecord,
    PassedOn,
    parts,
    reply,
)

LINE = "305-555-0100"
OWN = OwnRecord(
    ((date(2020, 6, 3), "482107355"), (date(2020, 5, 27), "913224410")), date(2020, 6, 10)
)
ASKED: list[str] = []


def own(person: str) -> OwnRecord:
    ASKED.append(person)
    return OWN


def incoming(words: str) -> Incoming:
    return Incoming("SM1", "+13055550111", words)


KNOWN = Known(LINE, ("A-1042",), "en", own=own)
STRANGER = Known(LINE, own=own)
SHARED = Known(LINE, ("A-1042", "A-1043"), "en", own=own)


def test_a_person_sees_their_own_record() -> None:
    found = reply(incoming("STATUS"), KNOWN)
    assert found.words == (
        "Check-in line. Your record: Wednesday, June 3rd: receipt 482 107 355. "
        "Wednesday, May 27th: receipt 913 224 410. Next: Wednesday, June 10th."
    )
    assert found.effects == ()


@pytest.mark.parametrize("text", ["STATUS", "1", "STOP", "START", "HELP", "mi caso", "récord"])
def test_a_stranger_and_a_shared_number_are_told_the_same(text: str) -> None:
    """Whether a number is known cannot be told from what is answered."""
    ASKED.clear()
    one, several = (reply(incoming(text), each) for each in (STRANGER, SHARED))
    assert one.words == several.words
    assert "A-10" not in one.words
    assert ASKED == []


@given(st.text(max_size=200), st.sampled_from(["", *languages()]), st.booleans())
def test_no_text_of_a_stranger_brings_out_a_record(text: str, name: str, opted_out: bool) -> None:
    found = reply(incoming(text), replace(STRANGER, language=name, opted_out=opted_out))
    assert "482" not in found.words
    assert all(getattr(each, "person", "") == "" for each in found.effects)


def test_stop_tells_staff_whose_number_it_was() -> None:
    found = reply(incoming("stop"), SHARED)
    assert found.effects == (OptedOut("SM1/opted_out", "+13055550111", ("A-1042", "A-1043"), "en"),)
    assert "call 305-555-0100" in found.words


def test_start_brings_texts_back() -> None:
    found = reply(incoming("unstop"), replace(KNOWN, opted_out=True, language="fr"))
    assert found.effects == (OptedIn("SM1/opted_in", "+13055550111", ("A-1042",), "fr"),)
    assert found.words.startswith("Ligne de présence : vous recevrez")


@pytest.mark.parametrize("text", ["STOP", "HELP", "1", "STATUS", "hello"])
def test_nothing_is_written_to_who_wants_no_texts(text: str) -> None:
    found = reply(incoming(text), replace(KNOWN, opted_out=True))
    assert found.words == ""
    assert bool(found.effects) == (text in ("STOP", "1", "hello"))


@pytest.mark.parametrize("known", [KNOWN, STRANGER])
def test_one_asks_for_a_call_back_whoever_it_is(known: Known) -> None:
    (asked,) = reply(incoming("1"), known).effects
    assert isinstance(asked, CallBackAsked)
    assert (asked.telephone, asked.person) == ("+13055550111", known.person)


def test_anything_else_is_for_a_human_and_is_no_check_in() -> None:
    found = reply(incoming("Estoy en el hospital"), replace(KNOWN, language="es"))
    assert found.effects == (
        PassedOn("SM1/passed_on", "+13055550111", "A-1042", "es", "Estoy en el hospital"),
    )
    assert "Un texto no cuenta como reporte" in found.words


def test_two_machines_do_not_write_to_each_other_for_ever() -> None:
    found = reply(incoming("I am driving."), replace(STRANGER, answered_lately=True))
    assert found.words == ""
    assert len(found.effects) == 1


def test_an_empty_text_is_no_task() -> None:
    assert reply(incoming("  "), KNOWN).effects == ()


@pytest.mark.parametrize("name", languages())
@pytest.mark.parametrize("text", ["1", "STOP", "START", "HELP", "STATUS", "hello"])
def test_no_answer_has_more_than_three_parts(name: str, text: str) -> None:
    many = OwnRecord(tuple((date(2020, 9, 23 - n), "482107355") for n in range(3)),
                     date(2020, 9, 23))  # fmt: skip
    for known in (replace(KNOWN, own=lambda person: many), STRANGER):
        found = reply(incoming(text), replace(known, language=name))
        assert found.language == name
        assert 1 <= parts(found.words).count <= 3, found.words
        assert "{" not in found.words
