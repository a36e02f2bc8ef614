"""How `drawdown space` says its answer: as JSON, and in words with a table."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drawdown.space.solve import Answer

MOST_DIGITS = 9
"""Of people held; Python makes no number of thousands of digits."""


def as_json(answer: Answer, asked: list[dict[str, Any]], seconds: float) -> dict[str, Any]:
    """Return the answer as documented in docs/reference/space.md."""
    names = bed_names(answer)
    data: dict[str, Any] = {
        "beds": answer.beds,
        "usable": answer.usable,
        "bound": answer.bound,
        "proven": answer.proven,
        "chosen": [names[abs(place)] for place in answer.chosen],
        "units": [
            {
                "unit": unit.unit,
                "beds": unit.beds,
                "usable": unit.usable,
                "bound": unit.bound,
                "proven": unit.proven,
                "chosen": [answer.plan.beds[abs(place) - 1].bed for place in unit.chosen],
            }
            for unit in answer.units
        ],
        "seconds": round(seconds, 4),
    }
    if answer.rule.between == "heads":
        data["turned"] = [names[abs(place)] for place in answer.chosen if place < 0]
    if asked:
        data["questions"] = asked
    return data


def bed_names(answer: Answer) -> dict[int, str]:
    """Return a name for each bed: its own, or UNIT/BED where two units use the same names."""
    beds = answer.plan.beds
    alone = len({bed.bed for bed in beds}) == len(beds)
    return {bed.number: bed.bed if alone else f"{bed.unit}/{bed.bed}" for bed in beds}


def questions(
    answer: Answer, held: list[str], capacity: int | None, percent: Fraction
) -> list[dict[str, Any]]:
    """Return the answers to what was asked of the numbers: people held, a share of capacity."""
    from drawdown.space.plan import SpaceError
    from drawdown.space.whatif import Held, against_held, at_percent

    found = len(answer.chosen)
    asked: list[dict[str, Any]] = []
    for text in held:
        unit, equals, number = text.rpartition("=")
        digits = number.strip()
        if not digits.isdecimal() or len(digits) > MOST_DIGITS:
            raise SpaceError(f"--held: '{text}' is not a number, or UNIT=NUMBER")
        people = int(digits)
        rows = (
            against_held(answer, {unit: people})
            if equals
            else [Held("all", people, found, answer.bound)]
        )
        asked += [
            {
                "question": "held",
                "unit": row.name,
                "people": row.held,
                "apart": row.apart,
                "too_many": row.too_many,
            }
            for row in rows
        ]
    if capacity is not None:
        what_if = at_percent(capacity, percent, found, answer.bound)
        asked.append(
            {
                "question": "capacity",
                "capacity": what_if.capacity,
                "percent": float(what_if.percent),
                "people": what_if.people,
                "apart": what_if.apart,
                "population": what_if.population,
                "percent_of_capacity": what_if.percent_of_capacity,
            }
        )
    return asked


def print_answer(answer: Answer, asked: list[dict[str, Any]], seconds: float) -> None:
    """Print the answer in words, with a row for each unit where there are several."""
    from rich.table import Table

    from drawdown.cli.output import out
    from drawdown.space.words import in_words

    console = out()
    console.print(in_words(answer), markup=False, soft_wrap=True)
    if len(answer.units) > 1:
        table = Table("unit", box=None, pad_edge=False)
        for column in ("beds", "usable", "can keep apart", "at most"):
            table.add_column(column, justify="right")
        table.add_column("proven")
        for unit in answer.units:
            table.add_row(
                unit.unit, f"{unit.beds:,}", f"{unit.usable:,}", f"{len(unit.chosen):,}",
                f"{unit.bound:,}", "yes" if unit.proven else "no",
            )  # fmt: skip
        console.print(table)
    names = bed_names(answer)
    turned = {abs(place) for place in answer.chosen if place < 0}
    beds = [names[abs(p)] + (" (turned)" if abs(p) in turned else "") for p in answer.chosen]
    console.print(f"Beds to use: {', '.join(beds) or 'none'}", markup=False, soft_wrap=True)
    for question in asked:
        console.print(_sentence(question), markup=False, soft_wrap=True)
    console.print(f"Found and proved in {seconds:.2f} s.", style="dim")


_VERDICTS = {
    "yes": "everybody can keep apart",
    "no": "not everybody can keep apart",
    "undetermined": "it is not known whether everybody can keep apart",
}


def _sentence(question: dict[str, Any]) -> str:
    verdict = _VERDICTS[question["apart"]]
    people = f"{question['people']:,}"
    if question["question"] == "held":
        where = "" if question["unit"] == "all" else f" in {question['unit']}"
        more = f": at least {question['too_many']:,} too many" if question["too_many"] else ""
        return f"With {people} people held{where}, {verdict}{more}."
    return (
        f"At {question['percent']:g}% of a capacity of {question['capacity']:,}, {people} people, "
        f"{verdict}. {question['population']:,} people can: "
        f"{question['percent_of_capacity']:g}% of capacity."
    )
