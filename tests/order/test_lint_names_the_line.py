"""Whatever is wrong with an order is said with its line and what was expected there."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawdown.order.errors import OrderError
from drawdown.order.reading import lint_order, read_order

from .writing import HEADER, RULING, cap, change, line_of, lint, order_text

GOOD = order_text(
    cap(more='due = { within = "14 days" }'),
    change("second", "2020-06-06", 'action = "stay"\nclauses = ["cap"]\nuntil = 2020-07-01'),
)


def test_a_good_order_has_no_problem() -> None:
    assert lint(GOOD) == []
    assert lint(GOOD.replace("\n", "\r\n")) == []
    assert lint(b"\xef\xbb\xbf" + GOOD.encode()) == []


ONE_CHANGE = [
    # what stands, what is put in its place, words on the line named, what is said
    ("value = 600", "value = 600 people", "value = 600 people", "is not TOML here"),
    ("value = 600", "value = AS NEEDED", "value = AS", "expected text in quotation marks"),
    ("value = 600", "value = -3", "value = -3", "expected a whole number of 0 or more"),
    ("value = 600", "value = true", "value = true", "'capacity.value' is true; expected a whole"),
    ("value = 600", "value = 12.5", "value = 12.5", "is 12.5; expected a whole number or text"),
    ("value = 600", 'value = ""', 'value = ""', "expected a whole number"),
    ("value = 600", "value = [6]", "value = [6]", "is a list; expected a whole number or text"),
    ("value = 600", "value = 6000000000", "value = 6000", "less than or equal to"),
    ("value = 600", 'value = 600\ndate = "May"', 'date = "May"', "'capacity.date' is 'May'"),
    ("value = 600", "value = 600\ndate = 2020", "date = 2020", "expected a date as 2020-05-14"),
    ("value = 600", "value = 600\ndate = 2020-02-30", "2020-02-30", "is not TOML here"),
    ('kind = "listed"\nsource', 'kind = "lsited"\nsource', '"lsited"', "did you mean 'listed'?"),
    ('id = "krome-listed"', 'id = "Krome Listed"', "Krome Listed", "a short name in lower case"),
    ('id = "krome-listed"', 'id = "glades-listed"', 'id = "glades-listed"#2', "stands twice"),
    ('facility = "krome"', 'facility = "korme"', '"korme"', "did you mean 'krome'?"),
    ('id = "glades"\n', 'id = "krome"\n', 'id = "krome"#2', "the facility 'krome' stands twice"),
    ('["GLC"]', '["GLC", "Krome"]', '"Krome"]', "'Krome' already names the facility 'krome'"),
    ('["GLC"]', '"GLC"', 'codes = "GLC"', "expected a list in square brackets"),
    ('["GLC"]', "[5]", "codes = [5]", "is 5; expected text in quotation marks"),
    ('name = "Krome"\n', "", "[[facilities]]", "the key 'facilities.name' is missing"),
    ('name = "Krome"\n', 'name = "Krome"\nopertor = "x"\n', "opertor", "did you mean 'operator'?"),
    ('docket = "1', 'docet = "1', "docet", "unknown key 'docet'"),
    ('time_zone = "America/New_York"', 'time_zone = "Eastern"', "Eastern", "a time zone such as"),
    ('calendar = "frcp6"', 'calendar = "frcp"', '"frcp"', "did you mean 'frcp6'?"),
    ('caption = "', 'caption = 5 #"', "caption", "'caption' is 5; expected text in quotation"),
    ("entered = 2020-04-30", "entered = 20200430", "20200430", "a date as 2020-05-14 or a"),
    ("entered = 2020-04-30", 'entered = "30 April"', "30 April", "'entered' is '30 April'"),
    ("entered = 2020-04-30", "entred = 2020-04-30", "entred", "did you mean 'entered'?"),
    ("entered = 2020-04-30", "entered = 2020-06-07", 'ruling#2', "before the one above it"),
    ('id = "second"', 'id = "first"', 'id = "first"#2', "the ruling 'first' stands twice"),
    ('kind = "population"', 'kind = "populaton"', "populaton", "did you mean 'population'?"),
    ('kind = "population"', "kind = [1]", "kind = [1]", "a list is not a kind of clause"),
    ('kind = "population"\n', "", "```clause", "the key 'kind' is missing"),
    ('id = "cap"\n', "", "```clause", "the key 'id' is missing"),
    ("{ percent = 75 }", "{ percent = true }", "percent = true", "is true; expected a number"),
    ("{ percent = 75 }", '{ percent = "75" }', '"75"', "is '75'; expected a number"),
    ("{ percent = 75 }", "{ percent = nan }", "percent = nan", "'limit.percent' is nan"),
    ("{ percent = 75 }", "{ percnt = 75 }", "percnt", "did you mean 'percent'?"),
    ("{ percent = 75 }", "{ count = 75.0 }", "75.0", "is 75.0; expected a whole number"),
    ("{ percent = 75 }", "{ count = true }", "true", "is true; expected a whole number"),
    ("{ percent = 75 }", "{ percent = 75, count = 5 }", "limit", "exactly one of percent, count"),
    ("{ percent = 75 }", "{ fewer = 5 }", "limit", "'fewer' and 'than' together"),
    ("{ percent = 75 }", "75", "limit = 75", "'limit' is 75; expected a table"),
    ('{ within = "14 days" }', '{ within = "14 dyas" }', "dyas", "'14 dyas' is not a length of"),
    ('{ within = "14 days" }', "{ within = 14 }", "within = 14", "'14' is not a length of time"),
    ('{ within = "14 days" }', "{ on = 86400 }", "86400", "is 86400; expected a date"),
    ('{ within = "14 days" }', "{ on = 2020-04-01 }", "```clause", "before it was ordered"),
    ('{ within = "14 days" }', "{ immediately = false }", "false", "is false; expected true"),
    ('{ within = "14 days" }', "{}", "due = {}", "expected exactly one of within, on, immediately"),
    ('"14 days" }', '"14 days", of = "fist" }', "```clause", "did you mean 'first'?"),
    ('"14 days" }', '"14 days", ruling = "zz" }', "```clause", "there is no ruling 'zz'"),
    ('due = {', 'facilities = ["kromm"]\ndue = {', "```clause", "did you mean 'krome'?"),
    ('due = {', 'governing = { krome = "x" }\ndue = {', "```clause", "no capacity statement 'x'"),
    ('due = {', "begins = 2020-06-01\nends = 2020-05-01\ndue = {", "```clause", "not after it"),
    ('due = {', 'title = 5\ndue = {', "title = 5", "'title' is 5; expected text"),
    ('action = "stay"', 'action = "suspend"', "suspend", "'action' is 'suspend'; expected"),
    ('clauses = ["cap"]', 'clauses = ["cpa"]', "cpa", "there is no clause or ruling 'cpa'"),
    ('clauses = ["cap"]', "clauses = []", "clauses = []", "'clauses' is empty"),
    ("until = 2020-07-01", "until = 2020-06-06", "```change", "not after it begins"),
    ("until = 2020-07-01", "effective = 2020-04-01", "```change", "before that clause was ordered"),
    ("until = 2020-07-01", "set = { limit = 5 }", "set = ", "'set' goes with amend and clarify"),
    ('action = "stay"', 'action = "lift stay"', "```change", "finds nothing to undo for 'cap'"),
    ('action = "stay"', 'action = "reinstate"', "```change", "one of reverse, vacate, end"),
    ("> Words of the order.\n\n", "", "```clause", "no words are quoted above the clause 'cap'"),
    ("```clause", "```cluase", "```cluase", "did you mean 'clause'?"),
    ("```clause", "```Clause", "```Clause", "did you mean 'clause'?"),
    ("```change\n", "```changes\n", "```changes", "did you mean 'change'?"),
    ("+++\nid", "---\nid", "---", "an order begins with its header"),
    ("+++\n\n# Order", "\n# Order", "+++", "the header is not closed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "where", "said"), ONE_CHANGE, ids=[c[1] for c in ONE_CHANGE]
)
def test_one_mistake(old: str, new: str, where: str, said: str) -> None:
    assert GOOD.count(old) >= 1
    text = GOOD.replace(old, new, 1)
    words, _, nth = (
        where.partition("#") if "#" in where and where[-1].isdigit() else (where, "", "1")
    )
    found = lint(text)
    assert (line_of(text, words, int(nth)), True) in [(line, said in msg) for line, msg in found], (
        found
    )
    assert lint(text) == found, "the same file has the same problems"


AMENDED = order_text(
    cap("percent = 75", 'due = { within = "14 days" }'),
    change("second", "2020-06-06", 'action = "amend"\nclauses = ["cap"]\nset = { SET }'),
)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("limit = { percent = true }", "is true; expected a number"),
        ('id = "other"', "'id' of a clause cannot be changed"),
        ('kind = "supply"', "'kind' of a clause cannot be changed"),
        ("limt = 5", "did you mean 'limit'?"),
        ('due = { within = "soon" }', "'soon' is not a length of time"),
        ('facilities = ["nowhere"]', "there is no facility 'nowhere'"),
    ],
)
def test_a_bad_amendment(values: str, said: str) -> None:
    found = lint(AMENDED.replace("SET", values))
    assert [said in message for _, message in found] == [True], found


def test_the_same_clause_twice_names_the_first() -> None:
    text = order_text(cap(), cap())
    assert lint(text) == [
        (line_of(text, 'id = "cap"', 2), "the id 'cap' already names the clause on line "
         f"{line_of(text, '```clause')}; expected another id")
    ]  # fmt: skip


def test_a_clause_before_the_first_ruling() -> None:
    text = order_text(cap(), ruling="")
    (problem,) = lint(text)
    assert problem[0] == line_of(text, "```clause")
    assert "a clause stands before the first ruling" in problem[1]


def test_an_order_without_a_ruling() -> None:
    assert lint(order_text("Nothing.", ruling="")) == [
        (1, "there is no ```ruling block in this file")
    ]


def test_below_a_ruling_that_cannot_be_read_nothing_else_is_blamed() -> None:
    text = GOOD.replace("entered = 2020-04-30", "")
    found = [message for _, message in lint(text)]
    assert any("the key 'entered' is missing" in message for message in found)
    assert not any("before the first ruling" in message for message in found)


@pytest.mark.parametrize("block", ["ruling", "clause", "change"])
def test_a_block_that_is_never_closed(block: str) -> None:
    text = GOOD[: GOOD.index("```", GOOD.index(f"```{block}") + 3)]
    found = lint(text)
    assert (line_of(text, f"```{block}"), f"the {block} block is not closed; expected ```") in found


def test_a_longer_fence_closes_a_block() -> None:
    assert lint(GOOD.replace("until = 2020-07-01\n```", "until = 2020-07-01\n`````")) == []


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "    ", "> - "])
def test_a_block_where_nothing_computes_it_is_told(mark: str) -> None:
    pad = mark if ">" in mark or not mark.strip() else " " * len(mark)
    lines = ["```clause", 'id = "x"', 'kind = "population"', "```"]
    nested = "\n".join([f"{mark}{lines[0]}", *[f"{pad}{line}" for line in lines[1:]]])
    text = order_text(cap(), f"Text.\n\n{nested}")
    (problem,) = lint(text)
    assert problem[0] == line_of(text, "```clause", 2)
    assert "expected it at the left margin" in problem[1]


def test_other_blocks_are_text() -> None:
    assert lint(order_text(cap(), "```console\n$ drawdown\n```", "```\nx\n```", "    code")) == []


@pytest.mark.parametrize("odd", ["\u2028", "\x85", "\u2029"])
def test_only_line_ends_of_toml_and_markdown_count_as_lines(odd: str) -> None:
    text = order_text(f"Some{odd}prose{odd}here.", cap("percent = true"))
    text = text.replace('court = "A court"', f'court = "A{odd}court"')
    assert [line for line, _ in lint(text)] == [line_of(text, "percent = true")]


def test_every_mistake_is_listed_and_the_error_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "order.md"
    path.write_text(GOOD.replace("value = 600", "value = -1").replace("75", "true"))
    with pytest.raises(OrderError) as error:
        read_order(path)
    assert len(error.value.problems) == 2
    assert str(error.value).endswith("(and 1 more: `drawdown order lint` lists them)")
    assert "\n" not in str(error.value)


def test_an_unreadable_encoding_names_the_line() -> None:
    data = GOOD.encode().replace(b"Krome", b"Kr\xf6me", 1)
    message = "byte 0xf6 is not UTF-8 text; expected UTF-8"
    assert lint(data) == [(line_of(GOOD, 'name = "Krome"'), message)]
    assert lint(b"\xef\xbb\xbf" + data) == [(line_of(GOOD, 'name = "Krome"'), message)]


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe+\x00", b"\x00", b"+++", b"+++\n+++", b"+++\r+++\r"]
)
def test_what_is_no_order_at_all(data: bytes) -> None:
    assert lint(data)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path, said in (
        (tmp_path / "none.md", "there is no such file"),
        (tmp_path, "cannot be read"),
    ):
        _, (problem,) = lint_order(path)
        assert said in problem.message


def test_toml_that_would_exhaust_a_parser() -> None:
    for value, said in (("[" * 5000 + "]" * 5000, "nested too deeply"), ("1" * 5000, "digits")):
        (problem,) = lint(order_text(cap(), header=f"{HEADER}\nextra = {value}\n"))
        assert said in problem[1]


def test_a_value_of_any_length_makes_a_short_message() -> None:
    text = GOOD.replace('time_zone = "America/New_York"', f'time_zone = 5\nnote = "{"x" * 10_000}"')
    assert all(len(message) < 600 for _, message in lint(text))
    assert all(len(message) < 600 for _, message in lint(GOOD.replace("listed", "l" * 10_000)))


def test_a_ruling_of_the_same_day_may_follow() -> None:
    later = change("second", "2020-04-30", 'action = "affirm"\nclauses = ["cap"]')
    assert lint(order_text(cap(), later, ruling=RULING)) == []
