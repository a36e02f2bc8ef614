"""No sequence of callbacks, repeated and reordered, makes two check-ins or loses one."""

from __future__ import annotations

import re
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.check_in.lines.twiml.provider import Site, Telephone, hook
from tests.check_in.making import NOW, NUMBER, PIN

from drawdown.check_in.dialogue import CallBackAsked, CallEnded, ChangeReported, ConditionReported
from drawdown.check_in.lines.twiml import Webhook

STATUS = "https://line.example.org/twiml/status"
RECORDING = "https://line.example.org/twiml/recording?turn="
READ_OUT = re.compile(r"(\d) (\d) (\d), (\d) (\d) (\d), (\d) (\d) (\d)")

operations = st.lists(
    st.tuples(
        st.sampled_from(["press", "press", "press", "hold", "silence", "again", "again", "status",
                         "recording", "close", "down", "up", "lost"]),
        st.integers(0, 40), st.sampled_from("1111223450*9"),
    ),
    max_size=25,
)  # fmt: skip


def identified(site: Site) -> Telephone:
    return Telephone(site).ring().keys("1", "1", NUMBER, PIN)


class Play:
    """A call in which everything that can go wrong does."""

    def __init__(self, *, known: bool) -> None:
        self.site = Site()
        self.phone = identified(self.site) if known else Telephone(self.site).ring()
        self.log: list[Webhook] = []
        self.answers: dict[str, str] = {}
        self.heard: set[str] = set()

    def send(self, request: Webhook, *, lost: bool = False) -> None:
        """Deliver a request; where it is lost, the site dies before it has kept anything."""
        kept, saved = dict(self.site.kept), dict(self.site.saved)
        path = request.url.partition("?")[0].rpartition("/")[2]
        document = {
            "voice": self.site.voice, "status": self.site.status, "recording": self.site.recording,
        }[path](request)  # fmt: skip
        if lost:
            self.site.kept, self.site.saved = kept, saved
            return
        if path == "voice":
            self.phone.document = document
            same = self.answers.setdefault(request.url.partition("&silent")[0], document)
            assert same == document, "one turn has one answer"
        self.heard |= {"".join(found) for found in READ_OUT.findall(document)}

    def next(self, what: str, key: str) -> Webhook:
        """What the telephone does with the document that it has."""
        awaited = self.phone.awaited()
        if awaited.tag == "Record":
            said = {"RecordingSid": "RE1", "RecordingDuration": "5",
                    "Digits": "hangup" if what == "hold" else "#"}  # fmt: skip
            return hook(self.phone.action, **said)
        if awaited.tag == "Dial":
            status = "completed" if key in "123" else "no-answer"
            return hook(self.phone.action, DialCallStatus=status)
        if awaited.tag == "Gather" and what != "silence":
            return hook(self.phone.action, Digits=key)
        redirect = self.phone.tree.find("Redirect")
        return hook(redirect.text or "") if redirect is not None else hook()

    def do(self, what: str, number: int, key: str) -> None:
        if what == "status":
            self.send(hook(STATUS, CallStatus=["completed", "failed", "busy"][number % 3]))
        elif what == "recording":
            status = "completed" if number % 2 else "absent"
            self.send(hook(f"{RECORDING}{number % 9}", RecordingSid="RE1", RecordingDuration="5",
                           RecordingStatus=status))  # fmt: skip
        elif what == "close":
            self.site.close(timedelta(minutes=number))
        elif what in ("down", "up"):
            self.site.down = what == "down"
        elif what == "again" and self.log:
            self.send(self.log[number % len(self.log)])
        else:
            request = self.next(what, key)
            self.log.append(request)
            if what != "hold":
                self.send(request, lost=what == "lost")


@given(operations, st.booleans())
def test_one_check_in_at_most_and_what_was_read_out_stands(
    done: list[tuple[str, int, str]], known: bool
) -> None:  # fmt: skip
    play = Play(known=known)
    for what, number, key in done:
        play.do(what, number, key)
    site = play.site
    assert len(site.check_ins()) <= 1
    receipts = {e.receipt for e in site.effects()
                if isinstance(e, ChangeReported | ConditionReported)}  # fmt: skip
    assert play.heard <= receipts | {each.receipt for each in site.check_ins()}


