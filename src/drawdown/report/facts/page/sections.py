"""The parts of the page, each a piece of HTML in one language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from drawdown.report.facts.page.pictures import Chart
from drawdown.report.facts.page.tables import as_html
from drawdown.report.facts.page.words import Words
from drawdown.report.facts.release import Changed, Claim, Release, Status


def glance(release: Release, words: Words) -> str:
    """The numbers that most readers come for."""
    found: list[tuple[str, str | None]] = []
    held = next((table for table in release.tables if table.id == "held"), None)
    if held is not None:
        whole = [(row, keys[-1]) for row, keys in zip(held.rows, held.keys, strict=True)]
        first, last = whole[0], whole[-1]
        found.append((words.say("glance", "held", day=words.label(last[0], release)), last[1]))
        if len(whole) > 1:
            name = words.say("glance", "held_before", day=words.label(first[0], release))
            found.append((name, first[1]))
    exits = next((table for table in release.tables if table.id == "exits-by-week"), None)
    if exits is not None:
        keys = dict(zip(exits.columns, exits.keys[-1], strict=True))
        until = _last_day(keys["all"] or "", words)
        for name, kind in (("releases", "release"), ("transfers", "transfer"),
                           ("removals", "removal"), ("unexplained", "unexplained")):  # fmt: skip
            found.append((words.say("glance", name, day=until), keys[f"exit:{kind}"]))
    items = "".join(_item(said, key, release, words) for said, key in found)
    return f'<dl class="glance">{items}</dl>\n' if items else _none(words)


def _last_day(key: str, words: Words) -> str:
    return words.short(date.fromisoformat(key.rpartition("/")[2]))


def _item(said: str, key: str | None, release: Release, words: Words) -> str:
    shown = release.numbers.get(key or "")
    hidden = "" if shown is not None and shown.value is not None else ' class="hidden"'
    return f"<div><dt>{escape(said)}</dt><dd{hidden}>{escape(words.shown(shown))}</dd></div>"


def _none(words: Words) -> str:
    return f"<p>{escape(words.say('page', 'none'))}</p>\n"


def status(release: Release, words: Words) -> str:
    """The order's parts and what each comes to."""
    parts: dict[str, list[Status]] = {}
    for one in release.statuses:
        parts.setdefault(one.clause, []).append(one)
    note = "" if words.code == "en" else f"<p>{escape(words.say('page', 'titles'))}</p>\n"
    items = "".join(_part(found, release, words) for found in parts.values())
    return f'{note}<ul class="status">{items}</ul>\n'


def _part(found: Sequence[Status], release: Release, words: Words) -> str:
    first = found[0]
    lang = "" if words.code == "en" else ' lang="en"'
    dues = list(dict.fromkeys(one.due for one in found))
    said = [words.say("status", "due", day=words.day(due)) for due in dues[:1] if due]
    said += [words.say("status", "goal")] if first.aim == "goal" else []
    due = f'<p class="due">{escape("; ".join(said))}</p>' if said else ""
    lines = "".join(
        f"<li><span>{escape(words.place(one.place, release))}</span>"
        f"<span><strong>{escape(words.say('statuses', one.status))}</strong>"
        + "".join(
            f'<span class="more">{escape(_account(account, words))}</span>'
            for account in one.accounts if account[2] != one.status
        )
        + "</span></li>"
        for one in found
    )  # fmt: skip
    return f"<li><h3{lang}>{escape(first.title)}</h3>{due}<ul>{lines}</ul></li>\n"


def _account(account: tuple[str, str, str], words: Words) -> str:
    source, says, under = account
    return words.say(
        "status", "account", source=source, says=says, status=words.say("statuses", under)
    )


def tables(ids: Sequence[str], release: Release, words: Words, charts: Sequence[Chart] = (),
           at: str = "") -> str:  # fmt: skip
    """Charts and tables; where there is none, that the record has no numbers."""
    pictures = "".join(
        f'<figure><img src="{at}{chart.file}" alt="{escape(chart.title)}. '
        f'{escape(chart.description)}"></figure>\n'
        for chart in charts
    )
    found = "".join(as_html(table, release, words) for table in release.tables if table.id in ids)
    return pictures + found if found else _none(words)


