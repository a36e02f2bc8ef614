"""`drawdown facts`: the public fact page, and the attack on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

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
)

AUDIT = "audit"
"""The word after `drawdown facts` that asks for the attack; a folder of that name is `./audit`."""


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("facts")(facts)


def facts(
    case: CaseArgument,
    site: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="After 'audit': the folder of a published site."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="The folder of the site.")
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option("--previous", metavar="DIR", help="An earlier site, whose pages are kept."),
    ] = None,
    claims: Annotated[
        Path | None,
        typer.Option("--claims", metavar="FILE", help="Public claims; claims.toml of the folder."),
    ] = None,
    counts: CountsOption = None,
    stays: StaysOption = None,
    roster: RostersOption = None,
    profile: ProfileOption = None,
    plan: PlansOption = None,
    checkpoint: CheckpointOption = None,
    on: OnOption = None,
    as_known: KnownOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make the public fact page; or, as 'facts audit DIR', try to derive what a page hides.

    The page shows no number from 1 to 10, and nothing from which one could be derived, earlier
    pages in the folder included. 'facts audit DIR' reads only what was published and exits 1 if it
    can narrow a number that is withheld.
    """
    if str(case) == AUDIT:
        if site is None:
            raise typer.BadParameter("facts audit: expected the folder of a published site")
        _audit(site, as_json=as_json)
        return
    if site is not None:
        raise typer.BadParameter(f"{site}: expected one case; an audit is 'facts audit DIR'")
    if out is None:
        raise typer.BadParameter("expected --out DIR, the folder of the site")
    from drawdown.cli.options import read_files, today
    from drawdown.cli.output import note_set_aside, print_json
    from drawdown.report.facts.claims import FILE, read_claims
    from drawdown.report.facts.publish import publish

    read = read_files(case, counts, stays, roster, profile, plan)
    if claims is not None and not claims.is_file():
        raise typer.BadParameter(f"--claims: {claims} is not a file")
    said, note = read_claims(claims or case / FILE), read_checkpoint(checkpoint)
    day = on or today(read)
    with working("choosing what to withhold") as tell:
        made = publish(
            read, day, out, known=as_known, previous=previous, claims=said, checkpoint=note,
            tell=lambda done, least: tell(f"choosing what to withhold, round {done + 1}"),
        )  # fmt: skip
    withheld = dict(made.release.withheld or {})
    pattern = made.chosen.pattern
    if as_json:
        print_json({
            "page": made.release.name, "on": day.isoformat(), "known": made.release.known,
            "out": str(out), "files": made.files, "earlier": [one.name for one in made.earlier],
            "numbers": withheld["numbers"], "withheld": withheld["withheld"],
            "small": withheld["small"], "cost": pattern.cost, "bound": pattern.bound,
            "proved": pattern.optimal,
            "changed": [[one.what, one.before, one.now] for one in made.release.changed],
        })  # fmt: skip
        return
    from drawdown.cli.output import out as console

    note_set_aside(read.record)
    proof = (
        "no choice that hides less keeps the promise" if pattern.optimal else
        f"a choice may cost {pattern.bound} instead of {pattern.cost}"
    )  # fmt: skip
    console().print(
        f"{out / 'index.html'}: {made.files} files, page {made.release.name}.\n"
        f"{withheld['withheld']} of {withheld['numbers']} numbers are not shown, "
        f"{withheld['small']} of them from 1 to 10; {proof}.",
        highlight=False, soft_wrap=True, markup=False,
    )  # fmt: skip


@contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal that something is going on; how to say what."""
    from rich.console import Console

    terminal = Console(stderr=True)
    if not terminal.is_terminal:
        yield lambda said: None
        return
    with terminal.status(what) as status:
        yield lambda said: status.update(said)


def _audit(site: Path, *, as_json: bool) -> None:
    """Attack a published site; exit 1 where a withheld number can be narrowed."""
    from rich.console import Console
    from rich.progress import Progress

    from drawdown.cli.output import out as console
    from drawdown.cli.output import print_json
    from drawdown.report.facts.audit import audit

    terminal = Console(stderr=True)
    with Progress(console=terminal, transient=True, disable=not terminal.is_terminal) as progress:
        task = progress.add_task("attacking", total=None)
        found = audit(site, lambda done, of: progress.update(task, completed=done, total=of))
    if as_json:
        print_json({
            "pages": found.pages, "withheld": found.withheld, "behind": found.behind,
            "narrowed": [
                {"key": one.key, "page": one.page, "can_be": list(one.can_be),
                 "printed": one.printed}
                for one in found.narrowed
            ],
        })  # fmt: skip
    else:
        pages = "1 page" if found.pages == 1 else f"{found.pages} pages"
        lines = [str(one) for one in found.narrowed] or [
            f"{pages}: each of {found.withheld} numbers that are not shown can still be any from 1 "
            f"to 10, and none of {found.behind} behind the sums is known to be one of them."
        ]
        for line in lines:
            console().print(line, highlight=False, soft_wrap=True, markup=False)
    if found.narrowed:
        raise typer.Exit(1)
