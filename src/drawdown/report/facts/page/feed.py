"""The feed of changes: Atom (RFC 4287), an entry for each page."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from drawdown.report.facts.page.sections import change
from drawdown.report.facts.page.whole import FEEDS, PAGES
from drawdown.report.facts.page.words import Words
from drawdown.report.facts.release import Release


def feed(releases: Sequence[Release], words: Words) -> str:
    """The feed in a language, of pages the oldest first; the newest entry comes first."""
    latest = releases[-1]
    title = words.say("feed", "title", order=latest.about["title"])
    entries = "".join(
        _entry(release, words, first=number == 0)
        for number, release in reversed(list(enumerate(releases)))
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{words.code}">\n'
        f"<title>{escape(title)}</title>\n<id>{_id(latest, '', words)}</id>\n"
        f"<updated>{_updated(latest)}</updated>\n<author><name>Drawdown</name></author>\n"
        f'<link rel="self" href="{FEEDS[words.code]}"/>\n'
        f'<link rel="alternate" type="text/html" href="{PAGES[words.code]}"/>\n{entries}</feed>\n'
    )


def _entry(release: Release, words: Words, *, first: bool) -> str:
    changes = " ".join(change(one, release, words) for one in release.changed)
    said = (
        words.say("feed", "first") if first
        else words.say("feed", "changes", changes=changes) if changes
        else words.say("feed", "same")
    )  # fmt: skip
    title = words.say("feed", "entry", day=words.day(release.on))
    link = quoteattr(f"releases/{release.name}/{PAGES[words.code]}")
    return (
        f"<entry>\n<title>{escape(title)}</title>\n<id>{_id(release, release.name, words)}</id>\n"
        f'<updated>{_updated(release)}</updated>\n<link rel="alternate" type="text/html" '
        f'href={link}/>\n<summary type="text">{escape(said)}</summary>\n</entry>\n'
    )


def _id(release: Release, name: str, words: Words) -> str:
    what = f"drawdown/facts/{release.about['id']}/{name}/{words.code}"
    return f"urn:uuid:{uuid5(NAMESPACE_URL, what)}"


def _updated(release: Release) -> str:
    """When the last entry was recorded: never the clock, so that the same record gives the same."""
    return release.known or f"{release.on.isoformat()}T23:59:59Z"
