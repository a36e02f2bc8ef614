"""`drawdown record checkpoint`, `prove`, `keys`, `destroy`: for whoever runs the site."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent
from typing import Annotated

import typer

from drawdown.cli.options import JsonOption
from drawdown.cli.serve import HomeOption

CaseArgument = Annotated[str, typer.Argument(help="The case's short name.")]


def register(group: typer.Typer) -> None:
    """Add the verbs."""
    group.command("checkpoint")(checkpoint)
    group.command("prove")(prove)
    group.command("keys")(keys)
    group.command("destroy")(destroy)


def checkpoint(
    case: CaseArgument,
    home: HomeOption = None,
    every: Annotated[
        int | None,
        typer.Option("--every", min=0, help="Minutes between checkpoints from now on; 0: none."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Sign the record as it is now, and print the signed checkpoint."""
    from drawdown.cli.case import find_case
    from drawdown.cli.output import out, print_json
    from drawdown.site.starting import set_up

    set_up(home)
    from drawdown.site.proof.making import log_of, make_checkpoint, note_of

    found = find_case(case)
    if every is not None:
        log = log_of(found)
        log.every = every
        log.save(update_fields=["every"])
    made = make_checkpoint(found, by="drawdown record checkpoint")
    if as_json:
        print_json({
            "case": found.slug, "checkpoint": made and made.number, "size": made and made.size,
            "root": made and made.root, "note": made and note_of(made),
        })  # fmt: skip
    elif made is None:
        out().print(f"{found.slug}: has no entry yet; nothing was signed.")
    else:
        out().print(note_of(made), end="", soft_wrap=True)


def prove(
    case: CaseArgument,
    entry: Annotated[str, typer.Argument(help="The entry's number or id.")] = "",
    to_file: Annotated[Path | None, typer.Option("--out", help="Where the proof goes.")] = None,
    content: Annotated[
        bool, typer.Option("--content", help="Show in the proof what the entry says.")
    ] = False,
    since: Annotated[
        int, typer.Option("--since", help="Prove growth from this checkpoint instead.")
    ] = 0,
    home: HomeOption = None,
) -> None:
    """Write the proof that an entry is in the record, or that it only grew since a checkpoint."""
    from drawdown.cli.case import find_case
    from drawdown.cli.output import out
    from drawdown.record.proof.errors import ProofError
    from drawdown.site.starting import set_up

    set_up(home)
    from drawdown.site.cases.models import Row
    from drawdown.site.proof.making import make_checkpoint
    from drawdown.site.proof.models import Checkpoint
    from drawdown.site.proof.proving import prove_entry, prove_growth

    found = find_case(case)
    last = make_checkpoint(found, by="drawdown record prove")
    if last is None:
        raise ProofError(f"{found.slug}: has no entry yet")
    if since:
        old = Checkpoint.objects.filter(log=last.log, number=since).first()
        if old is None:
            raise ProofError(
                f"{found.slug}: has no checkpoint {since}; expected 1 to {last.number}"
            )
        proof, name = prove_growth(old, last), f"{found.slug}-{since}-{last.number}.json"
    else:
        number = (
            int(entry)
            if entry.isascii() and entry.isdigit()
            else (Row.objects.filter(case=found, name=entry).values_list("seq", flat=True).first())
        )
        if number is None:
            raise ProofError(f"{entry!r} is no entry of {found.slug}; expected its number or id")
        proof = prove_entry(found, number, last, content=content)
        name = f"{found.slug}-{number}.tlog-proof"
    path = to_file or Path(name)
    path.write_text(proof, encoding="utf-8")
    out().print(f"{path}: written. Anybody checks it with: drawdown record verify-proof {path} "
                f"--key '{last.log.keys.order_by('-number')[0].vkey}'", soft_wrap=True)  # fmt: skip


def keys(
    case: CaseArgument,
    new: Annotated[
        bool, typer.Option("--new", help="Make a new key, which signs from now on.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """The keys that others check the record's checkpoints with; the last one signs.

    Under each new one stands the signed note in which the one before it endorsed it.
    """
    from drawdown.cli.case import find_case
    from drawdown.cli.output import out, print_json
    from drawdown.site.starting import set_up

    set_up(home)
    from drawdown.site.proof.making import log_of, new_key

    log = log_of(find_case(case))
    if new:
        new_key(log)
    found = list(log.keys.order_by("number").values_list("vkey", "endorsed"))
    if as_json:
        print_json({"record": log.origin, "keys": [vkey for vkey, _ in found],
                    "endorsed": [note for _, note in found]})  # fmt: skip
        return
    for vkey, note in found:
        out().print(vkey, soft_wrap=True)
        if note:
            out().print(f"\n  which the key before it endorsed:\n\n{indent(note, '  ')}",
                        soft_wrap=True)  # fmt: skip


def destroy(
    case: CaseArgument,
    person: Annotated[str, typer.Argument(help="The person's number in the case.")],
    order: Annotated[
        str,
        typer.Option("--order", help="The court's order: its docket number, or date and title."),
    ],
    by: Annotated[str, typer.Option("--by", help="Who carries it out.")],
    reason: Annotated[
        str, typer.Option("--reason", help="Anything more, without naming anybody.")
    ] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Destroy everything that is held of a person, by order of the court. It cannot be undone."""
    from drawdown.cli.case import find_case
    from drawdown.cli.output import out, print_json
    from drawdown.site.starting import set_up

    set_up(home)
    from django.utils import timezone

    from drawdown.site.proof.destroying import clear_freed, destroy_person

    found = find_case(case)
    gone = destroy_person(found, person, order=order, by=by, reason=reason, now=timezone.now())
    clear_freed()
    if as_json:
        print_json({"case": found.slug, "entry": gone.entry, "entries": list(gone.entries),
                    "files": list(gone.files)})  # fmt: skip
        return
    out().print(
        f"{found.slug}: the content of {len(gone.entries)} entries is destroyed, and entry "
        f"{gone.entry} says so. Backups made before still hold it; so do papers already made for "
        "the court, and files that others took away. Running processes read the record anew with "
        "the next question; restart them to be sure.",
        soft_wrap=True,
    )
