"""Which sheet of a workbook is the roster, and why."""

from __future__ import annotations

from dataclasses import dataclass

from drawdown.errors import nearest
from drawdown.roster.errors import RosterError
from drawdown.roster.mapping.fields import CERTAIN, plain_name
from drawdown.roster.reading.header import Header, find_header
from drawdown.roster.reading.sheet import Sheet


@dataclass(frozen=True)
class Chosen:
    """The sheets to read with their headers, why these, and what was left unread."""

    sheets: tuple[tuple[Sheet, Header], ...]
    why: str
    unread: tuple[str, ...] = ()


def choose_sheets(
    sheets: list[Sheet],
    file: str,
    *,
    wanted: str | None = None,
    header_rows: tuple[int, ...] | None = None,
) -> Chosen:
    """Return the sheets that hold the roster.

    One visible sheet whose header names people or bookings is taken; several are asked about; a
    hidden one is never read unless named. `wanted` is a sheet's name, or `all` for every visible
    sheet with that header.
    """
    headed = [(s, find_header(s, header_rows)) for s in sheets]
    if len(sheets) == 1 and wanted is None:
        sheet, header = headed[0]
        if header is None:
            raise RosterError(_no_header(file, header_rows))
        return Chosen(((sheet, header),), "the only sheet" if sheet.name else "the only table")
    rosters = [(s, h) for s, h in headed if h is not None and _weight(h) >= 2]
    if wanted is not None and wanted != "all":
        return _named(headed, file, wanted)
    visible = [(s, h) for s, h in rosters if s.visible]
    unread = tuple(_unread(s, h) for s, h in headed if not (wanted == "all" and s.visible))
    if wanted == "all":
        if not visible:
            raise RosterError(f"{file}: no visible sheet has a roster's header")
        kept = {s.name for s, _ in visible}
        unread = tuple(_unread(s, h) for s, h in headed if s.name not in kept)
        return Chosen(tuple(visible), "every visible sheet with a roster's header", unread)
    best = max((_weight(h) for _, h in visible), default=0)
    top = [(s, h) for s, h in visible if _weight(h) == best]
    if len(top) == 1:
        name = top[0][0].name
        unread = tuple(_unread(s, h) for s, h in headed if s.name != name)
        return Chosen((top[0],), f"the visible sheet '{name}' has a roster's header", unread)
    if top:
        names = ", ".join(f"'{s.name}'" for s, _ in top)
        raise RosterError(
            f"{file}: {len(top)} sheets look like rosters ({names}); say which with --sheet "
            "NAME, or "
            "--sheet all"
        )
    hidden = [s.name for s, _ in rosters]
    if hidden:
        raise RosterError(
            f"{file}: only the hidden sheet '{hidden[0]}' looks like a roster; if it is meant, say "
            f"--sheet '{hidden[0]}'"
        )
    return _fullest(headed, file)


def _named(headed: list[tuple[Sheet, Header | None]], file: str, wanted: str) -> Chosen:
    for sheet, header in headed:
        if sheet.name == wanted:
            if header is None:
                raise RosterError(f"{file}, sheet '{wanted}': no header row found")
            unread = tuple(_unread(s, h) for s, h in headed if s.name != wanted)
            return Chosen(((sheet, header),), "named with --sheet", unread)
    names = [s.name or "" for s, _ in headed]
    raise RosterError(
        f"{file}: has no sheet '{wanted}'; it has {', '.join(names)}{nearest(wanted, names)}"
    )


def _fullest(headed: list[tuple[Sheet, Header | None]], file: str) -> Chosen:
    """Take the visible sheet with the most rows where no header is known."""
    visible = [(s, h) for s, h in headed if s.visible and h is not None]
    if not visible:
        raise RosterError(f"{file}: no visible sheet has a header row")
    sheet, header = max(visible, key=lambda pair: pair[0].height)
    unread = tuple(_unread(s, h) for s, h in headed if s is not sheet)
    return Chosen(((sheet, header),), f"the visible sheet '{sheet.name}' has the most rows", unread)


def _weight(header: Header) -> int:
    """Return how many of person, facility, book-in and book-out a header certainly names."""
    wanted = {"person", "facility", "facility_code", "book_in", "book_out", "stay_book_in", "name"}
    named = {
        CERTAIN[plain_name(n)][0]
        for n in header.names
        if n is not None and plain_name(n) in CERTAIN
    }
    return len(named & wanted)


def _unread(sheet: Sheet, header: Header | None) -> str:
    kind = "" if sheet.visible else "hidden "
    rows = f"{sheet.height:,} row{'' if sheet.height == 1 else 's'}"
    return (
        f"{kind}sheet '{sheet.name}' ({rows}{'' if header else ', no header found'}) was not read"
    )


def _no_header(file: str, header_rows: tuple[int, ...] | None) -> str:
    if header_rows is not None:
        return f"{file}: has no row {max(header_rows) + 1} to be the header"
    return f"{file}: no header row found in the first 60 rows; say which with --header-row N"
