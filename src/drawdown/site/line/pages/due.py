"""What the line puts on the page of today: whether it runs, whom to reach, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drawdown.site.accounts.roles import May
from drawdown.site.line import standings
from drawdown.site.line.pages.overview import silent
from drawdown.site.line.pages.reached import now_of
from drawdown.site.line.pages.working import tasks_of
from drawdown.site.pages.today.task import Task

if TYPE_CHECKING:
    from drawdown.site.pages.today.gathered import Asked

MANY = 200


def line_tasks(asked: Asked) -> Iterator[Task]:
    """The line's tasks for a reader, on the day that is today."""
    access = asked.access
    if May.SEE_PEOPLE not in access.may or not asked.days.is_now:
        return
    own, today = May.RUN_LINE in access.may, asked.days.today
    now = now_of(access)
    if silent():
        yield Task(
            _("The check-in line does not run as it should."),
            _("Nobody is held to a window that this touches. See what does not run."),
            asked.address("line"), today, own=own,
        )  # fmt: skip
    counts = standings.counts(access.case, now, access.facility)
    if n := counts["to_reach"]:
        yield Task(
            ngettext("%(n)d released person to be reached", "%(n)d released people to be reached",
                     n) % {"n": n},
            _("They did not check in. Silence is no failure: a human is asked to reach them."),
            asked.address("line-people", query="?group=to_reach"), today, own=own,
        )  # fmt: skip
    if n := counts["in_grace"]:
        yield Task(
            ngettext("%(n)d released person is in grace", "%(n)d released people are in grace", n)
            % {"n": n},
            _("Their check-in was due and can still be made."),
            asked.address("line-people", query="?group=in_grace"), own=own,
        )  # fmt: skip
    yield from _asked_for(asked)


def _asked_for(asked: Asked) -> Iterator[Task]:
    """Changes reported and call backs asked for: counsel hears of them as the agency does."""
    access = asked.access
    tasks = [one for one in tasks_of(access, most=MANY) if one.what != "reach the person"]
    changed = [one for one in tasks if one.what != "call back"]
    if n := len(changed):
        yield Task(
            ngettext("%(n)d released person reported a new address or telephone",
                     "%(n)d released people reported a new address or telephone", n) % {"n": n},
            _("Listen to the message and take it down."),
            asked.address("line-tasks"), asked.days.today,
            own=May.RUN_LINE in access.may or May.HEAR in access.may,
        )  # fmt: skip
    if n := len(tasks) - len(changed):
        yield Task(
            ngettext("%(n)d caller asks to be called back",
                     "%(n)d callers ask to be called back", n) % {"n": n},
            _("They asked on the line, or nobody was free."),
            asked.address("line-tasks"), asked.days.today, own=May.RUN_LINE in access.may,
        )  # fmt: skip
