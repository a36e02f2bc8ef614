"""A new case folder explains itself, and every file of it can be read at once."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from drawdown.order.examples import template_text
from drawdown.order.reading import read_order
from drawdown.record.columns import Terms
from drawdown.record.entry import COMMON, KINDS
from drawdown.record.errors import RecordError
from drawdown.record.files import read_csv
from drawdown.record.folder import read_folder
from drawdown.record.form import forms
from drawdown.record.template import columns, new_folder, template

TERMS = Terms(ZoneInfo("America/New_York"), {"centre": "centre"})
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_example_of_every_kind_is_a_row_that_can_be_used(kind: str, tmp_path: Path) -> None:
    header, *_, example = template(KINDS[kind], "centre").splitlines()
    path = tmp_path / f"{kind}.csv"
    path.write_text(f"{header}\n{example.removeprefix('# ')}\n", encoding="utf-8")
    account = read_csv(path, KINDS[kind], TERMS).account
    assert (account.used, len(account.set_aside)) == (1, 0), account.set_aside.rows()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_column_of_a_template_is_explained(kind: str) -> None:
    notes = KINDS[kind].field_notes()
    assert set(columns(KINDS[kind])) == set(forms(KINDS[kind]))
    assert not [name for name in columns(KINDS[kind]) if not notes.get(name)]


def test_a_new_folder_is_a_case_without_entries(tmp_path: Path) -> None:
    files = new_folder(tmp_path / "case", template_text(), "centre")
    batches = read_folder(tmp_path / "case", TERMS)
    assert {path.stem for path in files} == {*KINDS, "order", "README", ".gitignore"}
    assert sum(batch.account.used for batch in batches) == 0
    assert sum(len(batch.account.set_aside) for batch in batches) == 0
    assert read_order(tmp_path / "case" / "order.md").header.id == "example-v-agency"


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RecordError, match="is not empty"):
        new_folder(tmp_path, template_text(), "centre")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_reference_lists_every_kind_and_field() -> None:
    page = (ROOT / "docs" / "reference" / "record.md").read_text(encoding="utf-8")
    lines = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    assert set(lines) == set(KINDS)
    for kind, line in lines.items():
        for name, form in forms(KINDS[kind]).items():
            if name not in COMMON:
                assert (f"**{name}**" if form.required else name) in line, f"{kind}: {name}"
