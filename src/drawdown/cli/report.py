"""`drawdown report`: papers for the court, with their exhibits beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from drawdown.cli.checkpoint import CheckpointOption, read_checkpoint
from drawdown.cli.options import (
    CaseArgument,
    CountsOption,
    JsonOption,
    KnownOption,
    OnOption,
    PlansOption,
    ProfileOption,
    RostersOption,
    StaysOption,
    read_day,
)

if TYPE_CHECKING:
    from drawdown.report.asked import Asked
    from drawdown.report.document.model import Document

SinceOption = Annotated[
    date | None,
    typer.Option(
        "--since", parser=read_day, metavar="DATE",
        help="The first day of the period; the day after the last report if not given.",
    ),
]  # fmt: skip
LevelOption = Annotated[str, typer.Option("--level", help="public, parties or sealed.")]
AuthorityOption = Annotated[
    str,
    typer.Option("--authority", help="The order or rule that sets the level, for every page."),
]
FilerOption = Annotated[
    str, typer.Option("--filer", help="The party that files, by its role in the order.")
]
OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Where: FILE.pdf or FILE.docx.")
]


class _StatusFirst(TyperGroup):
    """Lets `drawdown report CASE …` stand for `drawdown report status CASE …`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["status", *args]
        return list(super().parse_args(ctx, args))


def register(app: typer.Typer) -> None:
    """Add the verb and what belongs to it."""
    group = typer.Typer(
        cls=_StatusFirst,
        no_args_is_help=True,
        help="Papers for the court: `drawdown report CASE --on DATE --out FILE.pdf`.",
    )
    group.command("status")(status)
    group.command("person")(person)
    group.command("facility")(facility)
    group.command("number")(number)
    app.add_typer(group, name="report")


