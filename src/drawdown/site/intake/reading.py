"""An upload read: its mapping, its row account, its set-aside rows; or the questions it asks."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from django.conf import settings

from drawdown.order.header import Header
from drawdown.roster.errors import RosterError
from drawdown.roster.intake import Correction, ReadOptions
from drawdown.roster.into_record import by_id, with_day
from drawdown.roster.roster import Roster
from drawdown.site.cases.models import Case, Stay
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.sealing import open_sealed
from drawdown.site.intake.apart import Reading, Tell, read_apart, read_here
from drawdown.site.intake.models import Upload

ON_THE_PAGE = (
    (r"; confirm with --map '.*?', or leave it out with --map '.*?=-'", ""),
    (r"name (?:them|it) with --map COLUMN=\w+", "say below which column it is"),
    (
        r"say (?:it|which|which holds) with --[a-z-]+(?: NAME| N\b)?(?: dmy or --date-order mdy)?",
        "say it below",
    ),
    (r"say its encoding with --encoding", "say it below"),
    (r", or --sheet all", ""),
    (r"say --sheet '.*?'", "name it below"),
    (r"say (?:another )?(?:with --as-of|--kind daily)", "say so below"),
)
"""What the command line asks for by its options, in the words of the page that has them."""


def content_of(upload: Upload) -> bytes:
    """The bytes of the file."""
    return open_sealed(upload.case_id, bytes(upload.sealed), f"upload {upload.sha256}")


def options_of(upload: Upload) -> ReadOptions:
    """What has been said of the file, as the reader takes it."""
    said = upload.answers
    return ReadOptions(
        confirmed=dict(said.get("mapping", {})),
        as_of=date.fromisoformat(said["as_of"]) if said.get("as_of") else None,
        sender=said.get("sender") or upload.by,
        date_order=said.get("date_order") or None,
        zone=said.get("zone") or order_of(upload.case).header.time_zone,
        sheet=said.get("sheet") or None,
        header_rows=(int(said["header_row"]),) if said.get("header_row") else (),
        facility=said.get("facility") or upload.facility or None,
        kind=said.get("kind") or None,
        encoding=said.get("encoding") or None,
        corrections=tuple(
            Correction(one["row"], one["column"], one["now"], one.get("sheet"))
            for one in upload.corrections
        ),
    )  # fmt: skip


def read(upload: Upload, tell: Tell) -> Reading:
    """Read an upload; what it came to has a roster, or a question."""
    reader = read_here if settings.TESTING else read_apart
    found = reader(content_of(upload), upload.name, options_of(upload), tell)
    report = found.report | {
        "remarks": [on_the_page(remark) for remark in found.report.get("remarks", [])]
    }
    if found.roster is None:
        return replace(found, report=report, problem=on_the_page(found.problem))
    try:
        roster, _ = with_day(found.roster)
    except RosterError as error:
        return replace(found, report=report, roster=None, problem=on_the_page(str(error)))
    header = order_of(upload.case).header
    question = _elsewhere(upload, roster, header) or _asks_of_whom(upload, roster, header)
    if not question:
        places = places_of(upload, roster, header)
        report["places"] = None if places is None else sorted(places)
    return replace(found, report=report, roster=None if question else roster, problem=question)


def on_the_page(says: str) -> str:
    """A question or remark of the reader, in the words of the page."""
    for asked, instead in ON_THE_PAGE:
        says = re.sub(asked, instead, says)
    return says


def places_of(upload: Upload, roster: Roster, header: Header) -> frozenset[str] | None:
    """The facilities that a roster speaks of; none: all of them, whether it lists anybody or not.

    A member bound to a facility speaks of that one. Otherwise it is said; and where nothing hangs
    on it yet, a roster that lists people at some of the order's facilities speaks of these.
    """
    if upload.facility:
        return frozenset({upload.facility})
    covers, listed = upload.answers.get("covers"), _listed(roster, header)
    if covers == "all" or (covers != "listed" and set(header.names()) <= listed):
        return None
    return listed


def _listed(roster: Roster, header: Header) -> frozenset[str]:
    places = roster.facts.select(by_id(header.facility_names()))["facility"].unique()
    return frozenset(places.drop_nulls().to_list())


def _asks_of_whom(upload: Upload, roster: Roster, header: Header) -> str:
    """Whether those it does not list have left, where rosters had people there until now."""
    if upload.facility or upload.answers.get("covers") in ("all", "listed"):
        return ""
    names, listed = header.names(), _listed(roster, header)
    silent = [id_ for id_ in names if id_ not in listed and _has_held(upload.case, id_)]
    if not silent:
        return ""
    places = " and ".join(names[id_] for id_ in silent)
    return (
        f"{upload.name}: lists nobody at {places}, where people were held by the last roster; say "
        "below whether it speaks of every facility (then they have left) or only of those it lists."
    )


def _has_held(case: Case, facility: str) -> bool:
    """Whether anybody is held at a facility by what rosters say."""
    stays = Stay.objects.filter(case=case, facility=facility, left=None)
    return stays.filter(entry__startswith="stay-").exists()


def _elsewhere(upload: Upload, roster: Roster, header: Header) -> str:
    """Of a member bound to a facility: the rows that are of another one."""
    if not upload.facility:
        return ""
    ids = by_id(header.facility_names())
    other = roster.facts.filter(ids.is_null() | (ids != upload.facility))
    if other.is_empty():
        return ""
    rows = ", ".join(str(row) for row in other["row"].head(5).to_list())
    more = f" and {len(other) - 5:,} more" if len(other) > 5 else ""
    return (
        f"{upload.name}: rows {rows}{more} are of another facility than yours; load a roster of "
        "your own facility only."
    )
