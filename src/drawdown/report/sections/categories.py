"""Releases by category: each criterion of the order, and each fact that it asks for."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from drawdown.report.asked import Asked
from drawdown.report.document.model import Block, Column, Heading, Paragraph, Ref, table
from drawdown.report.gather.categories import Answers, Category, by_category
from drawdown.report.levels import Shows
from drawdown.report.sections.said import short


def categories(asked: Asked) -> Iterator[Block]:
    """The part; nothing where nobody was released, or no fact is recorded or asked for."""
    found = by_category(asked)
    if not found:
        return
    yield Heading("Releases, by category", 2)
    if not asked.shows(Shows.HEALTH):
        yield Paragraph(
            "Releases by each criterion of the order, and by each fact that it asks for, are in "
            "the sealed version. Everyone released is listed by number in the exhibits of this "
            "one, so that a count by condition could tell somebody’s health.",
            key="categories",
        )
        return
    yield Paragraph(
        ("Whether those released met a criterion of the order is in ", Ref("table-categories"),
         f", by the facts recorded by {short(asked.on)} and the version of the criterion that "
         "governed on the day of each release. One fact that is so suffices; only a no to every "
         "one settles it the other way; a blank is never a no."),
        key="categories",
    )  # fmt: skip
    yield table(
        "table-categories",
        f"Releases in the period / since {short(asked.start)}, by category",
        [Column("Category", width=2.8), Column("Yes", "right"), Column("No", "right"),
         Column("Not known", "right")],
        [
            (said(one), *(f"{now:,} / {ever:,}" for now, ever in zip(
                _three(one.period), _three(one.cumulative), strict=True)))
            for one in found
        ],
        notes=["The first number is of the period, the second cumulative. Whoever has several "
               "facts is counted under each, so that the rows do not add up."],
    )  # fmt: skip


def said(one: Category) -> str:
    """What a category is called."""
    fact = one.fact.replace("_", " ")
    if not one.criterion:
        return f"{fact} (no criterion of the order)"
    name = f"{one.criterion.replace('-', ' ')} (from {short(one.version)})"
    return f"– {fact}" if fact else f"{name[0].upper()}{name[1:]}: any of"


def _three(answers: Answers) -> tuple[int, int, int]:
    return answers.yes, answers.no, answers.unknown


def category_rows(asked: Asked) -> pl.DataFrame:
    """The same as rows of an exhibit; none where the level does not show them."""
    if not asked.shows(Shows.HEALTH):
        return pl.DataFrame()
    rows = [
        (one.criterion, one.version, one.fact, *_three(one.period), *_three(one.cumulative))
        for one in by_category(asked)
    ]
    names = ["criterion", "version", "fact", "yes", "no", "unknown", "yes_since_first_order",
             "no_since_first_order", "unknown_since_first_order"]  # fmt: skip
    return pl.DataFrame(rows, names, orient="row") if rows else pl.DataFrame()
