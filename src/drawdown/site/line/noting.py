"""What came of a step is noted together with its entry in the record: both or neither.

A step has at most one entry that stands, made when it is known what came of it. What a carrier
tells later, as that a text never arrived, corrects it by another entry.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from drawdown.site.cases.append import Cells, append
from drawdown.site.cases.models import Case
from drawdown.site.line.among import among
from drawdown.site.line.carriers import Taken
from drawdown.site.line.models import OptOut, Step
from drawdown.site.line.writing import write_steps

log = logging.getLogger("drawdown.line")
BY = "the line"
LOST = {"text": timedelta(minutes=3), "call": timedelta(minutes=20), "mail": timedelta(minutes=5)}
"""After so long a claim without a result is uncertain: whoever had it is gone."""
HEARD = timedelta(hours=2)
"""After so long nothing more is expected to be heard of what a carrier took."""
PORTION = 200
LEFT = 2_000
"""As many claims as a sender leaves that is killed: they are found in one look."""


@dataclass(frozen=True)
class Noted:
    """What is to be noted of a step.

    Attributes:
        step: The step as it was claimed.
        taken: What the carrier says.
        outcome: What the step says where that is not the carrier's word: `uncertain`, `needless`.
    """

    step: Step
    taken: Taken
    outcome: str = ""


def note(case: Case, found: Sequence[Noted], now: datetime) -> int:
    """Note what came of steps that are still ours.

    A step that somebody else noted meanwhile, as uncertain, is left; its result, where there is
    one, then corrects what was noted.

    Returns:
        How many were noted.
    """
    if not found:
        return 0
    with transaction.atomic():
        mine = _still_ours([each.step for each in found])
        ours = [each for each in found if each.step.pk in mine]
        entries = [
            (each, entry_cells(each.step, each.taken, each.step.key))
            for each in ours
            if _is_entered(each)
        ]
        entered = _append(case, [cells for _, cells in entries], now)
        names = {
            each.step.pk: cells["id"]
            for (each, cells), there in zip(entries, entered, strict=True)
            if there
        }
        for each in ours:
            _settle(each, now, names.get(each.step.pk, ""))
        write_steps([each.step for each in ours])
    for each in found:
        if each.taken.opted_out:
            note_opt_out(case, each.step.person, now)
        if each.step.pk not in mine and not each.outcome:
            learned(case, each.step.key, each.taken, now)
    return len(ours)


def _still_ours(steps: Sequence[Step]) -> set[int]:
    """The steps whose claim is still the one they were read with, locked until it is noted."""
    claims = {step.pk: step.claim for step in steps}
    rows = Step.objects.select_for_update().filter(over=None, sent=None)
    found = among(rows, "id", claims).order_by("pk").values_list("pk", "claim")
    return {pk for pk, claim in found if claims[pk] == claim}


def _is_entered(each: Noted) -> bool:
    """Whether there is to be an entry: of steps of the ladder, once something is known."""
    return (
        each.step.day is not None and each.outcome != "needless"
        and each.taken.final and each.taken.later is None
    )  # fmt: skip


def _settle(each: Noted, now: datetime, entry: str) -> None:
    step, taken = each.step, each.taken
    if taken.later is not None:
        step.claim, step.claimed, step.after = "", None, now + taken.later
        return
    step.carrier = taken.carrier[:80]
    if not each.outcome:
        step.sent = now
    if taken.final:
        step.over = now
    step.outcome = each.outcome or _outcome(taken)
    step.side, step.how = taken.side, taken.how[:200]
    step.entry = entry or step.entry


def _outcome(taken: Taken) -> str:
    """What a step says: in doubt, where the carrier does not know whether it took it."""
    if taken.outcome == "claimed":
        return "uncertain"
    return taken.outcome if taken.final else ""


def entry_cells(step: Step, taken: Taken, name: str) -> Cells:
    """The entry of a step, as cells."""
    cells = {
        "id": name, "date": step.made.astimezone(UTC).isoformat(), "person": step.person,
        "due": step.day.isoformat() if step.day else "", "rung": step.what, "means": step.means,
        "outcome": taken.outcome, "side": taken.side, "how": taken.how,
    }  # fmt: skip
    return {key: value for key, value in cells.items() if value}


def _append(case: Case, entries: Sequence[Cells], now: datetime) -> list[bool]:
    """Add entries; whether each stands in the record now."""
    if not entries:
        return []
    done = append(case, [("attempt", cells) for cells in entries], by=BY, now=now, partly=True)
    for problem in done.problems:
        log.error("an attempt cannot be entered", extra={"column": problem.column})
    return [n in done.added or n in done.known for n in range(len(entries))]


def learned(case: Case, key: str, taken: Taken, now: datetime) -> bool:
    """Note what a carrier tells of a step after it took it, once or again.

    Args:
        case: The case.
        key: The step's key.
        taken: What is known now.
        now: The moment.

    Returns:
        Whether anything changed.
    """
    with transaction.atomic():
        step = Step.objects.select_for_update().filter(case=case, key=key).first()
        if step is None or not taken.final:
            return False
        same = step.outcome == _outcome(taken) and step.side == taken.side
        if step.over is not None and (same or step.outcome == "needless"):
            return False
        name, cells = step.key, entry_cells(step, taken, step.key)
        if step.entry:
            number = int(step.entry.rpartition("/again-")[2]) if "/again-" in step.entry else 1
            name = f"{step.key}/again-{number + 1}"
            cells |= {"id": name, "supersedes": step.entry}
        entered = step.day is not None and _append(case, [cells], now)[0]
        step.entry = name if entered else step.entry
        step.carrier = (taken.carrier or step.carrier)[:80]
        step.sent, step.over = step.sent or now, now
        step.outcome, step.side, step.how = _outcome(taken), taken.side, taken.how[:200]
        write_steps([step])
    if taken.opted_out:
        note_opt_out(case, step.person, now)
    return True


def note_opt_out(case: Case, person: str, now: datetime) -> None:
    """The carrier says that a person's telephone asked not to be written to."""
    from drawdown.site.line.models import Enrolment

    found = Enrolment.objects.filter(case=case, person=person, ended=None).first()
    if found is not None and found.hint:
        OptOut.objects.create(case=case, hint=found.hint, out=True, at=now, how="the carrier says")


