"""The demonstration's telephone: texts and calls are kept, sealed, and its page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.sealing import open_sealed, seal
from drawdown.site.line.carriers import Taken, To
from drawdown.site.line.models import Shown

RANG = "The line called you, and this telephone does not ring. Call it back: it asks the same."


@dataclass(frozen=True)
class ConsoleCarrier:
    """Keeps what would be sent."""

    name: str = "console"
    portion: int = 100

    def text(self, to: To, words: str, key: str) -> Taken:
        """Keep a text."""
        self._keep(to, "text", words, key)
        return Taken("sent", how="shown on the demonstration's telephone")

    def call(self, to: To, key: str) -> Taken:
        """Note a call that nobody hears: it says nothing about the person."""
        self._keep(to, "call", RANG, key)
        return Taken("no_answer", "unknown", "the demonstration's telephone does not ring")

    def _keep(self, to: To, means: str, words: str, key: str) -> None:
        Shown.objects.create(
            case=to.case, person=to.person, key=key, means=means, hint=to.hint,
            at=now_in(to.case, order_of(to.case).header.zone),
            sealed=seal(to.case, words.encode(), f"shown {key}"),
        )  # fmt: skip


@dataclass(frozen=True)
class ShownText:
    """A text or call that the demonstration's telephone shows."""

    person: str
    means: str
    at: datetime
    words: str


def shown_to(case: Case, *, person: str = "", hint: str = "", most: int = 20) -> list[ShownText]:
    """What the demonstration's telephone received, the last first; of one person or telephone."""
    found = Shown.objects.filter(case=case).order_by("-at", "-pk")
    found = found.filter(person=person) if person else found
    found = found.filter(hint=hint) if hint else found
    return [
        ShownText(each.person, each.means, each.at,
                  open_sealed(case.pk, bytes(each.sealed), f"shown {each.key}").decode())
        for each in found[:most]
    ]  # fmt: skip
