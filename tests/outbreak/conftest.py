"""What the tests of the outbreak model share: parameters that make it a textbook model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drawdown.outbreak.parameters import Parameters, defaults


@pytest.fixture
def plain() -> Parameters:
    """Every parameter at its likely value, and nothing but contact among people held.

    Everybody infected goes the way without symptoms, so that there is one infectious state: S, E,
    A, R is a textbook SEIR.
    """
    one = replace(defaults().groups[0], share=1.0)
    return replace(
        defaults().likely().fixed(
            asymptomatic_share=1.0, asymptomatic_infects=1.0, mixing=0.0, density=0.0,
            spacing_effect=0.0, staff_contact=0.0, staff_among_staff=0.0, staff_share=0.0,
            community_daily=0.0, arrival_infected=0.0,
        ),
        groups=(one,),
    )  # fmt: skip
