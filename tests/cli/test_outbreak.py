"""`drawdown outbreak` answers as its contract says, and refuses bad input in one line."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.cli.running import is_one_line, run

from drawdown.outbreak.limits import LIMITS

ORDER = Path(__file__).resolve().parents[2] / "orders" / "gayle-v-meade.md"
SMALL = ("--people", "120", "--units", "4", "--replicates", "60", "--days", "30")


def test_the_json_is_the_contract_s() -> None:
    ran = run("outbreak", *SMALL, "--apart", "50", "--json")
    assert ran.status == 0
    found = ran.json
    assert (found["seed"], found["replicates"]) == (1, 60)
    assert [one["population"] for one in found["scenarios"]] == ["1.0", "0.75", "distanced"]
    assert [one["people"] for one in found["scenarios"]] == [120, 90, 50]
    for one in found["scenarios"]:
        for name in ("infected", "hospital_peak", "deaths"):
            v = one[name]
            assert set(v) == {"mean", "p025", "p50", "p975"}
            assert v["p025"] <= v["p50"] <= v["p975"] <= one["people"]
        assert one["infected"]["p025"] >= 1  # the index case is one of them
        assert [row["day"] for row in one["by_day"]] == list(range(31))
        assert one["by_day"][-1]["infected"] == one["infected"]
    assert found["limits"] == list(LIMITS)
    assert {p["name"] for p in found["parameters"]} > {"r0", "density"}


def test_the_same_seed_gives_the_same_answer_and_another_another() -> None:
    first, again, other = (
        run("outbreak", *SMALL, "--json", "--seed", seed).out for seed in ("7", "7", "8")
    )
    assert first == again
    assert first != other


def test_what_it_cannot_say_stands_first() -> None:
    ran = run("outbreak", *SMALL)
    lines = ran.out.splitlines()
    assert lines[0] == "What this cannot say"
    assert lines[1] == f"- {LIMITS[0]}"
    assert ran.out.index(LIMITS[-1]) < ran.out.index("infected  ")


def test_a_case_is_asked_of_its_record(tmp_path: Path) -> None:
    counts = tmp_path / "counts.csv"
    counts.write_text("facility,date,count\nkrome,2020-04-30,60\nglades,2020-04-28,30\n")
    ran = run("outbreak", ORDER, "--counts", counts, "--on", "2020-04-30", "--replicates", "40",
              "--json")  # fmt: skip
    found = ran.json
    assert [one["people"] for one in found["scenarios"]] == [90, 68]
    assert [one["centre"] for one in found["scenarios"][0]["centres"]] == ["Krome", "Glades"]
    assert any("Broward: nobody is counted" in note for note in found["notes"])
    assert any("not asked at the distanced capacity" in note for note in found["notes"])
    one = run("outbreak", ORDER, "--counts", counts, "--on", "2020-04-30", "--replicates", "40",
              "--facility", "glades", "--json").json  # fmt: skip
    assert one["scenarios"][0]["people"] == 30


def test_a_floor_plan_says_how_many_can_keep_apart(tmp_path: Path) -> None:
    case, plans = tmp_path / "case", tmp_path / "case" / "plans"
    plans.mkdir(parents=True)
    (case / "order.md").write_text(ORDER.read_text(encoding="utf-8"), encoding="utf-8")
    counts = tmp_path / "counts.csv"
    counts.write_text("facility,date,count\nglades,2020-04-30,12\n")
    beds = "\n".join(f"Pod,{n},{n * 3},0" for n in range(12))  # three feet apart
    (plans / "glades.csv").write_text(f"unit,bed,x_ft,y_ft\n{beds}\n")
    ran = run("outbreak", case, "--counts", counts, "--on", "2020-04-30", "--facility", "glades",
              "--replicates", "20", "--population", "distanced", "--json")  # fmt: skip
    assert ran.status == 0, ran.err
    assert ran.json["scenarios"][0]["people"] == 6


def test_a_population_can_be_the_order_s_own_cap(tmp_path: Path) -> None:
    counts = tmp_path / "counts.csv"
    counts.write_text("facility,date,count\nbroward,2020-05-15,694\nglades,2020-05-15,300\n")
    asked = ("outbreak", ORDER, "--counts", counts, "--on", "2020-05-15", "--population", "capped")
    found = run(*asked, "--facility", "broward", "--replicates", "20", "--json").json
    assert found["scenarios"][0]["people"] == 525  # 75% of 700
    glades = run(*asked, "--facility", "glades")  # whose capacity is in dispute
    assert is_one_line(glades)
    assert "sets no number of people for Glades" in glades.err


def test_measures_begin_on_their_day_and_help() -> None:
    def infected(*more: str) -> list[float]:
        found = run("outbreak", *SMALL, "--population", "1.0", *more, "--json").json
        return [row["infected"]["mean"] for row in found["scenarios"][0]["by_day"]]

    without, masked = infected(), infected("--measure", "masks:10", "--measure", "isolation:10")
    assert masked[:11] == without[:11]
    assert masked[-1] < without[-1]


def test_charts_and_days_are_written_where_asked(tmp_path: Path) -> None:
    chart, out = tmp_path / "fan.svg", tmp_path / "days.parquet"
    ran = run("outbreak", *SMALL, "--chart", chart, "--out", out)
    assert ran.status == 0
    for path in (chart, tmp_path / "fan-by-population.svg"):
        drawn = path.read_text(encoding="utf-8")
        assert 'role="img"' in drawn
        assert "75% of today: 90 people" in drawn
    frame = pl.read_parquet(out)
    assert frame.columns[:3] == ["population", "day", "measure"]
    assert frame.height == 2 * 31 * 4


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "expected an order or a case folder, or --people"),
        ((ORDER, "--people", "5"), "one of the two"),
        ((ORDER, "--on", "2020-04-30"), "nobody is counted"),
        (("--people", "5", "--population", "7"), "expected a share"),
        (("--people", "5", "--units", "6"), "more units than people"),
        (("--people", "5", "--population", "distanced"), "not known how many"),
        (("--people", "5", "--measure", "mask"), "did you mean 'masks'"),
        (("--people", "5", "--measure", "masks:x"), "expected a day"),
        (("--people", "5", "--chart", "x.png"), "not a .svg file"),
        (("--people", "5", "--out", "x.txt"), "not a .parquet or .csv file"),
        (("--people", "5", "--parameters", "no-such.toml"), "cannot be read"),
        (("--people", "5", "--cluster", "lokal"), "expected 'local'"),
        (("--people", "99999999"), "expected fewer"),
        (("--people", "9", "--cases", "no-such.csv"), "cannot be read"),
        ((ORDER, "--cases", "record", "--on", "2020-05-09"), "no cases"),
    ],
)
def test_bad_input_is_one_line(arguments, says: str) -> None:
    ran = run("outbreak", *arguments)
    assert is_one_line(ran), ran
    assert says in ran.err


def test_a_fit_to_reported_cases_says_how_badly_each_number_is_determined(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    rows = "\n".join(f"2020-05-{day:02},{n}" for day, n in enumerate((1, 0, 0, 2, 0, 1, 0, 3), 1))
    file.write_text(f"date,cases\n{rows}\n")
    ran = run("outbreak", *SMALL, "--cases", file)
    assert "people that one infects" in ran.out
    assert "hardly determined" in ran.out
    assert "too few days to test the fit" in ran.out
    found = run("outbreak", *SMALL, "--cases", file, "--json").json
    assert [one["name"] for one in found["fit"]["known"]] == ["r0", "days_before", "reported_share"]
    r0 = next(p for p in found["parameters"] if p["name"] == "r0")
    assert r0["source"].startswith("fitted to reported cases")
