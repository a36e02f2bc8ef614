from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.reading import words_of_pdf

from drawdown.report.document.model import (
    Block,
    Caption,
    Document,
    Heading,
    Paragraph,
    Ref,
    Side,
    table,
)
from drawdown.report.document.numbering import number
from drawdown.report.errors import ReportError
from drawdown.report.pdf.render import as_pdf


def made(*blocks: Block) -> Document:
    return Document("Paper", "", date(2020, 5, 14), "mark", Caption(("C",), (Side("A", "P"),), "1"),
                    blocks)  # fmt: skip


@given(st.lists(st.sampled_from(["part", "paragraph", "aside", "table"]), max_size=30))
def test_each_sort_of_part_is_counted_by_itself_from_1_without_gaps(kinds: list[str]) -> None:
    blocks: list[Block] = []
    for place, kind in enumerate(kinds):
        key = f"{kind}-{place}"
        match kind:
            case "part":
                blocks.append(Heading("h", key=key))
            case "paragraph":
                blocks.append(Paragraph("p", key))
            case "aside":
                blocks.append(Paragraph("p", key, numbered=False))
            case _:
                blocks.append(table(key, "t", ["a"], [["b"]]))
    if kinds.count("part") > 14:
        return
    numbers = number(made(*blocks))
    for kind in ("paragraph", "table"):
        given_ = [n.number for n in numbers.in_order if n and n.what == kind]
        assert given_ == [str(n) for n in range(1, len(given_) + 1)]
    assert not any(n and k == "aside" for n, k in zip(numbers.in_order, kinds, strict=True))


def test_what_refers_to_nothing_is_refused() -> None:
    with pytest.raises(ReportError, match="refers to 'nowhere'"):
        number(made(Paragraph(("see ", Ref("nowhere")))))


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.raises(ReportError, match="two parts"):
        number(made(Paragraph("a", "x"), Paragraph("b", "x")))


def test_a_page_reference_follows_what_it_points_at() -> None:
    target = Paragraph("the target", "target")
    see = Paragraph(("see ", Ref("target", "page"), " and ", Ref("target"), "."))
    filler = tuple(Paragraph("word " * 60) for _ in range(12))
    near = words_of_pdf(as_pdf(made(see, target)))
    far = words_of_pdf(as_pdf(made(see, *filler, target)))
    assert "see page 1 and paragraph 2." in near
    assert "see page 3 and paragraph 14." in far or "see page 4 and paragraph 14." in far


def test_a_document_without_its_exhibits_says_which_one_it_misses() -> None:
    one = made(Paragraph((Ref("exhibit-a"),)))
    with pytest.raises(ReportError):
        number(replace(one, exhibits=()))
