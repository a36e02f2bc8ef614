"""A call on a page's telephone: the dialogue of every line, one turn for each thing that is sent.

A turn is one transaction: what it brings about, where the dialogue stands after it, and what is
said. So a turn that was sent twice is played once, and what was not kept is not said.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from drawdown.check_in.dialogue import (
    Action,
    Answered,
    Digits,
    Do,
    Event,
    HungUp,
    NotSaved,
    State,
    Timeout,
    Transfer,
    begin,
    step,
)
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.languages import language
from drawdown.check_in.speech import Sound, sound
from drawdown.errors import InputError
from drawdown.site.cases.models import Case
from drawdown.site.cases.sealing import open_sealed, seal
from drawdown.site.line.models import Call
from drawdown.site.line.pages.shown import Hearing, Shown, pressed, shown_of
from drawdown.site.line.store import CaseStore

LINE = "console"
"""What the record calls the kind of line."""
NAME = "telephone"
LEFT_ALONE = timedelta(minutes=20)
"""How long a call stands in which nothing is pressed."""


@dataclass(frozen=True)
class Telephone:
    """A telephone on a page of a case."""

    case: Case

    @property
    def store(self) -> CaseStore:
        """What the dialogue asks of the case."""
        return CaseStore(self.case, LINE)

    def call(self, token: str) -> str:
        """Call in; the same call again where the token is the same.

        Args:
            token: Names this call, in hexadecimal digits.
        """
        name = f"{NAME}-{token}"
        now = self.store.now()
        self._end_those_left_alone(now)
        with transaction.atomic():
            call = self.store.begun(name, now)
            if not call.turns:
                self._play(call, begin(name), 0, Answered(), now)
        return name

    def shown(self, name: str) -> Shown:
        """What the telephone says and awaits now."""
        found = Call.objects.filter(case=self.case, name=name).values_list("turns", flat=True)
        return shown_of(found.first() or {})

    def person(self, name: str) -> str:
        """Whose call it is, once they are identified; blank before."""
        call = Call.objects.filter(case=self.case, name=name).first()
        if call is None:
            return ""
        return self._state(call).person if call.state else call.person

    def press(self, name: str, turn: int, keys: str) -> Shown:
        """Press keys: what was pressed beyond what is awaited goes on to what is awaited next."""

        def event(shown: Shown, given: str) -> tuple[Shown, Event | None, str]:
            after, digits, rest = pressed(shown, given)
            clears = digits is None or digits in ("*", "0")
            return after, None if digits is None else Digits(digits), "" if clears else rest

        return self._turn(name, turn, keys, event)

    def say_nothing(self, name: str, turn: int) -> Shown:
        """Let the time pass."""
        return self.happen(name, turn, Timeout)

    def hang_up(self, name: str, turn: int) -> Shown:
        """Hang up."""
        return self.happen(name, turn, lambda: HungUp("person", "the caller hung up"))

    def happen(self, name: str, turn: int, make: Callable[[], Event]) -> Shown:
        """Something else than keys happens in the call; it is made under the call's lock."""
        return self._turn(name, turn, "", lambda shown, keys: (shown, make(), ""))

    def _turn(
        self, name: str, turn: int, keys: str,
        event: Callable[[Shown, str], tuple[Shown, Event | None, str]],
    ) -> Shown:  # fmt: skip
        with transaction.atomic():
            call = Call.objects.select_for_update().filter(case=self.case, name=name).first()
            shown = shown_of(call.turns) if call else Shown()
            if call is None or call.state is None or shown.turn != turn:
                return shown
            now, first = self.store.now(), True
            while first or (keys and shown.awaits == "keys"):
                first = False
                state = self._state(call)
                shown, happened, keys = event(shown, keys)
                if happened is None:
                    self._keep(call, state, Shown(**{**vars(shown), "turn": turn + 1}))
                    break
                shown = self._play(call, state, turn, happened, now)
                call.refresh_from_db()
                if call.state is None:
                    break
            return self.shown(name)

    def _play(
        self, call: Call, state: State, turn: int, happened: Event, now: datetime
    ) -> Shown:  # fmt: skip
        """Play an event and what follows from it, until something is awaited or it is over."""
        event: Event | None = happened
        hearing, last = Hearing(), None
        while event is not None:
            taken = step(state, event, self.store.desk(now))
            state, event = taken.state, None
            for action in taken.actions:
                event, last = self._carry_out(action, now), action
                hearing.hear(action)
                if event is not None:
                    break
        shown = hearing.shown(turn + 1, last)
        self._keep(call, None if shown.is_over else state, shown)
        return shown

    def _carry_out(self, action: Action, now: datetime) -> Event | None:
        match action:
            case Do(effect):
                try:
                    self.store.save(effect, now)
                except (InputError, OSError) as error:
                    return NotSaved(effect, str(error))
            case Transfer():
                return Timeout()  # nobody sits beside this telephone
        return None

    def _keep(self, call: Call, state: State | None, shown: Shown) -> None:
        sealed = None
        if state is not None:
            sealed = seal(self.case, state.model_dump_json().encode(), f"call {call.name}")
        call.state, call.turns = sealed, shown.plain()
        Call.objects.filter(pk=call.pk).update(state=sealed, turns=call.turns)

    def _state(self, call: Call) -> State:
        opened = open_sealed(self.case.pk, bytes(call.state or b""), f"call {call.name}")
        return State.model_validate_json(opened)

    def _end_those_left_alone(self, now: datetime) -> None:
        """Calls whose page was closed: the other end is gone."""
        alone = Call.objects.filter(
            case=self.case, line=LINE, name__startswith=f"{NAME}-", ended=None,
            started__lt=now - LEFT_ALONE,
        )  # fmt: skip
        for name, turns in alone.values_list("name", "turns")[:20]:
            gone = HungUp("unknown", f"nothing was pressed for {LEFT_ALONE.seconds // 60} minutes")
            self.happen(name, shown_of(turns).turn, lambda gone=gone: gone)  # type: ignore[misc]


def sound_of(shown: Shown) -> Sound | None:
    """What is said as one sound; none where nothing is, or nothing can speak on this machine."""
    try:
        parts = [sound(each, language(each.language)).pcm for each in shown.said]
    except CheckInError:
        return None
    return Sound(b"".join(parts)) if parts else None


def is_token(text: str) -> bool:
    """Whether a text names a call that a page begins."""
    return bool(re.fullmatch(r"[0-9a-f]{24}", text))
