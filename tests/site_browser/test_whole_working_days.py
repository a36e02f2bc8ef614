"""Whole working days, in a browser: members do what the case asks of them and see it count."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.site_browser.serving import Serving

CASE = "/gayle-v-meade/"
BAD, GOOD = "31/02/2020", "2020-02-28"


def test_facility_staff_load_a_roster_and_resolve_five_bad_rows(
    enter: Callable[..., Page], tmp_path: Path
) -> None:
    days = [BAD] * 5 + ["2020-05-01"] * 25
    lines = [f"A{n:09d},Krome,{day}," for n, day in enumerate(days, start=1)]
    file = tmp_path / "krome 2020-05-12.csv"
    file.write_text("\n".join(["A-Number,Facility,Book In Date,Book Out Date", *lines]) + "\n")
    page = enter("krome")
    page.get_by_role("link", name="Rosters").click()
    page.get_by_label("A roster as it was exported").set_input_files(file)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("31 rows read = 25 used + 5 set aside + 1 not data")).to_be_visible()
    page.reload()  # a long read survives it
    for field in page.get_by_label("Book In Date", exact=True).all():
        if field.evaluate("e => e.tagName") == "INPUT":
            field.fill(GOOD)
    page.get_by_role("button", name="Read it again with these corrections").click()
    expect(page.get_by_text("31 rows read = 30 used + 0 set aside + 1 not data")).to_be_visible()
    expect(page.get_by_text("5 cells corrected")).to_be_visible()
    page.get_by_role("button", name="Accept it into the record").click()
    expect(page.get_by_text("In the record by Kim Dorsey")).to_be_visible()
    page.get_by_role("link", name="What changed").click()
    expect(page.get_by_text("Arrived: 30")).to_be_visible()


def test_agency_staff_review_ten_people_and_release_three(enter: Callable[..., Page]) -> None:
    page = enter("agency")
    for turn in range(10):
        page.get_by_role("link", name="Review", exact=True).click()
        line = page.locator("form tbody tr").filter(has_not_text="second person").first
        person = line.get_by_role("rowheader").inner_text()
        line.get_by_role("link", name=re.compile(f"Decide.*{person}")).click()
        if turn < 3:
            page.get_by_label("Released", exact=True).check()
            page.get_by_label("Authority", exact=True).select_option("parole 212(d)(5)")
            page.get_by_label("Conditions").fill("lives with a sister in Miami")
            page.get_by_label("Reports in by telephone every").fill("7 days")
        else:
            page.get_by_label("Not released").check()
            expect(page.get_by_label("Conditions")).to_be_hidden()
        page.get_by_label("Reason").fill("an underlying condition" if turn < 3 else "final order")
        page.get_by_role("button", name="Record it").click()
        expect(page.get_by_text(re.compile(r"Recorded as entry \d+"))).to_be_visible()
        expect(page.get_by_role("heading", name=person)).to_be_visible()
    page.goto(f"{CASE}record/?kind=decision&by=Ada")
    text = page.locator("table").inner_text()
    assert text.count("outcome: released") == 3
    assert text.count("check in: 7 days") == 3
    assert text.count("outcome: not_released") == 7


def test_counsel_finds_who_was_moved_without_an_evaluation(enter: Callable[..., Page]) -> None:
    page = enter("petitioners")
    page.get_by_role("link", name="Transfers", exact=True).click()
    first = page.locator("table").first
    expect(first).to_contain_text("evaluation")
    person = first.get_by_role("link", name=re.compile("synthetic-")).first.inner_text()
    page.goto(f"{CASE}people/{person}")
    expect(page.locator(".timeline")).to_contain_text(re.compile("[Tt]ransfer"))
    expect(page.locator(".timeline")).not_to_contain_text("Evaluated")


def test_the_monitor_asks_as_of_one_day_as_known_on_another(enter: Callable[..., Page]) -> None:
    page = enter("monitor")
    answers = []
    for known in ("2020-05-10", ""):
        page.goto(CASE)
        page.get_by_label("As of the end of").fill("2020-05-14")
        page.get_by_label("as known on").fill(known)
        page.get_by_role("button", name="Show", exact=True).click()
        expect(page.get_by_role("link", name="Back to today")).to_be_visible()
        answers.append(page.locator(".glance table").inner_text())
    assert answers[0] != answers[1]


def test_a_reader_of_another_facility_is_refused_everywhere(
    enter: Callable[..., Page], site: Serving
) -> None:
    inside = enter("krome")
    inside.goto(f"{CASE}people/?left=held")
    person = inside.get_by_role("link", name=re.compile("synthetic-")).first.inner_text()
    page = enter("glades")
    for path in (
        f"people/{person}", "facilities/krome", "findings/masks/krome", "rosters/1",
        f"transfers/plan/{person}", f"review/petitioners-review/{person}", "members/",
    ):  # fmt: skip
        answer = page.goto(f"{CASE}{path}")
        assert answer is not None
        assert answer.status in (403, 404), path
        assert person not in page.locator("main").inner_text()
    page.goto(f"{CASE}tokens/")
    page.get_by_label("What the token is for").fill("nightly")
    page.get_by_role("button", name="Make a token").click()
    token = page.get_by_label("Token", exact=True).input_value()
    headers = {"Authorization": f"Bearer {token}"}
    for path, status in ((f"people/{person}", 403), ("people?facility=krome", 403)):
        asked = page.request.get(f"{site.address}/api{CASE}{path}", headers=headers)
        assert asked.status == status


@pytest.mark.parametrize("language", ["es"])
def test_it_speaks_the_reader_s_language(enter: Callable[..., Page], language: str) -> None:
    page = enter("agency", language=language)
    expect(page.get_by_role("link", name="La orden")).to_be_visible()
    expect(page.locator("main")).to_contain_text("incumplido")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="The order")).to_be_visible()
