"""Rulings, and what later ones do to the clauses of earlier ones."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from drawdown.order.header import Identifier, Part, Wording

Force = Literal["ordered", "agreed", "recommended"]
"""Whether a court ordered it, the parties agreed to it, or a magistrate judge recommended it."""

Action = Literal[
    "clarify", "amend", "adopt", "affirm", "stay", "lift stay", "reverse", "vacate", "end",
    "reinstate",
]  # fmt: skip

ENDING: tuple[Action, ...] = ("reverse", "vacate", "end")
"""The actions after which a clause is no longer law."""


class Ruling(Part):
    """An order, recommendation or agreement: a dated section of the file."""

    id: Identifier
    title: str = Field("", description="taken from the section's heading where it is blank")
    entered: date | datetime = Field(
        description="the day it was entered, with the time where a deadline in hours hangs on it"
    )
    court: str = Field("", description="where it is not the court of the header")
    judge: str = Field("", description="who ruled")
    docket_entry: str = Field("", description="such as 'ECF 76'")
    citation: str = Field("", description="where it is reported, such as '614 F. Supp. 3d 1175'")
    force: Force = Field("ordered", description="whether it binds, and by whose will")
    wording: Wording = Field("official", description="how the words quoted below it are known")
    sources: tuple[str, ...] = Field((), description="where its words are known from")
    note: str = Field("", description="anything else worth reading")

    @property
    def day(self) -> date:
        """The day it was entered."""
        return self.entered.date() if isinstance(self.entered, datetime) else self.entered

    @property
    def name(self) -> str:
        """How it is referred to: its docket entry or citation, else its title."""
        return self.docket_entry or self.citation or self.title or self.id


class Change(Part):
    """What a ruling does to clauses that stand: clarify, amend, stay, reverse, end and so on."""

    action: Action = Field(description="what is done to them")
    clauses: tuple[str, ...] = Field(
        min_length=1, description="ids of clauses, or of a ruling for every clause in it"
    )
    effective: date | None = Field(
        None, description="from which day; the ruling's own where it is missing"
    )
    until: date | None = Field(None, description="of a stay: the first day on which it is over")
    set: dict[str, Any] = Field(
        default_factory=dict, description="of an amendment or clarification: the new values"
    )
    note: str = Field("", description="what it says, in one sentence")
    wording: Wording | None = Field(None, description="how it is known, where not as the ruling")
    source: str = Field("", description="where it is known from, where not as the ruling")
