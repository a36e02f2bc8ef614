"""What the dialogue may ask of the world: who is calling, which languages, a receipt number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict


class UnavailableError(Exception):
    """What the dialogue asked cannot be answered now, such as when the store is down."""


class Caller(BaseModel):
    """What is told to a person who has been identified.

    Attributes:
        person: The person's number in the case.
        due: The due day of the window that is open now or in grace; none where none is.
        opens: When the next window opens, in the person's time zone; a day where with it; none
            where none will.
        following: When the check-in after this one is due, likewise.
        court: The next court date, in the time zone of the court; a day where no hour is known.
        language: The language that the person chose before; blank where none.
    """

    model_config = ConfigDict(frozen=True)

    person: str
    due: date | None = None
    opens: datetime | date | None = None
    following: datetime | date | None = None
    court: datetime | date | None = None
    language: str = ""


@dataclass(frozen=True)
class Place:
    """A facility of which conditions can be reported: its id, and its name as it is said."""

    id: str
    name: str


def _no_hint(telephone: str) -> str:
    return ""


@dataclass(frozen=True)
class Desk:
    """What is there to answer a call at this moment.

    Attributes:
        now: The time now, with its zone.
        identify: Who a person number and a PIN belong to together; none where they do not. It
            compares in constant time and may raise `UnavailableError`.
        receipt: A new receipt number (`drawdown.check_in.receipt`).
        languages: The languages that are offered, in their order; the first nine have keys.
        places: The facilities of which conditions can be reported.
        hint: The language in which somebody who calls from a number was last answered, or blank.
            It only puts that language first; a number proves nothing.
    """

    now: datetime
    identify: Callable[[str, str], Caller | None]
    receipt: Callable[[], str]
    languages: tuple[str, ...] = ("en", "es", "ht", "fr", "pt")
    places: tuple[Place, ...] = ()
    hint: Callable[[str], str] = _no_hint
