"""`drawdown user`: the accounts of the site, for whoever runs it."""

from __future__ import annotations

from typing import Annotated

import typer

from drawdown.cli.options import JsonOption
from drawdown.cli.serve import HomeOption


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    group = typer.Typer(no_args_is_help=True, help="Accounts of the site: add, list, deactivate.")
    group.command("add")(add)
    group.command("list")(list_)
    group.command("deactivate")(deactivate)
    app.add_typer(group, name="user")


def add(
    email: Annotated[str, typer.Argument(help="The address that the person signs in with.")],
    case: Annotated[str, typer.Option("--case", help="The case's short name.")],
    role: Annotated[
        str,
        typer.Option("--role", help="court, petitioners, government, agency, facility or reader."),
    ],
    name: Annotated[str, typer.Option("--name", help="The person's name.")] = "",
    facility: Annotated[
        str, typer.Option("--facility", help="The one facility that the part is bound to.")
    ] = "",
    title: Annotated[str, typer.Option("--title", help="Shown beside the name.")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make an account, and print the link by which the person takes it up, once."""
    from drawdown.cli.output import out, print_json
    from drawdown.site.starting import set_up

    set_up(home)
    from drawdown.site.accounts.members import add_user

    user, link = add_user(email, name, case, role, facility, title)
    if as_json:
        print_json({"email": user.email, "case": case, "role": role, "link": link})
        return
    console = out()
    console.print(f"{user.email}: {role} in {case}. The link works once; hand it to them only:")
    console.print(f"  {link}", soft_wrap=True)


def list_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Every account with its parts, second factor and when it was last seen."""
    from drawdown.cli.output import out, print_json
    from drawdown.site.starting import set_up

    set_up(home)
    from drawdown.site.accounts.members import list_users

    accounts = list_users()
    if as_json:
        print_json({
            "users": [
                {
                    "email": one.email, "name": one.name, "active": one.active,
                    "parts": [
                        {"case": case, "role": role, "facility": facility or None}
                        for case, role, facility in one.parts
                    ],
                    "second_factor": one.second_factor,
                    "last_seen": one.last_seen.isoformat() if one.last_seen else None,
                }
                for one in accounts
            ]
        })  # fmt: skip
        return
    from rich import box
    from rich.table import Table

    table = Table("Address", "Name", "Parts", "Second factor", "Last seen", box=box.SIMPLE_HEAD)
    for one in accounts:
        parts = "\n".join(
            f"{role} in {case}{f', {facility}' if facility else ''}"
            for case, role, facility in one.parts
        )
        seen = one.last_seen.strftime("%Y-%m-%d %H:%M") if one.last_seen else "never"
        factor = "yes" if one.second_factor else "no"
        table.add_row(one.email, one.name, parts if one.active else "closed", factor, seen)
    out().print(table)


def deactivate(
    email: Annotated[str, typer.Argument(help="The account's address.")],
    home: HomeOption = None,
) -> None:
    """Close an account: its parts, sessions and tokens end at once. What it did stays."""
    from drawdown.cli.output import out
    from drawdown.site.starting import set_up

    set_up(home)
    from drawdown.site.accounts.members import deactivate_user

    out().print(f"{deactivate_user(email).email}: closed.")
