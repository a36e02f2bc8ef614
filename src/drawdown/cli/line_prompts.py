"""What `drawdown line prompts` prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from drawdown.check_in.languages import language

if TYPE_CHECKING:
    from drawdown.check_in.heard import Heard
    from drawdown.check_in.languages.check import Problem
    from drawdown.check_in.languages.language import Language
    from drawdown.check_in.length import Length


def shown(names: Sequence[str], *, as_json: bool) -> None:
    """Every prompt and text of some languages."""
    from drawdown.cli.output import out, print_json

    read = [language(name) for name in names]
    if as_json:
        print_json({
            "languages": [
                {"language": one.id, "name": one.name, "voice": one.voice, "read_by": one.read_by,
                 "prompts": dict(one.prompts), "texts": dict(one.texts)}
                for one in read
            ]
        })  # fmt: skip
        return
    console = out()
    for one in read:
        console.print(f"{one.id}: {one.name}", style="bold")
        for key, line in (*one.prompts.items(), *one.texts.items()):
            console.print(f"  {key}: {line}", soft_wrap=True)


def checked(names: Sequence[str], *, as_json: bool) -> None:
    """Whether languages are complete, and how long and how loud they are when spoken."""
    from drawdown.check_in.heard import hear
    from drawdown.check_in.languages.check import check
    from drawdown.check_in.length import AIM, measure
    from drawdown.cli.output import err, out, print_json
    from drawdown.cli.reading_options import progress_bar

    rows = []
    with progress_bar("prompts") as tell:
        for at, name in enumerate(names):
            one = language(name)
            heard = hear(one)
            problems = [*check(one, language("en")), *(p for each in heard for p in each.problems)]
            rows.append((one, heard, problems, measure(name)))
            tell("prompts", at + 1, len(names))
    bad = any(problems for _, _, problems, _ in rows) or any(row[3].whole > AIM for row in rows)
    if as_json:
        print_json({
            "languages": [
                {
                    "language": one.id, "name": one.name, "voice": one.voice,
                    "read_by": one.read_by or None, "prompts": len(heard),
                    "recorded": sum(each.recorded for each in heard),
                    "seconds": round(sum(each.seconds for each in heard), 1),
                    "loudest": round(max(each.peak for each in heard), 3),
                    "check_in_seconds": round(length.whole, 1),
                    "receipt_after_seconds": round(length.to_receipt, 1),
                    "problems": [str(problem) for problem in problems],
                }
                for one, heard, problems, length in rows
            ]
        })  # fmt: skip
    else:
        _table(rows)
        for _, _, problems, _ in rows:
            for problem in problems:
                err().print(str(problem), soft_wrap=True)
        unread = [one.name for one, *_ in rows if not one.read_by]
        if unread:
            out().print(
                f"Not yet read by a fluent reader, which real use asks for: {', '.join(unread)}.",
                soft_wrap=True,
            )
    if bad:
        raise typer.Exit(1)


def _table(rows: Sequence[tuple[Language, list[Heard], list[Problem], Length]]) -> None:
    """One line a language."""
    from rich import box
    from rich.table import Table

    from drawdown.cli.output import out

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("Language", "Prompts", "Recorded", "Loudest", "Check-in", "Receipt after"):
        table.add_column(title, justify="left" if title == "Language" else "right", no_wrap=True)
    table.add_column("Problems", justify="right")
    for one, heard, problems, length in rows:
        table.add_row(
            one.name, str(len(heard)), str(sum(each.recorded for each in heard)),
            f"{max(each.peak for each in heard):.2f}", f"{length.whole:.0f} s",
            f"{length.to_receipt:.0f} s", str(len(problems)),
        )  # fmt: skip
    out().print(table)
