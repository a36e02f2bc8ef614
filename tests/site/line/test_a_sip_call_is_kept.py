"""What is said and done in a call over SIP is kept in the site's database, as of any other line."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import numpy as np
import pytest
from django.db import DatabaseError

from drawdown.check_in.dialogue import begin
from drawdown.check_in.lines.sip.acts import Digits, HungUp, Message, Say
from drawdown.check_in.lines.sip.events import Answered, Side
from drawdown.check_in.lines.sip.sounds import Sounds
from drawdown.check_in.lines.sip.talking import Talking
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.sealing import open_sealed
from drawdown.site.line import store as stores
from drawdown.site.line.models import Call, Receipt, Said
from drawdown.site.line.people import enrol
from drawdown.site.line.store import CaseStore

pytestmark = pytest.mark.requires("espeak-ng")

PERSON = "A-RELEASED"


@pytest.fixture
def talking(case: Case) -> Talking:
    """A call of a person who was released a week ago, at the menu."""
    store = CaseStore(case, "sip")
    day = store.now().date() - timedelta(days=6)
    cells = {"date": day.isoformat(), "person": PERSON, "outcome": "released",
             "authority": "parole", "decider": "A. Quintero", "reason": "it is time",
             "check_in": "7 days"}  # fmt: skip
    append(case, [("decision", cells)], by="a test", now=store.now() - timedelta(days=6))
    who, pin = enrol(case, PERSON, by="a test", telephone="+13055550100")
    state = begin("sip-1", telephone="+13055550100")
    talking = Talking(state, store, Sounds(), ThreadPoolExecutor(1), store.now)
    # In this thread, since the test's transaction is its own; the line has threads for it.
    talking._take(Answered())
    for keys in ("1", "1", who.number, pin):
        talking._take(Digits(keys))
    return talking


def test_a_check_in_a_message_and_the_call_itself_are_kept(case: Case, talking: Talking) -> None:
    acts = talking._take(Digits("1"))
    receipt = Receipt.objects.get(case=case).number
    assert talking.state.receipt == receipt
    names = [name for act in acts if isinstance(act, Say) for name, _ in act.sounds]
    assert [name[-1] for name in names if name.startswith("en| ") and len(name) == 5][:9] == list(
        receipt
    )
    for keys in ("3", "1"):
        talking._take(Digits(keys))
    talking._take(Message((1000 * np.sin(np.arange(8000))).astype(np.int16)))
    talking._take(HungUp(Side.UNKNOWN, "BYE"))
    said = Said.objects.get(case=case, kind="sound")
    assert open_sealed(case.pk, bytes(said.sealed), f"said {said.name}").startswith(b"RIFF")
    assert (said.person, said.seconds) == (PERSON, 1.0)
    kinds = Row.objects.filter(case=case, person=PERSON).values_list("kind", flat=True)
    assert {"check_in", "task"} <= set(kinds)
    call = Call.objects.get(case=case, name="sip-1")
    assert (call.line, call.direction, call.person, call.how) == ("sip", "in", PERSON, "BYE")
    assert call.ended is not None


def test_a_database_that_is_away_is_said_to_be_our_failure(
    case: Case, talking: Talking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*given: object, **named: object) -> None:
        raise DatabaseError("away")

    with monkeypatch.context() as patched:
        patched.setattr(stores, "append", away)
        acts = talking._take(Digits("1"))
    names = [name for act in acts if isinstance(act, Say) for name, _ in act.sounds]
    assert any("The fault is ours" in name for name in names)
    assert not Receipt.objects.filter(case=case).exists()
    assert talking.state.receipt == ""
