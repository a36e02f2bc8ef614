"""Steps sent: claimed first, then sent, then noted with what came of them.

A claim is committed before anything is sent, so that no two senders send one step, and one that is
killed leaves a claim that somebody sees and nobody repeats. Where a person is reached and whether
they want texts is looked up at this moment, and not when the step was written down.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.db import transaction

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.languages import language, languages
from drawdown.check_in.stored import last_check_in
from drawdown.site.cases.models import Case
from drawdown.site.cases.sealing import SealError
from drawdown.site.line.among import among
from drawdown.site.line.carriers import Carrier, Taken, To
from drawdown.site.line.models import Due, Enrolment, Step
from drawdown.site.line.noting import Noted, can_skip, note
from drawdown.site.line.people import opened, opted_out
from drawdown.site.line.words import filled
from drawdown.site.line.writing import claim_steps

log = logging.getLogger("drawdown.line")
STALE = timedelta(hours=6)
"""A text for which nothing else says so is not sent later than so long after its time."""
USUAL = "en"


@dataclass
class Pace:
    """How many may be sent now, so that all senders together keep to a number a second.

    Attributes:
        a_second: That number; 0: as many as there are.
        others: How many senders there are.
    """

    a_second: float
    others: int = 1
    _saved: float = 1.0
    _at: float = field(default_factory=lambda: time.monotonic())

    def allows(self, most: int) -> int:
        """How many of `most` may be sent now."""
        if not self.a_second:
            return most
        tick = time.monotonic()
        each = self.a_second / max(self.others, 1)
        self._saved = min(max(each, 1.0), self._saved + (tick - self._at) * each)
        self._at = tick
        return min(most, int(self._saved))

    def took(self, count: int) -> None:
        """So many were sent."""
        self._saved -= count if self.a_second else 0


@dataclass(frozen=True)
class Resolved:
    """A step, and whom it goes to; or why it goes to nobody.

    Attributes:
        step: The step.
        to: Whom it goes to.
        instead: What is noted without anything being sent.
    """

    step: Step
    to: To | None
    instead: Noted | None = None


def claim(case: Case, means: str, now: datetime, most: int) -> list[Step]:
    """Take steps that nobody has, and commit that they are taken.

    Args:
        case: The case.
        means: What they are to be reached by.
        now: The moment, as the case has the time.
        most: How many at most.
    """
    free = Step.objects.filter(case=case, means=means, claimed=None, over=None, after__lte=now)
    if most < 1 or not free.exists():
        return []
    mine = secrets.token_hex(8)
    if can_skip():
        return claim_steps(case, means, mine, now, most)
    with transaction.atomic():
        found = list(free.order_by("after")[:most])
        keys = [step.pk for step in found]
        Step.objects.filter(pk__in=keys, claimed=None, over=None).update(claim=mine, claimed=now)
    for step in found:
        step.claim, step.claimed = mine, now
    return found


def resolve(case: Case, steps: Sequence[Step], now: datetime) -> list[Resolved]:
    """Where each step goes, as of now."""
    people = {step.person for step in steps}
    rows = among(Enrolment.objects.filter(case=case, ended=None), "person", people)
    enrolled = {row[0]: _Enrolled(*row) for row in rows.values_list(*_Enrolled._fields)}
    out = opted_out(case, [each.hint for each in enrolled.values() if each.hint])
    made = _checked_in(case, steps)
    return [_resolve(case, step, enrolled.get(step.person), out, made, now) for step in steps]


class _Enrolled(NamedTuple):
    """Who may call in, as far as it says how to reach them: columns of `Enrolment`."""

    person: str
    number: str
    telephone: bytes | None
    language: str
    hint: str


def _resolve(
    case: Case, step: Step, enrolled: _Enrolled | None, out: set[str],
    made: Mapping[str, datetime], now: datetime,
) -> Resolved:  # fmt: skip
    if _about_a_window(step) and _is_made(step, made.get(step.person)):
        return _instead(step, Taken("claimed", how="they checked in before"), "needless")
    if now >= (step.until or step.after + STALE):
        late = Taken("failed", "ours", "it was not sent in time")
        return _instead(step, late, "" if step.day else "needless")
    try:
        telephone = opened(case.pk, step.person, enrolled.telephone) if enrolled else ""
    except SealError:
        return _instead(step, Taken("failed", "ours", "the telephone's seal cannot be opened"))
    if enrolled is None or not telephone:
        return _instead(step, Taken("failed", "unknown", "no telephone is known"))
    if step.means == "text" and enrolled.hint in out:
        return _instead(step, Taken("refused", "unknown", "they asked not to be written to"))
    spoken = enrolled.language if enrolled.language in languages() else USUAL
    to = To(case, step.person, enrolled.number, telephone, spoken, enrolled.hint)
    return Resolved(step, to)


def _about_a_window(step: Step) -> bool:
    """Whether a step says something of a window that is no longer so once it was made."""
    return (step.day is not None or step.what == "excused") and step.means != "mail"


def _is_made(step: Step, made: datetime | None) -> bool:
    """Whether the person's last check-in was in the window that a step is about, or is later."""
    opens = step.values.get("opens", {}).get("at")
    since = datetime.fromisoformat(opens) if opens else step.made
    return made is not None and made >= since


