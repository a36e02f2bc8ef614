"""Which format a file is in, by its content; the name's ending is only a last resort."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

from drawdown.roster.errors import RosterError

Format = Literal["delimited", "workbook", "json", "parquet"]


def detect_format(content: bytes, name: str) -> Format:
    r"""Return the format of `content`.

    >>> detect_format(b"PAR1....PAR1", "x.csv")
    'parquet'
    >>> detect_format(b'  [{"a": 1}]', "x.txt")
    'json'
    >>> detect_format(b"a;b\n1;2\n", "x.xlsx")
    'delimited'
    """
    if content[:4] == b"PAR1":
        return "parquet"
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":  # compound file: XLS, or encrypted XLSX
        return "workbook"
    if content[:4] == b"PK\x03\x04":
        return _zipped(content, name)
    if content[:5] == b"%PDF-":
        raise RosterError(f"{name}: is a PDF; expected CSV, Excel, JSON or Parquet")
    if content[:2] == b"\x1f\x8b":
        raise RosterError(f"{name}: is compressed with gzip; unpack it first")
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in (b"{", b"["):
        return "json"
    if start[:1] == b"<":
        raise RosterError(
            f"{name}: is a web page or XML, whatever its name says; open it in a spreadsheet "
            "program "
            "and save it as XLSX or CSV"
        )
    return "delimited"


def _zipped(content: bytes, name: str) -> Format:
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        raise RosterError(f"{name}: the workbook is cut off or damaged; ask for it again") from None
    if any(m.startswith("xl/") for m in members) or "content.xml" in members:
        return "workbook"
    raise RosterError(f"{name}: is a ZIP archive; unpack it first")