def status(
    case: CaseArgument,
    out: OutOption = None,
    on: OnOption = None,
    since: SinceOption = None,
    level: LevelOption = "parties",
    authority: AuthorityOption = "",
    filer: FilerOption = "",
    preview: Annotated[
        bool, typer.Option("--preview", help="Write nothing; list what each level hides.")
    ] = False,
    facts: Annotated[
        Path | None,
        typer.Option(
            "--facts",
            metavar="DIR",
            help="Published fact pages, of which the public version shows no more.",
        ),
    ] = None,
    counts: CountsOption = None,
    stays: StaysOption = None,
    roster: RostersOption = None,
    profile: ProfileOption = None,
    plan: PlansOption = None,
    checkpoint: CheckpointOption = None,
    as_known: KnownOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the status report of a period, as PDF or DOCX, with its exhibits beside it.

    The word 'status' may be left out: `drawdown report CASE --on DATE --out FILE.pdf`.
    """
    if not preview:
        _begin(level)
    from drawdown.charts.picture import begin
    from drawdown.report.status import status_report

    asked = _asked(
        case, counts, stays, roster, profile, plan, on, since, as_known, level, authority, filer,
        checkpoint,
    )  # fmt: skip
    if preview:
        _preview(asked, as_json=as_json)
        return
    where = _out(out)

    def made() -> Document:
        begin()
        if asked.level != "public":
            from drawdown.outbreak.context import foresee

            foresee(asked.case, asked.on, asked.known)
            return status_report(asked, where.stem)
        from drawdown.report.facts.release import read_releases
        from drawdown.report.public import public_report

        return public_report(asked, where.stem, read_releases(facts) if facts else [])

    _write(asked, made, where, as_json=as_json)


def _begin(level: str) -> None:
    """Begin what takes long and does not depend on the case, before anything else is loaded."""
    from drawdown.batches import beside
    from drawdown.outbreak.beside import begin as begin_model

    if level == "public":
        beside.begin()
    else:
        begin_model()


def person(
    case: CaseArgument,
    who: Annotated[str, typer.Argument(metavar="PERSON", help="The person’s number.")],
    out: OutOption = None,
    on: OnOption = None,
    level: LevelOption = "parties",
    authority: AuthorityOption = "",
    checkpoint: CheckpointOption = None,
    as_known: KnownOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a declaration of one person's record, with the source of every statement."""
    from drawdown.report.declaration.person import person_paper

    asked = _asked(case, None, None, None, None, [], on, None, as_known, level, authority, "",
                   checkpoint)  # fmt: skip
    where = _out(out)
    _write(asked, lambda: person_paper(asked, who, where.stem), where, as_json=as_json)


def facility(
    case: CaseArgument,
    name: Annotated[str, typer.Argument(metavar="FACILITY", help="Its id, name or code.")],
    out: OutOption = None,
    on: OnOption = None,
    since: SinceOption = None,
    level: LevelOption = "parties",
    authority: AuthorityOption = "",
    plan: PlansOption = None,
    checkpoint: CheckpointOption = None,
    as_known: KnownOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a declaration of one facility's conditions, with the source of every statement."""
    from drawdown.cli.options import facility_of
    from drawdown.report.declaration.facility import facility_paper

    asked = _asked(case, None, None, None, None, plan, on, since, as_known, level, authority, "",
                   checkpoint)  # fmt: skip
    where = _out(out)
    place = facility_of(asked.case, name)
    _write(asked, lambda: facility_paper(asked, place or "", where.stem), where, as_json=as_json)


def number(
    case: CaseArgument,
    clause: Annotated[str, typer.Argument(metavar="CLAUSE", help="The clause, by its id.")],
    place: Annotated[
        str | None, typer.Option("--facility", help="Of which facility (id, name or code).")
    ] = None,
    out: OutOption = None,
    on: OnOption = None,
    level: LevelOption = "parties",
    authority: AuthorityOption = "",
    checkpoint: CheckpointOption = None,
    as_known: KnownOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a declaration of one number in dispute: its rule, its sources, its entries."""
    from drawdown.cli.options import clause_of, place_of
    from drawdown.report.declaration.number import number_paper

    asked = _asked(case, None, None, None, None, [], on, None, as_known, level, authority, "",
                   checkpoint)  # fmt: skip
    where = _out(out)
    id_ = clause_of(asked.case, clause)
    at = place_of(asked.case, id_, place)
    _write(asked, lambda: number_paper(asked, id_, at, where.stem), where, as_json=as_json)


def _asked(
    where: Path, counts: list[Path] | None, stays: list[Path] | None, roster: list[Path] | None,
    profile: Path | None, plan: list[Path] | None, on: date | None, since: date | None,
    known: date | None, level: str, authority: str, filer: str, checkpoint: Path | None = None,
) -> Asked:  # fmt: skip
    """What is asked about, read from the files that the command line names."""
    from drawdown.cli.options import read_files, today
    from drawdown.cli.output import note_set_aside
    from drawdown.finding.plans import plans_in
    from drawdown.report.asked import Asked, period
    from drawdown.report.levels import level_of
    from drawdown.report.plans import drawn
    from drawdown.report.sections.closing import filing_party

    chosen = level_of(level)
    case = read_files(where, counts, stays, roster, profile, plan)
    note_set_aside(case.record)
    filing_party(case.order.header, filer)
    day = on or today(case)
    kept = plans_in(where) if where.is_dir() and plan is None else []
    plans = drawn([*kept, *(plan or [])], case.order) if chosen != "public" else ()
    return Asked(
        case, period(case, day, since, known), day, known, chosen, authority, filer, plans,
        read_checkpoint(checkpoint),
    )  # fmt: skip


def _out(out: Path | None) -> Path:
    from drawdown.report.filing import form_of

    if out is None:
        raise typer.BadParameter("expected --out FILE.pdf or --out FILE.docx")
    form_of(out)
    return out


def _write(asked: Asked, make: Callable[[], Document], out: Path, *, as_json: bool) -> None:
    """Make the document and write its files, with a bar for what takes longer than a second."""
    from drawdown.cli.output import out as console
    from drawdown.cli.output import print_json
    from drawdown.cli.reading_options import progress_bar
    from drawdown.report.filing import write

    with progress_bar("report") as tell:
        tell("counting and writing", 0, 3)
        document = make()
        tell(f"setting {out.suffix[1:].upper()}", 2, 3)
        written = write(document, out)
    if as_json:
        print_json({
            "title": document.title, "about": document.subtitle, "on": asked.on.isoformat(),
            "since": asked.since.isoformat(),
            "as_known": asked.known.isoformat() if asked.known else None,
            "level": asked.level, "authority": asked.authority or None,
            "marking": document.marking, "files": [one.as_json() for one in written],
        })  # fmt: skip
        return
    lines = [document.title, document.marking, ""]
    lines += [f"{one.path}  {one.title}\n  SHA-256 {one.sha256}" for one in written]
    console().print("\n".join(lines), soft_wrap=True)


def _preview(asked: Asked, *, as_json: bool) -> None:
    from drawdown.cli.output import out as console
    from drawdown.cli.output import print_json
    from drawdown.report.preview import preview

    found = preview(asked)
    if as_json:
        print_json({
            "on": asked.on.isoformat(), "since": asked.since.isoformat(),
            "levels": [one.as_json() for one in found],
        })  # fmt: skip
        return
    for one in found:
        console().print(f"{one.level}: {one.marking}", soft_wrap=True)
        for hidden in one.hides:
            console().print(f"  hides {hidden.what} ({hidden.here:,} {hidden.of})", soft_wrap=True)
        if not one.hides:
            console().print("  hides nothing that the record has")
