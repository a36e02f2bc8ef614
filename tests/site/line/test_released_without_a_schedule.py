"""Who was released without a decision is asked nothing, and staff are asked to set a schedule."""

from __future__ import annotations

from drawdown.site.line.models import Due
from drawdown.site.line.tasks import SCHEDULE, open_tasks
from drawdown.site.line.unscheduled import MOST

from .conftest import Days


def lacking(days: Days) -> list[str]:
    return sorted(one.person for one in open_tasks(days.case, what=SCHEDULE, most=99))


def let_go(days: Days, *people: str) -> None:
    for person in people:
        days.enter("exit", date=days.now.date().isoformat(), person=person, facility="krome",
                   how="release")  # fmt: skip


def test_a_task_until_somebody_sets_terms_or_decides(days: Days) -> None:
    let_go(days, "A-1", "A-2", "A-3")
    days.enter("exit", date=days.now.date().isoformat(), person="A-4", facility="krome",
               how="transfer")  # fmt: skip
    days.release("A-3")
    days.work()
    assert lacking(days) == ["A-1", "A-2"]
    assert not Due.objects.filter(case=days.case, person="A-1").exclude(schedule="").exists()
    today = days.now.date().isoformat()
    days.enter("check_in_terms", date=today, person="A-1", decider="A. Quintero")
    days.work()
    assert lacking(days) == ["A-2"]
    days.enter("decision", date=today, person="A-2", outcome="released", authority="parole",
               decider="A. Quintero", reason="it is time", check_in="none")  # fmt: skip
    days.work()
    assert lacking(days) == []
    assert not Due.objects.filter(case=days.case, person="A-2").exclude(schedule="").exists()


def test_many_at_once_are_no_flood(days: Days) -> None:
    let_go(days, *(f"A-{n:03}" for n in range(MOST + 9)))
    days.work()
    found = lacking(days)
    assert len(found) == MOST + 1
    assert found[0] == "", "one task says that there are more"


def test_taken_back_and_let_go_again(days: Days) -> None:
    days.release("A-1")
    days.work()
    days.until(days.now.replace(day=4))
    days.enter("redetention", date=days.now.date().isoformat(), person="A-1", facility="krome")
    days.until(days.now.replace(day=6))
    let_go(days, "A-1")
    days.work()
    assert lacking(days) == ["A-1"]
    days.enter("check_in_terms", date=days.now.date().isoformat(), person="A-1",
               decider="A. Quintero")  # fmt: skip
    days.until(days.now.replace(day=22))
    assert lacking(days) == []
    assert "reminder" in [step[0] for step in days.steps("A-1")], "the terms hold, as was meant"
