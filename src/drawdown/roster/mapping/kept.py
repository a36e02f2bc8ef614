"""Columns that public rosters are known to have and that are none of our fields."""

from __future__ import annotations

# fmt: off
KEPT_NAMES = frozenset({
    "age group", "agency", "apprehension date", "apprehension final program",
    "apprehension method", "area of responsibility", "arrest date", "arresting agency", "bail",
    "bail amount", "bed", "birth  country", "bond amount", "bond posted amount",
    "bond posted date", "book in criminality", "booking number", "booking type", "bradh",
    "case category", "case id", "case number", "case status", "case threat level", "cell",
    "charge", "charge code", "charge section code", "citizenship  country", "city",
    "classification", "comments", "country", "country of citizenship", "county", "court date",
    "custody level", "custody status", "departed date", "departure country", "detainer  date",
    "docket control office", "entry date", "entry status", "estimated release date", "ethnicity",
    "expected release date", "felon", "final charge", "final order  yes no", "final order date",
    "final program", "first facility", "gang", "hearing date", "height", "housing",
    "housing  location", "housing unit", "infraction", "initial bond set amount",
    "initial detention facility", "initial detention facility code",
    "initial intake detention facility", "inmate status code", "language", "last facility",
    "marital", "marital status", "most serious conviction code", "msc  charge",
    "msc charge code", "msc conviction date", "nationality", "next  hearing date",
    "next court date", "notes", "number", "order of detentions", "parole eligibility date",
    "pod", "previous facility", "projected release date", "race", "receiving facility",
    "religion", "remarks", "row number", "scheduled release date", "sealed", "sex offender",
    "srg flg", "state", "status", "top charge", "transferred from", "transferred to", "unit",
    "weight",
})
# fmt: on
"""Kept as they are. Listed so that a projected release date is never mistaken for a release."""
