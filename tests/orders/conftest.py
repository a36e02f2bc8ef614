"""Example orders, and small cases under them, built through the real readers."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from drawdown.finding.case import Case, read_case
from drawdown.order.document import Order
from drawdown.order.reading import read_order

ORDERS = Path(__file__).resolve().parents[2] / "orders"
FILES = sorted(path for path in ORDERS.glob("*.md") if path.stem != "README")

Rows = Sequence[Mapping[str, str]]
MakeCase = Callable[..., Case]


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def order_file(request: pytest.FixtureRequest) -> Path:
    """Each example order in turn."""
    path: Path = request.param
    return path


@pytest.fixture
def order() -> Callable[[str], Order]:
    """Return a function that reads an example order by its id."""
    return lambda name: read_order(ORDERS / f"{name}.md")


@pytest.fixture
def make_case(tmp_path: Path) -> MakeCase:
    """Return a function that makes a case of an example order and rows of entries.

    `make_case("fraihat-v-ice", stay=[...], edit=[("611", "581")])`: `edit` replaces words of the
    order's text, every one of which must be there.
    """

    def make(name: str, edit: Sequence[tuple[str, str]] = (), **entries: Rows) -> Case:
        text = (ORDERS / f"{name}.md").read_text(encoding="utf-8")
        for old, new in edit:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "order.md").write_text(text, encoding="utf-8")
        for kind, rows in entries.items():
            folder = tmp_path / ("counts" if kind == "count" else "events")
            folder.mkdir(exist_ok=True)
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, restval="")
                writer.writeheader()
                writer.writerows(rows)
        return read_case(tmp_path)

    return make
