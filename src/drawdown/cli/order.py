"""`drawdown order`: lint an order file, show the law in force on a day, print the schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from drawdown.cli.options import JsonOption, KnownOption, OnOption

OrderArgument = Annotated[Path, typer.Argument(metavar="FILE", help="An order file.")]


def register(app: typer.Typer) -> None:
    """Add the group of verbs."""
    group = typer.Typer(no_args_is_help=True, help="Check and show an order file.")
    group.command("lint")(lint)
    group.command("show")(show)
    group.command("schema")(schema)
    app.add_typer(group, name="order")


def lint(file: OrderArgument, as_json: JsonOption = False) -> None:
    """Say everything that is wrong with an order file: line by line, and what was expected."""
    from drawdown.cli.output import err, out, print_json
    from drawdown.order.reading import lint_order
    from drawdown.order.words import some

    order, problems = lint_order(file)
    if as_json:
        print_json({
            "file": str(file),
            "problems": [{"line": p.line, "message": p.message} for p in problems],
        })  # fmt: skip
    for problem in [] if as_json else problems:
        err().print(str(problem), markup=False, soft_wrap=True)
    if problems:
        raise typer.Exit(2)
    if order and not as_json:
        kinds = some(len({text.first.kind for text in order.clauses.values()}), "kind")
        out().print(
            f"{file}: no problem found ({some(len(order.rulings), 'ruling')}, "
            f"{some(len(order.clauses), 'clause')} of {kinds}, "
            f"{some(len(order.changes), 'change')})", markup=False, soft_wrap=True,
        )  # fmt: skip


def show(
    file: OrderArgument,
    on: OnOption = None,
    as_known: KnownOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the law in force on a day: every clause as it then read, and whether it bound."""
    from datetime import datetime

    from drawdown.cli.output import out, print_json
    from drawdown.order.law import law_on
    from drawdown.order.reading import read_order

    order = read_order(file)
    day = on or datetime.now(order.header.zone).date()
    law = law_on(order, day, as_known)
    if as_json:
        print_json({
            "on": day.isoformat(),
            "as_known": as_known.isoformat() if as_known else None,
            "order": order.header.id,
            "clauses": [
                {
                    "clause": item.clause.id, "kind": item.clause.kind,
                    "standing": item.standing, "why": item.why, "since": item.since.isoformat(),
                    "ruling": item.text.ruling.id, "words": item.text.words,
                    "demand": item.clause.demand(), "force": item.clause.force,
                    "aim": item.clause.aim, "wording": item.clause.wording,
                    "changes": [
                        {"action": made.change.action, "ruling": made.ruling.id,
                         "effective": made.effective.isoformat(), "note": made.change.note}
                        for made in item.changes
                    ],
                }
                for item in law
            ],
        })  # fmt: skip
        return
    from rich.padding import Padding
    from rich.text import Text

    from drawdown.order.words import day as in_words

    console = out()
    known = f", as known on {in_words(as_known)}" if as_known else ""
    console.print(Text(order.name(), style="bold"))
    console.print(Text(f"The law in force on {in_words(day)}{known}", style="dim"))
    console.print(Text(order.header.notice, style="dim italic"))
    ruling = ""
    for item in law:
        if item.text.ruling.id != ruling:
            ruling = item.text.ruling.id
            console.print()
            console.rule(Text(
                f"{item.text.ruling.title} ({item.text.ruling.name}, {item.text.ruling.day})",
                style="bold",
            ), align="left")  # fmt: skip
        binds = item.standing == "in force"
        head = Text(f"\n{item.clause.id}", style="bold" if binds else "bold dim")
        goal = ", a goal" if item.clause.aim == "goal" else ""
        head.append(
            f"  {item.standing}; {item.clause.force}{goal}; wording: {item.clause.wording}",
            style="not bold dim",
        )
        console.print(head)
        console.print(Padding(Text(f"“{item.text.words}”", style="italic"), (0, 4)))
        console.print(Padding(Text(item.clause.demand() if binds else item.why), (0, 4)))
        for made in item.changes:
            note = f"{made.change.action} by {made.ruling.name} from {made.effective}"
            console.print(Padding(Text(f"{note}: {made.change.note}", style="dim"), (0, 4)))


def schema(
    part: Annotated[
        Literal["all", "header", "ruling", "clause", "change"],
        typer.Option(help="Which part of an order file."),
    ] = "all",
) -> None:
    """Print the JSON Schema of the order format, so that editors complete it."""
    from drawdown.cli.output import print_json
    from drawdown.order.schema import schema as generate

    print_json(generate(part))
