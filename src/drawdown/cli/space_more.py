"""What belongs to `drawdown space` besides beds: area, common rooms, open floors, a template."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

_JSON = typer.Option("--json", help="Print JSON instead of a sentence.")


def register(group: typer.Typer) -> None:
    """Add the verbs."""
    group.command("area")(area)
    group.command("sittings")(sittings)
    group.command("floor")(floor)
    group.command("template")(template)


def area(
    outline: Annotated[
        Path | None, typer.Argument(metavar="[OUTLINE]", help="The room: CSV, GeoJSON or DXF.")
    ] = None,
    per_person: Annotated[
        str, typer.Option(help="Square feet a person (or square metres).")
    ] = "50",
    size: Annotated[
        str | None, typer.Option("--area", help="The area, without an outline.")
    ] = None,
    exclude: Annotated[str, typer.Option(help="Area that does not count, with --area.")] = "0",
    around: Annotated[
        list[str] | None,
        typer.Option(help="X,Y,RADIUS of floor that does not count, as around a toilet."),
    ] = None,
    metres: Annotated[bool, typer.Option("--metres", help="Metres, not feet.")] = False,
    json: Annotated[bool, _JSON] = False,
) -> None:
    """How many people a room may hold at so much floor each, less what does not count."""
    from drawdown.cli.output import print_json
    from drawdown.space.area import Disc, people_by_area, people_in
    from drawdown.space.outline import read_outline
    from drawdown.space.plan import SpaceError

    each = number_of("--per-person", per_person)
    if outline is None:
        if size is None:
            raise SpaceError("give an OUTLINE, or --area")
        total, less = number_of("--area", size), number_of("--exclude", exclude)
        most = least = people_by_area(total, less, each)
        counted = float(total - less)
    else:
        discs = []
        for text in around or []:
            parts = text.split(",")
            if len(parts) != 3:  # x, y and a radius
                raise SpaceError(f"--around: '{text}' is not X,Y,RADIUS")
            discs.append(Disc(*(float(number_of("--around", part)) for part in parts)))
        answer = people_in(read_outline(outline, "m" if metres else "ft"), each, discs)
        least, most, counted = answer.least, answer.most, answer.area
    unit = "square metres" if metres else "square feet"
    if json:
        print_json({"people": least, "bound": most, "area": counted})
        return
    doubt = "" if least == most else f" (perhaps {most:,})"
    typer.echo(f"{least:,} people{doubt}: {counted:,g} {unit}, {float(each):g} each.")


def sittings(
    people: Annotated[int, typer.Option(min=0, help="How many people must have a turn.")],
    at_once: Annotated[
        int | None, typer.Option(min=0, help="How many may be in together; or give SEATS.")
    ] = None,
    seats: Annotated[
        Path | None, typer.Option(help="A plan of seats, as for beds; the most that keep apart.")
    ] = None,
    feet: Annotated[str, typer.Option(help="The distance between seats, in feet.")] = "6",
    minutes: Annotated[int, typer.Option(min=0, help="Minutes for each sitting.")] = 0,
    between: Annotated[int, typer.Option(min=0, help="Minutes between, for cleaning.")] = 0,
    json: Annotated[bool, _JSON] = False,
) -> None:
    """How many sittings a meal takes when only so many may be in the room at once."""
    from drawdown.cli.output import print_json
    from drawdown.space.common_room import sittings as count
    from drawdown.space.plan import SpaceError, read_plan
    from drawdown.space.rule import Rule
    from drawdown.space.solve import solve

    if (at_once is None) == (seats is None):
        raise SpaceError("give either --at-once or --seats")
    proven, bound = True, at_once or 0
    if seats is not None:
        answer = solve(read_plan(seats), Rule(number_of("--feet", feet)))
        at_once, proven, bound = len(answer.chosen), answer.proven, answer.bound
    found = count(people, at_once or 0, minutes, between)
    fewest = count(people, bound).sittings
    if json:
        print_json(
            {
                "people": people,
                "at_once": found.at_once,
                "sittings": found.sittings,
                "fewest": fewest,
                "proven": proven,
                "minutes": found.minutes,
            }
        )
        return
    time = f", {found.minutes:,} minutes in all" if found.minutes else ""
    typer.echo(f"{people:,} people, {found.at_once:,} at once: {found.sittings:,} sittings{time}.")


def floor(
    outline: Annotated[Path, typer.Argument(metavar="OUTLINE", help="The floor, and obstacles.")],
    feet: Annotated[str | None, typer.Option(help="The distance in feet; 6 if not given.")] = None,
    metres: Annotated[str | None, typer.Option(help="The distance in metres instead.")] = None,
    from_wall: Annotated[str, typer.Option(help="How far places keep from the edge.")] = "0",
    json: Annotated[bool, _JSON] = False,
) -> None:
    """The most places found on an open floor, the proved limit, and the gap between them."""
    from drawdown.cli.output import print_json
    from drawdown.space.floor import places_on
    from drawdown.space.outline import read_outline
    from drawdown.space.plan import SpaceError

    if feet is not None and metres is not None:
        raise SpaceError("--feet and --metres: give one of them")
    option, text = ("--metres", metres) if metres is not None else ("--feet", feet or "6")
    distance = number_of(option, text)
    if distance == 0:
        raise SpaceError(f"{option}: '{text}' is not a distance; expected a number above 0")
    room = read_outline(outline, "ft" if metres is None else "m")
    answer = places_on(room, float(distance), float(number_of("--from-wall", from_wall)))
    if json:
        print_json(
            {
                "places": len(answer.points),
                "bound": answer.bound,
                "gap": answer.gap,
                "proven": answer.gap == 0,
                "points": [list(point) for point in answer.points],
            }
        )
        return
    limit = (
        "It is proved that no more can."
        if answer.gap == 0
        else f"It is proved that no more than {answer.bound:,} can; the gap is {answer.gap:,}."
    )
    typer.echo(f"{len(answer.points):,} places fit on the floor. {limit}")


def template(
    path: Annotated[Path, typer.Argument(metavar="OUT", help="The CSV to write.")],
) -> None:
    """Write a plan with three example beds, to be filled in with a tape measure."""
    from drawdown.space.plan import TEMPLATE, SpaceError

    if path.exists():
        raise SpaceError(f"{path}: is there already; nothing was written")
    try:
        path.write_text(TEMPLATE, encoding="utf-8")
    except OSError as error:
        raise SpaceError(f"{path}: cannot be written ({error.strerror or error})") from None
    typer.echo(f"{path}: replace the three example beds with yours.")


def number_of(option: str, text: str) -> Fraction:
    """The number that an option gives, exactly; not below nothing."""
    from drawdown.space.measure import exact
    from drawdown.space.plan import SpaceError

    try:
        value = exact(text)
    except ValueError:
        value = Fraction(-1)
    if value < 0:
        raise SpaceError(f"{option}: '{text}' is not a number such as 6 or 12.5")
    return value
