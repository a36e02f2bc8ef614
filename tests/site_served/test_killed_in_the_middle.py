"""The server killed without warning: what was acknowledged is there, once; the rest is not."""

from __future__ import annotations

import contextlib
import random
import re
import socket
import threading
import time
from collections.abc import Callable

from tests.site_browser.serving import Serving
from tests.site_served.conftest import CASE, Visitor, hidden, multipart

CLAUSE = "petitioners-review"
TURNS = 5


def rosters(visitor: Visitor) -> set[str]:
    return set(re.findall(rf'href="{CASE}rosters/(\d+)"', visitor.get(f"{CASE}rosters/")[1]))


def decisions(visitor: Visitor, person: str) -> int:
    _, text = visitor.get(f"{CASE}record/?kind=decision&person={person}")
    return len(re.findall(rf'href="{CASE}record/\d+"', text))


def test_in_the_middle_of_a_decision(site: Serving, visitor: Callable[[str], Visitor]) -> None:
    chance = random.Random(7)  # noqa: S311  moments of a test
    for turn in range(TURNS):
        one = visitor("agency")
        person = f"petitioner-{20 + turn}"
        address = f"{CASE}review/{CLAUSE}/{person}"
        _, text = one.get(address)
        form = {"outcome": "not_released", "reason": "killed", "basis": hidden(text, "basis"),
                "token": hidden(text, "token")}  # fmt: skip
        before, answers = decisions(one, person), []

        def send(one: Visitor = one, address: str = address, form: dict[str, str] = form,
                 answers: list[int] = answers) -> None:  # fmt: skip
            with contextlib.suppress(OSError):
                answers.append(one.post(address, form)[0])

        thread = threading.Thread(target=send)
        thread.start()
        time.sleep(chance.uniform(0.0, 0.06))
        site.kill()
        thread.join()
        site.start()
        again = visitor("agency")
        made = decisions(again, person) - before
        assert made in (0, 1)
        if answers == [200]:
            assert made == 1
        again.get(address)
        again.post(address, form)  # the same form again: it is there once, whatever happened
        assert decisions(again, person) - before == 1


def test_in_the_middle_of_sending_a_roster(
    site: Serving, visitor: Callable[[str], Visitor]
) -> None:
    one = visitor("agency")
    before = rosters(one)
    lines = "".join(f"A{n:09d},Krome,2020-05-01\n" for n in range(60_000))
    file = ("krome 2020-05-12.csv", f"A-Number,Facility,Book In Date\n{lines}".encode())
    token = next(c.value or "" for c in one.cookies if c.name == "csrftoken")
    body, kind = multipart({"csrfmiddlewaretoken": token}, file)
    cookies = "; ".join(f"{c.name}={c.value}" for c in one.cookies)
    with socket.create_connection(("localhost", site.port)) as line:
        head = (f"POST {CASE}rosters/ HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n"
                f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n")  # fmt: skip
        line.sendall(head.encode() + body[: len(body) // 2])
        time.sleep(0.2)
        site.kill()
    site.start()
    again = visitor("agency")
    assert rosters(again) == before
    status, _ = again.post(f"{CASE}rosters/", {}, file)
    assert status == 200
    assert len(rosters(again)) == len(before) + 1


def test_in_the_middle_of_reading_and_entering_a_roster(
    site: Serving, visitor: Callable[[str], Visitor]
) -> None:
    one = visitor("agency")
    lines = "".join(f"A{n:09d},Glades,2020-05-01\n" for n in range(100_000, 104_000))
    file = ("glades 2020-05-12.csv", f"A-Number,Facility,Book In Date\n{lines}".encode())
    before = rosters(one)
    one.post(f"{CASE}rosters/", {}, file)
    (number,) = rosters(one) - before
    page = f"{CASE}rosters/{number}"
    site.kill()  # while it is read, or before
    site.start()
    one = visitor("agency")
    wait_for(one, page, "Accept it into the record")
    one.post(f"{page}/accept", {})
    time.sleep(0.3)
    site.kill()  # while it is entered
    site.start()
    one = visitor("agency")
    wait_for(one, page, "In the record by")
    _, text = one.get(f"{page}/changes")
    assert "Arrived: 4,000" in text


def test_in_the_middle_of_a_draft(site: Serving, visitor: Callable[[str], Visitor]) -> None:
    """The draft is made by whoever is there next: once, and whole."""
    one = visitor("agency")
    reports = f"{CASE}reports/"
    _, text = one.get(reports)
    before = set(re.findall(rf'href="{reports}(\d+)"', text))
    form = {"since": "2020-05-01", "on": "2020-05-12", "level": "parties",
            "token": hidden(text, "token")}  # fmt: skip
    assert one.post(reports, form)[0] == 200
    (draft,) = set(re.findall(rf'href="{reports}drafts/(\d+)"', one.get(reports)[1]))
    time.sleep(random.Random(11).uniform(0.2, 1.0))  # noqa: S311
    site.kill()
    site.start()
    one = visitor("agency")
    assert one.post(reports, form)[0] == 200  # sent again by somebody who saw no answer
    wait_for(one, f"{reports}drafts/{draft}", "SHA-256 of all its files")
    made = set(re.findall(rf'href="{reports}(\d+)"', one.get(reports)[1])) - before
    assert len(made) == 1
    address = f"{reports}{made.pop()}"
    files = re.findall(rf'href="({address}/files/\d+)">([^<]+)</a>', one.get(address)[1])
    assert any(name.endswith(".pdf") for _, name in files)
    assert all(one.size(file) > 0 for file, _ in files)


def wait_for(visitor: Visitor, page: str, words: str) -> None:
    until = time.monotonic() + 90
    while words not in visitor.get(page)[1]:
        assert time.monotonic() < until, f"'{words}' never came"
        time.sleep(0.3)
