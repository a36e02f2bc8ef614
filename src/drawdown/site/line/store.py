"""What a line needs of a case: who calls, what they are told, and what is kept of it.

Every effect is saved in one transaction: the entry in the record, the receipt, and what is to be
sent because of it. Only after it is committed does a line say so. Whoever keeps the schedules up
(`drawdown.site.line.upkeep`) finds the entry and looks at the person again.
"""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from random import SystemRandom

import numpy as np
from django.db import Error, close_old_connections, transaction
from numpy.typing import NDArray

from drawdown.check_in.caller import caller_of
from drawdown.check_in.dialogue import (
    CallBackAsked,
    CallEnded,
    Caller,
    ChangeReported,
    CheckedIn,
    ConditionReported,
    Desk,
    Effect,
    NotIdentified,
    Place,
    UnavailableError,
)
from drawdown.check_in.languages import languages
from drawdown.check_in.notice import Notice, after_call, after_check_in
from drawdown.check_in.receipt import new_receipt
from drawdown.check_in.speech import Sound
from drawdown.check_in.written import entry_of
from drawdown.record.entry import Entry
from drawdown.site.cases.append import Cells, append
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import DIGEST, order_of
from drawdown.site.cases.sealing import SealError, seal
from drawdown.site.line.models import Call, Enrolment, Receipt, Said, Step, WrongTry
from drawdown.site.line.people import hint_of, identified
from drawdown.site.line.reading import schedule_in
from drawdown.site.line.words import plain

log = logging.getLogger("drawdown.line")
_RANDOM = SystemRandom()
BY = "the line"


class NotKeptError(OSError):
    """Something that a call brought about could not be kept."""


