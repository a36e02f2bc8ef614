"""A failure to comply: only a named person records one, with a reason, after the ladder ran."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import get_language

from drawdown.check_in.failure import Lack, lacking, said
from drawdown.check_in.languages import languages
from drawdown.check_in.window import Window
from drawdown.site.cases.append import ConflictError, append
from drawdown.site.cases.models import Case, Row
from drawdown.site.line.ladders import ladder_of
from drawdown.site.line.reading import history_in, schedule_in


def window_of(case: Case, person: str, day: date) -> Window | None:
    """A person's window of a due day; none where they have none."""
    schedule = schedule_in(case, person)
    if schedule is None:
        return None
    zone = schedule.terms[0].zone
    begin = datetime(day.year, day.month, day.day, tzinfo=zone) - timedelta(days=1)
    for window in schedule.windows(begin):
        if window.day >= day:
            return window if window.day == day else None
    return None


def what_lacks(
    case: Case, person: str, day: date, *, decider: str, reason: str, now: datetime
) -> tuple[str, ...]:
    """What keeps somebody from recording a failure of a window, in the language of who reads it.

    Args:
        case: The case.
        person: The person's number.
        day: The due day of the window.
        decider: Who records it, by name.
        reason: Why.
        now: The moment, as the case has the time.
    """
    window = window_of(case, person, day)
    if window is None:
        return said([Lack("no_window", (("person", person), ("due", day)))], _tongue())
    history, ladder = history_in(case, person), ladder_of(case, now)
    return said(
        lacking(person, window, history, now, ladder, decider=decider, reason=reason), _tongue()
    )


def _tongue() -> str:
    """The language of whoever reads it, where the line speaks it."""
    spoken = (get_language() or "").partition("-")[0]
    return spoken if spoken in languages() else "en"


def record_failure(
    case: Case, person: str, day: date, *, decider: str, reason: str, by: str, now: datetime
) -> Row:
    """Record a failure to comply; arguments as `what_lacks`, and `by` whose account enters it.

    Raises:
        ConflictError: Something is lacking, said in its message; also where it came to be so while
            the form was filled in, as by a check-in.
        NotAddedError: A value cannot be entered.
    """

    def still() -> None:
        if found := what_lacks(case, person, day, decider=decider, reason=reason, now=now):
            raise ConflictError(" ".join(found))

    cells = {
        "id": f"{person}/{day.isoformat()}/failure", "date": now.isoformat(), "person": person,
        "outcome": "failure", "side": "person", "decider": decider.strip(),
        "reason": reason.strip(), "due": day.isoformat(),
    }  # fmt: skip
    done = append(case, [("check_in", cells)], by=by, now=now, still=still)
    return done.added.get(0) or done.known[0]
