"""The diagram in the documentation is the one that the code draws."""

from __future__ import annotations

from pathlib import Path

from drawdown.check_in.dialogue import At
from drawdown.check_in.dialogue.diagram import mermaid, transitions


def test_the_documentation_shows_it(project_root: Path) -> None:
    page = (project_root / "docs" / "reference" / "check-in.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{mermaid()}\n```" in page, "paste what `drawdown line diagram` prints"


def test_every_place_can_be_left_and_reached() -> None:
    ways = transitions()
    assert {a for a, _, _ in ways} == set(At) - {At.ENDED}
    assert {b for _, _, b in ways} == set(At) - {At.RINGING}
