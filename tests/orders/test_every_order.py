"""Every example order reads without a problem, says what it is, and names nobody held."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from drawdown.finding.case import read_case
from drawdown.finding.check import check
from drawdown.finding.deadlines import deadlines
from drawdown.order.clauses.clause import KINDS
from drawdown.order.document import Order
from drawdown.order.reading import lint_order, read_order

PSEUDONYM = re.compile(r"(petitioner|synthetic)-[\w-]+")
BOX = "The official text governs."

WANTED = {
    "barco-mercado-v-noem", "flores", "fraihat-v-ice", "gayle-v-meade", "hernandez-roman-v-wolf",
    "plata-coleman", "savino-v-souza", "zepeda-rivas-v-jennings",
}  # fmt: skip


def test_it_reads_without_a_problem(order_file: Path) -> None:
    read, problems = lint_order(order_file)
    assert problems == []
    assert read is not None
    assert read.header.id == order_file.stem
    assert read.header.calendar == "frcp6"


def test_it_says_that_the_official_text_governs(order_file: Path) -> None:
    read = read_order(order_file)
    assert "official text" in read.header.notice
    assert "governs" in read.header.notice
    assert "not the order" in read.header.notice
    assert "legal advice" in read.header.notice
    assert any(BOX in piece.text for piece in read.preamble)


def test_it_names_its_sources(order_file: Path) -> None:
    read = read_order(order_file)
    assert read.header.sources
    for ruling in read.rulings:
        assert ruling.docket_entry or ruling.citation or ruling.sources, ruling.id


def test_every_clause_stands_under_quoted_words_and_says_how_they_are_known(
    order_file: Path,
) -> None:
    for text in read_order(order_file).clauses.values():
        assert text.words, text.id
        assert text.first.wording, text.id
        assert text.first.title, text.id


def test_what_was_remembered_or_made_up_is_never_called_official(order_file: Path) -> None:
    read = read_order(order_file)
    for section in read.sections:
        for before, piece in zip(section.pieces, section.pieces[1:], strict=False):
            unsure = "not verified" in before.text or "illustration of this project" in before.text
            if unsure and piece.kind == "clause":
                assert 'wording = "official"' not in piece.text
                assert section.ruling.wording != "official"


def test_nobody_held_is_named(order_file: Path) -> None:
    for text in read_order(order_file).clauses.values():
        for version in text.versions:
            for person in getattr(version.clause, "people", ()):
                assert PSEUDONYM.fullmatch(person), person


def test_with_no_record_it_answers_on_any_day_and_finds_nobody_at_fault(order_file: Path) -> None:
    case = read_case(order_file)
    first = case.order.rulings[0].day
    last = case.order.rulings[-1].day
    for day in (first, first + timedelta(days=20), last, last + timedelta(days=400)):
        for finding in check(case, day):
            assert finding.explanation
            assert finding.status != "not_met", finding


def test_every_date_says_how_it_was_computed(order_file: Path) -> None:
    case = read_case(order_file)
    found = deadlines(case)
    assert all(deadline.how for deadline in found)
    assert not any(deadline.as_json()["refused"] for deadline in found)


def test_all_orders_are_here_and_every_kind_of_clause_is_used(
    order: Callable[[str], Order],
) -> None:
    used = {text.first.kind for name in WANTED for text in order(name).clauses.values()}
    assert used == set(KINDS)
