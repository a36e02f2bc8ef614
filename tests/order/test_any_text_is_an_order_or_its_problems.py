"""Reading never raises anything but problems, and says the same each time."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from drawdown.finding.case import Case
from drawdown.finding.check import check
from drawdown.finding.deadlines import deadlines
from drawdown.order.examples import template_text
from drawdown.order.reading import lint_order
from drawdown.record.record import Record

from .writing import cap, change, lint, order_text

GOOD = order_text(
    cap("percent = 75", 'due = { later_of = [{ within = "2 days" }, { on = 2020-05-05 }] }\n'
        'governing = { krome = "krome-listed" }\n'
        '[[readings]]\nsource = "a paper"\nsays = "80%"\nset = { limit = { percent = 80 } }'),
    cap("count = 500", 'begins = 2020-05-01\nends = 2020-08-01\nscope = "total"', id_="both"),
    cap("fewer = 5, than = 2020-04-30", 'due = { within = "48 hours" }', id_="fewer"),
    change("second", "2020-06-06T12:00:00-04:00", 'action = "stay"\nclauses = ["cap"]',
           'action = "amend"\nclauses = ["both"]\nset = { limit = { count = 400 } }'),
    change("third", "2020-07-01",
           'action = "lift stay"\nclauses = ["first"]\neffective = 2020-07-04',
           'action = "reverse"\nclauses = ["fewer"]'),
)  # fmt: skip
PIECES = st.sampled_from(
    ["", "+++\n", "```clause\n", "```\n", "~~~change\n", "> ", "- ", "\n\n", "{", "}", "[", "]",
     "=",
     '"', "'''", "true", "nan", "-1", "2020-05-14", "2020-05-14T17:30:00", "17:30:00", "id", "\x00",
     "\u2028", "\r", "é", "\ud7ff", "set = {}", "[[facilities]]\n", "99999 years", "1e400", "#",
     "\t",
     "[capacity]\n", "later_of = []", '{ within = "1 hour", of = "arrival" }', "9" * 30]
)  # fmt: skip


def _ask(text: str) -> None:
    """Lint twice; where there is nothing wrong, every question has an answer."""
    assert lint(text) == lint(text)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "order.md"
        path.write_text(text, encoding="utf-8", newline="")
        order, problems = lint_order(path)
    if problems or order is None:
        return
    case = Case(order, Record({}, order.header.zone))
    for on in (date(2020, 5, 14), date(2021, 1, 1)):
        check(case, on)
        check(case, on, date(2020, 5, 1))
    for deadline in deadlines(case):
        deadline.as_json()


def test_the_good_order_is_good() -> None:
    assert lint(GOOD) == []


@given(st.data())
def test_a_good_order_with_something_put_anywhere(data: st.DataObject) -> None:
    text = GOOD
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 30)))
        text = text[:start] + data.draw(PIECES) + text[end:]
    _ask(text)


@given(st.data())
def test_a_good_order_with_lines_moved_about(data: st.DataObject) -> None:
    lines = GOOD.split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        line = lines.pop(data.draw(st.integers(0, len(lines) - 1)))
        for _ in range(data.draw(st.integers(0, 2))):
            lines.insert(data.draw(st.integers(0, len(lines))), line)
    _ask("\n".join(lines))


VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "x", "14 days", "krome"])
    | st.dates().map(lambda day: day),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["id", "within", "on", "of", "percent", "limit"]), inner),
    max_leaves=4,
)  # fmt: skip


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case dict():
            return "{" + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + "}"
        case _:
            return str(value)


@given(
    st.sampled_from(["kind", "id", "limit", "due", "steps", "facilities", "scope", "begins",
                     "governing", "of", "max_age_days", "readings", "force", "title"]),
    VALUES,
)  # fmt: skip
@example("begins", date(1, 1, 1))
@example("due", {"within": "99999 years"})
@example("due", {"later_of": []})
@example("readings", [{"source": "x", "says": "y", "set": {"id": "other"}}])
@example("readings", [{"source": "x", "says": "y", "set": {"facilities": ["krome"]}}])
@example("readings", [{"source": "x", "says": "y", "set": {"scope": "total"}}])
@example("readings", [{"source": "x", "says": "y", "set": {"readings": 5}}])
@example("limit", {"count": 10**9})
def test_any_value_of_any_key_of_a_clause(key: str, value: object) -> None:
    fields = {"id": '"cap"', "kind": '"population"', "limit": "{ percent = 75 }"}
    lines = [f"{name} = {text}" for name, text in (fields | {key: _toml(value)}).items()]
    _ask(order_text("> Words.", "```clause\n" + "\n".join(lines) + "\n```"))


@given(st.text(max_size=300))
@example(template_text())
def test_any_text(text: str) -> None:
    _ask(text)
    _ask(f"+++\n{text}\n+++\n{text}")


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    lint(data)
    lint(b"+++\n" + data)
