"""How `drawdown plan` prints a plan: each cap at a glance, then who left by what way, then when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from drawdown.order.words import day, number, some
from drawdown.plan.flows import Flows
from drawdown.plan.words import SCENARIO_WORDS, middle, moved, range_of, says, under

if TYPE_CHECKING:
    from rich.console import Console

    from drawdown.finding.case import Case
    from drawdown.plan.caps import CapPlan, Scenario
    from drawdown.plan.plan import Plan
    from drawdown.plan.reviews import ReviewPlan

MARKS = {
    "met": ("✓ met", "green"), "in_time": ("✓ in time", "green"), "late": ("✗ late", "bold red"),
    "never": ("✗ never at this pace", "bold red"), "undetermined": ("? undetermined", "yellow"),
}  # fmt: skip


def print_plan(
    console: Console, case: Case, made: Plan, known: date | None, tested: list[dict[str, object]]
) -> None:
    """Print a plan."""
    title = Text(case.order.name(), style="bold")
    title.append(f"\nPlan of {day(made.on)}, as known ", style="not bold dim")
    title.append(f"{'on ' + day(known) if known else 'today'}", style="not bold dim")
    console.print(title)
    if not made.caps:
        console.print("\nNo population cap is in force that day.")
    for clause, why in made.left_out:
        console.print(f"\n{clause}: {why}", soft_wrap=True)
    if made.caps:
        console.print(_glance(made))
    for cap in made.caps:
        _cap(console, cap, made.settings.ahead)
    for plan in made.reviews:
        _reviews(console, plan, made.settings.ahead)
    if tested:
        console.print(_tested(tested))
    if any(cap.scenarios for cap in made.caps):
        console.print(
            "\nRanges are drawn from how these counts have changed; how often such ranges held "
            "what then happened: docs/reference/plan.md, or --back-test for these counts.",
            style="dim", soft_wrap=True,
        )  # fmt: skip


def _glance(made: Plan) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, caption_justify="left",
        caption="Needed, now, moved: how many fewer each day, of which by moving people.",
    )  # fmt: skip
    for name in ("At a glance", "Held", "Limit", "Due", "Needed", "Now", "Moved", "When met"):
        left = name in ("At a glance", "Due", "When met")
        table.add_column(name, justify="left" if left else "right", no_wrap=name == "Due")
    for cap in made.caps:
        seen = cap.seen
        mark, style = MARKS[cap.expected]
        if cap.met_by_moving:
            mark, style = "✓ met, by moving people", "yellow"
        words = Text(mark, style=style)
        if cap.expected in ("late", "in_time"):
            words.append(f" {middle(cap.met_on, made.settings.ahead)}", style="default")
        table.add_row(
            Text(cap.place.name, style="bold"), _plain(cap.count), _plain(cap.limit),
            str(cap.due or ""), _tenth(cap.need.net if cap.need else None), _tenth(cap.pace),
            _tenth(seen.moved / seen.days) if seen else "?", words,
        )  # fmt: skip
    return table


def _cap(console: Console, cap: CapPlan, ahead: int) -> None:
    console.print()
    console.rule(Text(f"{cap.place.name} · {cap.law.clause.id}"), align="left")
    console.print(says(cap, ahead), soft_wrap=False)
    for sentence in under(cap, ahead):
        console.print(Padding(sentence, (0, 0, 0, 2), expand=False))
    if cap.seen is not None:
        console.print(Padding(_ways(cap.seen, cap.since), (1, 0, 0, 2), expand=False))
        console.print(Padding(moved(cap.since or cap.seen), (0, 0, 0, 2), expand=False))
    if cap.scenarios and cap.expected != "met":
        console.print(Padding(_when(cap.scenarios, ahead, "met"), (1, 0, 0, 2), expand=False))
    for missing in cap.missing:
        console.print(Text(f"Missing: {missing}.", style="yellow"))


def _ways(seen: Flows, since: Flows | None) -> Table:
    """People by way of coming and leaving, those who were moved in columns of their own."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("People", "released", "removed", "other exits", "moved out", "new", "moved in",
                 "fewer", "by moving"):  # fmt: skip
        table.add_column(name, justify="left" if name == "People" else "right")
    rows = [(f"in {some(seen.days, 'day')} to {seen.until}", seen)]
    if since is not None:
        rows.append((f"since {since.start}", since))
    for name, flows in rows:
        table.add_row(
            name, *(
                number(flows.total(*kinds)) for kinds in (
                    ("releases",), ("removals",), ("deaths", "other", "unexplained"),
                    ("transfers_out",), ("arrivals",), ("transfers_in",),
                )
            ), number(flows.fall), Text(number(flows.moved), style="bold"),
        )  # fmt: skip
    kinds = ("releases", "removals", "transfers_out", "arrivals", "transfers_in")
    out, gone, away, new, into = (_tenth(seen.per_day(kind)) for kind in kinds)
    table.add_row(
        "each day", out, gone, _tenth(seen.per_day("deaths", "other", "unexplained")), away, new,
        into, _tenth(seen.fall / seen.days), Text(_tenth(seen.moved / seen.days), style="bold"),
    )  # fmt: skip
    return table


