"""Which pages there are to walk, for each kind of member: found by following links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

NOT_FOLLOWED = re.compile(
    r"/(export|logout|language)|\.(csv|jsonl|svg|json|pdf|docx|zip|wav)(\?|$)|/sound$|/static/|openapi"
)
SHAPE = re.compile(r"(?<=/)(\d+|synthetic-\d+|petitioner-\d+|[0-9a-f]{8,}|stay-[\w~]+)(?=/|$)")


def shape_of(address: str) -> str:
    """What a page's address is like, so that one of each shape is walked.

    >>> shape_of("http://localhost:1/case/people/synthetic-0001?on=2020-05-12")
    '/case/people/*'
    """
    return SHAPE.sub("*", urlsplit(address).path)


def every_page(page: Page, start: str, most: int = 90) -> Iterator[str]:
    """One address of every shape that links lead to, beginning at `start`; the page is at it."""
    found: set[str] = set()
    waiting = [start]
    while waiting and len(found) < most:
        address = waiting.pop(0)
        if shape_of(address) in found:
            continue
        found.add(shape_of(address))
        answer = page.goto(address)
        assert answer is not None
        assert answer.status < 500, f"{address}: {answer.status}"
        for link in page.eval_on_selector_all(
            "a[href]:not([download])", "all => all.map(a => a.href)"
        ):
            whole = urljoin(address, link.split("#")[0])
            here = urlsplit(whole).netloc == urlsplit(start).netloc
            if here and not NOT_FOLLOWED.search(whole) and shape_of(whole) not in found:
                waiting.append(whole)
        yield address
