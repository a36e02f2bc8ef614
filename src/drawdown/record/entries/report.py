"""Reports filed with the court."""

from __future__ import annotations

from drawdown.record.entry import Entry
from drawdown.record.fields import AnyFacility, Terms, Text


class Report(Entry):
    """A report filed with the court.

    Attributes:
        clause: The id of the clause that it answers.
        fields: What it contained.
        docket: Its docket entry, such as `ECF 91`.
        facility: The facility that it is about; blank for all.
    """

    kind = "report"
    example = {
        "date": "2020-05-04",
        "clause": "weekly-report",
        "fields": "releases; remaining",
        "docket": "ECF 80",
    }

    clause: Text
    fields: Terms = ()
    docket: Text = ""
    facility: AnyFacility = ""
