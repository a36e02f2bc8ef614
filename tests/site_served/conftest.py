"""The site as people run it, in a process of its own, asked over HTTP by several people at once."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.site_browser.serving import Serving, serving

CASE = "/gayle-v-meade/"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One site at a time."""
    for item in items:
        if "site_served" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.xdist_group("served"))


class Visitor:
    """Somebody with a browser of the simplest kind: cookies, forms and files."""

    def __init__(self, site: Serving) -> None:
        self.site = site
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def enter(self, name: str) -> Visitor:
        """Sign in as a member of the demonstration."""
        self.get("/accounts/login/")
        status, _ = self.post("/accounts/enter", {"account": f"{name}@demo.example"})
        assert status == 200
        return self

    def get(self, path: str) -> tuple[int, str]:
        """The status and text of a page."""
        return self._ask(urllib.request.Request(self.site.address + path))

    def size(self, path: str) -> int:
        """How many bytes a file has."""
        with self.opener.open(self.site.address + path, timeout=60) as answer:
            return len(answer.read())

    def post(
        self, path: str, fields: dict[str, str], file: tuple[str, bytes] | None = None
    ) -> tuple[int, str]:
        """Send a form, with a file where there is one; redirects are followed."""
        token = next((c.value or "" for c in self.cookies if c.name == "csrftoken"), "")
        fields = {**fields, "csrfmiddlewaretoken": token}
        if file is None:
            body, kind = urllib.parse.urlencode(fields).encode(), None
        else:
            body, kind = multipart(fields, file)
        request = urllib.request.Request(self.site.address + path, data=body)
        if kind:
            request.add_header("Content-Type", kind)
        return self._ask(request)

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def multipart(fields: dict[str, str], file: tuple[str, bytes]) -> tuple[bytes, str]:
    """A form with a file, and its content type."""
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    name, content = file
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    parts.append(head.encode() + b"Content-Type: text/csv\r\n\r\n" + content + b"\r\n")
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"


def hidden(text: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return found[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The demonstration, made anew for each file of tests."""
    with serving(tmp_path_factory.mktemp("served")) as site:
        yield site


@pytest.fixture
def visitor(site: Serving) -> Callable[[str], Visitor]:
    """Return a function that gives a visitor signed in as a member."""
    return lambda name: Visitor(site).enter(name)
