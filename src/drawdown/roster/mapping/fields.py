"""The facts a roster can hold, and the column names under which public rosters hold them.

`names` are spelled the way `plain_name` leaves a header: lower case, single spaces, `date` for
every way of writing date and time. They are certain: a header spelled so is taken without asking.
Where two columns of one file are certain for the same field, the earlier name in the list wins for
`person` and `facility` (an anonymized identifier before a subject number); for dates the reader is
asked.

Sources: the detention stints released by ICE under FOIA and published by the Deportation Data
Project and the University of Washington Center for Human Rights; New York City's daily list of
people in custody (NYC Open Data 7479-ugqb); public jail rosters of the common jail systems.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from drawdown.roster.mapping.kept import KEPT_NAMES

Kind = Literal["key", "date", "text"]


@dataclass(frozen=True)
class Field:
    """One fact. `core` fields decide who is counted where and when.

    So that a doubt about them is asked.
    """

    name: str
    kind: Kind
    says: str
    names: tuple[str, ...]
    core: bool = False


def plain_name(header: str) -> str:
    """Return a header in the spelling that the vocabulary uses.

    >>> plain_name("Detention_Book-In Date and Time"), plain_name("ADMITTED_DT")
    ('detention book in date', 'admitted date')
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    text = re.sub(r"[^a-z0-9#ñáéíóúü]+", " ", spaced.lower()).strip()
    text = re.sub(
        r"\b(?:date (?:and )?time|date tm|dt tm|dttm|datetime|dt|timestamp)\b", "date", text
    )
    text = re.sub(r"\bbook(?:ed|ing)? ?(in|out)\b", r"book \1", text)
    text = re.sub(r"\b(?:no|num|nbr|nr)\b|#", "number", text)
    return re.sub(r"\s+", " ", text).strip()


FIELDS = (
    Field(
        "person",
        "key",
        "the number or code that stands for one person",
        (
            "person",
            "person id",
            "anonymized identifier",
            "anonymized unique identifier",
            "unique identifier",
            "unique person id",
            "anonymized id",
            "subject id",
            "person number",
            "person key",
            "pseudonym",
            "alien file number",
            "alien number",
            "a number",
            "inmateid",
            "inmate id",
            "inmate number",
            "detainee id",
            "detainee number",
            "detainee",
            "resident id",
            "prisoner id",
            "prisoner number",
            "offender id",
            "offender number",
            "doc number",
            "individual id",
            "name number",
            "so number",
            "personid",
        ),
        core=True,
    ),
    Field(
        "facility",
        "text",
        "where the person is held",
        (
            "facility",
            "detention facility",
            "history detention facility",
            "facility name",
            "detention facility name",
            "current facility",
            "holding facility",
            "housing facility",
            "detention center",
            "detention centre",
            "center",
            "centre",
            "institution",
            "jail",
            "prison",
        ),
        core=True,
    ),
    Field(
        "facility_code",
        "text",
        "the facility's code",
        (
            "detention facility code",
            "history detention facility code",
            "facility code",
            "facility id",
            "detloc",
        ),
    ),
    Field(
        "book_in",
        "date",
        "the day the detention at this facility began",
        (
            "book in",
            "detention book in date",
            "book in date",
            "history intake date",
            "detention book in",
            "booking date",
            "booked date",
            "date booked",
            "book date",
            "admitted date",
            "admission date",
            "date admitted",
            "date of admission",
            "admission",
            "admitted",
            "admit date",
            "intake date",
            "commit date",
            "commitment date",
            "arrival date",
            "date in",
            "in date",
            "date of book in",
        ),
        core=True,
    ),
    Field(
        "book_out",
        "date",
        "the day the detention at this facility ended; blank while it lasts",
        (
            "book out",
            "detention book out date",
            "book out date",
            "history book out date",
            "detention book out",
            "discharged date",
            "discharge date",
            "date discharged",
            "date of discharge",
            "release date",
            "released date",
            "date released",
            "date of release",
            "actual release date",
            "departure date",
            "date out",
            "out date",
            "exit date",
        ),
        core=True,
    ),
    Field(
        "stay_book_in",
        "date",
        "the day the whole stay began, over all facilities",
        (
            "stay book in date",
            "stay book in",
            "detention stay book in date",
            "initial book in date",
            "initial intake date",
        ),
        core=True,
    ),
    Field(
        "stay_book_out",
        "date",
        "the day the whole stay ended",
        (
            "stay book out date",
            "stay book out",
            "detention stay book out date",
            "final book out date",
        ),
        core=True,
    ),
    Field(
        "release_reason",
        "text",
        "why the detention at this facility ended",
        (
            "release reason",
            "detention release reason",
            "history release reason",
            "reason for release",
            "reason released",
            "discharge reason",
            "reason for discharge",
            "release type",
            "exit reason",
            "book out reason",
            "reason",
            "disposition at release",
        ),
        core=True,
    ),
    Field(
        "stay_release_reason",
        "text",
        "why the whole stay ended",
        ("stay release reason", "final release reason"),
        core=True,
    ),
    Field(
        "as_of",
        "date",
        "the day the row speaks of, in a list of days",
        (
            "as of",
            "as of date",
            "snapshot date",
            "roster date",
            "list date",
            "report date",
            "census date",
            "date of list",
            "extract date",
        ),
        core=True,
    ),
    Field("stay", "key", "the stay's own number", ("stay id", "unique detention stay id")),
    Field(
        "detention", "key", "the detention's own number", ("detention id", "stint id", "booking id")
    ),
    Field(
        "name",
        "text",
        "the person's name",
        ("name", "full name", "inmate name", "detainee name", "person name"),
    ),
    Field("first_name", "text", "first name", ("first name", "given name", "firstname")),
    Field("last_name", "text", "last name", ("last name", "surname", "family name", "lastname")),
    Field("birth_date", "date", "birth date", ("birth date", "date of birth", "dob", "birthdate")),
    Field("birth_year", "text", "birth year", ("birth year", "year of birth", "yob")),
    Field("gender", "text", "gender", ("gender", "sex", "gender code")),
    Field("age", "text", "age on the day of the list", ("age", "age at book in", "current age")),
    Field(
        "days_held",
        "text",
        "days held so far",
        ("days held", "length of stay", "los", "days in custody", "days detained", "los days"),
    ),
)
"""Every field, core ones first."""

BY_NAME = {field.name: field for field in FIELDS}

HINTS = {
    "id": ("person", 0.9),
    "identifier": ("person", 0.85),
    "pid": ("person", 0.8),
    "file number": ("person", 0.8),
    "location": ("facility", 0.85),
    "site": ("facility", 0.8),
    "place": ("facility", 0.75),
    "in": ("book_in", 0.8),
    "start": ("book_in", 0.75),
    "start date": ("book_in", 0.75),
    "out": ("book_out", 0.8),
    "end": ("book_out", 0.75),
    "end date": ("book_out", 0.75),
    "released": ("book_out", 0.85),
    "discharged": ("book_out", 0.85),
    "booked": ("book_in", 0.85),
    "date": ("as_of", 0.75),
    "day": ("as_of", 0.7),
    "disposition": ("release_reason", 0.8),
}
"""Names too short to be certain: what they look like, and how sure that is."""

CERTAIN: dict[str, tuple[str, int]] = {
    name: (field.name, rank) for field in FIELDS for rank, name in enumerate(field.names)
}
"""A plain name → its field and its rank among the field's names."""


def is_known(header: str) -> bool:
    """Return whether a header is one that the vocabulary knows, as a field or to be kept."""
    plain = plain_name(header)
    return plain in CERTAIN or plain in KEPT_NAMES
