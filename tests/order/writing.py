"""Orders for tests: text put together, written to a file, read by the real reader."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from drawdown.order.document import Order
from drawdown.order.reading import lint_order, read_order

HEADER = """\
id = "test"
caption = "Persons v. Agency (synthetic)"
court = "A court"
docket = "1:20-cv-00001"
time_zone = "America/New_York"
calendar = "frcp6"
notice = "A synthetic order for tests."

[[facilities]]
id = "krome"
name = "Krome"

[[facilities]]
id = "glades"
name = "Glades"
codes = ["GLC"]

[[capacity]]
id = "krome-listed"
facility = "krome"
value = 600
kind = "listed"
source = "a list"

[[capacity]]
id = "glades-listed"
facility = "glades"
value = 300
kind = "listed"
source = "a list"
"""

RULING = '```ruling\nid = "first"\nentered = 2020-04-30\ndocket_entry = "ECF 1"\n```'


def cap(limit: str = "percent = 75", more: str = "", id_: str = "cap") -> str:
    """A clause with its words."""
    return (
        f'> Words of the order.\n\n```clause\nid = "{id_}"\nkind = "population"\n'
        f"limit = {{ {limit} }}\n{more}\n```"
    )


def change(id_: str, entered: str, *changes: str) -> str:
    """A later ruling with its changes, each the TOML of one."""
    blocks = "\n\n".join(f"```change\n{one}\n```" for one in changes)
    return f'## {id_}\n\n```ruling\nid = "{id_}"\nentered = {entered}\n```\n\n{blocks}'


def order_text(*sections: str, header: str = HEADER, ruling: str = RULING) -> str:
    """The Markdown of an order: a header, one ruling, and what is given."""
    body = "\n\n".join(sections)
    return f"+++\n{header}+++\n\n# Order\n\n## First\n\n{ruling}\n\n{body}\n"


def read(*sections: str, header: str = HEADER, ruling: str = RULING) -> Order:
    """An order written to a file and read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "order.md"
        path.write_text(order_text(*sections, header=header, ruling=ruling), encoding="utf-8")
        return read_order(path)


def lint(text: str | bytes) -> list[tuple[int, str]]:
    """Line and message of everything wrong with an order."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "order.md"
        path.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
        _, problems = lint_order(path)
    assert all(problem.file == str(path) and "\n" not in str(problem) for problem in problems)
    return [(problem.line, problem.message) for problem in problems]


def line_of(text: str, words: str, nth: int = 1) -> int:
    """The number of the nth line that holds some words."""
    found = [number for number, line in enumerate(text.split("\n"), start=1) if words in line]
    return found[nth - 1]
