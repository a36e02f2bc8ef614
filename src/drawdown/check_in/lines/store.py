"""What a line needs of a store: who calls, what is kept. In memory, or a case folder."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from random import Random, SystemRandom
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from drawdown.check_in import pin as pins
from drawdown.check_in.caller import caller_of
from drawdown.check_in.dialogue import CallBackAsked, Caller, CheckedIn, Desk, Effect, Place
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.languages import languages
from drawdown.check_in.lines.sealed import seal, sealed_name
from drawdown.check_in.receipt import new_receipt
from drawdown.check_in.recorded import Usual, schedule_of
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.speech import Sound
from drawdown.check_in.written import entry_of
from drawdown.errors import InputError
from drawdown.order.calendar import calendar
from drawdown.roster.identity.pseudonym import KEY_FILE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from drawdown.order.document import Order

    Samples = NDArray[np.int16]

logger = logging.getLogger(__name__)

LOOK_AGAIN = 60.0
"""Seconds after which a line that runs looks whether its case's record changed."""

PEOPLE_FILE = "line.toml"
"""Beside the record and no part of it: who may call in under which number, and hashes of PINs."""


class Store(Protocol):
    """What a line needs of a store."""

    def desk(self, now: datetime) -> Desk:
        """What may be asked at a moment."""

    def save(self, effect: Effect, now: datetime) -> None:
        """Keep an effect for good; once only, by its key. It raises where that cannot be done."""

    def keep_sound(self, call: str, samples: Samples, seconds: float, now: datetime) -> str:
        """Keep a recorded message for good, and give the id by which an effect then names it.

        Args:
            call: The call's id.
            samples: 16-bit samples, one channel, 8,000 a second.
            seconds: How long it is.
            now: When it was recorded.

        It raises where that cannot be done. It may be called from any thread, as may the others.
        """

    def begun(
        self, call: str, now: datetime, *, telephone: str = "", direction: str = "in",
        person: str = "",
    ) -> object:  # fmt: skip
        """Note that a call was answered, where the store notes that.

        Args:
            call: The call's id.
            now: When.
            telephone: The number at the other end, where it is shown.
            direction: `in` or `out`.
            person: Of a call that we place: the person called, where known.
        """


@dataclass(frozen=True)
class Enrolled:
    """Who may call in.

    Attributes:
        person: The person's number in the case.
        pin: The hash of their PIN.
        court: The next court date, where known.
    """

    person: str
    pin: str
    court: datetime | date | None = None


@dataclass
class MemoryStore:
    """A store in memory, for trying a line out and for tests of others.

    Attributes:
        people: Who may call in, by the number that they enter.
        schedules: When each person checks in, by person.
        places: The facilities of which conditions can be reported.
        random: Where receipt numbers come from.
        saved: Every effect kept, by its key, in order.
        sounds: Every message kept, by its id.
    """

    people: Mapping[str, Enrolled]
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    random: Random = field(default_factory=SystemRandom)
    saved: dict[str, Effect] = field(default_factory=dict)
    sounds: dict[str, Samples] = field(default_factory=dict)

    def desk(self, now: datetime) -> Desk:
        """What may be asked at a moment."""

        def identify(number: str, pin: str) -> Caller | None:
            found = self.people.get(number)
            if not pins.matches(found.pin if found else None, pin) or found is None:
                return None
            schedule = self.schedule(found.person)
            return caller_of(found.person, schedule, now, court=found.court)

        return Desk(now, identify, self.receipt, languages()[:9], self.places)

    def schedule(self, person: str) -> Schedule | None:
        """When a person checks in; none where they do not."""
        return self.schedules.get(person)

    def receipt(self) -> str:
        """A receipt number that nobody has yet."""
        saved = tuple(self.saved.values())  # other calls may be adding to it
        taken = {each.receipt for each in saved if isinstance(each, CheckedIn)}
        while (receipt := new_receipt(self.random)) in taken:
            pass
        return receipt

    def save(self, effect: Effect, now: datetime) -> None:
        """Keep an effect."""
        self.saved.setdefault(effect.key, effect)

    def begun(
        self, call: str, now: datetime, *, telephone: str = "", direction: str = "in",
        person: str = "",
    ) -> object:  # fmt: skip
        """Nothing: what a call leaves is enough here."""

    def keep_sound(self, call: str, samples: Samples, seconds: float, now: datetime) -> str:
        """Keep a message."""
        name = f"sound-{uuid4().hex}"
        self.sounds[name] = samples
        return name


