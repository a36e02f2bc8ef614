"""Two people at the same moment: nothing lost, nothing doubled, and the page says what was."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable

from tests.site_served.conftest import CASE, Visitor, hidden

CLAUSE = "petitioners-review"
ROSTER = "A-Number,Facility,Book In Date\n" + "".join(
    f"A{n:09d},Krome,2020-05-01\n" for n in range(1, 400)
)


def at_once(*calls: Callable[[], tuple[int, str]]) -> list[tuple[int, str]]:
    """What calls made in the same moment come to."""
    answers: list[tuple[int, str]] = [(0, "")] * len(calls)
    gate = threading.Barrier(len(calls))

    def run(n: int) -> None:
        gate.wait()
        answers[n] = calls[n]()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def record(visitor: Visitor, query: str) -> list[int]:
    _, text = visitor.get(f"{CASE}record/?{query}")
    return [int(seq) for seq in re.findall(rf'href="{CASE}record/(\d+)"', text)]


def test_two_people_deciding_the_same_case(visitor: Callable[[str], Visitor]) -> None:
    first, second = visitor("agency"), visitor("second")
    person = "petitioner-20"
    address = f"{CASE}review/{CLAUSE}/{person}"
    forms = [
        {"outcome": "not_released", "reason": f"reason {n}", "basis": hidden(text, "basis"),
         "token": hidden(text, "token")}
        for n, (_, text) in enumerate([first.get(address), second.get(address)])
    ]  # fmt: skip
    before = len(record(first, f"kind=decision&person={person}"))
    answers = at_once(lambda: first.post(address, forms[0]), lambda: second.post(address, forms[1]))
    assert sorted(status for status, _ in answers) == [200, 409]
    late = next(text for status, text in answers if status == 409)
    assert "Meanwhile" in late
    assert "reason" in late
    assert len(record(first, f"kind=decision&person={person}")) == before + 1


def test_a_form_sent_many_times_at_once(visitor: Callable[[str], Visitor]) -> None:
    person = "petitioner-21"
    address = f"{CASE}review/{CLAUSE}/{person}"
    people = [visitor("agency") for _ in range(4)]
    _, text = people[0].get(address)
    form = {"outcome": "not_released", "reason": "once", "basis": hidden(text, "basis"),
            "token": hidden(text, "token")}  # fmt: skip
    before = len(record(people[0], f"kind=decision&person={person}"))
    answers = at_once(*[lambda one=one: one.post(address, form) for one in people])
    assert {status for status, _ in answers} == {200}
    assert len(record(people[0], f"kind=decision&person={person}")) == before + 1


def test_a_roster_sent_twice_at_once(visitor: Callable[[str], Visitor]) -> None:
    people = [visitor("agency"), visitor("second"), visitor("agency")]
    file = ("krome 2020-05-12.csv", ROSTER.encode())
    answers = at_once(*[lambda one=one: one.post(f"{CASE}rosters/", {}, file) for one in people])
    assert {status for status, _ in answers} == {200}
    _, listing = people[0].get(f"{CASE}rosters/")
    numbers = set(re.findall(rf'href="{CASE}rosters/(\d+)"', listing))
    assert len(numbers) == 1
    assert sum("sent before" in text for _, text in answers) == 2
    page = f"{CASE}rosters/{numbers.pop()}"
    until = time.monotonic() + 30
    while "Accept it into the record" not in people[0].get(page)[1]:
        assert time.monotonic() < until
        time.sleep(0.2)
    at_once(*[lambda one=one: one.post(f"{page}/accept", {}) for one in people])
    while "In the record by" not in people[0].get(page)[1]:
        assert time.monotonic() < until
        time.sleep(0.2)
    _, changes = people[0].get(f"{page}/changes")
    assert "Arrived: 399" in changes
