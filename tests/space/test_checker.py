"""The checker stands alone: no solver, nothing to install, whole numbers only."""

from __future__ import annotations

import ast
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from drawdown.space import verify
from drawdown.space.measure import direction


def test_it_imports_nothing_outside_the_standard_library():
    tree = ast.parse(Path(verify.__file__).read_text())
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module]
        )
    }
    assert imported <= sys.stdlib_module_names


def test_it_uses_no_floating_point():
    tree = ast.parse(Path(verify.__file__).read_text())
    numbers = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert not any(isinstance(number, float) for number in numbers)
    assert not any(isinstance(n, ast.Name) and n.id == "float" for n in ast.walk(tree))


def test_it_runs_as_a_file_of_its_own(solved, tmp_path):
    found = solved([(6 * i, 0) for i in range(4)])
    (tmp_path / "cert.json").write_bytes(found.certificate)
    (tmp_path / "beds.csv").write_bytes(found.plan)
    command = [sys.executable, "-I", "-S", verify.__file__, "cert.json", "beds.csv"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout == "4 4\n"
    (tmp_path / "beds.csv").write_bytes(found.plan + b"A,5,1,1\n")
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (
        1,
        "refused: the plan is not the one that it was made for\n",
    )


@given(st.integers(-72_000, 72_000))
def test_directions_are_the_same_fractions_by_series_and_by_floating_point(hundredths):
    heading = Fraction(hundredths, 100)
    assert verify.turned(heading) == direction(heading)
