"""The whole page as HTML in one language. It needs no script, and opens from a plain file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from drawdown.report.facts.page import sections
from drawdown.report.facts.page.pictures import Chart
from drawdown.report.facts.page.tables import scrolling
from drawdown.report.facts.page.words import Words
from drawdown.report.facts.release import Release

PAGES = {"en": "index.html", "es": "index.es.html"}
FEEDS = {"en": "feed.xml", "es": "feed.es.xml"}


def page(
    release: Release,
    words: Words,
    charts: Sequence[Chart],
    files: Mapping[str, str],
    earlier: Sequence[Release],
    *,
    at_root: bool,
) -> str:
    """The page.

    Args:
        release: What it shows.
        words: In which language.
        charts: Its charts in that language.
        files: Its other files with their SHA-256, by name.
        earlier: The pages before it, the oldest first.
        at_root: Whether it is the front page of the site or stands in the folder of its release.
    """
    root = "" if at_root else "../../"
    at = f"releases/{release.name}/" if at_root else ""
    parts = {
        "glance": sections.glance(release, words),
        "status": sections.status(release, words),
        "held": _table_part(["held"], release, words, charts, at),
        "exits": _table_part(
            ["exits-by-week", "exits-by-facility", "releases-by-authority"], release, words,
            charts, at,
        ),
        "balance": sections.tables(["balance"], release, words),
        "reviews": sections.tables(["reviews"], release, words),
        "check-ins": sections.tables(["check-ins"], release, words),
        "disputed": sections.disputed(release, words),
        "claims": sections.claims(release, words),
        "counting": sections.counting(words),
        "small": sections.small(release, words),
        "changed": sections.changed(release, words, first=not earlier),
        "checkpoint": sections.checkpoint(release, words),
        "earlier": _earlier(earlier, words, root),
        "files": _files(files, words, at, root),
    }  # fmt: skip
    body = "".join(
        f'<section aria-labelledby="{id_}"><h2 id="{id_}">{escape(words.say("sections", id_))}</h2>'
        f"\n{part}</section>\n"
        for id_, part in parts.items()
        if part
    )
    links = "".join(
        f'<li><a href="#{id_}">{escape(words.say("sections", id_))}</a></li>'
        for id_, part in parts.items()
        if part
    )
    return _frame(release, words, body, links, root)


def _table_part(
    ids: Sequence[str], release: Release, words: Words, charts: Sequence[Chart], at: str
) -> str:
    mine = [chart for chart in charts if chart.file.startswith(f"{ids[0].partition('-')[0]}.")]
    return sections.tables(ids, release, words, mine, at)


def _frame(release: Release, words: Words, body: str, links: str, root: str) -> str:
    about, say = release.about, words.say
    title = say("page", "title", order=about["title"])
    other = "es" if words.code == "en" else "en"
    known = ""
    if release.known:
        moment = datetime.fromisoformat(release.known)
        known = f"<p>{escape(say('page', 'known', day=words.day(moment.date())))}</p>\n"
    notice = (
        f"<h3>{escape(say('page', 'notice'))}</h3><p lang=\"en\">{escape(about['notice'])}</p>"
        if about.get("notice") else ""
    )  # fmt: skip
    court = say("page", "court", court=about["court"], docket=about["docket"])
    return f"""<!DOCTYPE html>
<html lang="{words.code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{escape(say("page", "lead"))}">
<title>{escape(title)}, {escape(words.day(release.on))}</title>
<link rel="stylesheet" href="{root}style.css">
<link rel="alternate" hreflang="{other}" href="{PAGES[other]}">
<link rel="alternate" type="application/atom+xml" title="{escape(say("files", "feed"))}" \
href="{root}{FEEDS[words.code]}">
</head>
<body>
<a class="skip" href="#main">{escape(say("page", "skip"))}</a>
<header>
<div class="line"><span>{escape(court)}</span>
<a href="{PAGES[other]}" lang="{other}">{escape(words.phrases["other"])}</a></div>
<h1>{escape(title)}</h1>
<p class="asof">{escape(say("page", "as_of", day=words.day(release.on)))}</p>
{known}<p>{escape(say("page", "lead"))}</p>
<nav aria-labelledby="contents"><h2 id="contents">{escape(say("page", "nav"))}</h2>
<ul>{links}</ul></nav>
</header>
<main id="main">
{body}</main>
<footer>
<p>{escape(say("page", "footer"))}</p>
{notice}
</footer>
</body>
</html>
"""


def _earlier(earlier: Sequence[Release], words: Words, root: str) -> str:
    lines = "".join(
        f'<li><a href="{root}releases/{one.name}/{PAGES[words.code]}">'
        f"{escape(words.day(one.on))}{_part(one.name)}</a></li>"
        for one in reversed(earlier)
    )
    return f"<ul>{lines}</ul>\n" if lines else ""


def _part(name: str) -> str:
    return f" ({name[11:]})" if name[11:] else ""


def _files(files: Mapping[str, str], words: Words, at: str, root: str) -> str:
    say = words.say
    rows = "".join(
        f'<tr><th scope="row"><a href="{at}{name}">{escape(name)}</a></th>'
        f"<td><code>{digest}</code></td></tr>"
        for name, digest in files.items()
    )
    table = scrolling(
        say("sections", "files"), words,
        f'<table class="text"><caption>{escape(say("sections", "files"))}</caption><thead><tr>'
        f'<th scope="col">{escape(say("files", "file"))}</th><th scope="col">'
        f'{escape(say("files", "hash"))}</th></tr></thead><tbody>{rows}</tbody></table>',
    )  # fmt: skip
    more = "".join(
        f'<li><a href="{root}{file}">{escape(say("files", name))}</a></li>'
        for file, name in ((FEEDS[words.code], "feed"), ("dictionary.json", "dictionary"),
                           ("SHA256SUMS", "sums"))
    )  # fmt: skip
    return f"<p>{escape(say('files', 'lead'))}</p>\n{table}<ul>{more}</ul>\n"
