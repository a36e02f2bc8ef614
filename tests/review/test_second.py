"""A second person confirms a proposal, or declines it; neither can be the one who proposed it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from drawdown.finding.case import Case
from drawdown.record.entries.proposal import Proposal
from drawdown.record.entry import Entry
from drawdown.review.decision import Draft, proposal
from drawdown.review.second import (
    confirmed,
    declined,
    find_proposal,
    proposals,
    wrong_with_confirming,
)

from ..order.clauses.build import case, order  # noqa: TID252

ORDER = order('id = "r"\nkind = "custody_review"\npeople = ["P1"]\nsecond_person = true')
DAY, NOW = date(2020, 5, 12), datetime(2020, 5, 12, 15, tzinfo=UTC)
DRAFT = Draft("P1", "not_released", "A", "mandatory detention", date(2020, 5, 11), clause="r")


def made(draft: Draft = DRAFT, id_: str = "p1") -> Proposal:
    return proposal(draft, ORDER.header, recorded=NOW, by="A", id_=id_)


def recorded(*entries: Entry) -> Case:
    rows: dict[str, list[dict[str, object]]] = {}
    for entry in entries:
        row = {
            name: value
            for name, value in entry.model_dump(mode="json").items()
            if value not in (None, "")
        }
        rows.setdefault(entry.kind, []).append(row)
    return case(ORDER, rows)


def test_it_awaits_a_second_person_until_one_confirms() -> None:
    before = recorded(made()).record.as_known()
    assert proposals(before, DAY)["id"].to_list() == ["p1"]
    assert proposals(before, date(2020, 5, 10)).is_empty()
    found = find_proposal(before, "p1")
    assert found is not None
    assert wrong_with_confirming(found, "B", before, today=DAY) == ()
    decision = confirmed(found, "B", ORDER.header, on=DAY, recorded=NOW, by="B", id_="d1")
    assert (decision.second, decision.decider, decision.proposal) == ("B", "A", "p1")
    assert decision.day == DAY
    after = recorded(made(), decision).record.as_known()
    assert proposals(after, DAY).is_empty()
    (again,) = wrong_with_confirming(found, "C", after, today=DAY)
    assert "confirmed already" in again


def test_nobody_confirms_their_own_proposal() -> None:
    view = recorded(made()).record.as_known()
    (own,) = wrong_with_confirming(made(), " a ", view, today=DAY)
    assert "The second person is the decider" in own
    (nobody,) = wrong_with_confirming(made(), "", view, today=DAY)
    assert "Who confirms is not said" in nobody


def test_what_was_declined_stays_in_the_record_and_cannot_be_confirmed() -> None:
    no = declined(made(), "conditions unclear", on=DAY, recorded=NOW, by="B", id_="w1")
    of = recorded(made(), no)
    view = of.record.as_known()
    assert find_proposal(view, "p1") is None
    assert len(view.every("proposal")) == 1
    (gone,) = wrong_with_confirming(made(), "B", view, today=DAY)
    assert "declined or replaced" in gone


def test_a_deferral_whose_day_has_come_is_not_confirmed() -> None:
    draft = Draft("P1", "deferred", "A", "no records", date(2020, 5, 4), missing="records",
                  until=date(2020, 5, 12))  # fmt: skip
    view = recorded(made(draft)).record.as_known()
    (late,) = wrong_with_confirming(made(draft), "B", view, today=DAY)
    assert "not after 2020-05-12" in late