class FolderStore(MemoryStore):
    """A case folder: schedules come from its record, and what is kept is added to it."""

    def __init__(self, folder: Path, line: str = "console") -> None:
        """Read a case folder, for a kind of line, such as `sip`.

        Raises:
            InputError: The order, the record or `line.toml` cannot be used.
        """
        from drawdown.finding.case import read_case

        case = read_case(folder)
        header = case.order.header
        super().__init__(
            read_people(folder),
            places=tuple(Place(each.id, each.name) for each in header.facilities[:9]),
        )
        self.folder = folder
        self.line = line
        self.usual = usual_of(case.order)
        self.view = case.record.as_known()
        self._looked = monotonic()
        self._stamps = _stamps(folder)
        self._people = _stamp(folder / PEOPLE_FILE)
        self._refreshing = Lock()

    def desk(self, now: datetime) -> Desk:
        """What may be asked at a moment, with who was enrolled meanwhile."""
        if self._refreshing.acquire(blocking=False):  # one call looks; the others go on
            try:
                self._refresh()
            except InputError:
                logger.exception("what changed in the folder cannot be used yet")
            finally:
                self._refreshing.release()
        return super().desk(now)

    def _refresh(self) -> None:
        """Read again what changed: who may call in at once, the record within a minute."""
        from drawdown.finding.case import read_case

        if (people := _stamp(self.folder / PEOPLE_FILE)) != self._people:
            self._people = people
            self.people = read_people(self.folder)
        if monotonic() - self._looked < LOOK_AGAIN:
            return
        self._looked = monotonic()
        if (stamps := _stamps(self.folder)) != self._stamps:
            self._stamps = stamps
            case = read_case(self.folder)
            self.usual, self.view = usual_of(case.order), case.record.as_known()

    def schedule(self, person: str) -> Schedule | None:
        """When a person checks in, as the record has it."""
        return schedule_of(self.view, person, self.usual)

    def save(self, effect: Effect, now: datetime) -> None:
        """Add the entry of an effect to the folder."""
        from drawdown.record.folder import append_entries

        if effect.key in self.saved:
            return
        if isinstance(effect, CallBackAsked) and self.seals:
            seal(self.folder, sealed_name(effect.key), effect.telephone.encode())
        entry = entry_of(effect, self.line, now)
        if entry is not None:
            append_entries(self.folder, [entry])
        super().save(effect, now)

    @property
    def seals(self) -> bool:
        """Whether the folder has a key under which what is said can be sealed."""
        return (self.folder / KEY_FILE).exists()

    def keep_sound(self, call: str, samples: Samples, seconds: float, now: datetime) -> str:
        """Seal a message under the case's key, beside the record.

        Raises:
            CheckInError: There is no key, or the folder cannot be written to.
        """
        name = f"sound-{uuid4().hex}"
        seal(self.folder, name, Sound(samples.astype("<i2").tobytes()).wav())
        return name


def _stamp(path: Path) -> tuple[int, int]:
    """What tells that a file changed; the same for one that is not there."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _stamps(folder: Path) -> dict[Path, tuple[int, int]]:
    """The same of every file of a record."""
    found = [folder / "order.md", *folder.glob("events/*"), *folder.glob("rosters/*.jsonl")]
    return {path: _stamp(path) for path in found}


def usual_of(order: Order) -> Usual:
    """What the order's first `check_in` clause says; nothing but decisions where it has none."""
    from drawdown.check_in.recorded import usual
    from drawdown.order.clauses.check_in import CheckIn

    header = order.header
    for text in order.clauses.values():
        if isinstance(text.first, CheckIn):
            named = text.first.calendar
            found = calendar(named, time_zone=header.time_zone, holidays=header.holiday_list())
            return usual(text.first, header.zone, None if named == "plain days" else found)
    return Usual(header.zone)


def read_people(folder: Path) -> dict[str, Enrolled]:
    """Who may call in to a case.

    Raises:
        CheckInError: The file is not there or cannot be used.
    """
    path = folder / PEOPLE_FILE
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CheckInError(
            f"{path}: is not there, so that nobody can call in; "
            f"expected it made with: drawdown line enrol {folder} PERSON"
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise CheckInError(f"{path}: cannot be read: {error}") from None
    people: dict[str, Enrolled] = {}
    for number, each in found.items():
        if not isinstance(each, dict) or not {"person", "pin"} <= set(each):
            raise CheckInError(f"{path}, [{number}]: expected 'person' and 'pin'")
        people[number] = Enrolled(str(each["person"]), str(each["pin"]), each.get("court"))
    return people


def enrol(folder: Path, person: str, random: Random) -> tuple[str, str]:
    """Let a person call in to a case: gives them a number and a PIN, which is told only now.

    Raises:
        CheckInError: They can already, or the file cannot be written.
    """
    path = folder / PEOPLE_FILE
    people = read_people(folder) if path.exists() else {}
    if any(each.person == person for each in people.values()):
        raise CheckInError(f"{path}: {person} can call in already; expected somebody else")
    while (number := str(random.randrange(100_000, 1_000_000))) in people:
        pass
    pin = pins.new_pin(random)
    try:
        path.touch(mode=0o600, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            name = person.replace("\\", "\\\\").replace('"', '\\"')
            file.write(f'["{number}"]\nperson = "{name}"\npin = "{pins.hashed(pin)}"\n\n')
    except OSError as error:
        raise CheckInError(f"{path}: cannot be written ({error.strerror})") from None
    return number, pin