def disputed(release: Release, words: Words) -> str:
    """Where sources disagree: about counts, capacities, the order's words, what happened."""
    items = []
    for one in release.disputes:
        said = ", ".join(
            words.say("disputed", "by", number=words.shown(release.numbers.get(key)),
                      who=words.label(who, release))
            for who, key in one.said
        )  # fmt: skip
        place = release.facilities[one.facility]
        items.append(
            f"{words.say('disputed', 'count', facility=place, day=words.day(one.on))} {said}."
        )
    for facility, statements in (release.capacity or {}).items():
        said = "; ".join(
            words.say("disputed", "by", number=value, who=source) for value, source in statements
        )
        place = release.facilities[facility]
        items.append(f"{words.say('disputed', 'capacity', facility=place)} {said}.")
    items += [
        words.say("disputed", "words", title=title)
        for title in dict.fromkeys(one.title for one in release.statuses if one.accounts)
    ]
    items += [
        words.say("disputed", "events", title=one.title, place=words.place(one.place, release))
        for one in release.statuses if one.contested
    ]  # fmt: skip
    items += [missing(code, release, words) for code in release.missing]
    return listing(items) or f"<p>{escape(words.say('disputed', 'none'))}</p>\n"


def missing(code: str, release: Release, words: Words) -> str:
    """What the record does not have."""
    kind, _, rest = code.partition(":")
    names = release.facilities | release.clauses if rest else {}  # type: ignore[operator]
    return words.say("missing", kind, what=names.get(rest, rest))


def listing(items: Sequence[str]) -> str:
    """A list; nothing where it is empty."""
    lines = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<ul>{lines}</ul>\n" if lines else ""


def claims(release: Release, words: Words) -> str:
    """Public claims beside the counts."""
    if not release.claims:
        return f"<p>{escape(words.say('claims', 'none'))}</p>\n"
    lead = f"<p>{escape(words.say('claims', 'lead'))}</p>\n"
    return lead + "".join(_claim(one, release, words) for one in release.claims)


def _claim(one: Claim, release: Release, words: Words) -> str:
    source = escape(one.source)
    if one.address:
        source = f'<a href="{escape(one.address)}">{source}</a>'
    numbers = "".join(
        f"<li>{escape(' · '.join(words.label(part, release) for part in label.split('|')))}: "
        f"{escape(words.shown(release.numbers.get(key)))}</li>"
        for label, key in one.keys
    )
    counts = f"<ul>{numbers}</ul>" if numbers else escape(words.say("page", "none"))
    return (
        f'<div class="claim"><blockquote><p lang="{escape(one.language)}">{escape(one.said)}</p>'
        f'</blockquote><dl class="facts"><dt>{escape(words.say("claims", "source"))}</dt>'
        f"<dd>{source}</dd><dt>{escape(words.say('claims', 'date'))}</dt>"
        f"<dd>{escape(words.day(one.date))}</dd><dt>{escape(words.say('claims', 'counts'))}</dt>"
        f"<dd>{counts}</dd></dl></div>\n"
    )


def counting(words: Words) -> str:
    """How each number is counted."""
    terms = "".join(
        f"<dt>{escape(one['term'])}</dt><dd>{escape(one['text'])}</dd>"
        for one in words.phrases["counting"]
    )
    return f'<dl class="terms">{terms}</dl>\n'


def small(release: Release, words: Words) -> str:
    """The rule for small numbers, and how many it hides."""
    numbers = {name: words.number(value) for name, value in (release.withheld or {}).items()}
    best = "best" if (release.withheld or {}).get("proved") else "gap"
    said = [words.say("small", name) for name in ("rule", "promise", "mark")]
    said.append(f"{words.say('small', 'count', **numbers)} {words.say('small', best)}")
    return "".join(f"<p>{escape(one)}</p>\n" for one in said)


def changed(release: Release, words: Words, *, first: bool) -> str:
    """What is otherwise than on the page before."""
    items = [change(one, release, words) for one in release.changed]
    return listing(items) or (
        f"<p>{escape(words.say('changed', 'first' if first else 'none'))}</p>\n"
    )


def change(one: Changed, release: Release, words: Words) -> str:
    """One change in words."""
    kind, _, what = one.what.partition(":")
    if kind == "status":
        clause, _, place = what.partition("@")
        title = f"{release.clauses[clause]}, {words.place(place, release)}"
        return words.say(
            "changed", "status", what=title, before=words.say("statuses", one.before),
            now=words.say("statuses", one.now),
        )  # fmt: skip
    label = " · ".join(words.label(part, release) for part in what.split("|"))
    before, now = (
        words.number(int(said)) if said.isdigit() else words.say("state", said)
        for said in (one.before, one.now)
    )
    return words.say("changed", "number", what=label, before=before, now=now)


def checkpoint(release: Release, words: Words) -> str:
    """The record's signed checkpoint; nothing where there is none."""
    if release.checkpoint is None:
        return ""
    lead, name = words.say("checkpoint", "lead"), words.say("checkpoint", "note")
    return (
        f'<p>{escape(lead)}</p>\n<pre class="scroll" role="region" tabindex="0" '
        f'aria-label="{escape(name)}"><code>{escape(release.checkpoint)}</code></pre>\n'
    )
