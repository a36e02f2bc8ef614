"""A provider of our own for tests: a site in memory, and a telephone that does what TwiML says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from tests.check_in.making import CALLER, NOW, NUMBER, PIN, PLACES

from drawdown.check_in.dialogue import Caller, CheckedIn, Desk, Effect
from drawdown.check_in.lines.twiml import (
    Kept,
    Line,
    Taken,
    Webhook,
    close,
    recorded,
    screen,
    take,
    told,
)
from drawdown.check_in.lines.twiml.speaking import SoundAddress, no_sound

CALL = "CA00000000000000000000000000000001"
ACCOUNT = "AC00000000000000000000000000000001"
VOICE = "https://line.example.org/twiml/voice"
HUMAN = "+13055550199"
FORM = {"content-type": "application/x-www-form-urlencoded"}


class StoreDownError(Exception):
    """The store takes nothing."""


@dataclass
class Site:
    """What the site does around the line: one call at a time, everything kept at once."""

    human: str = HUMAN
    sound: SoundAddress = no_sound
    now: datetime = NOW
    down: bool = False
    kept: dict[str, str] = field(default_factory=dict)
    saved: dict[str, Effect] = field(default_factory=dict)
    spoken_for: Caller = CALLER
    receipts: Iterator[int] = field(default_factory=lambda: iter(range(100_000_000, 999_999_999)))
    again: datetime | None = None
    stray: list[str] = field(default_factory=list)

    @property
    def line(self) -> Line:
        return Line(VOICE, "https://line.example.org/twiml/recording",
                    "https://line.example.org/twiml/screen", "+13055550100", lambda: self.human,
                    self.sound)  # fmt: skip

    @property
    def desk(self) -> Desk:
        return Desk(
            self.now, lambda n, p: self.spoken_for if (n, p) == (NUMBER, PIN) else None,
            lambda: str(next(self.receipts)), places=PLACES,
        )  # fmt: skip

    def save(self, effect: Effect) -> Effect | None:
        if self.down:
            raise StoreDownError("the store is down")
        stands = self.saved.get(effect.key)
        self.saved.setdefault(effect.key, effect)
        return stands

    def call(self, sid: str = CALL) -> Kept | None:
        return Kept.model_validate_json(self.kept[sid]) if sid in self.kept else None

    def _keep(self, taken: Taken) -> str:
        self.kept[taken.kept.call] = taken.kept.model_dump_json()
        self.again = taken.again
        if taken.stray:
            self.stray.append(taken.stray)
        return taken.markup

    def voice(self, hook: Webhook, **begun: str) -> str:
        return self._keep(
            take(self.call(hook["CallSid"]), hook, self.line, self.desk, self.save, **begun)
        )

    def status(self, hook: Webhook) -> str:
        kept = self.call(hook["CallSid"])
        return "" if kept is None else self._keep(told(kept, hook, self.desk))

    def recording(self, hook: Webhook) -> str:
        kept = self.call(hook["CallSid"])
        assert kept is not None
        return self._keep(recorded(kept, hook, self.line, self.desk, self.save))

    def screened(self, hook: Webhook) -> str:
        kept = self.call(hook.asked("call"))
        assert kept is not None
        return self._keep(screen(kept, hook, self.line))

    def close(self, later: timedelta = timedelta(hours=1)) -> None:
        self.now += later
        for sid in list(self.kept):
            kept = self.call(sid)
            assert kept is not None
            self._keep(close(kept, self.line, self.desk, self.save))

    def effects(self, kind: type[Effect] | None = None) -> list[Effect]:
        return [e for e in self.saved.values() if kind is None or isinstance(e, kind)]

    def check_ins(self) -> list[CheckedIn]:
        return [e for e in self.saved.values() if isinstance(e, CheckedIn)]


def hook(url: str = VOICE, **fields: str) -> Webhook:
    """A webhook as the provider sends it, unsigned."""
    form = {
        "AccountSid": ACCOUNT, "CallSid": CALL, "From": "+13055550111", "To": "+13055550100",
        "Direction": "inbound", "CallStatus": "in-progress", "ApiVersion": "2010-04-01",
    } | fields  # fmt: skip
    return Webhook.of(url, FORM, urlencode(form).encode())


@dataclass
class Telephone:
    """Someone on the telephone: presses keys where the markup asks for them."""

    site: Site
    document: str = ""
    said: list[str] = field(default_factory=list)

    def ring(self, **fields: str) -> Telephone:
        self._heard(self.site.voice(hook(**fields)))
        return self

    @property
    def tree(self) -> ET.Element:
        return ET.fromstring(self.document)  # noqa: S314  our own markup

    def awaited(self) -> ET.Element:
        """The element that awaits something."""
        return next(e for e in self.tree if e.tag in ("Gather", "Record", "Dial", "Hangup"))

    @property
    def action(self) -> str:
        return self.awaited().get("action", "")

    def keys(self, *pressed: str) -> Telephone:
        """Press keys; `""` is `#` alone, or silence where one key is awaited."""
        for keys in pressed:
            gather = self.awaited()
            assert gather.tag == "Gather", self.document
            ends = gather.get("finishOnKey", "")
            self._heard(self.site.voice(hook(self.action, Digits=keys, FinishedOnKey=ends)))
        return self

    def silent(self) -> Telephone:
        """Let what is awaited run out, as the `<Redirect>` says."""
        redirect = self.tree.find("Redirect")
        assert redirect is not None
        self._heard(self.site.voice(hook(redirect.text or "")))
        return self

    def speak(self, sid: str = "RE0001", seconds: int = 7, **fields: str) -> Telephone:
        assert self.awaited().tag == "Record", self.document
        said = {"RecordingSid": sid, "RecordingDuration": str(seconds), "Digits": "#",
                "RecordingUrl": f"https://api.twilio.com/x/Recordings/{sid}"}  # fmt: skip
        self._heard(self.site.voice(hook(self.action, **said | fields)))
        return self

    def dialled(self, status: str, **fields: str) -> Telephone:
        assert self.awaited().tag == "Dial", self.document
        self._heard(self.site.voice(hook(self.action, DialCallStatus=status, **fields)))
        return self

    def hang_up(self, status: str = "completed") -> Telephone:
        self.site.status(hook("https://line.example.org/twiml/status", CallStatus=status))
        return self

    def _heard(self, document: str) -> None:
        self.document = document
        self.said += [e.text or "" for e in self.tree.iter() if e.tag in ("Say", "Play")]
