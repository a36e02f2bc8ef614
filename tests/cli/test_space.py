"""`drawdown space`: the JSON contract, the exit statuses, and one line for whatever is wrong."""

from __future__ import annotations

import json

import pytest

from drawdown.cli import main

PLAN = "unit,bed,x_ft,y_ft\n" + "".join(f"A,{n},{3 * n},0\n" for n in range(1, 10))


class Command:
    """The command in a folder with plan.csv, a row of nine beds three feet apart."""

    def __init__(self, folder, monkeypatch, capsys):
        self.folder, self.monkeypatch, self.capsys = folder, monkeypatch, capsys

    def __call__(self, *arguments, status=0):
        self.monkeypatch.setattr("sys.argv", ["drawdown", "space", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        shown = self.capsys.readouterr()
        assert stopped.value.code == status, shown.err
        return shown


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    (tmp_path / "plan.csv").write_text(PLAN)
    monkeypatch.chdir(tmp_path)
    return Command(tmp_path, monkeypatch, capsys)


def asked(run, *arguments, status=0):
    return json.loads(run(*arguments, "--json", status=status).out)


def test_the_answer_as_json(run):
    answer = asked(run, "plan.csv", "--feet", "6")
    assert answer.pop("seconds") >= 0
    chosen = answer["chosen"]
    assert answer == {
        "beds": 9,
        "usable": 9,
        "bound": 5,
        "proven": True,
        "chosen": ["1", "3", "5", "7", "9"],
        "units": [
            {"unit": "A", "beds": 9, "usable": 9, "bound": 5, "proven": True, "chosen": chosen}
        ],
    }


def test_options_may_come_before_the_plan(run):
    assert asked(run, "--feet", "3", "plan.csv")["bound"] == 9
    assert asked(run, "--metres", "2", "plan.csv")["bound"] == 3


def test_beds_of_two_units_with_the_same_names_are_told_apart(run):
    (run.folder / "two.csv").write_text("unit,bed,x_ft,y_ft\nA,1,0,0\nB,1,0,0\n")
    assert asked(run, "two.csv")["chosen"] == ["A/1", "B/1"]


def test_a_certificate_is_written_and_verified(run):
    run("plan.csv", "--certificate", "cert.json")
    assert run("verify", "cert.json", "plan.csv").out == "5\n"
    verdict = {"verified": True, "placed": 5, "bound": 5, "proven": True}
    assert asked(run, "verify", "cert.json", "plan.csv") == verdict


def test_a_changed_plan_is_refused_with_status_1(run):
    run("plan.csv", "--certificate", "cert.json")
    (run.folder / "plan.csv").write_text(PLAN.replace("27,0", "26.9,0"))
    assert run("verify", "cert.json", "plan.csv", status=1).out == (
        "refused: the plan is not the one that it was made for\n"
    )


def test_walls_are_carried_by_the_certificate_and_can_be_compared(run):
    walls = run.folder / "walls.csv"
    walls.write_text("x1_ft,y1_ft,x2_ft,y2_ft\n4.5,-9,4.5,9\n")
    assert asked(run, "plan.csv", "--walls", "walls.csv", "--certificate", "c.json")["bound"] == 5
    assert asked(run, "plan.csv")["bound"] == 5
    run("verify", "c.json", "plan.csv", "--walls", "walls.csv")
    walls.write_text("x1_ft,y1_ft,x2_ft,y2_ft\n4.5,-9,4.5,8\n")
    refusal = run("verify", "c.json", "plan.csv", "--walls", "walls.csv", status=1)
    assert refusal.out == "refused: its walls are not those of walls.csv\n"


def test_pictures_are_drawn(run):
    run("plan.csv", "--picture", "plan.svg")
    run("plan.csv", "--picture", "plan.png")
    assert (run.folder / "plan.svg").read_text().startswith("<svg ")
    assert (run.folder / "plan.png").read_bytes().startswith(b"\x89PNG")


def test_the_words_say_that_it_is_proved(run):
    lines = run("plan.csv").out.splitlines()
    assert lines[0] == (
        "5 people can keep 6 feet apart in 9 usable beds of 9, measured from the middle of one bed "
        "to the middle of the next. It is proved that no more can."
    )
    assert lines[1] == "Beds to use: 1, 3, 5, 7, 9"


def test_people_held_and_a_share_of_capacity(run):
    ran = ("plan.csv", "--held", "6", "--held", "A=4", "--capacity", "8")
    questions = asked(run, *ran)["questions"]
    assert [question["apart"] for question in questions] == ["no", "yes", "no"]
    assert questions[2] == {
        "question": "capacity",
        "capacity": 8,
        "percent": 75.0,
        "people": 6,
        "apart": "no",
        "population": 5,
        "percent_of_capacity": 62.5,
    }
    run(*ran, "--strict", status=1)
    run("plan.csv", "--held", "5", "--strict")


def test_beds_used_and_emptied_by_name(run):
    assert "2" in asked(run, "plan.csv", "--use", "2")["chosen"]
    assert "1" not in asked(run, "plan.csv", "--empty", "A/1")["chosen"]


def test_heads_say_who_sleeps_turned(run):
    rows = "".join(f"{n},{3 * n},0,7,90\n" for n in range(4))
    (run.folder / "heads.csv").write_text("bed,x_ft,y_ft,length_ft,heading_deg\n" + rows)
    answer = asked(run, "heads.csv", "--between", "heads")
    assert (len(answer["chosen"]), len(answer["turned"])) == (4, 2)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["nowhere.csv"], "nowhere.csv: cannot be read (No such file or directory)"),
        (["plan.csv", "--feet", "six"], "--feet: 'six' is not a distance"),
        (["plan.csv", "--feet", "0"], "--feet: '0' is not a distance"),
        (["plan.csv", "--feet", "6", "--metres", "2"], "--feet and --metres: give one of them"),
        (["plan.csv", "--between", "edge"], "'edge' is not one of centres, edges, heads; did you"),
        (["plan.csv", "--between", "edges"], "bed '1' has no length_ft"),
        (["plan.csv", "--use", "77"], "--use: plan.csv has no bed '77'"),
        (["plan.csv", "--use", "1", "--use", "2"], "no way was found to keep the distance with"),
        (["plan.csv", "--held", "many"], "--held: 'many' is not a number, or UNIT=NUMBER"),
        (
            ["plan.csv", "--held", "1234567890"],
            "--held: '1234567890' is not a number, or UNIT=NUMBER",
        ),
        (["plan.csv", "--held", "Z=3"], "plan.csv: has no unit 'Z'; it has 'A'"),
        (["plan.csv", "--percent", "half"], "--percent: 'half' is not a number such as 75"),
        (["plan.csv", "--picture", "plan.gif"], "'plan.gif' is not a .svg or .png file"),
        (["plan.csv", "--certificate", "no/where.json"], "no/where.json: cannot be written"),
        (["plan.csv", "--walls", "nowhere.csv"], "nowhere.csv: cannot be read"),
        (["verify", "nowhere.json", "plan.csv"], "nowhere.json: cannot be read"),
        (["template", "plan.csv"], "plan.csv: is there already; nothing was written"),
        (["area"], "give an OUTLINE, or --area"),
        (["sittings", "--people", "9"], "give either --at-once or --seats"),
        (["floor", "plan.csv"], "plan.csv: has no column 'wall'"),
    ],
)
def test_bad_input_is_one_line_and_status_2(run, arguments, expected):
    error = run(*arguments, status=2).err
    assert error.count("\n") == 1
    assert error.startswith("drawdown: ")
    assert expected in error


