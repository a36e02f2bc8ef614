"""A proof of the check-ins that the record holds of a person, to print and to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from drawdown.check_in.dialogue.prompt import Digits
from drawdown.check_in.languages import language
from drawdown.check_in.languages.dates import moment
from drawdown.check_in.papers.typesetting import Format, typeset


@dataclass(frozen=True)
class Made:
    """A check-in that was made.

    Attributes:
        at: When, on the person's clock.
        due: The due day that it counts for; none where it came outside any window.
        receipt: Its receipt number; blank where none was given.
    """

    at: datetime
    due: date | None
    receipt: str


@dataclass(frozen=True)
class Proof:
    """What the proof is filled with.

    Attributes:
        language: The language's folder.
        case: The name of the case.
        person: The person, as the record calls them.
        when: When the proof is made, on the person's clock.
        entry: The number of the record's last entry then.
        made: The check-ins, the newest first.
    """

    language: str
    case: str
    person: str
    when: datetime
    entry: int
    made: Sequence[Made]


def proof(page: Proof, format_: Format = "pdf") -> bytes:
    """The proof as a PDF, or a picture of it where it is one page.

    Raises:
        CheckInError: There is no such language, or it cannot be set.
    """
    spoken = language(page.language)
    said = spoken.dates, spoken.times
    rows = [
        [moment(*said, each.at, year=True),
         moment(*said, each.due, year=True) if each.due else "–",
         " ".join(Digits(each.receipt).digits[n : n + 3] for n in (0, 3, 6))
         if each.receipt else spoken.paper("mine_no_number")]
        for each in page.made
    ]  # fmt: skip
    rows = rows or [[spoken.paper("mine_none"), "", ""]]
    return typeset("proof", {
        "lang": spoken.id, "title": spoken.paper("proof_title"), "person": page.person,
        "says": spoken.paper("proof_says", case=page.case, person=page.person),
        "made": spoken.paper("proof_made", when=moment(*said, page.when, year=True),
                             entry=str(page.entry)),
        "head": [spoken.paper(f"mine_{name}") for name in ("when", "counts", "receipt")],
        "rows": rows, "check": spoken.paper("proof_check"),
    }, format_)  # fmt: skip
