"""Rosters, counts, entries, floor plans, a whole case folder: what comes as a table."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from pathlib import Path

from drawdown.finding.case import read_case
from drawdown.outbreak.cases import read_cases
from drawdown.record.columns import Terms
from drawdown.record.entry import KINDS
from drawdown.record.files import read_csv, read_jsonl
from drawdown.roster.intake import ReadOptions, roster_from
from drawdown.space.outline import read_outline
from drawdown.space.plan import parse_plan
from drawdown.space.verify import Refused, verify
from drawdown.space.walls import read_walls
from fuzz.target import Read, Target, as_file, parts_of

COLUMNS = ("A-Number", "Facility", "Book In Date", "Book Out Date", "2020-05-01", "Krome")
BED = b"unit,bed,x_ft,y_ft\nPod,1,0,0\nPod,2,9,0\n"
KIND_NAMES = sorted(KINDS)
BOOK = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="xl/workbook.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/officeDocument"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="worksheets/sheet1.xml" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/styles.xml": (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>'
        '<xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    ),
    "xl/sharedStrings.xml": (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>A-Number</t></si></sst>"
    ),
    "xl/worksheets/sheet1.xml": (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>'
    ),
}
"""A workbook of one sheet; a fuzzed one has one of these parts replaced."""


def roster(ending: str) -> Read:
    """A roster in a file of such an ending."""
    where = Path(f"roster{ending}")
    return lambda data: roster_from(data, where, ReadOptions(accept=True))


def workbook(data: bytes) -> object:
    """A workbook whose parts are named by `PART: content`, or, with no such line, its bytes."""
    if data.startswith(b"PK"):
        return roster(".xlsx")(data)
    parts = {name: text.encode() for name, text in BOOK.items()}
    for part in parts_of(data):
        name, colon, content = part.partition(b": ")
        if colon:
            parts[name.decode("latin-1").strip("\0") or "x"] = content
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return roster(".xlsx")(packed.getvalue())


def entries(data: bytes) -> object:
    """A CSV of entries; its first line says of which kind."""
    first, _, rest = data.partition(b"\n")
    kind = KINDS.get(first.decode("latin-1").strip(), KINDS[KIND_NAMES[len(first) % len(KINDS)]])
    read = as_file("entries.csv", lambda path: read_csv(path, kind, Terms()))
    return read(rest)


def certificate(data: bytes) -> object:
    """A certificate of how many can keep apart, sealed as its maker would have."""
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        return verify(data, BED)
    if isinstance(body, dict):
        body.pop("seal", None)
        text = json.dumps(body, sort_keys=True, separators=(",", ":"))
        body["seal"] = hashlib.sha256(text.encode()).hexdigest()
    return verify(json.dumps(body).encode(), BED)


ROOT = Path(__file__).resolve().parent.parent
ORDER = (ROOT / "docs/reference/clauses/examples/population/order.md").read_bytes()
FILES = ("counts/may.csv", "events/stay.csv", "events/log.jsonl", "plans/krome.csv",
         "rosters/2020-05-01.jsonl", "events/exit.csv", "order.md")  # fmt: skip


def folder(data: bytes) -> object:
    """A case folder whose files are `NAME: content`, beside an order."""
    made = Path(tempfile.mkdtemp(prefix="drawdown-fuzz-"))
    try:
        (made / "order.md").write_bytes(ORDER)
        for at, part in enumerate(parts_of(data)):
            name, colon, content = part.partition(b": ")
            known = name.decode("latin-1")
            path = made / (known if known in FILES else FILES[at % len(FILES)])
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content if colon else part)
        return read_case(made)
    finally:
        shutil.rmtree(made)


def _walls(ending: str) -> Read:
    return as_file(f"walls{ending}", lambda path: read_walls(path, "ft"))


TARGETS = (
    Target("roster-text", roster(".csv"), words=(*COLUMNS, ",", ";", "\t", '"', "\r\n")),
    Target("roster-workbook", workbook, words=("PK", "<c ", 't="s"', "xl/", "r:id", "<v>")),
    Target("roster-json", roster(".json"), words=(*COLUMNS, '"columns"', '"data"', "[{")),
    Target("roster-parquet", roster(".parquet"), words=("PAR1",)),
    Target("entries-csv", entries, words=(*KIND_NAMES, "date", "person", "facility")),
    Target("entries-jsonl", as_file("log.jsonl", lambda path: read_jsonl(path, Terms())),
           words=tuple(f'{{"entry": "{kind}", "date": "2020-05-01"}}' for kind in KIND_NAMES)),
    Target("case-folder", folder, words=(*FILES, "\n%%%\n", "krome")),
    Target("plan", lambda data: parse_plan(data, "plan.csv"),
           words=("unit", "bed", "x_ft", "y_m", "level", "heading_deg", "usable")),
    Target("walls-csv", _walls(".csv"), words=("x1_ft", "y1_ft", "x2_m", "wall", "x_ft")),
    Target("walls-geojson", _walls(".geojson"), words=('"type"', '"LineString"', "coordinates")),
    Target("walls-dxf", _walls(".dxf"), words=("SECTION", "ENTITIES", "LINE", "$INSUNITS")),
    Target("outline", as_file("outline.csv", read_outline), words=("wall", "x_ft", "y_ft")),
    Target("certificate", certificate, refusals=(Refused,), words=('"format"', '"plan"')),
    Target("outbreak-cases", as_file("cases.csv", read_cases), words=("date,cases", "2020-05-01")),
)  # fmt: skip