def test_a_template_is_a_plan(run):
    run("template", "mine.csv")
    assert asked(run, "mine.csv")["usable"] == 3


def test_area_sittings_and_an_open_floor(run):
    assert run("area", "--area", "2400", "--exclude", "80").out == (
        "46 people: 2,320 square feet, 50 each.\n"
    )
    assert asked(run, "sittings", "--people", "12", "--seats", "plan.csv") == {
        "people": 12,
        "at_once": 5,
        "sittings": 3,
        "fewest": 3,
        "proven": True,
        "minutes": 0,
    }
    ring = "".join(f"hall,{x},{y}\n" for x, y in ((0, 0), (12, 0), (12, 12), (0, 12), (0, 0)))
    (run.folder / "hall.csv").write_text("wall,x_ft,y_ft\n" + ring)
    assert run("floor", "hall.csv").out == (
        "9 places fit on the floor. It is proved that no more can.\n"
    )
    people = asked(run, "area", "hall.csv", "--around", "0,0,3", "--per-person", "50")
    assert people == {"people": 2, "bound": 2, "area": pytest.approx(144 - 7.069, abs=0.01)}


def test_many_plans_are_each_solved_as_alone_wherever(run):
    (run.folder / "more").mkdir()
    (run.folder / "more" / "b.csv").write_text(PLAN.replace("A,9", "B,9"))
    (run.folder / "more" / "b.walls.csv").write_text("x1_ft,y1_ft,x2_ft,y2_ft\n0,5,9,5\n")
    answer = asked(run, "many", "plan.csv", "more", "--feet", "6")
    assert [(one["plan"], one["placed"], one["bound"]) for one in answer["plans"]] == [
        ("plan.csv", 5, 5), ("b.csv", 5, 5),
    ]  # fmt: skip
    assert [unit["unit"] for unit in answer["plans"][1]["units"]] == ["A", "B"]
    assert (answer["beds"], answer["placed"]) == (18, 10)
    assert asked(run, "many", "plan.csv", "more", "--cluster", "local:2") == answer
    (run.folder / "none").mkdir()
    assert "holds no .csv of beds" in run("many", "none", status=2).err