def settle_lost(case: Case, now: datetime) -> int:
    """Note what was claimed and never noted as uncertain, and what nothing more is heard of.

    Nobody knows whether it was sent. It is not sent again; that is ours, and excuses.
    """
    done = 0
    steps = Step.objects.filter(case=case, over=None)
    for means, limit in LOST.items():
        late = Q(claimed__lt=now - limit) | Q(claimed__gt=now + limit)
        in_hand = steps.filter(late, means=means, sent=None, claimed__isnull=False)
        how = "whoever was sending it stopped; it may have been sent"
        found = [
            Noted(step, Taken("claimed", "ours", how), "uncertain")
            for step in in_hand.order_by("claimed")[:LEFT]
        ]
        done += note(case, found, now)
    for means in ("text", "call"):
        unheard = steps.filter(means=means, sent__lt=now - HEARD).order_by("sent")
        for step in unheard[:PORTION]:
            done += learned(case, step.key, _last_word(step), now)
    return done


def _last_word(step: Step) -> Taken:
    """What counts where a carrier told nothing more."""
    if step.outcome == "uncertain":
        return Taken("claimed", "ours", step.how)
    if step.means == "text":
        return Taken("sent", "unknown", step.how)
    return Taken("failed", "unknown", "nothing was heard of the call")


def can_skip() -> bool:
    """Whether the database lets several senders take different steps at once."""
    return connection.features.has_select_for_update_skip_locked