@dataclass(frozen=True)
class CaseStore:
    """A case, as a line needs it. It may be asked from any thread.

    Attributes:
        case: The case.
        line: The kind of line, such as `sip`.
    """

    case: Case
    line: str

    def now(self) -> datetime:
        """The time now, as the case has it."""
        return now_in(self.case, order_of(self.case).header.zone)

    def desk(self, now: datetime) -> Desk:
        """What may be asked at a moment.

        Raises:
            UnavailableError: From what is asked, where the database cannot answer.
        """
        with _asking():
            vars(self.case).pop(DIGEST, None)  # a line lives long, and the order may have changed
            header = order_of(self.case).header
        places = tuple(Place(each.id, each.name) for each in header.facilities[:9])

        def identify(number: str, pin: str) -> Caller | None:
            with _asking():
                found = identified(self.case, number, pin)
                return self._caller(found, now) if found else None

        def receipt() -> str:
            with _asking():
                taken = Receipt.objects.filter(case=self.case)
                while taken.filter(number=(number := new_receipt(_RANDOM))).exists():
                    pass
                return number

        return Desk(now, identify, receipt, languages()[:9], places, self.language_of)

    def begun(
        self, call: str, now: datetime, *, telephone: str = "", direction: str = "in",
        person: str = "",
    ) -> Call:  # fmt: skip
        """Note that a call began; the same call again where it is noted already.

        Args:
            call: Its id.
            now: When.
            telephone: The number at the other end, where it is shown.
            direction: `in` or `out`.
            person: Of a call that we place: the person called.
        """
        noted, _ = Call.objects.get_or_create(
            case=self.case, name=call,
            defaults={
                "line": self.line, "direction": direction, "started": now, "person": person,
                "hint": hint_of(self.case, telephone),
            },
        )  # fmt: skip
        return noted

    def keep_sound(
        self, call: str, samples: NDArray[np.int16] | bytes, seconds: float, now: datetime
    ) -> str:
        """Keep a message that was recorded, sealed; what it is kept under.

        Args:
            call: The call's id.
            samples: 16-bit mono samples, 8,000 a second; or a whole WAV file.
            seconds: How long it is.
            now: When.

        Raises:
            NotKeptError: The database cannot keep it.
        """
        if not isinstance(samples, bytes):
            samples = Sound(samples.astype("<i2").tobytes()).wav()
        with _keeping(), transaction.atomic():
            begun = Said.objects.filter(case=self.case, call=call, kind="sound").count()
            name = f"{call}/message/{begun + 1}"
            return self._keep(name, "sound", call, samples, now, seconds=seconds)

    def keep_message(
        self, name: str, call: str, wav: bytes, seconds: float, now: datetime, *, person: str = ""
    ) -> None:
        """Keep a message that somebody else recorded under a name, sealed.

        Raises:
            NotKeptError: The database cannot keep it.
        """
        with _keeping():
            self._keep(name, "sound", call, wav, now, seconds=seconds, person=person)

    def keep_words(self, call: str, words: str, now: datetime) -> str:
        """Keep a message that was typed, sealed; what it is kept under.

        Raises:
            NotKeptError: The database cannot keep it.
        """
        with _keeping(), transaction.atomic():
            begun = Said.objects.filter(case=self.case, call=call, kind="text").count()
            name = f"{call}/words/{begun + 1}"
            return self._keep(name, "text", call, words.encode(), now)

    def save(self, effect: Effect, now: datetime) -> None:
        """Keep an effect for good, once only, by its key.

        Raises:
            NotKeptError: The database cannot keep it; nothing of it was kept.
        """
        with _keeping(), transaction.atomic():
            self._save(effect, now)

    def _save(self, effect: Effect, now: datetime) -> None:
        entry = entry_of(effect, self.line, now)
        if entry is not None:
            append(self.case, [(entry.kind, cells_of(entry))], by=BY, now=now)
        match effect:
            case CheckedIn():
                Receipt.objects.get_or_create(
                    case=self.case, entry=effect.key, defaults={"number": effect.receipt}
                )
                schedule = schedule_in(self.case, effect.person)
                self._tell(after_check_in(effect, schedule), now)
            case ChangeReported():
                self._note_person(effect.recording, effect.person)
                self._tell_members(effect.key, "changed", effect.person, now)
            case CallBackAsked():
                self._keep(effect.key, "telephone", effect.call, effect.telephone.encode(), now,
                           person=effect.person)  # fmt: skip
                self._tell_members(effect.key, "call_back", effect.person, now)
            case ConditionReported():
                self._tell_members(effect.key, "condition", "", now)
            case NotIdentified():
                WrongTry.objects.get_or_create(
                    case=self.case, key=effect.key,
                    defaults={"call": effect.call, "number": effect.number[:12], "at": now},
                )  # fmt: skip
            case CallEnded():
                self._ended(effect, now)
                self._tell(after_call(effect), now)

    def _caller(self, found: Enrolment, now: datetime) -> Caller:
        court = court_of(found)
        schedule = schedule_in(self.case, found.person)
        return caller_of(found.person, schedule, now, court=court, language=found.language)

    def language_of(self, telephone: str) -> str:
        """The language in which somebody at a number was last answered; a hint only."""
        hint = hint_of(self.case, telephone)
        if not hint:
            return ""
        try:
            calls = Call.objects.filter(case=self.case, hint=hint).exclude(language="")
            return calls.order_by("-started").values_list("language", flat=True).first() or ""
        except Error:
            return ""

    def _ended(self, effect: CallEnded, now: datetime) -> None:
        Call.objects.filter(case=self.case, name=effect.call, ended=None).update(
            ended=now, person=effect.person, language=effect.language, reached=effect.reached,
            done=list(effect.done), pressed=effect.pressed, side=effect.side,
            how=effect.how[:200], state=None,
        )  # fmt: skip
        if effect.person and effect.language:
            people = Enrolment.objects.filter(case=self.case, person=effect.person, ended=None)
            people.update(language=effect.language)

    def _keep(
        self, name: str, kind: str, call: str, content: bytes, now: datetime, *,
        person: str = "", seconds: float = 0,
    ) -> str:  # fmt: skip
        if not Said.objects.filter(case=self.case, name=name).exists():
            Said.objects.create(
                case=self.case, name=name, kind=kind, call=call, person=person, at=now,
                seconds=seconds, sealed=seal(self.case, content, f"said {name}"),
            )  # fmt: skip
        return name

    def _note_person(self, name: str, person: str) -> None:
        Said.objects.filter(case=self.case, name=name, person="").update(person=person)

    def _tell(self, notice: Notice | None, now: datetime) -> None:
        """Write down a text to a person; a sender sends it."""
        if notice is not None:
            Step.objects.get_or_create(
                case=self.case, key=notice.key,
                defaults={
                    "person": notice.person, "what": notice.text, "means": "text",
                    "text": notice.text, "values": plain(dict(notice.values)), "made": now,
                    "after": now,
                },
            )  # fmt: skip

    def _tell_members(self, key: str, text: str, person: str, now: datetime) -> None:
        """Write down a letter to the members whom it concerns; a sender sends it."""
        Step.objects.get_or_create(
            case=self.case, key=f"{key}/told",
            defaults={"person": person, "what": "told", "means": "mail", "text": text, "made": now,
                      "after": now, "values": {"entry": key}},
        )  # fmt: skip


def cells_of(entry: Entry) -> Cells:
    """An entry's fields as cells, those that say nothing left out."""
    line = json.loads(entry.model_dump_json(exclude={"recorded", "by"}, exclude_defaults=True))
    return {name: _cell(value) for name, value in line.items() if value not in (None, "", [])}


def _cell(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def court_of(found: Enrolment) -> datetime | date | None:
    """A person's next court date, where it is known."""
    text = found.court
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


@contextlib.contextmanager
def _asking() -> Iterator[None]:
    """The database fails: the dialogue says that the fault is ours."""
    _fresh()
    try:
        yield
    except (Error, SealError) as error:
        log.warning("the line cannot read", extra={"why": type(error).__name__})
        raise UnavailableError(type(error).__name__) from None


@contextlib.contextmanager
def _keeping() -> Iterator[None]:
    _fresh()
    try:
        yield
    except (Error, SealError) as error:
        log.warning("the line cannot keep", extra={"why": type(error).__name__})
        raise NotKeptError(f"the database: {type(error).__name__}") from None


def _fresh() -> None:
    """A line lives long and works in threads: let go of connections that broke meanwhile."""
    from django.conf import settings
    from django.db import connection

    if not settings.TESTING and not connection.in_atomic_block:
        close_old_connections()