@given(operations)
def test_a_call_ends_once_and_a_repetition_adds_nothing(done: list[tuple[str, int, str]]) -> None:
    play = Play(known=True)
    for what, number, key in done:
        if what not in ("lost", "down"):
            play.do(what, number, key)
    play.send(hook(STATUS, CallStatus="completed"))
    play.site.close()
    saved = dict(play.site.saved)
    assert len(play.site.effects(CallEnded)) == 1
    for request in play.log:
        play.send(request)
    play.site.close()
    assert play.site.saved == saved


@given(st.permutations(["key", "status", "close early"]))
def test_a_key_pressed_before_hanging_up_counts_in_any_order(order: list[str]) -> None:
    site = Site()
    phone = identified(site)
    pressed = hook(phone.action, Digits="1")
    for what in order:
        if what == "key":
            site.voice(pressed)
        elif what == "status":
            phone.hang_up()
        else:
            site.close(timedelta(seconds=30))
    site.close()
    assert len(site.check_ins()) == 1
    (ended,) = site.effects(CallEnded)
    assert isinstance(ended, CallEnded)
    assert not ended.invite_back


@given(st.permutations(["action", "status", "recording", "recording"]))
def test_a_message_within_which_the_call_ended_is_kept_once(order: list[str]) -> None:
    site = Site()
    phone = identified(site).keys("3", "1")
    turn = hook(phone.action).asked("turn")
    said = {"RecordingSid": "RE7", "RecordingDuration": "4"}
    for what in order:
        if what == "action":
            site.voice(hook(phone.action, Digits="hangup", **said))
        elif what == "status":
            phone.hang_up()
        else:
            site.recording(hook(RECORDING + turn, RecordingStatus="completed", **said))
    site.close()
    assert [type(each).__name__ for each in site.effects()] == ["ChangeReported", "CallEnded"]
    assert not site.stray


def test_a_message_is_kept_where_only_its_callback_comes() -> None:
    site = Site()
    phone = identified(site).keys("3", "1")
    turn = hook(phone.action).asked("turn")
    phone.hang_up()
    assert site.again == NOW + timedelta(minutes=15)
    site.close(timedelta(minutes=5))
    assert not site.effects(CallEnded)
    site.recording(hook(RECORDING + turn, RecordingStatus="completed", RecordingSid="RE7",
                        RecordingDuration="4"))  # fmt: skip
    assert [type(each).__name__ for each in site.effects()] == ["ChangeReported", "CallEnded"]


def test_a_message_that_comes_after_all_is_for_somebody_to_hear() -> None:
    site = Site()
    phone = identified(site).keys("3", "1")
    turn = hook(phone.action).asked("turn")
    phone.hang_up()
    site.close()
    site.recording(hook(RECORDING + turn, RecordingStatus="completed", RecordingSid="RE7",
                        RecordingDuration="4"))  # fmt: skip
    assert site.stray == ["RE7"]


def test_a_call_that_drops_at_the_menu_invites_back() -> None:
    site = Site()
    identified(site).hang_up()
    assert not site.effects()
    site.close()
    (ended,) = site.effects()
    assert isinstance(ended, CallEnded)
    assert (ended.invite_back, ended.side) == (True, "unknown")


def test_the_first_word_of_the_end_stands() -> None:
    site = Site()
    phone = identified(site)
    phone.hang_up("failed")
    until = site.again
    site.now += timedelta(minutes=1)
    phone.hang_up("completed")
    assert site.again == until
    site.voice(hook())  # the beginning again: that the call is to be closed stays so
    assert site.again == until == NOW + timedelta(seconds=90)
    site.close()
    before = dict(site.kept)
    phone.hang_up("failed")
    assert site.kept == before
    (ended,) = site.effects()
    assert isinstance(ended, CallEnded)
    assert ended.side == "carrier"


def test_an_older_request_changes_nothing() -> None:
    site = Site()
    phone = Telephone(site).ring()
    older = hook(phone.action, Digits="2")
    phone.keys("1", "1", NUMBER, PIN, "1")
    before = dict(site.kept)
    answer = site.voice(older)
    assert site.kept == before
    assert "press" in answer  # English, as it was chosen then
    assert not site.effects(CallBackAsked)
