"""A reader who follows every link, and fills in every form with what nobody should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote_from_bytes, urljoin, urlsplit

from django.db import transaction
from django.test import Client

FORM = "application/x-www-form-urlencoded"
NUMBERS = re.compile(r"(?<=/)(\d+|synthetic-\d+|petitioner-\d+|[0-9a-f]{8,}|[\w~]+-\d+)(?=/|$)")
LEFT_OUT = re.compile(r"/accounts/logout/|^/static/|^(mailto|tel):")
"""Where the reader does not go: signing out would end the walk."""

HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "a number of 5,000 digits": b"9" * 5_000,
    "a zero byte": b"a\0b",
    "half a character": b"\xed\xa0\x80",
    "the last day that there is": b"9999-12-31",
    "a day before every calendar": b"-0001-01-01",
    "a million characters": b"x" * 1_000_000,
    "another type": b'{"a": [1]}',
    "markup": b"<script>alert(1)</script>",
    "a formula": b"=cmd|' /C calc'!A0",
    "a path": b"../../../../etc/passwd",
    "a number that is not ASCII": "²٣".encode(),
    "a number that is none": b"NaN",
    "below nothing": b"-1",
}


@dataclass(frozen=True)
class Form:
    """A form of a page: where it is sent, and the names and values of its fields."""

    action: str
    method: str
    fields: tuple[tuple[str, str], ...]

    @property
    def shape(self) -> tuple[str, str, tuple[str, ...]]:
        """What is the same of forms that are alike."""
        return shape_of(self.action), self.method, tuple(sorted({name for name, _ in self.fields}))


@dataclass
class Page(HTMLParser):
    """The links and forms of a page."""

    address: str
    links: set[str] = field(default_factory=set)
    forms: list[Form] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._form: tuple[str, str, list[tuple[str, str]]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name in ("href", "src", "hx-get"):
            if name in given and tag != "base":
                self.links.add(urljoin(self.address, given[name]))
        if "hx-post" in given:
            action = urljoin(self.address, given["hx-post"])
            self.forms.append(Form(action, "post", ()))
        if tag == "form":
            action = urljoin(self.address, given.get("action", ""))
            self._form = (action, given.get("method", "get").lower(), [])
        elif self._form and tag in ("input", "select", "textarea", "button") and "name" in given:
            self._form[2].append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form:
            action, method, fields = self._form
            self.forms.append(Form(action, method, tuple(fields)))
            self._form = None


def shape_of(address: str) -> str:
    """What an address is like: two pages of the same shape are made by the same view.

    >>> shape_of("/a-case/people/synthetic-0001?on=2020-05-12")
    '/a-case/people/*'
    """
    return NUMBERS.sub("*", urlsplit(address).path)


@dataclass
class Walk:
    """What one reader came upon: answers by address, the forms, and what failed.

    Attributes:
        each: How many pages of one shape are read.
    """

    client: Client
    each: int = 1
    answers: dict[str, int] = field(default_factory=dict)
    forms: dict[tuple[str, str, tuple[str, ...]], Form] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def read_all(self, starts: list[str]) -> None:
        """Read the pages that there are, and those that they lead to."""
        waiting, seen = list(starts), dict[str, int]()
        while waiting:
            address = waiting.pop(0)
            shape = shape_of(address)
            if seen.get(shape, 0) >= self.each or address in self.answers:
                continue
            seen[shape] = seen.get(shape, 0) + 1
            page = self.read(address)
            for link in sorted(page.links):
                whole = link.partition("#")[0].removeprefix("http://testserver")
                if whole.startswith("/") and not LEFT_OUT.search(whole):
                    waiting.append(whole)
            for form in page.forms:
                if not LEFT_OUT.search(form.action):
                    self.forms.setdefault(form.shape, form)

    def read(self, address: str) -> Page:
        """Read one page."""
        page = Page(address)
        try:
            with undone():
                answer = self.client.get(address)
                content = b"".join(answer) if answer.streaming else answer.content
        except Exception as error:
            self.failed.append(f"GET {address}: {type(error).__name__}: {error}"[:300])
            return page
        self.answers[address] = answer.status_code
        if answer.status_code >= 500:
            self.failed.append(f"GET {address}: {answer.status_code}")
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            page.feed(content.decode())
        elif 300 <= answer.status_code < 400:
            page.links.add(urljoin(address, answer.headers["Location"]))
        return page

    def send(self, form: Form, what: str, only: str = "") -> int:
        """Send a form with one hostile value in all of its fields, or in one; its status."""
        value = HOSTILE[what]
        pairs = [
            (name, quote_from_bytes(value if only in ("", name) else given.encode()))
            for name, given in form.fields if name != "csrfmiddlewaretoken"
        ] or [("x", quote_from_bytes(value))]  # fmt: skip
        body = "&".join(f"{quote_from_bytes(name.encode())}={given}" for name, given in pairs)
        try:
            with undone():
                if form.method == "post":
                    answer = self.client.post(form.action, body, content_type=FORM)
                else:
                    path = urlsplit(form.action).path
                    answer = self.client.get(f"{path}?{body}"[:60_000])
        except Exception as error:
            self.failed.append(
                f"{form.method.upper()} {form.action}, {what} in {only or 'every field'}: "
                f"{type(error).__name__}: {error}"[:400]
            )
            return 500
        if answer.status_code >= 500:
            self.failed.append(f"{form.method} {form.action}, {what}: {answer.status_code}")
        return int(answer.status_code)


class undone:  # noqa: N801  # reads as a statement
    """A block whose every change to the database is taken back."""

    def __enter__(self) -> None:
        self._atomic = transaction.atomic()
        self._atomic.__enter__()

    def __exit__(self, *how: object) -> None:
        if how[0] is None:
            transaction.set_rollback(True)
        self._atomic.__exit__(*how)  # type: ignore[arg-type]


def every_hostile(form: Form) -> Iterator[tuple[str, str]]:
    """Every hostile value in every field of a form by itself, and in all of them at once."""
    for what in HOSTILE:
        for only in ("", *dict.fromkeys(name for name, _ in form.fields)):
            yield what, only
