"""From draft to docket, in a browser: made beside the page, approved by a second person."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

CASE = "/gayle-v-meade/"


def test_a_report_is_drafted_approved_by_a_second_person_filed_and_seen_by_the_clause(
    enter: Callable[..., Page],
) -> None:
    first = enter("agency")
    first.goto(f"{CASE}findings/reports/all")
    assert "ECF 91" not in first.content()

    first.get_by_role("link", name="Reports", exact=True).click()
    first.get_by_label("From", exact=True).fill("2020-05-09")
    first.get_by_label("Through", exact=True).fill("2020-05-12")
    first.get_by_label("for the court and the parties").check()
    first.get_by_label("Order or rule that sets the level").fill("Protective Order, ECF 99")
    first.get_by_role("button", name="Make the draft").click()
    first.reload()  # the work goes on
    first.wait_for_url(re.compile(r"reports/\d+$"), timeout=90_000)
    expect(first.get_by_text("somebody else of your side approves it")).to_be_visible()
    expect(first.get_by_role("button", name="Approve these files")).to_have_count(0)
    with first.expect_download() as got:
        first.get_by_role("link", name=re.compile(r"parties\.pdf$")).click()
    assert got.value.path().read_bytes().startswith(b"%PDF-1.7")
    address = first.url

    other = enter("petitioners")
    answer = other.goto(address)
    assert answer is not None
    assert answer.status == 404  # the other side sees nothing of a draft

    second = enter("second")
    second.goto(address)
    second.get_by_role("button", name="Approve these files").click()
    expect(second.get_by_text("Its files can no longer change")).to_be_visible()
    second.get_by_label("Docket entry").fill("ECF 91")
    second.get_by_label(re.compile("weekly and after 10 days", re.IGNORECASE)).check()
    second.get_by_role("button", name="Record it as filed").click()
    expect(second.get_by_text(re.compile(r"Recorded as filed, entry \d+"))).to_be_visible()

    other.goto(address)
    expect(other.get_by_text("ECF 91")).to_be_visible()
    other.goto(f"{CASE}findings/reports/all")
    expect(other.locator("main")).to_contain_text("ECF 91")
    second.goto(f"{CASE}reports/")
    expect(second.get_by_text("The last report was filed on")).to_contain_text("May 12, 2020")
