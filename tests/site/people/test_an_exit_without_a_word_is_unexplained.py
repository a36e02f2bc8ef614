"""Who left, and nothing says how, is to be explained, and counted so everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.test import Client

from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case

SITE = "/gayle-v-meade/"
NOW = datetime(2020, 5, 12, 10, 0, tzinfo=ZoneInfo("America/New_York"))


def test_it_is_found_listed_and_counted_among_the_unexplained(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    stay = {"date": "2020-05-01", "facility": "glades", "book_out": "2020-05-04"}
    silent = {**stay, "person": "silent-1"}
    said = {**stay, "person": "silent-2", "exit": "unexplained"}
    append(case, [("stay", silent), ("stay", said)], by="a", now=NOW)
    client = signed_in("monitor")
    numbers, query = [], "left=unexplained"
    while query:
        page = client.get(f"{SITE}people/?{query}")
        numbers += [line.number for line in page.context["lines"]]
        query = page.context["next"]
    assert {"silent-1", "silent-2"} <= set(numbers)
    row = client.get(f"{SITE}people/?q=silent-1").content.decode()
    assert "left, and nothing says how, May 4, 2020" in row
    assert "nothing says how" in client.get(f"{SITE}people/silent-1").content.decode()
    today = client.get(f"{SITE}today").content.decode()
    assert f"{len(numbers)} people left and nothing says how" in today
