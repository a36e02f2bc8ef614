"""The dialogue as a diagram, drawn by playing it: every event from every place that can be reached.

Nothing is drawn by hand, so that the diagram in the documentation is the code's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from drawdown.check_in.dialogue.desk import Caller, Desk, Place
from drawdown.check_in.dialogue.events import Answered, Digits, Event, RecordingDone, Timeout
from drawdown.check_in.dialogue.machine import PLACES, step
from drawdown.check_in.dialogue.state import At, State, begin

_RIGHT = "2468"
_NOON = datetime(2020, 6, 1, 16, tzinfo=UTC)
_TITLES = {
    At.RINGING: "the phone rings", At.LANGUAGE: "choose a language", At.START: "what for?",
    At.NUMBER: "person number", At.PIN: "PIN", At.MENU: "menu of an identified person",
    At.CHANGE: "what changed?", At.CHANGE_MESSAGE: "say the change",
    At.CALL_BACK: "number to call back", At.FACILITY: "which facility?", At.TOPIC: "what is wrong?",
    At.REPORT_MESSAGE: "say what is wrong", At.SIGNED: "anonymous or signed?",
    At.REPORT_NUMBER: "number of who signs", At.REPORTED: "report is kept",
    At.HUMAN: "a human is called", At.ENDED: "the call has ended",
}  # fmt: skip


def example_desk() -> Desk:
    """A desk with one made-up person, whose PIN is 2468."""
    caller = Caller(person="A-1042", due=date(2020, 6, 1), following=date(2020, 6, 8))
    return Desk(
        _NOON, lambda number, pin: caller if pin == _RIGHT else None, lambda: "482107355",
        places=(Place("krome", "Krome"),),
    )  # fmt: skip


def events_at(at: At) -> Iterator[tuple[str, Event]]:
    """The events that mean something of their own at a place, each with its name."""
    if at is At.RINGING:
        yield "answered", Answered()
        return
    for key in PLACES[at].choices:
        yield key, Digits(key)
    if PLACES[at].entry:
        right = _RIGHT if at is At.PIN else "3055550123" if at is At.CALL_BACK else "1042"
        yield f"{'right ' if at is At.PIN else ''}digits, #", Digits(right)
        if at is At.PIN:
            yield "wrong digits, #", Digits("9999")
    if at in (At.CHANGE_MESSAGE, At.REPORT_MESSAGE):
        yield "message", RecordingDone("sound-1", 9.0)
    if at is At.HUMAN:
        yield "nobody is free", Timeout()


def transitions() -> list[tuple[At, str, At]]:
    """Every way from one place to another: from, by what, to; as found by playing every event."""
    desk = example_desk()
    waiting = [begin("c", telephone="+13055550100"), begin("c")]
    seen: set[str] = set()
    found: dict[tuple[At, At], list[str]] = {}
    while waiting:
        state = waiting.pop()
        for name, event in events_at(state.at):
            after = step(state, event, desk).state
            if after.at is state.at and not _does(state, after):
                continue
            labels = found.setdefault((state.at, after.at), [])
            label = _label(name, state, after)
            if label not in labels:
                labels.append(label)
            if after.at is not At.ENDED and _shape(after) not in seen:
                seen.add(_shape(after))
                waiting.append(after)
    order = list(At)
    pairs = sorted(found, key=lambda pair: (order.index(pair[0]), order.index(pair[1])))
    return [(a, " or ".join(_fullest(found[a, b])), b) for a, b in pairs]


def _fullest(labels: list[str]) -> list[str]:
    """Each event once, with what it brings about where it was seen to bring something about."""
    return [
        label for label in sorted(labels)
        if not any(other.startswith(f"{label} (") for other in labels)
    ]  # fmt: skip


def mermaid() -> str:
    """The diagram as Mermaid text.

    >>> print(mermaid().splitlines()[0])
    stateDiagram-v2
    """
    lines = ["stateDiagram-v2"]
    lines += [f"    {at.value}: {title}" for at, title in _TITLES.items()]
    lines.append("    [*] --> ringing")
    lines += [f"    {a.value} --> {b.value}: {by}" for a, by, b in transitions()]
    lines.append("    ended --> [*]")
    return "\n".join(lines)


def _label(name: str, state: State, after: State) -> str:
    """The event, and what it brought about for good."""
    added = [kind for kind in after.done if kind not in state.done and kind != "call_ended"]
    return f"{name} ({', '.join(added).replace('_', ' ')})" if added else name


def _does(state: State, after: State) -> bool:
    return after.done != state.done


def _shape(state: State) -> str:
    """What of a state matters to where it can go."""
    return state.model_dump_json(
        exclude={"count", "language", "mistaken", "silences", "receipt", "facility", "change"}
    )
