"""The texts that a person was sent, as their telephone shows them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from drawdown.check_in.dialogue.prompt import Value
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.languages import language, languages
from drawdown.site.cases.models import Case
from drawdown.site.line.models import Enrolment, Step
from drawdown.site.line.words import filled

MOST = 8


@dataclass(frozen=True)
class Received:
    """A text.

    Attributes:
        at: When it was written down to be sent.
        language: Its language.
        words: What it says.
    """

    at: datetime
    language: str
    words: str


def texts_to(case: Case, people: Collection[str], line: str) -> list[Received]:
    """The last texts to some people, the newest first.

    Args:
        case: The case.
        people: The people's numbers.
        line: The number to call, as texts name it.
    """
    if not people:
        return []
    spoken = dict(
        Enrolment.objects.filter(case=case, person__in=people, ended=None)
        .values_list("person", "language")
    )  # fmt: skip
    steps = Step.objects.filter(case=case, person__in=people, means="text").exclude(text="")
    found = []
    for each in steps.order_by("-made", "-pk")[:MOST]:
        name = spoken.get(each.person) or languages()[0]
        values: dict[str, Value] = {**filled(each.values), "line": line}
        try:
            found.append(Received(each.made, name, language(name).text(each.text, values)))
        except CheckInError:
            continue  # words that another version of the line wrote down
    return found
