"""A case folder taken into the database: the order, every entry, every file as it was received."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from drawdown.errors import InputError
from drawdown.finding.case import ORDER_FILE, read_case
from drawdown.record.files import Account
from drawdown.record.record import Record
from drawdown.roster.identity.pseudonym import KEY_FILE, case_key
from drawdown.site.accounts.roles import SEALED_AT_REST
from drawdown.site.cases.append import SITE_FILE, row_of
from drawdown.site.cases.lines import frame_cells
from drawdown.site.cases.models import Case, OrderText, Row, SourceFile
from drawdown.site.cases.orders import DIGEST, digest_of
from drawdown.site.cases.sealing import current_number, seal, wrap
from drawdown.site.cases.stays import make_all_stays

Tell = Callable[[str, int, int], None]
BATCH = 5_000
FOLDERS = ("counts", "events", "rosters", "plans")


def import_folder(
    folder: Path,
    *,
    by: str = "",
    demo_day: date | None = None,
    tell: Tell = lambda step, done, whole: None,
) -> Case:
    """Take a case folder into the database: all of it, or none.

    A folder with `proof/` keeps its record's tree: entries stand under the numbers and commitments
    that they had, and checkpoints made before hold.

    Args:
        folder: The case folder.
        by: Who does it.
        demo_day: The day that a demonstration takes for today.
        tell: Told the step, how much of it is done and how much there is.

    Raises:
        InputError: The folder cannot be used, its case is there already, or its proof does not
            hold.
    """
    from drawdown.site.proof.continuing import continue_record, has_proof

    tell("reading", 0, 1)
    read = read_case(folder)
    tell("reading", 1, 1)
    header = read.order.header
    with transaction.atomic():
        if Case.objects.filter(slug=header.id).exists():
            raise InputError(
                f"{folder}: the case '{header.id}' is here already; nothing was changed"
            )
        case = Case.objects.create(slug=header.id, title=read.order.name(), demo_day=demo_day)
        add_order_text(case, (folder / ORDER_FILE).read_text(encoding="utf-8"), by)
        if (folder / KEY_FILE).exists():
            case.pseudonym_key = wrap(case_key(folder), f"case {case.pk} pseudonyms")
        _keep_files(case, folder, read.record, by, tell)
        case.position = (
            continue_record(case, folder, read.record, by, tell)
            if has_proof(folder) else _keep_entries(case, read.record, tell)
        )  # fmt: skip
        case.save()
        tell("stays", 0, 1)
        make_all_stays(case, read.record)
        tell("stays", 1, 1)
    return case


def add_order_text(case: Case, text: str, by: str) -> OrderText:
    """Keep a new text of the order, beside those before it."""
    last = OrderText.objects.filter(case=case).order_by("-number").first()
    vars(case).pop(DIGEST, None)
    return OrderText.objects.create(
        case=case, number=last.number + 1 if last else 1, text=text, digest=digest_of(text), by=by
    )


def _keep_files(case: Case, folder: Path, record: Record, by: str, tell: Tell) -> None:
    accounts: dict[str, list[Account]] = {}
    for account in record.accounts:
        accounts.setdefault(account.file, []).append(account)
    paths = [
        path
        for name in FOLDERS
        for path in sorted((folder / name).glob("**/*"))
        if path.is_file() and not path.name.startswith(".")
    ]
    for done, path in enumerate(paths):
        tell("files", done, len(paths))
        name = path.relative_to(folder).as_posix()
        if name == SITE_FILE:
            continue  # made of the entries themselves
        content = path.read_bytes()
        SourceFile.objects.create(
            case=case, path=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content),
            sealed=seal(case, content, f"file {name}"), by=by,
            account=_account(accounts.get(name) or accounts.get(path.name) or []),
        )  # fmt: skip
    tell("files", len(paths), len(paths))


def _account(accounts: list[Account]) -> dict[str, object]:
    """What became of the rows of a file, as its page shows it."""
    return {
        "kinds": sorted({account.kind for account in accounts if account.kind}),
        "read": sum(account.read for account in accounts),
        "used": sum(account.used for account in accounts),
        "not_data": sum(account.not_data for account in accounts),
        "set_aside": [
            {"row": row["row"], "column": row["column"], "reason": row["reason"]}
            for account in accounts
            for row in account.set_aside.iter_rows(named=True)
        ],
    }


def _keep_entries(case: Case, record: Record, tell: Tell) -> int:
    """Number the entries in the order in which they were recorded, and keep them."""
    everything = []
    for kind, frame in record.frames.items():
        where = frame.select("recorded", "file", "row").iter_rows()
        for (recorded, file, row), cells in zip(where, frame_cells(frame, kind), strict=True):
            everything.append((recorded, file, row, kind, cells))
    everything.sort(key=lambda entry: entry[:4])
    key = current_number(case)

    def rows() -> Iterator[Row]:
        for seq, (recorded, file, row, kind, cells) in enumerate(everything, start=1):
            number = key if kind in SEALED_AT_REST else None
            yield row_of(case, seq, kind, cells, file, row, recorded or timezone.now(), number)

    batch: list[Row] = []
    for row in rows():
        batch.append(row)
        if len(batch) == BATCH:
            Row.objects.bulk_create(batch, batch_size=1_000)
            tell("entries", batch[-1].seq, len(everything))
            batch = []
    Row.objects.bulk_create(batch, batch_size=1_000)
    tell("entries", len(everything), len(everything))
    return len(everything)
