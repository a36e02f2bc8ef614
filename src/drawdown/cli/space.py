"""`drawdown space`: how many people can keep apart, with a proof that anyone can check."""

from __future__ import annotations

import hashlib
import time
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from drawdown.space.plan import Plan
    from drawdown.space.rule import Rule
    from drawdown.space.solve import Answer

_BETWEEN = ("centres", "edges", "heads")


class _PlanFirst(TyperGroup):
    """Lets `drawdown space PLAN.csv …` stand for `drawdown space plan PLAN.csv …`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["plan", *args]
        return list(super().parse_args(ctx, args))


def register(app: typer.Typer) -> None:
    """Add the verb and what belongs to it."""
    from drawdown.cli import space_many, space_more

    group = typer.Typer(
        cls=_PlanFirst,
        no_args_is_help=True,
        help="How many people can keep apart: `drawdown space PLAN.csv --feet 6`.",
    )
    group.command("plan")(plan)
    group.command("verify")(verify)
    space_more.register(group)
    space_many.register(group)
    app.add_typer(group, name="space")


def plan(
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="A CSV of beds.")],
    feet: Annotated[str | None, typer.Option(help="The distance in feet; 6 if not given.")] = None,
    metres: Annotated[str | None, typer.Option(help="The distance in metres instead.")] = None,
    between: Annotated[
        str, typer.Option(help="Measured between: centres, edges, or heads (either way round).")
    ] = "centres",
    walls: Annotated[
        Path | None, typer.Option(help="Walls that separate: CSV, GeoJSON or DXF.")
    ] = None,
    flat: Annotated[
        bool, typer.Option("--flat", help="Ignore height: an upper bunk is as near as a lower.")
    ] = False,
    one_room: Annotated[
        bool, typer.Option("--one-room", help="Units share one room; nothing separates them.")
    ] = False,
    use: Annotated[
        list[str] | None, typer.Option(help="A bed that must be used (BED or UNIT/BED).")
    ] = None,
    empty: Annotated[
        list[str] | None, typer.Option(help="A bed that must stay empty (BED or UNIT/BED).")
    ] = None,
    lower: Annotated[int, typer.Option(min=0, help="How many lower bunks are needed.")] = 0,
    accessible: Annotated[int, typer.Option(min=0, help="Accessible beds needed.")] = 0,
    held: Annotated[
        list[str] | None, typer.Option(help="People held: a number, or UNIT=NUMBER, repeated.")
    ] = None,
    capacity: Annotated[
        int | None, typer.Option(min=1, help="Capacity, for the share in --percent.")
    ] = None,
    percent: Annotated[str, typer.Option(help="The share of capacity asked about.")] = "75",
    certificate: Annotated[
        Path | None, typer.Option(help="Write the answer with its proof here, as JSON.")
    ] = None,
    picture: Annotated[Path | None, typer.Option(help="Draw the plan here: .svg or .png.")] = None,
    seconds: Annotated[float, typer.Option(min=0, help="Stop after so long, honestly.")] = 60.0,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 unless everybody asked about can keep apart.")
    ] = False,
) -> None:
    """Find the most people who can keep the distance, which beds they use, and the proof."""
    from drawdown.cli.space_answer import as_json, print_answer, questions
    from drawdown.space.measure import exact
    from drawdown.space.plan import SpaceError, read_plan
    from drawdown.space.solve import warm_up

    warm_up()
    started = time.perf_counter()
    read = read_plan(plan)
    rule = _rule(
        read, feet, metres, between, walls,
        flat=flat, one_room=one_room, use=use or [], empty=empty or [],
        lower=lower, accessible=accessible,
    )  # fmt: skip
    if picture and picture.suffix.lower() not in (".svg", ".png"):
        raise SpaceError(f"--picture: '{picture.name}' is not a .svg or .png file")
    try:
        share = exact(percent)
    except ValueError:
        raise SpaceError(f"--percent: '{percent}' is not a number such as 75") from None
    answer = _solved(read, rule, seconds)
    taken = time.perf_counter() - started
    asked = questions(answer, held or [], capacity, share)
    if certificate:
        _write(certificate, _certified(answer, walls).encode())
    if picture:
        from drawdown.space.picture import draw, to_png

        drawing = draw(answer)
        _write(picture, to_png(drawing) if picture.suffix.lower() == ".png" else drawing.encode())
    if json:
        from drawdown.cli.output import print_json

        print_json(as_json(answer, asked, taken))
    else:
        print_answer(answer, asked, taken)
    if strict and any(question["apart"] != "yes" for question in asked):
        raise typer.Exit(1)


def verify(
    certificate: Annotated[Path, typer.Argument(metavar="CERT", help="The certificate.")],
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="The plan that it is about.")],
    walls: Annotated[
        Path | None, typer.Option(help="Also check that the walls are those in this file.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a line.")] = False,
) -> None:
    """Check a certificate without the solver. Exit 0 and the number, or 1 and what is wrong."""
    from drawdown.space import verify as checker

    contents = [_read(certificate), _read(plan)]
    try:
        placed, limit = checker.verify(*contents)
        if walls:
            _same_walls(contents[0], plan, walls)
    except checker.Refused as refusal:
        if json:
            from drawdown.cli.output import print_json

            print_json({"verified": False, "reason": str(refusal)})
        else:
            typer.echo(f"refused: {refusal}")
        raise typer.Exit(1) from None
    if json:
        from drawdown.cli.output import print_json

        print_json({"verified": True, "placed": placed, "bound": limit, "proven": placed == limit})
    elif placed == limit:
        typer.echo(f"{placed}")
    else:
        typer.echo(f"{placed} (proved: no more than {limit})")


def _rule(
    plan: Plan,
    feet: str | None,
    metres: str | None,
    between: str,
    walls: Path | None,
    *,
    flat: bool,
    one_room: bool,
    use: list[str],
    empty: list[str],
    lower: int,
    accessible: int,
) -> Rule:
    from drawdown.errors import nearest
    from drawdown.space.measure import exact
    from drawdown.space.plan import SpaceError
    from drawdown.space.rule import Rule
    from drawdown.space.walls import read_walls

    if feet is not None and metres is not None:
        raise SpaceError("--feet and --metres: give one of them")
    option, text = ("--metres", metres) if metres is not None else ("--feet", feet or "6")
    try:
        distance = exact(text)
    except ValueError:
        distance = Fraction(-1)
    if distance <= 0:
        raise SpaceError(f"{option}: '{text}' is not a distance; expected a number above 0")
    if between not in _BETWEEN:
        raise SpaceError(
            f"--between: '{between}' is not one of {', '.join(_BETWEEN)}"
            f"{nearest(between, _BETWEEN)}"
        )
    return Rule(
        distance=distance,
        unit_of_length="m" if metres is not None else "ft",
        between=between,  # type: ignore[arg-type]  # checked above
        bunks="flat" if flat else "measured",
        one_room=one_room,
        walls=read_walls(walls, plan.unit_of_length) if walls else (),
        must_use=_numbers(plan, use, "--use"),
        must_empty=_numbers(plan, empty, "--empty"),
        lower_needed=lower,
        accessible_needed=accessible,
    )


def _numbers(plan: Plan, names: list[str], option: str) -> frozenset[int]:
    """Return the numbers of the beds named."""
    from drawdown.errors import nearest
    from drawdown.space.plan import SpaceError

    by_name: dict[str, list[int]] = {}
    for bed in plan.beds:
        by_name.setdefault(bed.bed, []).append(bed.number)
        by_name.setdefault(f"{bed.unit}/{bed.bed}", []).append(bed.number)
    for name in names:
        if name not in by_name:
            raise SpaceError(f"{option}: {plan.name} has no bed '{name}'{nearest(name, by_name)}")
        if len(by_name[name]) > 1:
            raise SpaceError(f"{option}: more than one bed is called '{name}'; write UNIT/BED")
    return frozenset(by_name[name][0] for name in names)


def _solved(plan: Plan, rule: Rule, seconds: float) -> Answer:
    """Return the answer, with a progress bar on stderr where somebody is looking."""
    from rich.progress import Progress

    from drawdown.cli.output import err
    from drawdown.space.solve import solve

    console = err()
    if not console.is_terminal:
        return solve(plan, rule, seconds)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(f"{len(plan.beds):,} beds", total=1.0)
        return solve(plan, rule, seconds, lambda share: bar.update(task, completed=share))


def _certified(answer: Answer, walls: Path | None) -> str:
    from drawdown.space.certificate import as_text, certificate

    if walls is None:
        return as_text(certificate(answer))
    return as_text(certificate(answer, walls.name, hashlib.sha256(_read(walls)).hexdigest()))


def _same_walls(certificate: bytes, plan: Path, walls: Path) -> None:
    """Refuse a certificate whose walls are not those of a file."""
    from json import loads

    from drawdown.space.certificate import walls_written
    from drawdown.space.plan import read_plan
    from drawdown.space.verify import require
    from drawdown.space.walls import read_walls

    carried = loads(certificate)["rule"]["walls"]
    drawn = walls_written(read_walls(walls, read_plan(plan).unit_of_length))
    require(carried == drawn, f"its walls are not those of {walls.name}")


def _read(path: Path) -> bytes:
    from drawdown.space.plan import SpaceError

    try:
        return path.read_bytes()
    except OSError as error:
        raise SpaceError(f"{path}: cannot be read ({error.strerror or error})") from None


def _write(path: Path, content: bytes) -> None:
    from drawdown.space.plan import SpaceError

    try:
        path.write_bytes(content)
    except OSError as error:
        raise SpaceError(f"{path}: cannot be written ({error.strerror or error})") from None
