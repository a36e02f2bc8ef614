"""Every parameter has a source and a range; a file of one's own replaces what it names."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.outbreak.errors import OutbreakError
from drawdown.outbreak.layout import IN_ORDER, numbers_of
from drawdown.outbreak.parameters import defaults, read_parameters, triangular
from drawdown.outbreak.setting import Centre, Unit, scenario


def test_each_parameter_says_what_it_is_and_where_it_comes_from() -> None:
    shipped = defaults()
    assert set(IN_ORDER) < set(shipped.by_name)
    for one in shipped.by_name.values():
        assert one.low <= one.value <= one.high
        assert one.says, one.name
        assert re.search(r"20[0-9]{2}", one.source) or one.source.startswith("Assumption"), one.name
    assert shipped.groups_source
    assert sum(group.share for group in shipped.groups) == pytest.approx(1)


def test_a_file_of_one_s_own_replaces_what_it_names(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('[r0]\nvalue = 4\nlow = 3\nhigh = 5\nsource = "our county"\n')
    found = read_parameters(file)
    assert (found["r0"].value, found["r0"].source) == (4, "our county")
    assert found["density"] == defaults()["density"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[r0\n", "not TOML"),
        ('[rO]\nvalue = 1\nsource = "x"\n', r"\[rO\]: no parameter has this name"),
        ("[r0]\nvalue = 3\n", "no source"),
        ('[r0]\nvalue = "3"\nsource = "x"\n', "value is '3'; expected a number"),
        ('[r0]\nvalue = 9\nlow = 1\nhigh = 3\nsource = "x"\n', "low ≤ value ≤ high"),
        ('[mixing]\nvalue = 1.5\nsource = "x"\n', "more than 1"),
        ('[ward_days]\nvalue = 0\nsource = "x"\n', "more than 0"),
        ("r0 = 3\n", "expected a table"),
        ('[groups]\nsource = "x"\n[[group]]\nshare = 0.4\nhospital = [0, 0.1, 0.2]\n'
         "intensive = [0, 0.1, 0.2]\ndeath = [0, 0.1, 0.2]\n", "add up to 0.4"),
        ('[groups]\nsource = "x"\n[[group]]\nshare = 1\nhospital = [0.3, 0.1, 0.2]\n',
         "hospital: expected 0 ≤ low"),
        ("[[group]]\nshare = 1\n", r"no \[groups\] source"),
    ],
)  # fmt: skip
def test_a_bad_file_is_one_clear_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text)
    with pytest.raises(OutbreakError, match=says) as caught:
        read_parameters(file)
    assert "\n" not in str(caught.value)


@given(
    ends=st.lists(st.floats(0, 100), min_size=3, max_size=3).map(sorted), u=st.floats(0.001, 0.999)
)
def test_draws_stay_within_the_range(ends: list[float], u: float) -> None:
    low, likely, high = ends
    found = float(triangular(low, likely, high, np.array([u]))[0])
    assert low - 1e-9 <= found <= high + 1e-9


def test_r0_is_what_one_person_infects_whatever_the_other_parameters() -> None:
    # in a large group, with one infected and nobody infectious but that one, count who catches it
    asked = scenario([Centre("one", (Unit("a", 1000),), staff=0)], "1.0")
    drawn = numbers_of(asked, defaults(), 3, np.arange(50))
    shares = np.array([group.share for group in defaults().groups])
    number = drawn.drawn
    ill = drawn.hospital @ shares
    a = number["asymptomatic_share"]
    days = a * number["asymptomatic_infects"] * number["asymptomatic_days"] + (1 - a) * (
        number["presymptomatic_days"]
        + (1 - ill) * number["symptomatic_days"] + ill * number["days_to_hospital"]
    )  # fmt: skip
    assert drawn.values[:, 0] * days == pytest.approx(number["r0"])
