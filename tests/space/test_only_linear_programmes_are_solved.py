"""HiGHS answers linear programmes only, and what rests on it is checked without it.

HiGHS 1.16 was seen to call a solution optimal that was not, where a relaxed programme was made one
of whole numbers in the same instance. No part of this room ever asks for whole numbers.
"""

from __future__ import annotations

import ast
from pathlib import Path

import drawdown.space

WHOLE = {"HighsVarType", "changeColIntegrality", "changeColsIntegrality", "integrality_"}


def test_no_programme_of_the_room_asks_for_whole_numbers() -> None:
    (folder,) = drawdown.space.__path__
    files = list(Path(folder).rglob("*.py"))
    assert len(files) > 10
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            imported = getattr(node, "names", [])
            names = {getattr(node, "id", None), getattr(node, "attr", None)}
            names |= {one.name for one in imported if hasattr(one, "name")}
            assert not names & WHOLE, file
