"""Writes a document and its exhibits to files: all of them, or none where one cannot be written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drawdown.report.document.model import Document
from drawdown.report.errors import ReportError

FORMS = (".pdf", ".docx")


@dataclass(frozen=True)
class Written:
    """A file that was written."""

    path: Path
    sha256: str
    size: int
    title: str

    def as_json(self) -> dict[str, Any]:
        """As the command line's `--json` gives it; the keys are a contract."""
        return {
            "file": str(self.path), "sha256": self.sha256, "bytes": self.size, "holds": self.title,
        }  # fmt: skip


def form_of(out: Path) -> str:
    """The form that a file's name asks for.

    Raises:
        ReportError: It asks for none that there is.
    """
    form = out.suffix.lower()
    if form not in FORMS:
        raise ReportError(
            f"--out: {out.name!r} says no form; expected a name that ends in .pdf or .docx"
        )
    return form


def rendered(document: Document, form: str) -> bytes:
    """The document's bytes in a form."""
    if form == ".pdf":
        from drawdown.report.pdf.render import as_pdf

        return as_pdf(document)
    from drawdown.report.word.render import as_docx

    return as_docx(document)


def write(document: Document, out: Path) -> list[Written]:
    """Write a document in the form that its name asks for, with its exhibits beside it.

    Returns:
        The files, the document first.

    Raises:
        ReportError: The name asks for no form that there is.
        OSError: A file cannot be written.
    """
    files = [(out, rendered(document, form_of(out)), document.title)]
    files += [
        (out.with_name(one.file), one.content, f"Exhibit {one.letter}: {one.title}")
        for one in document.exhibits
    ]
    out.parent.mkdir(parents=True, exist_ok=True)
    for path, content, _ in files:
        path.write_bytes(content)
    return [
        Written(path, hashlib.sha256(content).hexdigest(), len(content), title)
        for path, content, title in files
    ]
