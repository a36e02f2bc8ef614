"""Playing the dialogue: events go in, effects are saved, and what is to be said comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from drawdown.check_in.dialogue import (
    Collect,
    Desk,
    Do,
    Effect,
    Event,
    HangUp,
    NotSaved,
    Record,
    Say,
    State,
    Timeout,
    Transfer,
    step,
)

Save = Callable[[Effect], Effect | None]
"""Keeps an effect for good, once by its key, and raises where it cannot. Where the key stands there
already it gives the effect that stands there."""


@dataclass(frozen=True)
class Played:
    """What came of some events.

    Attributes:
        state: Where the dialogue stands.
        said: What is to be said, in order.
        awaits: What is awaited then; none: the call ends.
    """

    state: State
    said: tuple[Say, ...] = ()
    awaits: Collect | Record | Transfer | None = None


def play(
    state: State, events: Iterable[Event], desk: Desk, save: Save, *, human: bool = False
) -> Played:
    """Let events happen, one after the other; only what is said after the last is to be said.

    Args:
        state: Where the dialogue stands.
        events: What happened.
        desk: What may be asked of the world.
        save: Keeps an effect.
        human: Whether there is anybody to whom the call could be handed.
    """
    played = Played(state)
    for event in events:
        played = _play(played.state, event, desk, save, human=human)
    return played


def _play(state: State, event: Event, desk: Desk, save: Save, *, human: bool) -> Played:
    said: list[Say] = []
    happened: Event | None = event
    awaits: Collect | Record | Transfer | None = None
    while happened is not None:
        taken = _step(state, happened, desk, save)
        state, happened, awaits = taken.state, taken.failed, taken.awaits
        said += taken.said
        if isinstance(awaits, Transfer) and not human:
            happened, awaits = Timeout(), None
    return Played(state, tuple(said), awaits)


@dataclass(frozen=True)
class _Taken:
    state: State
    said: tuple[Say, ...]
    awaits: Collect | Record | Transfer | None
    failed: NotSaved | None


def _step(state: State, event: Event, desk: Desk, save: Save) -> _Taken:
    """One event, its effects saved.

    Where an effect was saved before, by a request whose answer was lost, its receipt is the one
    that stands in the record, and so the one that is read out.
    """
    for _ in range(2):
        after = step(state, event, desk)
        said: list[Say] = []
        awaits: Collect | Record | Transfer | None = None
        failed: NotSaved | None = None
        stood: str | None = None
        for action in after.actions:
            match action:
                case Do(effect):
                    try:
                        before = save(effect)
                    except Exception as error:  # whatever it is: not kept
                        failed = NotSaved(effect, f"{type(error).__name__}: {error}"[:200])
                        break
                    stood = _other_receipt(effect, before) or stood
                case Say():
                    said.append(action)
                case HangUp():
                    pass
                case _:
                    awaits = action
        if stood is None:
            return _Taken(after.state, tuple(said), None if failed else awaits, failed)
        desk = replace(desk, receipt=_always(stood))
    raise RuntimeError("one key stands for two receipts")


def _other_receipt(effect: Effect, before: Effect | None) -> str | None:
    """The receipt that stands under the key of an effect, where it is another."""
    stands = getattr(before, "receipt", None)
    return stands if stands and stands != getattr(effect, "receipt", None) else None


def _always(receipt: str) -> Callable[[], str]:
    return lambda: receipt
