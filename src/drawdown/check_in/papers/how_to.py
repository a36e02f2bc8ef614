"""How to check in, on one page, with the number large; in the words that the line itself says."""

from __future__ import annotations

from dataclasses import dataclass

from drawdown.check_in.dialogue.prompt import Key, prompt
from drawdown.check_in.languages import language, languages
from drawdown.check_in.papers.typesetting import Format, typeset

BLANK = "______________"


@dataclass(frozen=True)
class HowTo:
    """What the page is filled with.

    Attributes:
        language: The language's folder.
        line: The number to call; blank: a place to write it.
        case: The name of the case.
        person: The person number that is entered; blank: a place to write it.
        address: Where a person finds their own record; blank: nothing is said of it.
    """

    language: str
    line: str = ""
    case: str = ""
    person: str = ""
    address: str = ""


def how_to(page: HowTo, format_: Format = "pdf") -> bytes:
    """The page as a PDF, or as a picture.

    Raises:
        CheckInError: There is no such language, or the page cannot be set.
    """
    spoken = language(page.language)
    line = page.line or BLANK

    def said(name: str, key: int | None = None) -> str:
        values = {} if key is None else {"key": Key(key)}
        return spoken.words(prompt(name, spoken.id, **values))

    number = languages().index(spoken.id) + 1
    steps = [
        spoken.paper("how_call", line=line), said("language", number), said("start_check_in", 1),
        said("number"), said("pin"), said("menu_check_in", 1), spoken.paper("how_receipt"),
    ]  # fmt: skip
    notes = [spoken.paper("how_drop"), spoken.paper("how_ours"), said("reach_human", 0),
             said("menu_change", 3)]  # fmt: skip
    if page.address:
        notes.append(spoken.paper("how_mine", address=page.address))
    return typeset("how_to", {
        "lang": spoken.id, "title": spoken.paper("how_title"), "of": page.case, "number": line,
        "any": spoken.paper("how_any"), "steps": steps, "person": page.person,
        "person_label": spoken.paper("how_person"), "pin": spoken.paper("how_pin"),
        "good": spoken.paper("how_good"), "notes": notes, "write": spoken.paper("how_write"),
        "when": spoken.paper("mine_when"), "receipt": spoken.paper("mine_receipt"),
    }, format_)  # fmt: skip
