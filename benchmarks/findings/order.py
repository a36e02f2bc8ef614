"""An order with one clause of every kind, over ten made-up facilities."""

from __future__ import annotations

from pathlib import Path

from benchmarks.findings.entries import FACILITIES
from drawdown.order.document import Order
from drawdown.order.reading import read_order

CLAUSES = {
    "population": 'limit = { percent = 75 }\ndue = { within = "14 days" }',
    "spacing": "feet = 6",
    "supply": 'items = ["mask"]\nfirst = { within = "2 days" }\nevery = "7 days"',
    "screening": (
        'due = { later_of = [{ within = "10 days" }, { within = "5 days", of = "arrival" }] }'
    ),
    "custody_review": 'criteria = "condition"\ndue = { within = "28 days" }',
    "transfer": 'requires = ["evaluation"]',
    "intake": "",
    "cohort": "",
    "testing": 'every = "14 days"',
    "report": 'id = "reports"\nevery = "7 days"',
    "notice": 'topics = ["hygiene"]\nlanguages = ["English", "Spanish"]',
    "disclosure": 'every = "7 days"\nto = ["counsel"]',
    "inspection": 'every = "30 days"',
    "redetention": 'grounds = ["violation of conditions"]',
    "check_in": 'every = "7 days"\ngrace = "2 days"',
}


def write_order(folder: Path, people: int) -> Order:
    """Write the order for a case of so many people, and read it."""
    lines = [
        "+++", 'id = "benchmark"', 'caption = "Made up"', 'court = "Made up"', 'docket = "0"',
        'time_zone = "America/New_York"', 'calendar = "frcp6"', 'notice = "Made up."',
    ]  # fmt: skip
    for facility in FACILITIES:
        lines += ["[[facilities]]", f'id = "{facility}"', f'name = "{facility}"']
    for facility in FACILITIES:
        lines += [
            "[[capacity]]", f'id = "{facility}-rated"', f'facility = "{facility}"',
            f"value = {people // 8}", 'kind = "rated"', 'source = "made up"',
        ]  # fmt: skip
    lines += [
        "[[criteria]]", 'id = "condition"', "starting = 2020-03-01", 'any_of = ["diabetes"]',
        'source = "made up"', "+++", "", "# Made up", "", "## Order", "",
        "```ruling", 'id = "order"', "entered = 2020-04-30", "```", "",
    ]  # fmt: skip
    for kind, values in CLAUSES.items():
        id_ = "" if values.startswith("id = ") else f'id = "{kind}"\n'
        lines += [f"> {kind}", "", "```clause", f'kind = "{kind}"\n{id_}{values}', "```", ""]
    path = folder / "order.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_order(path)
