"""What a stated reason means: the kind of exit and, for a release, under which authority.

The words are those of the detention records that ICE releases under FOIA and of public jail
rosters. A word that is not known is not guessed at: the exit stays `unexplained`, with the stated
reason beside it. Parole under INA 212(d)(5) and conditional parole under INA 236(a) are different
authorities, as are bond under 236(a), an order of recognizance and an order of supervision (8 CFR
236.1, 241.4, 241.5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import polars as pl

ExitKind = Literal["release", "transfer", "removal", "death", "other", "unexplained"]
EXIT_KINDS: tuple[ExitKind, ...] = (
    "release",
    "transfer",
    "removal",
    "death",
    "other",
    "unexplained",
)

AUTHORITIES = {
    "parole_212d5": "parole 212(d)(5)",
    "conditional_parole_236a": "conditional parole 236(a)",
    "bond_236a": "bond 236(a)",
    "order_of_recognizance": "order of recognizance",
    "order_of_supervision": "order of supervision",
    "alternatives_to_detention": "alternatives to detention",
    "prosecutorial_discretion": "prosecutorial discretion",
    "relief_granted": "relief granted",
    "proceedings_terminated": "proceedings terminated",
    "court_order": "court order",
    "bail": "bail",
    "own_recognizance": "own recognizance",
    "sentence_served": "sentence served",
    "charges_dropped": "charges dropped",
    "probation_or_parole": "probation or parole",
    "unknown": "unknown",
}
"""A release authority's name in data → its name in text."""


@dataclass(frozen=True)
class Stated:
    """What a reason says. `authority` is empty unless the kind is `release`."""

    kind: ExitKind
    authority: str = ""


def _is(kind: ExitKind, pattern: str, authority: str = "") -> tuple[re.Pattern[str], Stated]:
    return re.compile(pattern, re.IGNORECASE), Stated(kind, authority)


RULES = (
    _is("death", r"\b(?:died|deaths?|deceased)\b"),
    _is(
        "other", r"marshal|other agency|another agency|\borr\b|refugee resettlement|escape|abscond"
    ),
    _is("other", r"processing disposition|hospital|court appearance|writ\b"),
    _is(
        "other", r"(?:released?|turned|transferred) (?:to|over to) .*(?:custody|police|sheriff|bop)"
    ),
    _is("transfer", r"\btransfer|\bxfer|\bmoved to\b|another (?:facility|jail|prison)"),
    _is("removal", r"release to remove"),
    _is("removal", r"\bremov(?:ed|al)|deport|repatriat|voluntary (?:departure|return)|\bexpel"),
    _is("removal", r"title 42|^withdrawal|self[- ]deport"),
    _is("release", r"conditional (?:parole|release)", "conditional_parole_236a"),
    _is("release", r"\bparoled?\b.*(?:state|county|board)|probation", "probation_or_parole"),
    _is("release", r"\bparoled?\b|212 ?\(?d\)? ?\(?5", "parole_212d5"),
    _is("release", r"order of supervision|\bosup\b", "order_of_supervision"),
    _is("release", r"order of recogni[sz]ance", "order_of_recognizance"),
    _is("release", r"own recogni[sz]ance|\br\.?o\.?r\b\.?", "own_recognizance"),
    _is("release", r"\bbond", "bond_236a"),
    _is("release", r"\bbail", "bail"),
    _is("release", r"alternatives? to detention|\batd\b", "alternatives_to_detention"),
    _is("release", r"prosecutorial discretion", "prosecutorial_discretion"),
    _is("release", r"relief granted|granted relief|asylum granted", "relief_granted"),
    _is("release", r"proceedings? terminated|case closed", "proceedings_terminated"),
    _is("release", r"court order|ordered released|habeas|by court", "court_order"),
    _is(
        "release",
        r"time served|sentence (?:served|expired|completed)|expiration",
        "sentence_served",
    ),
    _is("release", r"(?:charges?|case) (?:dropped|dismissed)|acquit|nolle", "charges_dropped"),
    _is("release", r"^(?:released?|discharged?|freed)\b", "unknown"),
    _is("other", r"^other\b"),
)
"""Tried in order; the first that fits decides."""


def classify_reason(reason: str | None) -> Stated | None:
    """Return what a stated reason means, or nothing where it is blank or not known.

    >>> classify_reason("Paroled - Humanitarian")
    Stated(kind='release', authority='parole_212d5')
    >>> classify_reason("Transferred").kind, classify_reason("Bonded Out - IJ").authority
    ('transfer', 'bond_236a')
    >>> classify_reason("Code 17") is None
    True
    """
    if reason is None or not reason.strip():
        return None
    for pattern, stated in RULES:
        if pattern.search(reason):
            return stated
    return None


def classify_reasons(reasons: pl.Series) -> pl.DataFrame:
    """Return columns reason, stated_kind and stated_authority, one row for each distinct reason."""
    seen = reasons.unique().drop_nulls().to_list()
    stated = [classify_reason(r) for r in seen]
    return pl.DataFrame(
        {
            "reason": seen,
            "stated_kind": [s.kind if s else None for s in stated],
            "stated_authority": [s.authority or None if s else None for s in stated],
        },
        schema={"reason": pl.String, "stated_kind": pl.String, "stated_authority": pl.String},
    )
