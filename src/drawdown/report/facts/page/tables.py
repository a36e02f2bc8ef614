"""Tables as HTML and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from html import escape
from io import StringIO

from drawdown.record.spreadsheet import harmless
from drawdown.report.facts.numbers.sheet import Table
from drawdown.report.facts.page.words import Words
from drawdown.report.facts.release import Changed, Release, Shown


def caption(table: Table, release: Release, words: Words) -> str:
    """What a table is called."""
    if table.id != "balance":
        return words.say("tables", table.id)
    last = max(row for each in release.tables if each.id == "held" for row in each.rows
               if f"/{row.removeprefix('day:')}" in _last(table))  # fmt: skip
    return words.say("tables", "balance", day=words.label(last, release))


def _last(table: Table) -> str:
    return " ".join(key for key in table.keys[0] if key)


def as_html(table: Table, release: Release, words: Words) -> str:
    """A table in a region that scrolls by itself."""
    title = caption(table, release, words)
    head = "".join(
        f'<th scope="col"><span>{escape(words.label(code, release))}</span></th>'
        for code in table.columns
    )
    body = "".join(
        _row(row, keys, table, release, words)
        for row, keys in zip(table.rows, table.keys, strict=True)
    )
    corner = escape(words.say("corner", table.id))
    return scrolling(
        title, words,
        f'<table id="table-{table.id}"><caption>{escape(title)}</caption><thead><tr>'
        f'<th scope="col">{corner}</th>{head}</tr></thead><tbody>{body}</tbody></table>',
    )  # fmt: skip


def scrolling(name: str, words: Words, table: str) -> str:
    """A region that scrolls sideways, and can be reached by the keyboard to do so."""
    label = escape(words.say("page", "scroll", name=name))
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">{table}</div>\n'


def _row(
    row: str, keys: tuple[str | None, ...], table: Table, release: Release, words: Words
) -> str:
    cells = "".join(
        _cell(release.numbers.get(key or ""), words, total=column == "all")
        for column, key in zip(table.columns, keys, strict=True)
    )
    name = escape(words.label(row, release))
    total = ' class="total"' if row in ("all", "since") else ""
    lang = ' lang="en"' if row.startswith("clause:") and words.code != "en" else ""
    return f'<tr{total}><th scope="row"{lang}>{name}</th>{cells}</tr>'


def _cell(shown: Shown | None, words: Words, *, total: bool) -> str:
    classes = [] if shown is not None and shown.value is not None else ["hidden"]
    classes += ["total"] if total else []
    marked = f' class="{" ".join(classes)}"' if classes else ""
    return f"<td{marked}>{escape(words.shown(shown))}</td>"


def as_csv(table: Table, release: Release) -> str:
    """A table as CSV: a line for each number."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["row", "column", "state", "value", "key"])
    for row, keys in zip(table.rows, table.keys, strict=True):
        for column, key in zip(table.columns, keys, strict=True):
            if key is not None:
                shown = release.numbers[key]
                value = "" if shown.value is None else shown.value
                names = (harmless(one) for one in (row, column, str(shown.state)))
                writer.writerow([*names, value, harmless(key)])
    return text.getvalue()


def changes_as_csv(changed: Sequence[Changed]) -> str:
    """What is otherwise than on the page before, a line for each."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["what", "before", "now"])
    writer.writerows([one.what, one.before, one.now] for one in changed)
    return text.getvalue()


def checkpoint_as_csv(note: str) -> str:
    """The record's signed checkpoint, in one cell, line by line as it was signed."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([["checkpoint"], [note]])
    return text.getvalue()
