"""How many were held, came and left; releases by authority; transfers apart from them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from drawdown.finding.finding import Finding
from drawdown.order.clauses.population import Population
from drawdown.order.inquiry.before_transfer import SAID
from drawdown.order.words import day, number, some
from drawdown.report.asked import Asked
from drawdown.report.document.model import (
    Block,
    Column,
    Heading,
    Paragraph,
    Ref,
    Table,
    Text,
    table,
)
from drawdown.report.facts.numbers.movements import KINDS
from drawdown.report.gather.movements import Movement, exits_in, movements
from drawdown.report.gather.releases import by_authority, decided_first
from drawdown.report.gather.transfers import Moved, transfers
from drawdown.report.sections.categories import categories
from drawdown.report.sections.charts import held_charts
from drawdown.report.sections.said import EXIT, NONE, amount, count, key_of, short, signed

MOST = 60


def people(asked: Asked) -> Iterator[Block]:
    """The part."""
    found = movements(asked)
    yield Heading("People held, and how they left", key="people")
    yield from _remaining(asked, found)
    yield from held_charts(asked)
    yield from _flows(asked, found)
    yield from _releases(asked)
    yield from categories(asked)
    yield from _transfers(asked)
    yield from _others(asked)


def _remaining(asked: Asked, found: list[Movement]) -> Iterator[Block]:
    yield Heading("People remaining, by centre, against each limit", 2)
    caps = [f for f in asked.findings if isinstance(f.law.clause, Population)]
    rows: list[tuple[Text, ...]] = []
    for one in found:
        mine: list[Finding | None] = [f for f in caps if f.facility == one.facility]
        for finding in mine or [None]:
            limit = finding.limit if finding else None
            people = one.after.one
            over = None if limit is None or people is None else people - limit
            apart = NONE if over is None else _apart(over)
            rows.append(
                (asked.name(one.facility), str(one.after), amount(limit), apart,
                 short(finding.due) if finding else NONE,
                 f"{finding.status.replace('_', ' ').capitalize()}" if finding else NONE)
            )  # fmt: skip
    yield Paragraph((f"At the end of {day(asked.on)} each centre held the people in ",
                     Ref("table-held"), "."))  # fmt: skip
    yield table(
        "table-held", f"People held at the end of {day(asked.on)}, against each limit",
        [Column("Centre", width=1.6), Column("Held", "right"), Column("Limit", "right"),
         Column("Apart from it", "right", 1.3), Column("Due", width=1.2),
         Column("Finding", width=1.3)],
        rows, notes=_by_whom(asked, found),
    )  # fmt: skip


def _apart(over: float) -> str:
    if not over:
        return "at the limit"
    return f"{number(abs(over))} {'above' if over > 0 else 'below'}"


def _by_whom(asked: Asked, found: list[Movement]) -> list[Text]:
    said: dict[str, list[str]] = {}
    for one in found:
        said.setdefault(" / ".join(one.after.said), []).append(asked.name(one.facility))
    return [f"{', '.join(places)}: {by}." for by, places in said.items() if by]


def _flows(asked: Asked, found: list[Movement]) -> Iterator[Block]:
    yield Heading("Who came and who left in the period", 2)
    yield Paragraph(
        ("What lies between the counts of ", f"{short(asked.before)} and {short(asked.on)} is in ",
         Ref("table-flows"), ". Releases and transfers stand apart (", Ref("kinds"), ")."),
    )  # fmt: skip
    rows: list[tuple[Text, ...]] = []

    def line(name: str, cells: list[str], total: str) -> None:
        rows.append((name, *cells, total))

    line(f"Held on {short(asked.before)}", [str(m.before) for m in found],
         _added([m.before.one for m in found]))  # fmt: skip
    line("Arrived", [count(m.came) for m in found], count(sum(m.came for m in found)))
    for kind in KINDS:
        line(EXIT[kind], [count(m.left[kind]) for m in found],
             count(sum(m.left[kind] for m in found)))  # fmt: skip
    gaps = [m.unaccounted for m in found]
    line("Not accounted for", [NONE if gap is None else signed(gap) for gap in gaps],
         NONE if None in gaps else signed(sum(gap or 0 for gap in gaps)))  # fmt: skip
    line(f"Held on {short(asked.on)}", [str(m.after) for m in found],
         _added([m.after.one for m in found]))  # fmt: skip
    names = [asked.name(m.facility) for m in found]
    yield table(
        "table-flows", f"Arrivals and exits, {short(asked.since)} to {short(asked.on)}",
        [Column("", width=2), *(Column(name, "right") for name in names), Column("All", "right")],
        rows, total=True,
        notes=["“Not accounted for” is what the counts show and no entry explains; a count at "
               "another hour than the exits may be the reason."],
    )  # fmt: skip


def _added(numbers: list[int | None]) -> str:
    return NONE if None in numbers else count(sum(n or 0 for n in numbers))


def _releases(asked: Asked) -> Iterator[Block]:
    yield Heading("Releases, by authority and centre", 2)
    frame = by_authority(asked)
    if frame.is_empty():
        yield Paragraph(f"The record has no release from {day(asked.start)} on.")
        return
    with_one, without = decided_first(asked)
    yield Paragraph(
        ("Releases by authority are in ", Ref("table-releases"), ". Of those in the period, "
         f"{number(with_one)} followed a recorded decision to release, and for {number(without)} "
         "no such decision is recorded."),
        key="releases",
    )  # fmt: skip
    yield _by_authority(asked, frame)


def _by_authority(asked: Asked, frame: pl.DataFrame) -> Table:
    facilities = list(asked.names)
    counts = {(a, f): (p, c) for a, f, p, c in frame.iter_rows()}
    authorities = list(dict.fromkeys(frame["authority"]))

    def cells(names: list[str]) -> list[str]:
        each = [
            tuple(sum(counts.get((a, f), (0, 0))[n] for a in names) for n in (0, 1))
            for f in facilities
        ]
        each.append((sum(p for p, _ in each), sum(c for _, c in each)))
        return [f"{p:,} / {c:,}" for p, c in each]

    return table(
        "table-releases",
        f"Releases in the period / since {short(asked.start)}, by authority and centre",
        [Column("Authority", width=2.2), *(Column(asked.name(f), "right") for f in facilities),
         Column("All", "right")],
        [*((authority, *cells([authority])) for authority in authorities),
         ("All releases", *cells(authorities))], total=True,
        notes=["The first number is of the period, the second cumulative. Parole under INA "
               "212(d)(5) and conditional parole under INA 236(a) are different authorities."],
    )  # fmt: skip


def _transfers(asked: Asked) -> Iterator[Block]:
    yield Heading("Transfers, which are not releases", 2)
    found = transfers(asked)
    if not found:
        out = exits_in(asked.ask, asked.since, asked.on).filter(pl.col("how") == "transfer")
        yield Paragraph(
            f"{some(len(out), 'person was', 'people were')} transferred in the period. No clause "
            "in force says what must come before a transfer."
        )
        return
    for clause in dict.fromkeys(one.clause for one in found):
        mine = [one for one in found if one.clause == clause]
        yield Paragraph(
            ("Transfers since the clause began to bind, with and without what must come first, are "
             "in ", Ref(key_of("table-transfers", clause)), "."),
        )  # fmt: skip
        yield _transfer_table(asked, clause, mine)


def _transfer_table(asked: Asked, clause: str, found: list[Moved]) -> Table:
    requires = found[0].requires
    columns = [
        Column("Centre", width=1.4),
        Column("In the period", "right"),
        Column("All", "right"),
    ]
    columns += [Column("With all of it", "right")] if requires else []
    for requirement in requires:
        columns += [Column(f"Without {SAID[requirement]}", "right", 1.2),
                    Column("Not known", "right")]  # fmt: skip
    columns.append(Column("Excepted", "right"))

    def cells(some_: list[Moved]) -> list[str]:
        made = [sum(m.period for m in some_), sum(m.all for m in some_)]
        made += [sum(m.kept for m in some_)] if requires else []
        for requirement in requires:
            made += [sum(m.lacking[requirement] for m in some_),
                     sum(m.unclear[requirement] for m in some_)]  # fmt: skip
        made.append(sum(m.excused for m in some_))
        return [count(n) for n in made]

    rows = [(asked.name(m.facility), *cells([m])) for m in found]
    several = len(found) > 1
    if several:
        rows.append(("All", *cells(found)))
    title = next(f.law.clause.title for f in asked.findings if f.law.clause.id == clause)
    return table(key_of("table-transfers", clause), f"Transfers: {title}", columns, rows,
                 total=several)  # fmt: skip


def _others(asked: Asked) -> Iterator[Block]:
    """Deaths and unexplained exits, person by person: nobody vanishes from a report."""
    yield Heading("Deaths and exits that nobody has explained", 2)
    out = exits_in(asked.ask, asked.since, asked.on).filter(
        pl.col("how").is_in(["death", "unexplained", "other"])
    )
    if out.is_empty():
        yield Paragraph("In the period the record has no death, no unexplained exit and no exit of "
                        "another kind.", key="others")  # fmt: skip
        return
    yield Paragraph((f"{some(len(out), 'person', 'people')} died, or left in a way that is "
                     "unexplained or of another kind: ", Ref("table-others"), "."),
                    key="others")  # fmt: skip
    yield table(
        "table-others", "Deaths, unexplained exits and exits of another kind in the period",
        [Column("Person", width=1.6), Column("Centre", width=1.2), Column("Day", width=1.1),
         Column("How", width=1.3), Column("Entry", width=2)],
        [
            (row["person"], asked.name(row["facility"]), short(row["date"]), EXIT[row["how"]],
             row["id"])
            for row in out.head(MOST).iter_rows(named=True)
        ],
        notes=[f"{len(out) - MOST:,} more are in the exhibit of exits."] if len(out) > MOST else [],
    )  # fmt: skip
