"""A draft, a second person of the same side, frozen files, and an entry that the clause sees."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from tests.report.reading import words_of_docx, words_of_pdf

from drawdown.site.cases.answers import findings_of
from drawdown.site.cases.models import Case, Row
from drawdown.site.proof.making import make_checkpoint
from drawdown.site.reports import making
from drawdown.site.reports.models import Paper, PaperFile

LIST = "/gayle-v-meade/reports/"
SAID = {"since": "2020-05-09", "on": "2020-05-12", "authority": "Protective Order, ECF 99"}


@pytest.fixture(autouse=True)
def _without_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_plans", lambda case: ())  # solving them takes long, and is tested


def drafted(client: Client, level: str = "parties", **more: str) -> Paper:
    answer = client.post(LIST, SAID | {"level": level} | more)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return Paper.objects.order_by("-pk")[0]


def approved(client: Client, paper: Paper) -> int:
    address = f"{LIST}{paper.pk}/approve"
    return client.post(address, {"digest": paper.digest}).status_code


def test_from_draft_to_filed(case: Case, signed_in: Callable[[str], Client]) -> None:
    first, second = signed_in("agency"), signed_in("second")
    paper = drafted(first)
    names = set(paper.files.values_list("name", flat=True))
    assert {"gayle-v-meade-2020-05-12-parties.pdf", "gayle-v-meade-2020-05-12-parties.docx"} < names
    assert approved(second, paper) == 302
    before = Row.objects.filter(case=case, kind="report").count()
    form = second.get(f"{LIST}{paper.pk}").context
    said = {"token": form["token"], "docket": "ECF 91", "clause": "reports", "fields": "released"}
    assert second.post(f"{LIST}{paper.pk}/filed", said).status_code == 302
    assert Row.objects.filter(case=case, kind="report").count() == before + 1
    paper.refresh_from_db()
    assert (paper.state, paper.docket) == ("filed", "ECF 91")
    case.refresh_from_db()
    _, found, _ = findings_of(case, "reports", paper.on)
    rows = found[0].rows() if found[0].rows else None
    assert rows is not None
    assert paper.entry in rows["id"].to_list()
    assert second.post(f"{LIST}{paper.pk}/filed", said).status_code == 409  # once is enough


def test_nobody_approves_their_own_nor_for_the_other_side(
    signed_in: Callable[[str], Client],
) -> None:
    first = signed_in("agency")
    paper = drafted(first)
    assert approved(first, paper) == 403
    assert approved(signed_in("petitioners"), paper) == 404
    assert approved(signed_in("monitor"), paper) == 404
    assert approved(signed_in("krome"), paper) == 403
    assert "somebody else of your side" in first.get(f"{LIST}{paper.pk}").content.decode()
    paper.refresh_from_db()
    assert paper.state == "draft"


def test_a_draft_is_seen_by_its_own_side_alone(signed_in: Callable[[str], Client]) -> None:
    paper = drafted(signed_in("agency"))
    address = f"{LIST}{paper.pk}"
    file = paper.files.first()
    assert file is not None
    for name in ("agency", "second", "government"):
        assert signed_in(name).get(address).status_code == 200
        assert signed_in(name).get(f"{address}/files/{file.pk}").status_code == 200
    for name in ("petitioners", "monitor", "krome", "reader"):
        assert signed_in(name).get(address).status_code == 404
        assert signed_in(name).get(f"{address}/files/{file.pk}").status_code == 404
        assert [p.pk for p in signed_in(name).get(LIST).context["papers"]] == []


@pytest.mark.parametrize(
    ("level", "readers"),
    [
        ("public", {"agency", "government", "petitioners", "monitor", "krome", "reader"}),
        ("parties", {"agency", "government", "petitioners", "monitor"}),
        ("sealed", {"agency", "petitioners", "monitor"}),
    ],
)
def test_once_filed_each_role_reads_the_levels_that_are_for_it(
    signed_in: Callable[[str], Client], level: str, readers: set[str]
) -> None:
    paper = drafted(signed_in("agency"), level)
    Paper.objects.filter(pk=paper.pk).update(state="filed", filed_on=paper.on, docket="ECF 9")
    file = paper.files.filter(name__endswith=".pdf")[0]
    for name in ("agency", "government", "petitioners", "monitor", "krome", "reader"):
        client = signed_in(name)
        wanted = 200 if name in readers else 403
        assert client.get(f"{LIST}{paper.pk}").status_code == wanted, name
        assert client.get(f"{LIST}{paper.pk}/files/{file.pk}").status_code == wanted, name


def test_what_is_downloaded_is_what_was_made_and_says_its_level(
    signed_in: Callable[[str], Client],
) -> None:
    client = signed_in("agency")
    paper = drafted(client)
    file = paper.files.filter(name__endswith=".pdf")[0]
    answer = client.get(f"{LIST}{paper.pk}/files/{file.pk}")
    assert answer.headers["Content-Type"] == "application/pdf"
    words = words_of_pdf(io.BytesIO(answer.content).read())
    assert "FOR THE COURT AND THE PARTIES" in words
    assert "Protective Order, ECF 99" in words


def test_a_paper_has_the_record_s_last_signed_checkpoint(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    made = make_checkpoint(case, by="a test")
    assert made is not None
    file = drafted(signed_in("agency")).files.filter(name__endswith=".docx")[0]
    words = words_of_docx(file.content()).replace(" …", "")  # where a long line goes on
    for line in filter(None, made.note.splitlines()):
        assert " ".join(line.split()) in words


def test_its_files_cannot_change_and_what_is_filed_stays(
    signed_in: Callable[[str], Client],
) -> None:
    paper = drafted(signed_in("agency"), "public")
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperFile.objects.filter(paper=paper).update(name="another")
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperFile.objects.filter(paper=paper).delete()
    Paper.objects.filter(pk=paper.pk).update(state="filed")
    with pytest.raises(DatabaseError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(docket="ECF 1000")


def test_another_draft_than_the_one_read_is_not_approved(
    signed_in: Callable[[str], Client],
) -> None:
    paper = drafted(signed_in("agency"))
    answer = signed_in("second").post(f"{LIST}{paper.pk}/approve", {"digest": "0" * 64})
    assert answer.status_code == 409


def test_a_draft_is_discarded_with_a_reason_and_stays_listed(
    signed_in: Callable[[str], Client],
) -> None:
    client = signed_in("agency")
    paper = drafted(client)
    assert client.post(f"{LIST}{paper.pk}/discard", {"reason": " "}).status_code == 422
    assert client.post(f"{LIST}{paper.pk}/discard", {"reason": "old"}).status_code == 302
    assert approved(signed_in("second"), paper) == 409
    assert "discarded" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"level": "secret"}, "Choose a level"),
        ({"level": "public", "on": "2020-06-01"}, "still to come"),
        ({"level": "public", "on": "yesterday"}, "is not a day"),
        ({"level": "public", "since": "2020-05-13"}, "is after"),
        ({"level": "public", "filer": "the press"}, "Choose the party"),
    ],
)
def test_what_cannot_be_made_is_said_beside_the_form(
    signed_in: Callable[[str], Client], said: dict[str, str], why: str
) -> None:
    answer = signed_in("agency").post(LIST, SAID | said)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert "Protective Order, ECF 99" in answer.content.decode()  # the form comes back filled


def test_nobody_makes_a_level_that_they_may_not_see(signed_in: Callable[[str], Client]) -> None:
    counsel = signed_in("government")
    assert counsel.post(LIST, SAID | {"level": "sealed"}).status_code == 422
    assert b'value="sealed"' not in counsel.get(LIST).content
    assert signed_in("reader").post(LIST, SAID | {"level": "public"}).status_code == 403
    assert signed_in("krome").post(LIST, SAID | {"level": "public"}).status_code == 403


def test_what_was_corrected_since_the_last_report_stands_first(
    signed_in: Callable[[str], Client],
) -> None:
    page = signed_in("agency").get(LIST).content.decode()
    assert page.index("Corrected since the last report") < page.index("Reports and drafts")
    assert "Corrected since" not in signed_in("reader").get(LIST).content.decode()
