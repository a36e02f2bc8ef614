"""A floor plan says how many can keep the distance; spacing holds that against the people."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drawdown.errors import InputError
from drawdown.finding.case import Case, read_case
from drawdown.finding.check import check
from drawdown.finding.finding import Finding
from drawdown.order.examples import template_text

ON = date(2020, 5, 14)


def order(folder: Path, distance: str) -> Path:
    text = template_text().replace(
        'kind = "population"\nlimit = { percent = 75 }\n', f'kind = "spacing"\n{distance}\n'
    )
    (folder / "order.md").write_text(text, encoding="utf-8")
    return folder / "order.md"


def grid(path: Path, wide: int, deep: int, feet: int, unit: str = "Dorm 1") -> Path:
    """Beds in rows and columns so many feet apart."""
    rows = [f"{unit},{x}-{y},{x * feet},{y * feet}" for x in range(wide) for y in range(deep)]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(["unit,bed,x_ft,y_ft", *rows, ""]), encoding="utf-8")
    return path


def counts(folder: Path, people: int) -> Path:
    path = folder / "counts.csv"
    path.write_text(f"facility,date,count\ncentre,{ON},{people}\n", encoding="utf-8")
    return path


def only(case: Case) -> Finding:
    (finding,) = check(case, ON)
    return finding


def test_more_people_than_the_plan_has_room_for_is_not_met(tmp_path: Path) -> None:
    # 4 by 4 beds three feet apart: at six feet every other one in each direction, that is 2 by 2,
    # and no more, since each square of 2 by 2 beds holds at most one person.
    plan = grid(tmp_path / "centre.csv", 4, 4, 3)
    case = read_case(order(tmp_path, "feet = 6"), [counts(tmp_path, 5)], plans=[plan])
    finding = only(case)
    assert finding.status == "not_met"
    assert "room for 4" in finding.explanation


def test_fewer_people_can_keep_apart_but_nobody_said_that_they_do(tmp_path: Path) -> None:
    plan = grid(tmp_path / "centre.csv", 4, 4, 3)
    case = read_case(order(tmp_path, "feet = 6"), [counts(tmp_path, 4)], plans=[plan])
    assert only(case).status == "undetermined"


@pytest.mark.parametrize(("distance", "room"), [("feet = 3", 16), ("metres = 1", 8)])
def test_the_distance_is_the_orders(tmp_path: Path, distance: str, room: int) -> None:
    plan = grid(tmp_path / "centre.csv", 4, 4, 3)
    over = read_case(order(tmp_path, distance), [counts(tmp_path, room + 1)], plans=[plan])
    assert only(over).status == "not_met"
    within = read_case(order(tmp_path, distance), [counts(tmp_path, room)], plans=[plan])
    assert only(within).status == "undetermined"


def test_a_case_folder_keeps_its_plans_with_their_walls(tmp_path: Path) -> None:
    order(tmp_path, "feet = 6")
    (tmp_path / "counts").mkdir()
    counts(tmp_path / "counts", 3)
    grid(tmp_path / "plans" / "centre.csv", 2, 1, 3)
    assert only(read_case(tmp_path)).status == "not_met"
    walls = tmp_path / "plans" / "centre.walls.csv"
    walls.write_text("x1_ft,y1_ft,x2_ft,y2_ft\n1.5,-9,1.5,9\n", encoding="utf-8")
    finding = only(read_case(tmp_path))
    assert "room for 2" in finding.explanation  # a wall between the two beds


def test_a_plan_of_no_facility_is_one_clear_line(tmp_path: Path) -> None:
    plan = grid(tmp_path / "somewhere.csv", 2, 2, 3)
    with pytest.raises(InputError, match=r"somewhere\.csv: does not say of which facility"):
        read_case(order(tmp_path, "feet = 6"), plans=[plan])


def test_a_plan_stands_by_where_the_order_asks_for_no_distance(tmp_path: Path) -> None:
    (tmp_path / "order.md").write_text(template_text(), encoding="utf-8")
    grid(tmp_path / "plans" / "centre.csv", 2, 2, 3)
    case = read_case(tmp_path)
    assert "measurement" not in case.record.frames
    assert not any(len(account.set_aside) for account in case.record.accounts)
