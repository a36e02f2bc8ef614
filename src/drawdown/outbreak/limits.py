"""What the model cannot say: it stands first in every output."""

from __future__ import annotations

LIMITS = (
    "It is not a forecast: it says what follows from assumptions that are stated, each with its "
    "range, and real outbreaks have fallen outside such ranges.",
    "Nobody has measured how much fewer people in a centre slow infection there; that is why its "
    "range reaches from not at all to in full proportion.",
    "It counts people held, and says nothing of those who are released, of their families or of "
    "the town: they are not counted as infected, nor as spared.",
    "It knows no person: nothing in it may be used to decide about one.",
    "It has no immunity from before, no vaccine, no second infection and no variant.",
    "Everybody in a housing unit meets everybody alike, and nobody spreads far more than others; "
    "real outbreaks are more uneven, so more of them die out and some are far larger.",
)
"""One sentence each, for the first page."""
