"""Released people whom nobody asked to check in: staff are asked to set a schedule, or to say none.

Whom that is the order's clause says (`drawdown.order.clauses.check_in`), so that its finding and
the tasks agree. A task is made when the release is entered, and done once somebody decides.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import UTC, datetime

from drawdown.finding.case import Case as Whole
from drawdown.finding.check import inquiries
from drawdown.order.clauses.check_in import CheckIn
from drawdown.record.record import View
from drawdown.site.cases.append import Cells, append
from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.orders import order_of
from drawdown.site.line.reading import KINDS, usual_in, views_of
from drawdown.site.line.tasks import SCHEDULE, open_tasks

BY = "the line"
MOST = 20
"""So many such tasks are open at a time; of more there is one that says so."""
MORE = "unscheduled/more"
RELEASES = (*KINDS, "exit", "stay")


def ask_for_schedules(case: Case, freed: Set[str], decided: Set[str], now: datetime) -> int:
    """Make tasks for those of some people who have no schedule, and end those of the others.

    Args:
        case: The case.
        freed: People who were released.
        decided: People of whom something was decided, or terms were set.
        now: The moment, as the case has the time.

    Returns:
        How many entries were added.
    """
    if not (freed or decided) or not usual_in(case).every:
        return 0
    there = open_tasks(case, most=10 * MOST, what=SCHEDULE)
    known = {one.person for one in there}
    people = sorted(freed | (decided & known))
    lacking = dict(_lacking(case, people, now))
    free = max(0, MOST - sum(1 for one in there if one.person))
    anew = sorted(set(lacking) - known)
    at = now.astimezone(UTC).isoformat()
    entries: list[Cells] = [
        {"id": f"{person}/schedule/{lacking[person]}", "date": at, "person": person,
         "what": SCHEDULE, "note": f"released {lacking[person]} without a decision or terms"}
        for person in anew[:free]
    ]  # fmt: skip
    if len(anew) > free and "" not in known:
        entries.append({"id": f"{MORE}/{now.date()}", "date": at, "what": SCHEDULE,
                        "note": "more released people have none: the finding of the clause on "
                                "check-ins names them"})  # fmt: skip
    over = [one.entry for one in there if one.person in set(people) - set(lacking)]
    entries += _over(case, over, at)
    if not entries:
        return 0
    done = append(case, [("task", each) for each in entries], by=BY, now=now, partly=True)
    return len(done.added)


def _lacking(case: Case, people: Sequence[str], now: datetime) -> Iterator[tuple[str, str]]:
    """Those of some people who have no schedule, with the day of their release."""
    for _, view in views_of(case, people, kinds=RELEASES):
        yield from _in(case, view, now)


def _in(case: Case, view: View, now: datetime) -> Iterator[tuple[str, str]]:
    order = order_of(case)
    today = now.astimezone(order.header.zone).date()
    for item, ask in inquiries(Whole(order, view.record), today, view=view):
        if isinstance(item.clause, CheckIn) and item.standing == "in force":
            for place in item.clause.places(ask):
                found = item.clause.without_schedule(ask, place)
                for person, released in found.select("person", "released").iter_rows():
                    yield person, released.isoformat()


def _over(case: Case, entries: Iterable[str], at: str) -> Iterator[Cells]:
    """What says that tasks are done, since somebody decided or set terms."""
    rows = Row.objects.filter(case=case, kind="task", name__in=list(entries))
    for name, content in rows.values_list("name", "content"):
        cells = json.loads(content or "{}")
        yield {"id": f"{name}/done", "date": at, "person": cells.get("person", ""),
               "what": SCHEDULE, "done": "yes", "supersedes": name,
               "note": "a schedule was set, or none is asked for"}  # fmt: skip
