"""Floor plans of a facility: how many can keep apart in each unit, and the picture that proves it.

Solving takes time, so what came of a plan is kept under what it was made of: the plan, its walls
and the distance. A plan is read only when its file changes; the picture is made on first sight.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drawdown.finding.plans import WALLS
from drawdown.order.clauses.spacing import Spacing
from drawdown.order.document import Order
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.models import Case, SourceFile
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.sealing import open_sealed
from drawdown.site.pages.facility.chart import svg_answer
from drawdown.space.picture import draw
from drawdown.space.plan import SpaceError, parse_plan
from drawdown.space.rule import Rule
from drawdown.space.solve import solve
from drawdown.space.walls import Wall, read_walls
from drawdown.space.words import in_words, picture_in_words

SECONDS = 20.0
"""How long a plan is solved for at most; what is proved by then is shown."""
KEPT = 365 * 24 * 3600
VERSION = "1"
SIX_FEET = (Fraction(6), "ft")
"""The distance where the order asks for none: that of the guidance of 2020."""


@dataclass(frozen=True)
class PlanFile:
    """A floor plan as it was received, with its walls."""

    pk: int
    path: str
    sha256: str
    walls: SourceFile | None


@dataclass(frozen=True)
class Solved:
    """What came of a plan."""

    name: str
    units: dict[str, tuple[int, int, int]]
    """For each unit its beds, how many are placed apart, and the most that is proved possible."""
    says: str
    description: str
    svg: str


def distance_of(order: Order) -> tuple[Fraction, str]:
    """The distance that the order asks for, the largest where it names several."""
    found = []
    for text in order.clauses.values():
        for version in text.versions:
            if isinstance(version.clause, Spacing) and version.clause.feet is not None:
                found.append((Fraction(version.clause.feet), "ft"))
            elif isinstance(version.clause, Spacing) and version.clause.metres is not None:
                found.append((Fraction(version.clause.metres), "m"))
    return max(found, key=lambda one: one[0] * (1 if one[1] == "ft" else 3)) if found else SIX_FEET


def plans_of(case: Case, facility: str) -> list[PlanFile]:
    """The floor plans of one facility, in the order of their names."""
    files = list(
        SourceFile.objects.filter(case=case, path__startswith="plans/").defer("sealed", "account")
        .order_by("path")
    )  # fmt: skip
    beside = {file.path: file for file in files}
    found = []
    for file in files:
        if not file.path.endswith(".csv") or file.path.endswith(WALLS):
            continue
        if facility not in _facilities(case, file):
            continue
        stem = file.path.removesuffix(".csv")
        walls = next((beside[stem + end] for end in WALLS if stem + end in beside), None)
        found.append(PlanFile(file.pk, file.path, file.sha256, walls))
    return found


def _facilities(case: Case, file: SourceFile) -> tuple[str, ...]:
    """The facilities that a plan's beds are of; kept, since the plan has to be opened for it."""
    known = order_of(case).header.facility_names()
    key = f"plan of:{file.sha256}:{file.path[-80:]}".replace(" ", "_")
    found = cache.get(key)
    if found is None:
        try:
            plan = parse_plan(_content(case, file.pk), Path(file.path).name)
            found = sorted({bed.facility for bed in plan.beds})
        except SpaceError:
            found = [""]
        cache.set(key, found, KEPT)
    named = Path(file.path).stem.lower()
    return tuple(known.get((one or named).lower(), "") for one in found)


def _content(case: Case, pk: int) -> bytes:
    file = SourceFile.objects.get(pk=pk, case=case)
    return open_sealed(case.pk, bytes(file.sealed), f"file {file.path}")


def name_of(plan: PlanFile, distance: tuple[Fraction, str]) -> str:
    """What is made of a plan is known by what it is made of."""
    walls = plan.walls.sha256 if plan.walls else ""
    whole = f"{VERSION} {plan.path} {plan.sha256} {walls} {distance[0]} {distance[1]}"
    return hashlib.sha256(whole.encode()).hexdigest()


def kept(plan: PlanFile, distance: tuple[Fraction, str]) -> Solved | None:
    """What came of a plan, where it was solved before."""
    return cast("Solved | None", cache.get(f"solved:{name_of(plan, distance)}"))


def solved(case: Case, plan: PlanFile, distance: tuple[Fraction, str]) -> Solved:
    """What comes of a plan, solved now where it was not before.

    Raises:
        SpaceError: The plan or its walls cannot be used.
    """
    if found := kept(plan, distance):
        return found
    content = parse_plan(_content(case, plan.pk), Path(plan.path).name)
    walls = _walls(case, plan.walls, content.unit_of_length) if plan.walls else ()
    answer = solve(content, Rule(distance[0], distance[1], walls=walls), seconds=SECONDS)
    units = {
        one.unit: (one.beds, len(one.chosen), one.bound) for one in answer.units
    }  # fmt: skip
    made = Solved(
        name_of(plan, distance), units, in_words(answer), picture_in_words(answer), draw(answer)
    )
    cache.set(f"solved:{made.name}", made, KEPT)
    return made


def _walls(case: Case, file: SourceFile, unit_of_length: str) -> tuple[Wall, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.path).name
        path.write_bytes(_content(case, file.pk))
        return read_walls(path, unit_of_length)


def _find(access: Access, facility: str, number: int) -> PlanFile:
    if facility not in order_of(access.case).header.names():
        raise Http404
    access.require_facility(facility)
    found = next((one for one in plans_of(access.case, facility) if one.pk == number), None)
    if found is None:
        raise Http404
    return found


@case_page(May.SEE_COUNTS)
def picture(request: CaseRequest, facility: str, number: int) -> HttpResponse:
    """A floor plan with the places that keep apart, as SVG."""
    plan = _find(request.access, facility, number)
    distance = distance_of(order_of(request.access.case))
    try:
        return svg_answer(
            request, name_of(plan, distance),
            lambda: solved(request.access.case, plan, distance).svg,
        )  # fmt: skip
    except SpaceError:
        raise Http404 from None


@case_page(May.SEE_COUNTS)
def plan_part(request: CaseRequest, facility: str, number: int) -> HttpResponse:
    """A floor plan with its words: a part of the facility's page, or a page without scripts."""
    access = request.access
    plan = _find(access, facility, number)
    found, problem = None, ""
    try:
        found = solved(access.case, plan, distance_of(order_of(access.case)))
    except SpaceError as error:
        problem = _("This plan cannot be used: %(why)s") % {"why": error}
    whole = "drawdown/facility/plan_figure.html" if request.htmx else "drawdown/facility/plan.html"
    names = order_of(access.case).header.names()
    context: dict[str, Any] = {
        "plan": plan, "solved": found, "problem": problem, "facility": facility,
        "name": names[facility],
    }  # fmt: skip
    return render(request, whole, context)


def plans_shown(
    case: Case, facility: str, distance: tuple[Fraction, str]
) -> Sequence[tuple[PlanFile, Solved | None]]:
    """The plans of a facility, each with what came of it where that is known already."""
    return [(plan, kept(plan, distance)) for plan in plans_of(case, facility)]
