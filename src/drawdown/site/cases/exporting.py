"""A case written as a case folder, from which it can be taken in again without loss."""

from __future__ import annotations

from pathlib import Path

from drawdown.errors import InputError
from drawdown.finding.case import ORDER_FILE
from drawdown.record.template import README
from drawdown.roster.identity.pseudonym import KEY_FILE
from drawdown.site.cases.models import Case, OrderText, Row, SourceFile
from drawdown.site.cases.sealing import open_sealed, unwrap


def export_folder(case: Case, folder: Path, *, with_key: bool = True) -> int:
    """Write a case folder.

    Files that were received are written as they came; what was entered on the site is written as
    JSON lines, each on the line that its entry names. What proves the record stands in `proof/`.

    Args:
        case: The case.
        folder: Where; it must not exist, or be empty.
        with_key: Whether the key of pseudonyms goes with it. Without it the folder may be handed
            over, but later rosters cannot be joined to it.

    Returns:
        How many entries there are.

    Raises:
        InputError: The folder is not empty.
    """
    from drawdown.site.proof.folder import export_proof

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder}: is not empty; expected a folder that does not exist yet")
    folder.mkdir(parents=True, exist_ok=True)
    texts = list(OrderText.objects.filter(case=case).order_by("number"))
    (folder / ORDER_FILE).write_text(texts[-1].text, encoding="utf-8")
    (folder / "README.md").write_text(README, encoding="utf-8")
    (folder / ".gitignore").write_text(f"{KEY_FILE}\n", encoding="utf-8")
    paths = set()
    for file in SourceFile.objects.filter(case=case).iterator(chunk_size=20):
        paths.add(file.path)
        content = open_sealed(case.pk, bytes(file.sealed), f"file {file.path}")
        if content or file.destroyed is None:  # a roster whose content was destroyed is no file
            _write(folder / file.path, content)
    plans = {Path(path).name for path in paths if path.startswith("plans/")}
    names = Row.objects.filter(case=case).values_list("file", flat=True).distinct().order_by("file")
    for name in names:
        if name not in paths and name not in plans:
            _write(folder / name, _lines(case, name))
    if with_key and case.pseudonym_key:
        key = unwrap(bytes(case.pseudonym_key), f"case {case.pk} pseudonyms")
        _write(folder / KEY_FILE, f"{key.hex()}\n".encode())
        (folder / KEY_FILE).chmod(0o600)
    export_proof(case, folder)
    return case.position


def _lines(case: Case, name: str) -> bytes:
    rows = Row.objects.filter(case=case, file=name).order_by("line")
    lines: list[str] = []
    for row in rows.iterator(chunk_size=5_000):
        while len(lines) + 1 < row.line:
            lines.append("")  # a line that is no entry: blank lines are no data
        content = row.content or open_sealed(case.pk, bytes(row.sealed or b""), row.name).decode()
        lines.append(content)
    return ("\n".join(lines) + "\n").encode()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
