"""Who came and who left: by week, by facility, by kind and authority, and whether it adds up.

The finest numbers (one facility, one kind and authority, the days between two cuts) stand on no
page; every number that does is a sum of them, so that all tables hang together by them. They are
protected like the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from drawdown.order.inquiry import Inquiry
from drawdown.report.facts.numbers.held import held_key
from drawdown.report.facts.numbers.movements import AUTHORITY, KINDS, arrivals, exits
from drawdown.report.facts.numbers.periods import DAY, spans, week_code
from drawdown.report.facts.numbers.sheet import Number, Relation, Sheet, Table

DETAIL, TOTAL, GRAND = 2, 3, 4
"""What it costs not to see a number, a total of a table, and the total of all."""

Span = tuple[date, date]
Out = tuple[str, str, str, Span]
"""Facility, kind, authority and span of the finest number of exits."""


@dataclass(frozen=True)
class Flows:
    """The finest numbers of a page, by key.

    Attributes:
        facilities: The ids of the facilities.
        exits: The key of each finest number of exits.
        arrivals: The key of each finest number of arrivals.
    """

    facilities: tuple[str, ...]
    exits: dict[Out, str]
    arrivals: dict[tuple[str, Span], str]


def add_flows(sheet: Sheet, ask: Inquiry, weeks: list[date], cuts: Iterable[date]) -> None:
    """Add arrivals and exits.

    Args:
        sheet: The numbers of the page, with those held.
        ask: The day asked about.
        weeks: The ends of the weeks shown, the first being where they start.
        cuts: Every day at which this page or an earlier one cuts time.
    """
    if ask.view.entries("stay").is_empty() and ask.view.entries("exit").is_empty():
        sheet.missing.append("exits")
        return
    flows = _finest(sheet, ask, spans(cuts))
    shown = spans(weeks)
    if shown:
        _by_week(sheet, flows, shown)
        _by_facility(sheet, flows, (shown[0][0], shown[-1][1]))
        _by_authority(sheet, flows, (shown[0][0], shown[-1][1]))
    if ask.on > weeks[-1]:
        _so_far(sheet, flows, weeks, ask.on)
    for facility in flows.facilities:
        _chain(sheet, flows, facility, spans(cuts))
    if shown:
        _adds_up(sheet, flows, shown)


def _finest(sheet: Sheet, ask: Inquiry, finest: list[Span]) -> Flows:
    out, came = exits(ask), arrivals(ask)
    pairs = [(kind, "") for kind in KINDS if kind != "release"]
    pairs += [("release", authority) for authority in AUTHORITY]
    facilities = tuple(facility.id for facility in ask.header.facilities)
    left: dict[Out, str] = {}
    arrived: dict[tuple[str, Span], str] = {}
    for span in finest:
        days = pl.col("date").is_between(*span)
        numbers = _numbers(out.filter(days), ["facility", "how", "authority"])
        arriving = _numbers(came.filter(days), ["facility"])
        for facility in facilities:
            for kind, authority in pairs:
                name = "/".join(["out", facility, kind, authority, *_days(span)])
                left[facility, kind, authority, span] = sheet.add(
                    name, Number(numbers.get((facility, kind, authority), 0))
                )
            name = "/".join(["in", facility, *_days(span)])
            arrived[facility, span] = sheet.add(name, Number(arriving.get((facility,), 0)))
    return Flows(facilities, left, arrived)


def _numbers(frame: pl.DataFrame, by: list[str]) -> dict[tuple[str, ...], int]:
    counts = frame.group_by(by).len()
    return {tuple(row[:-1]): row[-1] for row in counts.iter_rows()}


def _days(span: Span) -> tuple[str, str]:
    return span[0].isoformat(), span[1].isoformat()


def _exits(
    flows: Flows, within: Span, facility: str = "all", kind: str = "all", authority: str = "all"
) -> list[str]:
    """The finest numbers of exits within a span, at a facility, of a kind, under an authority."""
    asked = (facility, kind, authority)
    return [
        key for (*found, span), key in flows.exits.items()
        if within[0] <= span[0] and span[1] <= within[1]
        and all(one in ("all", there) for one, there in zip(asked, found, strict=True))
    ]  # fmt: skip


def _exit_key(facility: str, kind: str, span: Span) -> str:
    return "/".join(["exits", facility, kind, *_days(span)])


def _add_exits(sheet: Sheet, flows: Flows, facility: str, kind: str, span: Span, cost: int) -> str:
    parts = _exits(flows, span, facility, kind)
    return sheet.add_sum(_exit_key(facility, kind, span), parts, cost)


def _by_week(sheet: Sheet, flows: Flows, weeks: list[Span]) -> None:
    """Kinds of exit by week, all facilities together, and since the start."""
    whole = (weeks[0][0], weeks[-1][1])
    rows = []
    for span in [*weeks, whole]:
        cost = GRAND if span == whole else DETAIL
        row = [_add_exits(sheet, flows, "all", kind, span, cost) for kind in KINDS]
        row.append(_add_exits(sheet, flows, "all", "all", span, max(cost, TOTAL)))
        rows.append(tuple(row))
    labels = [*(week_code(*span) for span in weeks), "since"]
    if len(weeks) == 1:  # the first week is all there is
        labels, rows = labels[1:], rows[1:]
    columns = tuple(f"exit:{kind}" for kind in KINDS)
    sheet.tables.append(Table("exits-by-week", tuple(labels), (*columns, "all"), tuple(rows)))


def _by_facility(sheet: Sheet, flows: Flows, whole: Span) -> None:
    """Kinds of exit by facility, since the start."""
    if len(flows.facilities) < 2:
        return
    rows = []
    for facility in (*flows.facilities, "all"):
        cost = TOTAL if facility == "all" else DETAIL
        row = [_add_exits(sheet, flows, facility, kind, whole, cost) for kind in KINDS]
        rows.append((*row, _add_exits(sheet, flows, facility, "all", whole, TOTAL)))
    labels = (*(f"facility:{facility}" for facility in flows.facilities), "all")
    columns = (*(f"exit:{kind}" for kind in KINDS), "all")
    sheet.tables.append(Table("exits-by-facility", labels, columns, tuple(rows)))


def _so_far(sheet: Sheet, flows: Flows, weeks: list[date], on: date) -> None:
    """What a page in the middle of a week shows nobody: exits and arrivals of the days begun.

    The next page counts the whole week. Two counts of people held that are shown now may say that
    at least five left; then a week's exits of seven could not be protected any more. So the sums of
    the days so far are protected as if they were printed.
    """
    places = (*flows.facilities, "all")
    for span in dict.fromkeys([(weeks[-1] + DAY, on), (weeks[0] + DAY, on)]):
        for place in places:
            for kind in (*KINDS, "all"):
                _add_exits(sheet, flows, place, kind, span, 0)
            for authority in AUTHORITY:
                parts = _exits(flows, span, place, "release", authority)
                sheet.add_sum("/".join(["releases", place, authority, *_days(span)]), parts, 0)
        for place in flows.facilities:
            came = [key for (at, when), key in flows.arrivals.items()
                    if at == place and span[0] <= when[0] and when[1] <= span[1]]  # fmt: skip
            sheet.add_sum("/".join(["came", place, *_days(span)]), came, 0)


def _by_authority(sheet: Sheet, flows: Flows, whole: Span) -> None:
    """Releases by authority and facility, since the start."""
    several = len(flows.facilities) > 1
    places = (*flows.facilities, "all") if several else flows.facilities
    rows = []
    for authority in AUTHORITY:
        row = []
        for place in places:
            parts = _exits(flows, whole, place, "release", authority)
            name = "/".join(["releases", place, authority, *_days(whole)])
            cost = TOTAL if place == "all" or not several else DETAIL
            row.append(sheet.add_sum(name, parts, cost))
        rows.append(tuple(row))
    rows.append(tuple(
        _add_exits(sheet, flows, place, "release", whole, TOTAL) for place in places
    ))  # fmt: skip
    labels = (*(f"authority:{authority}" for authority in AUTHORITY), "all")
    columns = tuple("all" if place == "all" else f"facility:{place}" for place in places)
    sheet.tables.append(Table("releases-by-authority", labels, columns, tuple(rows)))


def _chain(sheet: Sheet, flows: Flows, facility: str, finest: list[Span]) -> None:
    """Tie each count to the one before it, over however many spans lie between.

    Held before + came − left + (more counted than that) − (fewer) = held now.
    """
    open_: list[Span] = []
    before: str | None = None
    for span in finest:
        start = held_key(facility, span[0] - DAY)
        if start in sheet.numbers:
            before, open_ = start, []
        open_.append(span)
        now = held_key(facility, span[1])
        if before and now in sheet.numbers:
            _tie(sheet, flows, facility, before, now, open_)


def _tie(
    sheet: Sheet, flows: Flows, facility: str, before: str, now: str, over: list[Span]
) -> None:
    came = [flows.arrivals[facility, span] for span in over]
    left = [key for span in over for key in _exits(flows, span, facility)]
    gap = sheet.numbers[now].value - sheet.numbers[before].value
    gap -= sum(sheet.numbers[key].value for key in came)
    gap += sum(sheet.numbers[key].value for key in left)
    whole = (over[0][0], over[-1][1])
    # One of the two is 0, and a reader is taken to know which: neither may hide behind the other.
    more = sheet.add("/".join(["more", facility, *_days(whole)]), Number(max(gap, 0), 0, gap < 0))
    fewer = sheet.add(
        "/".join(["fewer", facility, *_days(whole)]), Number(max(-gap, 0), 0, gap >= 0)
    )
    relation: Relation = {now: -1, before: 1, more: 1, fewer: -1}
    relation.update(dict.fromkeys(came, 1))
    relation.update(dict.fromkeys(left, -1))
    sheet.relations.append(relation)


def _adds_up(sheet: Sheet, flows: Flows, weeks: list[Span]) -> None:
    """The last week of each facility: held before, came, left, unaccounted for, held after."""
    last = weeks[-1]
    rows, labels = [], []
    for facility in flows.facilities:
        before, now = held_key(facility, last[0] - DAY), held_key(facility, last[1])
        more = "/".join(["more", facility, *_days(last)])
        if before not in sheet.numbers or now not in sheet.numbers:
            continue
        came = sheet.add_sum(
            "/".join(["came", facility, *_days(last)]),
            [key for (at, span), key in flows.arrivals.items()
             if at == facility and last[0] <= span[0] and span[1] <= last[1]], DETAIL,
        )  # fmt: skip
        left = _add_exits(sheet, flows, facility, "all", last, DETAIL)
        gaps = [more, more.replace("more", "fewer", 1)]
        for gap in gaps:
            if gap in sheet.numbers:
                sheet.add(gap, Number(sheet.numbers[gap].value, 1))
        rows.append((before, came, left, *(g if g in sheet.numbers else None for g in gaps), now))
        labels.append(f"facility:{facility}")
    if rows:
        columns = ("balance:before", "balance:came", "balance:left", "balance:more",
                   "balance:fewer", "balance:after")  # fmt: skip
        sheet.tables.append(Table("balance", tuple(labels), columns, tuple(rows)))
