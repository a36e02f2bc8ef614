"""What a human is asked to do: to reach a person, to call back, to take down a change.

A task is an entry. Asking is one transaction with the note that it was asked, so that it needs no
claim; and done, it is another entry that supersedes it, with the attempt that says so where it is
a step of the ladder.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction

from drawdown.site.cases.append import ConflictError, append
from drawdown.site.cases.models import Case, Row
from drawdown.site.line.models import Step
from drawdown.site.line.noting import can_skip
from drawdown.site.line.writing import write_steps

BY = "the line"
PORTION = 200
REACH = "reach the person"
SCHEDULE = "set a schedule"


def ask_humans(case: Case, now: datetime) -> int:
    """Make the tasks of steps that ask a human, a portion of them.

    Returns:
        How many were made.
    """
    free = Step.objects.filter(case=case, means="task", claimed=None, over=None, after__lte=now)
    if not free.exists():
        return 0
    with transaction.atomic():
        rows = free.order_by("after")
        steps = list((rows.select_for_update(skip_locked=True) if can_skip() else rows)[:PORTION])
        offered = [
            ("task", {"id": f"{step.key}/task", "date": now.astimezone(UTC).isoformat(),
                      "person": step.person, "what": REACH,
                      "to": step.values.get("to", {}).get("name", ""),
                      "note": f"no check-in by {step.day.isoformat() if step.day else ''}"})
            for step in steps
        ]  # fmt: skip
        append(case, [(kind, {k: v for k, v in cells.items() if v}) for kind, cells in offered],
               by=BY, now=now, partly=True)  # fmt: skip
        for step in steps:
            step.claim, step.claimed, step.sent = "record", now, now
        write_steps(steps)
    return len(steps)


@dataclass(frozen=True)
class Open:
    """A task that is not done.

    Attributes:
        entry: Its entry; `seq` is the entry's number.
        person: The person's number; blank where nobody was identified.
        what: What is asked.
        to: Who is asked.
        at: Since when.
        day: The due day of the window that it is about, where it is about one.
        call: The call it came from.
        message: What the recorded message is kept under.
        language: The language of the call.
        note: What else is known.
    """

    entry: str
    seq: int
    person: str
    what: str
    to: str
    at: datetime
    day: date | None
    call: str
    message: str
    language: str
    note: str


def open_tasks(
    case: Case, *, person: str = "", what: str = "", most: int = 50, before: int | None = None
) -> list[Open]:
    """Tasks that are not done, the last first.

    Args:
        case: The case.
        person: Of one person only.
        what: Only those that ask for this.
        most: How many.
        before: Only those whose entry has a lower number, for a next page.
    """
    from django.db.models import Exists, OuterRef

    done = Row.objects.filter(case=case, supersedes=OuterRef("name"))
    rows = Row.objects.filter(~Exists(done), case=case, kind="task").exclude(
        content__contains='"done":"yes"'
    )
    rows = rows.filter(person=person) if person else rows
    rows = rows.filter(content__contains=f'"what":"{what}"') if what else rows
    rows = rows.filter(seq__lt=before) if before is not None else rows
    found = list(rows.order_by("-seq").values_list("name", "seq", "content", "recorded")[:most])
    days = dict(
        Step.objects.filter(case=case, key__in=[_key(name) for name, *_ in found]).values_list(
            "key", "day"
        )
    )
    return [_open(*each, days.get(_key(each[0]))) for each in found]


def _key(entry: str) -> str:
    """The key of the step that a task is of, taken up by somebody or not.

    >>> _key("A-1042/2020-05-13/human/task/taken-1")
    'A-1042/2020-05-13/human'
    """
    return entry.partition("/taken-")[0].removesuffix("/task")


def _open(name: str, seq: int, content: str | None, recorded: datetime, day: date | None) -> Open:
    cells = json.loads(content or "{}")
    return Open(
        name, seq, cells.get("person", ""), cells.get("what", ""), cells.get("to", ""), recorded,
        day, cells.get("call", ""), cells.get("message", ""), cells.get("language", ""),
        cells.get("note", ""),
    )  # fmt: skip


def finish(case: Case, entry: str, *, by: str, now: datetime, note: str = "") -> Row:
    """Say that a task is done.

    Args:
        case: The case.
        entry: The task's entry.
        by: Who did it.
        now: When.
        note: What came of it.

    Returns:
        The entry that says so.

    Raises:
        ConflictError: It is done already, or there is no such task.
        NotAddedError: The note cannot be entered.
    """
    with transaction.atomic():
        key = _key(entry)
        step = Step.objects.select_for_update().filter(case=case, key=key, means="task").first()
        row = Row.objects.filter(case=case, kind="task", name=entry).first()
        if row is None:
            raise ConflictError("there is no such task")

        def still() -> None:
            if Row.objects.filter(case=case, supersedes=entry).exists():
                raise ConflictError("somebody said already that it is done")

        cells = {
            name: value for name, value in json.loads(row.content or "{}").items()
            if name not in ("entry", "id", "recorded", "by", "source", "note", "supersedes")
        }  # fmt: skip
        cells |= {"done": "yes", "supersedes": entry, "id": f"{entry}/done", "note": note}
        offered = [("task", {name: value for name, value in cells.items() if value})]
        if step is not None and step.day is not None:
            offered.append(("attempt", {
                "id": step.key, "date": now.astimezone(UTC).isoformat(), "person": step.person,
                "due": step.day.isoformat(), "rung": step.what, "means": "task",
                "outcome": "done",
            }))  # fmt: skip
        added = append(case, offered, by=by, now=now, still=still).added
        if step is not None:
            step.over, step.outcome, step.how = now, "done", by[:200]
            step.entry = step.key
            write_steps([step])
    return added[0]
