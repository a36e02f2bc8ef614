"""A provider's request to us, as it came over the network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 200


@dataclass(frozen=True)
class Webhook:
    """A request of a provider.

    Attributes:
        url: The address as the provider asked for it, with its query; see `public_url`.
        form: The decoded fields of the body, each with all its values, in their order.
        body: The body as it came.
        headers: The headers, with names in small letters.
        is_form: Whether the body is a form; of another body, no field is read.
    """

    url: str
    form: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    is_form: bool = True

    @classmethod
    def of(cls, url: str, headers: Mapping[str, str], body: bytes = b"") -> Webhook:
        """Read a request. What cannot be read as a form has no fields; nothing is raised.

        Args:
            url: The address as the provider asked for it.
            headers: The headers, under any case.
            body: The body.
        """
        small = {name.lower(): value for name, value in headers.items()}
        kind = small.get("content-type", FORM if not body else "").split(";")[0].strip().lower()
        if kind != FORM:
            return cls(url, {}, body, small, is_form=not body)
        try:
            pairs = parse_qsl(
                body.decode("ascii"), keep_blank_values=True, errors="strict",
                max_num_fields=MOST_FIELDS,
            )  # fmt: skip
        except ValueError:
            return cls(url, {}, body, small, is_form=False)
        return cls(url, _grouped(pairs), body, small)

    @cached_property
    def query(self) -> dict[str, tuple[str, ...]]:
        """The decoded fields of the address."""
        try:
            pairs = parse_qsl(
                urlsplit(self.url).query, keep_blank_values=True, max_num_fields=MOST_FIELDS
            )
        except ValueError:
            return {}
        return _grouped(pairs)

    def __getitem__(self, name: str) -> str:
        """The first value of a field of the body; blank where there is none.

        A field of the address is never read in its place: the address is ours.
        """
        return next(iter(self.form.get(name, ())), "")

    def asked(self, name: str) -> str:
        """The first value of a field of the address; blank where there is none."""
        return next(iter(self.query.get(name, ())), "")


def public_url(origin: str, path_and_query: str) -> str:
    """The address as the provider asked for it, where a proxy stands before us.

    Only the origin that was configured is believed, never a header that says which host was asked
    for: whoever asks could write that header.

    Args:
        origin: The scheme and host under which we are reached, such as `https://line.example.org`.
        path_and_query: What the request line says, as it was sent.

    >>> public_url("https://line.example.org/", "/calls?turn=1")
    'https://line.example.org/calls?turn=1'
    """
    return origin.rstrip("/") + path_and_query


def with_query(url: str, **fields: str | int) -> str:
    """An address with further fields in its query.

    >>> with_query("https://line.example.org/calls?case=7", turn=3)
    'https://line.example.org/calls?case=7&turn=3'
    """
    scheme, host, path, query, fragment = urlsplit(url)
    added = urlencode({name: str(value) for name, value in fields.items()})
    return urlunsplit((scheme, host, path, f"{query}&{added}" if query else added, fragment))


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        found[name] = (*found.get(name, ()), value)
    return found
