"""Facts about a person that a criterion of the order asks for."""

from __future__ import annotations

from drawdown.record.entry import Entry
from drawdown.record.fields import Person, Text, YesNo


class Fact(Entry):
    """One fact about a person, as a criterion of the order asks for it: yes, no or unknown.

    Attributes:
        person: The person's number.
        name: Which fact, as the order's criteria name it, such as `diabetes` or `age_65`.
        value: Yes, no or unknown; a blank is unknown.
    """

    kind = "fact"
    example = {"date": "2020-05-01", "person": "A-1042", "name": "diabetes", "value": "yes"}

    person: Person
    name: Text
    value: YesNo = "unknown"
