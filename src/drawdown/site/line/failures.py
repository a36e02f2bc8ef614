"""A failure to comply: only a named person records one, with a reason, after the ladder ran."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from drawdown.check_in.failure import lacking
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
    """What keeps somebody from recording a failure of a window, one line each.

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
        return (f"No check-in of {person} is due on {day.isoformat()}.",)
    history, ladder = history_in(case, person), ladder_of(case, now)
    return lacking(person, window, history, now, ladder, decider=decider, reason=reason)


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
