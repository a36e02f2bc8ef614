"""By the API nobody takes back, replaces or decides more than the pages would let them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.site.api.conftest import Send

from drawdown.site.cases.append import append
from drawdown.site.cases.clock import now_in, today_in
from drawdown.site.cases.models import Case, Row, Stay
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.record.chosen import cells_of_row

SOAP = {"entry": "handout", "date": "2020-05-12", "facility": "krome", "item": "soap",
        "quantity": "40"}  # fmt: skip


def one(answer: Any) -> dict[str, Any]:
    (row,) = answer.json()["rows"]
    found: dict[str, Any] = row
    return found


@pytest.fixture
def decision(case: Case) -> Row:
    return Row.objects.filter(case=case, kind="decision", facility="krome").order_by("seq")[0]


@pytest.mark.parametrize("name", ["krome", "agency"])
def test_a_handout_stands_in_no_decision_s_place(name: str, decision: Row, send: Send) -> None:
    for reference in (decision.name, f"{decision.file}#{decision.line}"):
        row = one(send(name, [{**SOAP, "supersedes": reference}]))
        assert (row["status"], row["column"]) == ("refused", "supersedes")


@pytest.mark.parametrize("name", ["krome", "agency"])
def test_a_decision_is_not_taken_back(name: str, decision: Row, send: Send) -> None:
    withdrawal = {"entry": "withdrawal", "date": "2020-05-12", "supersedes": decision.name,
                  "reason": "x"}  # fmt: skip
    assert one(send(name, [withdrawal]))["column"] == "supersedes"


def test_health_that_a_role_may_not_see_it_does_not_take_back(case: Case, send: Send) -> None:
    person = Stay.objects.filter(case=case, facility="krome", left=None)[0].person
    screening = {"entry": "screening", "id": "s", "date": "2020-05-12", "person": person,
                 "facility": "krome", "what": "symptoms", "result": "none"}  # fmt: skip
    assert one(send("krome", [screening]))["status"] == "added"
    withdrawal = {"entry": "withdrawal", "date": "2020-05-12", "supersedes": "s", "reason": "x"}
    assert one(send("krome", [withdrawal]))["column"] == "supersedes"


def test_who_may_not_correct_replaces_nothing(case: Case, send: Send) -> None:
    older = Row.objects.filter(case=case, kind="condition").order_by("seq")[0]
    row = {"entry": "condition", "date": "2020-05-12", "facility": older.facility, "topic": "soap",
           "kept": "no", "reporter": "held person", "supersedes": older.name}  # fmt: skip
    for name in ("petitioners", "monitor"):
        assert one(send(name, [row]))["column"] == "supersedes"


def test_a_correction_is_of_the_same_kind_facility_and_person(send: Send) -> None:
    assert one(send("agency", [{**SOAP, "id": "a"}]))["status"] == "added"
    stock = {**SOAP, "entry": "stock", "supersedes": "a"}
    assert "a handout" in one(send("agency", [stock]))["reason"]
    glades = {**SOAP, "facility": "glades", "supersedes": "a"}
    assert "another facility" in one(send("agency", [glades]))["reason"]
    again = {**SOAP, "id": "b", "facility": "Krome", "quantity": "41", "supersedes": "a"}
    assert one(send("krome", [again]))["status"] == "added"
    assert one(send("krome", [again]))["status"] == "known", "sent again it is harmless"


def test_one_entry_is_replaced_once(case: Case, send: Send) -> None:
    send("agency", [{**SOAP, "id": "a"}])
    both = [{**SOAP, "id": f"b{n}", "quantity": str(n), "supersedes": "a"} for n in (1, 2)]
    statuses = [row["status"] for row in send("krome", both).json()["rows"]]
    assert statuses == ["added", "refused"]
    third = {**SOAP, "id": "b3", "supersedes": "a"}
    assert "already stands" in one(send("agency", [third]))["reason"]
    undo = {"entry": "withdrawal", "date": "2020-05-12", "supersedes": "b1", "reason": "mistyped"}
    assert one(send("agency", [undo]))["status"] == "added"
    assert one(send("agency", [third]))["status"] == "added", "what is taken back stands no more"


def test_who_is_overtaken_is_told(case: Case, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    from drawdown.site.api import writing

    send("agency", [{**SOAP, "id": "a"}])

    def overtaken(of: Case, offered: Any, **said: Any) -> Any:
        now = now_in(of, order_of(of).header.zone)
        other = {name: value for name, value in SOAP.items() if name != "entry"}
        append(Case.objects.get(pk=of.pk), [("handout", {**other, "supersedes": "a"})],
               by="another", now=now)  # fmt: skip
        return append(of, offered, **said)

    monkeypatch.setattr(writing, "append", overtaken)
    answered = send("krome", [{**SOAP, "id": "b", "supersedes": "a"}])
    assert answered.status_code == 409
    assert "nothing was added" in answered.json()["error"]
    assert not Row.objects.filter(case=case, name="b").exists()


def test_what_is_not_there_is_not_replaced(send: Send) -> None:
    for name in ("nothing", "events/handout.csv#99999999", "#", "x#y"):
        assert one(send("agency", [{**SOAP, "supersedes": name}]))["column"] == "supersedes"
    blank = {"entry": "withdrawal", "date": "2020-05-12", "reason": "x"}
    assert one(send("agency", [blank]))["column"] == "supersedes"


@pytest.fixture
def release(case: Case) -> dict[str, str]:
    person = Stay.objects.filter(case=case, left=None).order_by("person")[0].person
    return {
        "entry": "decision", "id": "d1", "date": today_in(case, order_of(case).header.zone)
        .isoformat(), "person": person, "outcome": "released", "decider": "A. Quintero",
        "reason": "made up", "authority": "parole 212(d)(5)", "conditions": "none",
        "check_in": "7 days",
    }  # fmt: skip


def test_a_decision_is_held_to_what_the_form_asks(release: dict[str, str], send: Send) -> None:
    for name in ("reason", "authority", "conditions", "check_in"):
        assert one(send("agency", [release | {name: ""}]))["status"] == "refused", name
    assert one(send("agency", [release | {"date": "2999-01-01"}]))["status"] == "refused"
    assert one(send("agency", [release | {"date": "soon"}]))["column"] == "date"
    assert one(send("agency", [release | {"clause": "masks"}]))["column"] == "clause"
    assert one(send("krome", [release]))["column"] == "entry"


def test_a_decision_names_the_criteria_in_force(
    case: Case, release: dict[str, str], send: Send
) -> None:
    assert one(send("agency", [release]))["status"] == "added"
    assert one(send("agency", [release]))["status"] == "known"
    cells = cells_of_row(Row.objects.get(case=case, name="d1"))
    assert "since" in cells["criteria"]


def test_where_a_second_person_is_asked_nobody_decides_by_the_api(
    case: Case, release: dict[str, str], send: Send,
) -> None:  # fmt: skip
    Case.objects.filter(pk=case.pk).update(second_person=True)
    for second in ("", "Sam Whitfield"):
        row = one(send("agency", [release | {"second": second}]))
        assert (row["status"], row["column"]) == ("refused", "second")
    until = {"outcome": "deferred", "missing": "a record", "until": "2030-01-01",
             "authority": "", "conditions": "", "check_in": ""}  # fmt: skip
    row = one(send("agency", [release | until]))
    assert row["status"] == "added", f"a deferral decides nothing: {row['reason']}"
