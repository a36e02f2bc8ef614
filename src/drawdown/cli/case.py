"""`drawdown case`: cases of the site, taken in from case folders and written as such."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drawdown.cli.options import JsonOption
from drawdown.cli.serve import HomeOption

if TYPE_CHECKING:
    from drawdown.site.cases.models import Case


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    group = typer.Typer(no_args_is_help=True, help="Cases of the site: import, export, list.")
    group.command("import")(import_)
    group.command("export")(export)
    group.command("list")(list_)
    group.command("order")(order)
    group.command("reseal")(reseal)
    app.add_typer(group, name="case")


def import_(
    folder: Annotated[Path, typer.Argument(help="A case folder.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a case folder into the site: all of it or none."""
    from drawdown.cli.output import out, print_json
    from drawdown.cli.reading_options import progress_bar
    from drawdown.site.starting import set_up

    set_up(home)
    from drawdown.site.cases.importing import import_folder
    from drawdown.site.cases.models import SourceFile

    with progress_bar("import") as tell:
        case = import_folder(folder, by="drawdown case import", tell=tell)
    accounts = [file.account for file in SourceFile.objects.filter(case=case)]
    aside = sum(len(account.get("set_aside", [])) for account in accounts)
    if as_json:
        print_json({"case": case.slug, "entries": case.position, "set_aside": aside})
        return
    out().print(
        f"{case.slug}: {case.position:,} entries taken in"
        + (f", {aside:,} rows set aside" if aside else "")
        + ". Next: drawdown user add ADDRESS --case "
        + case.slug,
        soft_wrap=True,
    )


def export(
    case: Annotated[str, typer.Argument(help="The case's short name, as in its addresses.")],
    folder: Annotated[Path, typer.Argument(help="Where; it must not exist, or be empty.")],
    to_hand_over: Annotated[
        bool, typer.Option("--to-hand-over", help="Leave out the key that joins people.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a case as a case folder, from which it can be taken in again without loss."""
    from drawdown.cli.output import out, print_json
    from drawdown.site.starting import set_up

    set_up(home)
    from drawdown.site.cases.exporting import export_folder

    found = find_case(case)
    entries = export_folder(found, folder, with_key=not to_hand_over)
    if as_json:
        print_json({"case": found.slug, "entries": entries, "folder": str(folder)})
        return
    key = "" if to_hand_over or not found.pseudonym_key else " Its case.key is never handed over."
    out().print(f"{folder}: {entries:,} entries written.{key}", soft_wrap=True)


def list_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """The cases of the site."""
    from drawdown.cli.output import out, print_json
    from drawdown.site.starting import set_up

    set_up(home)
    from drawdown.site.cases.models import Case

    cases = [
        {"case": case.slug, "title": case.title, "entries": case.position}
        for case in Case.objects.order_by("slug")
    ]
    if as_json:
        print_json({"cases": cases})
        return
    for one in cases:
        out().print(f"{one['case']}: {one['title']}, {one['entries']:,} entries")
    if not cases:
        out().print("No case yet: drawdown case import FOLDER takes one in.")


def order(
    case: Annotated[str, typer.Argument(help="The case's short name.")],
    file: Annotated[Path, typer.Argument(help="The order's file, with later rulings added.")],
    home: HomeOption = None,
) -> None:
    """Put a new text of the order beside those before it: for rulings entered since."""
    from drawdown.cli.output import out
    from drawdown.errors import InputError
    from drawdown.order.reading import read_order
    from drawdown.site.starting import set_up

    read = read_order(file)
    set_up(home)
    from drawdown.site.cases.importing import add_order_text

    found = find_case(case)
    if read.header.id != found.slug:
        raise InputError(f"{file}: is the order '{read.header.id}'; expected '{found.slug}'")
    text = add_order_text(found, file.read_text(encoding="utf-8"), "drawdown case order")
    out().print(f"{found.slug}: text {text.number} of the order is in use; the others are kept.")


def reseal(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Wrap the keys of sealed content anew, after a new master key was put first."""
    from drawdown.cli.output import out, print_json
    from drawdown.site.starting import set_up

    set_up(home)
    from drawdown.site.cases.models import Case
    from drawdown.site.cases.sealing import rotate
    from drawdown.site.proof.making import rewrap_keys

    cases = list(Case.objects.all())
    count = rotate(cases) + rewrap_keys()
    if as_json:
        print_json({"cases": len(cases), "wrapped": count})
        return
    out().print(f"{count} keys of {len(cases)} cases wrapped anew; new content has new keys.")


def find_case(slug: str) -> Case:
    """The case of that short name.

    Raises:
        InputError: There is none.
    """
    from drawdown.errors import InputError, nearest
    from drawdown.site.cases.models import Case

    found = Case.objects.filter(slug=slug).first()
    if found is None:
        known = list(Case.objects.values_list("slug", flat=True))
        expected = f"expected one of {', '.join(known)}" if known else "there is none yet"
        raise InputError(f"{slug!r} is not a case of this site; {expected}{nearest(slug, known)}")
    return found
