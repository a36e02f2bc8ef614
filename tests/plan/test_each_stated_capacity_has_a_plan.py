"""Where several statements of capacity may govern, each has its own limit, pace and day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.plan.test_every_step_has_a_plan import FEW, case_of

from drawdown.plan.as_json import plan_json
from drawdown.plan.plan import plan
from drawdown.plan.words import under

ON = date(2020, 5, 1)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    days = [ON - timedelta(back) for back in range(40)]
    rows = [(name, day, held + (ON - day).days) for day in days
            for name, held in (("glades", 320), ("krome", 520))]  # fmt: skip
    case = case_of("gayle-v-meade", rows, ROOT, tmp_path_factory.mktemp("case"))
    found = plan(case, ON, settings=FEW)
    return {"caps": {cap.place.facility: cap for cap in found.caps}, "json": plan_json(found)}


def test_the_limit_stays_undetermined_and_each_number_has_a_plan(made: dict) -> None:
    """Glades: 300 people by the list of 2015, the text "AS NEEDED" by that of 2017."""
    cap = made["caps"]["glades"]
    assert (cap.limit, cap.expected, cap.need) == (None, "undetermined", None)
    assert cap.missing
    ((chosen, each),) = cap.under
    assert [one.id for one in chosen] == ["glades-listed-2015"]
    assert each.limit == 225
    assert each.need.net == pytest.approx((320 - 225) / 13)
    assert each.scenarios
    assert each.met_on == each.scenarios[0].met


def test_a_limit_that_is_settled_has_no_other(made: dict) -> None:
    assert made["caps"]["krome"].limit == 458.25
    assert made["caps"]["krome"].under == ()


def test_the_json_and_the_words_have_it(made: dict) -> None:
    (cap,) = (one for one in made["json"]["caps"] if one["facility"] == "glades")
    (one,) = cap["under"]
    assert one["statements"][0]["people"] == 300
    assert one["limit"] == 225
    assert set(one["met_on"]) == {"median", "p10", "p90", "p025", "p975"}
    (sentence,) = under(made["caps"]["glades"], 180)
    assert "at most 225 may be held: 7.3 fewer each day are needed" in sentence


def test_of_several_centres_the_lowest_and_the_highest(tmp_path: Path) -> None:
    from drawdown.finding.case import read_case
    from drawdown.plan.caps import Settings

    order = """+++
format = 1
id = "made-up"
caption = "A v. B (made up)"
court = "No court"
docket = "0"
time_zone = "America/New_York"
calendar = "frcp6"
notice = "Made up."
"""
    for facility, stated in (("north", (100, 140)), ("south", (200,))):
        order += f'[[facilities]]\nid = "{facility}"\nname = "{facility}"\n'
        for value in stated:
            order += (f'[[capacity]]\nid = "{facility}-{value}"\nfacility = "{facility}"\n'
                      f'value = {value}\nkind = "listed"\nsource = "made up"\n')  # fmt: skip
    order += """+++

# A v. B

```ruling
id = "one"
entered = 2020-04-30
wording = "paraphrase"
```

> Half of all.

```clause
id = "cap"
kind = "population"
scope = "total"
limit = { percent = 50 }
due = { within = "14 days" }
```
"""
    (tmp_path / "order.md").write_text(order, encoding="utf-8")
    lines = [f"{name},{ON - timedelta(back)},{100}" for back in range(40)
             for name in ("north", "south")]  # fmt: skip
    counts = tmp_path / "counts.csv"
    counts.write_text("\n".join(["facility,date,count", *lines, ""]), encoding="utf-8")
    case = read_case(tmp_path / "order.md", [counts])
    (cap,) = plan(case, ON, settings=Settings(paths=50)).caps
    assert cap.limit is None
    assert [each.limit for _, each in cap.under] == [150, 170]
