"""The data dictionary: what each field, code and state in the files means."""

from __future__ import annotations

import json
from typing import Any

from drawdown.report.facts.page.words import LANGUAGES, words

FIELDS = {
    "data.json": {
        "format": "version of this format; 1",
        "name": "the page's folder: its day, with a number where there were several",
        "on": "the day of the page; what stood at its end (YYYY-MM-DD)",
        "known": "from what the record held at this time (ISO 8601)",
        "start": "the day of the order, from which weeks are counted",
        "order": "the order's id, title, caption, court, docket and notice",
        "rule": "which numbers are small, and that 0 is shown unless it would give one away",
        "facilities": "names of facilities by id",
        "clauses": "titles of the order's clauses by id, in the order's language",
        "numbers": "what is shown of each number, by key: its state and, where shown, its value",
        "tables": "each table: id, codes of its rows and columns, and row by row the key of each "
        "number (null: there is none)",
        "disputes": "counts on which sources disagree: facility, day, and by whose count (a code) "
        "which number (a key)",
        "capacity": "facilities whose capacity sources state differently: value and source",
        "missing": "what the record does not have, as codes",
        "statuses": "each part of the order: clause, title, place, status, due day, ruling, duty "
        "or goal, whether accounts of what happened contradict each other, other accounts of its "
        "words (source, what it says, status under it)",
        "claims": "public claims: words, source, date, address, language, and the numbers (label, "
        "key) that bear on each",
        "changed": "what is otherwise than on the page before: what, before, now",
        "withheld": "how many numbers stand on the page, how many are not shown, how many of those "
        "are small, and whether it is proved that no smaller choice would do (1 or 0)",
        "checkpoint": "the record's signed checkpoint, the text of the note (null: there was none)",
        "relations": "every sum that ties the numbers: for each, factors by key; the products add "
        "up to 0. Keys that are not under numbers stand on no page.",
    },
    "table CSV": {
        "row": "code of the row", "column": "code of the column",
        "state": "shown, over or withheld", "value": "the number, where it is shown",
        "key": "the number's key, as in data.json",
    },
    "changed.csv": {
        "what": "number:ROW|COLUMN or status:CLAUSE@PLACE",
        "before": "what the page before said, or the last that has the number",
        "now": "what this page says; corrected: another number, which this page does not have",
    },
    "checkpoint.csv": {"checkpoint": "the record's signed checkpoint, where there is one"},
}  # fmt: skip

STATES = {
    "shown": "the number is given",
    "over": "not shown; it is 11 or more",
    "withheld": "not shown; it may be any number, 0 included",
}

KEYS = {
    "held/FACILITY/DAY": "people held at the end of a day; /1, /2 after it where sources disagree",
    "exits/FACILITY/KIND/FIRST/LAST": "exits from one day until another, both included; 'all' is "
    "every facility or kind",
    "releases/FACILITY/AUTHORITY/FIRST/LAST": "releases by legal authority",
    "came/FACILITY/FIRST/LAST": "people who came",
    "more/FACILITY/FIRST/LAST": "held more at the end than before + came − left",
    "fewer/FACILITY/FIRST/LAST": "held fewer at the end than before + came − left",
    "review/CLAUSE/PLACE/STATE@DAY": "people by where the review of their custody stands",
    "check-in/CLAUSE/PLACE/STATE@DAY": "check-ins by what became of them",
    "out/FACILITY/KIND/AUTHORITY/FIRST/LAST": "in relations only: the finest numbers of exits",
    "in/FACILITY/FIRST/LAST": "in relations only: the finest numbers of arrivals",
}


def dictionary() -> str:
    """The dictionary as JSON, with the meaning of each code in each language."""
    found: dict[str, Any] = {"files": FIELDS, "states": STATES, "keys": KEYS, "codes": {}}
    for section in ("exit", "authority", "balance", "review", "check-in", "count", "labels"):
        for name in words("en").phrases[section]:
            code = name if section == "labels" else f"{section}:{name}"
            found["codes"][code] = {
                language: words(language).phrases[section][name] for language in LANGUAGES
            }
    found["definitions"] = {
        language: [dict(one) for one in words(language).phrases["counting"]]
        for language in LANGUAGES
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"