def _instead(step: Step, taken: Taken, outcome: str = "") -> Resolved:
    return Resolved(step, None, Noted(step, taken, outcome))


def _checked_in(case: Case, steps: Sequence[Step]) -> dict[str, datetime]:
    """When people of whom a step of the ladder asks a check-in made their last one."""
    people = {step.person for step in steps if _about_a_window(step)}
    found: dict[str, datetime] = {}
    dues = among(Due.objects.filter(case=case).exclude(happened=""), "person", people)
    for person, happened in dues.values_list("person", "happened"):
        if made := last_check_in(happened):
            found[person] = made
    return found


def words_of(step: Step, tongue: str, number: str) -> str:
    """The words of a text.

    Raises:
        CheckInError: The language lacks them, or a value is missing.
    """
    return _worded(tongue, step.text, json.dumps(step.values), number)


@lru_cache(maxsize=2_000)
def _worded(tongue: str, text: str, values: str, number: str) -> str:
    """The same of values as JSON: most texts of a moment say the same."""
    return language(tongue).text(text, filled(json.loads(values)) | {"line": number})


def send(
    case: Case, carrier: Carrier, steps: Sequence[Step], now: datetime, number: str
) -> list[Noted]:
    """Send steps that were claimed, and say what came of each. What is known is not noted yet.

    Args:
        case: The case.
        carrier: What carries them.
        steps: The steps.
        now: The moment, as the case has the time.
        number: The number that people call, as texts tell it.
    """
    return [_sent(carrier, each, number) for each in resolve(case, steps, now)]


def _sent(carrier: Carrier, resolved: Resolved, number: str) -> Noted:
    step, to = resolved.step, resolved.to
    if to is None:
        return resolved.instead or Noted(step, Taken("failed", "ours", "it goes to nobody"))
    try:
        if step.means == "call":
            return Noted(step, carrier.call(to, step.key))
        words = words_of(step, to.language, number)
    except CheckInError:
        return Noted(step, Taken("failed", "ours", f"the text '{step.text}' cannot be written"))
    except Exception as error:
        return _broken(step, error)
    try:
        return Noted(step, carrier.text(to, words, step.key))
    except Exception as error:
        return _broken(step, error)


def _broken(step: Step, error: Exception) -> Noted:
    """A carrier that fails in a way it does not say: nobody knows whether it was sent."""
    log.error("a carrier failed", extra={"why": type(error).__name__})
    how = f"the carrier failed: {type(error).__name__}"
    return Noted(step, Taken("claimed", "ours", how), "uncertain")


def send_some(
    case: Case, means: str, carrier: Carrier, now: datetime, *, number: str = "",
    pace: Pace | None = None,
) -> int:  # fmt: skip
    """Claim, send and note a portion; `number` is what people call.

    Returns:
        How many steps were taken.
    """
    most = pace.allows(carrier.portion) if pace else carrier.portion
    steps = claim(case, means, now, most)
    if not steps:
        return 0
    if pace:
        pace.took(len(steps))
    note(case, send(case, carrier, steps, now, number), now)
    return len(steps)
