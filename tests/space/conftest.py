"""Made-up plans: rows of beds as CSV, and what the solver and the checker make of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest

from drawdown.space.certificate import as_text, certificate
from drawdown.space.plan import Plan, parse_plan
from drawdown.space.rule import Rule
from drawdown.space.solve import Answer, solve
from drawdown.space.verify import verify


@dataclass(frozen=True)
class Solved:
    """An answer, its certificate, and the plan's file."""

    plan: bytes
    answer: Answer
    certificate: bytes

    @property
    def people(self) -> int:
        return len(self.answer.chosen)


def csv_of(points: Iterable[tuple[Any, ...]], header: str = "unit,bed,x_ft,y_ft") -> bytes:
    """A plan with beds 1, 2, 3 … of unit A at the points; further values follow x and y."""
    rows = [f"A,{n}," + ",".join(map(str, p)) for n, p in enumerate(points, start=1)]
    return "\n".join([header, *rows, ""]).encode()


@pytest.fixture(scope="session")
def plan_of() -> Callable[..., Plan]:
    """Reads beds at points as a plan."""

    def read(points: Iterable[tuple[Any, ...]], header: str = "unit,bed,x_ft,y_ft") -> Plan:
        return parse_plan(csv_of(points, header), "beds.csv")

    return read


@pytest.fixture(scope="session")
def solved() -> Callable[..., Solved]:
    """Solves beds at points under a rule, and has the checker confirm the answer and its proof."""

    def run(
        points: Iterable[tuple[Any, ...]] | bytes,
        feet: str = "6",
        header: str = "unit,bed,x_ft,y_ft",
        seconds: float = 60,
        **rule: Any,
    ) -> Solved:
        content = points if isinstance(points, bytes) else csv_of(points, header)
        plan = parse_plan(content, "beds.csv")
        answer = solve(plan, Rule(Fraction(feet), **rule), seconds)
        text = as_text(certificate(answer)).encode()
        assert verify(text, content) == (len(answer.chosen), answer.bound)
        return Solved(content, answer, text)

    return run
