"""Measurements of a place: areas, distances, distanced capacity."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Facility, Number, Text


class Measurement(Entry):
    """A measurement of a facility or one of its housing units.

    Attributes:
        facility: Where.
        what: Floor area and the area to be left out (square feet), the distance between sleeping
            places (feet), or the number of people who can keep the order's distance there.
        value: The number measured.
        unit: The housing unit or room.
        feet: Of a distanced capacity, the distance in feet that it was found for; blank for any.
    """

    kind = "measurement"
    example = {
        "date": "2020-05-01",
        "facility": "F",
        "unit": "Dorm 4",
        "what": "floor_area",
        "value": "2400",
    }

    facility: Facility
    what: Literal["floor_area", "excluded_area", "distance", "distanced_capacity"]
    value: Number
    unit: Text = ""
    feet: Number | None = None