def _when(scenarios: tuple[Scenario, ...], ahead: int, what: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in (what.capitalize(), "middle", "80% range", "95% range"):
        table.add_column(name)
    for each in scenarios:
        met = each.met
        table.add_row(
            SCENARIO_WORDS[each.name], middle(met, ahead), range_of(met.p10, met.p90, ahead),
            range_of(met.p025, met.p975, ahead),
        )  # fmt: skip
    return table


def _reviews(console: Console, plan: ReviewPlan, ahead: int) -> None:
    console.print()
    console.rule(Text(f"Reviews{f' · {plan.clause}' if plan.clause else ''}"), align="left")
    if plan.open is not None:
        console.print(_waiting(plan))
    for deadline in plan.deadlines[:6]:
        console.print(
            f"  {some(deadline.reviews, 'review')} by {day(deadline.due)}: "
            f"{number(round(deadline.per_day, 1))} a day"
        )
    if len(plan.deadlines) > 6:
        console.print(f"  and {len(plan.deadlines) - 6} later days; --json lists them all")
    if plan.scenarios and plan.open:
        console.print(Padding(_when(plan.scenarios, ahead, "cleared"), (1, 0, 0, 2), expand=False))
    for missing in plan.missing:
        console.print(Text(f"Missing: {missing}.", style="yellow"))


def _waiting(plan: ReviewPlan) -> str:
    parts = [
        f"{some(plan.open or 0, 'review')} without a decision, {number(plan.overdue)} overdue."
    ]
    if plan.unclear:
        who = some(plan.unclear, "more person", "more people")
        parts.append(f"Of {who} it is not known whether they are covered.")
    if plan.scenarios:
        each = f"{_tenth(plan.decided / plan.days)} a day"
        parts.append(
            f"In the last {some(plan.days, 'day')} {number(plan.decided)} were decided ({each}), "
            f"{number(plan.released)} of them released; {number(plan.came)} new came to the queue."
        )
    if plan.needed is not None:
        parts.append(f"{number(round(plan.needed, 1))} a day meet every deadline.")
    return " ".join(parts)


def _tested(rows: list[dict[str, object]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="Back-test", title_justify="left")
    for name in ("Place", "days ahead", "forecasts", "in 80%", "in 95%", "score", "last value",
                 "straight line"):  # fmt: skip
        table.add_column(name, justify="left" if name == "Place" else "right")
    for row in rows:
        table.add_row(
            str(row["place"]), str(row["horizon"]), str(row["forecasts"]),
            *(f"{float(str(row[key])):.0%}" for key in ("inside_80", "inside_95")),
            *(f"{float(str(row[key])):.1f}" for key in ("crps", "crps_last", "crps_line")),
        )  # fmt: skip
    return table


def _plain(value: float | None) -> str:
    return "?" if value is None else number(value)


def _tenth(value: float | None) -> str:
    return "?" if value is None else f"{value:.1f}"
