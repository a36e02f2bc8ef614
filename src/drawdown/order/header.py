"""The header of an order: the case, its facilities, what they can hold, how days are counted."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from drawdown.order.calendar import CalendarName, DeclaredHoliday, HolidayList
from drawdown.order.written import check_type

Identifier = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9_.-]*$",
        description="a short name in lower case, digits and hyphens, such as 'krome-listed-2017'",
    ),
]
Wording = Literal["official", "quoted in press", "paraphrase"]
"""How the words of a clause are known: from the order itself, as the press quotes it, or retold."""

CapacityKind = Literal[
    "design", "rated", "operational", "listed", "reported", "contract minimum", "agreed"
]


MOST = 10**9
"""More people than there can be anywhere, so a slip of the keyboard."""


class Part(BaseModel):
    """A piece of an order file: read-only, and with no key that the format does not have."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True
    )

    @field_validator("*", mode="before")
    @classmethod
    def _as_written(cls, value: Any, info: ValidationInfo) -> Any:
        """TOML says which type a value has; `true` is no number, and a number no date."""
        check_type(cls.model_fields[info.field_name or ""].annotation, value)
        return value


class Party(Part):
    """A party to the case, with its counsel, as the public record of the case names them."""

    name: str = Field(description="the party's name")
    role: str = Field(description="such as 'petitioners', 'respondents' or 'monitor'")
    counsel: tuple[str, ...] = Field((), description="who represents it")


class Facility(Part):
    """A facility that the order covers."""

    id: Identifier
    name: str = Field(description="how sentences and tables call it")
    codes: tuple[str, ...] = Field((), description="other names and codes that files use for it")
    operator: str = Field("", description="who runs it")
    place: str = Field("", description="the town and state")
    closed: dt.date | None = Field(
        None, description="when it closed; from then on its capacity is not counted in a total"
    )


class CapacityStatement(Part):
    """One statement of what a facility can hold. Statements may contradict each other."""

    id: Identifier
    facility: Identifier
    value: Annotated[int, Field(le=MOST)] | str = Field(
        description="a whole number, or the text that stood in its place, such as 'AS NEEDED'"
    )
    kind: CapacityKind = Field(description="what kind of number it is")
    source: str = Field(description="the document that states it")
    date: dt.date | None = Field(None, description="the date of the statement, where known")
    known: Wording = Field("official", description="how the statement is known")
    note: str = Field("", description="anything else worth reading")

    @field_validator("value")
    @classmethod
    def _not_negative(cls, value: int | str) -> int | str:
        if isinstance(value, int) and value < 0:
            raise ValueError("expected a whole number of 0 or more, or text such as 'AS NEEDED'")
        if isinstance(value, str) and not value:
            raise ValueError("expected a whole number, or the text that stood in its place")
        return value

    @property
    def people(self) -> int | None:
        """The number of people, or none where text stood in its place."""
        return self.value if isinstance(self.value, int) else None

    def __str__(self) -> str:
        known = "" if self.known == "official" else f", {self.known}"
        return f"{self.value} ({self.kind}, {self.source}{known})"


class Criteria(Part):
    """A version of a criterion: the facts of which any one suffices, from a day on.

    Criteria change (the underlying conditions of March 2020 are not those of June 2020), so each
    version has its day, and what governs a day is the latest version that had begun by then.
    """

    id: Identifier
    starting: dt.date = Field(description="the first day on which this version governs")
    any_of: tuple[str, ...] = Field(min_length=1, description="facts, as `fact` entries name them")
    source: str = Field(description="the document that lists the facts")
    note: str = Field("", description="anything else worth reading")


class HolidayDeclared(Part):
    """A day declared a holiday by the President, by Congress or by the state of the court."""

    date: dt.date = Field(description="the day")
    name: str = Field(description="what it is called")
    by: Literal["president", "congress", "state"] = Field(description="who declared it")


class Header(Part):
    """What stands above an order's words.

    Attributes are described by their fields; the schema (`drawdown order schema`) shows them all.
    """

    format: Literal[1] = Field(1, description="the version of this file format")
    id: Identifier
    title: str = Field("", description="how the case is called in short")
    caption: str = Field(description="the case's full caption")
    court: str = Field(description="the court that rules, in full")
    docket: str = Field(description="the docket number, such as '1:20-cv-21553'")
    judges: tuple[str, ...] = Field((), description="the judges of the case")
    time_zone: str = Field(description="the court's, such as 'America/New_York'")
    calendar: CalendarName | None = Field(
        None, description="how days are counted; where it is missing, dates on which the calendars "
        "differ are refused",
    )  # fmt: skip
    state: str | None = Field(
        None, description="the state the court sits in, whose holidays Rule 6(a)(6)(C) counts"
    )
    holidays: tuple[HolidayDeclared, ...] = Field(
        (), description="days declared holidays beside those of the statute"
    )
    clerk_closed: tuple[dt.date, ...] = Field(
        (), description="days on which the clerk's office was inaccessible (Rule 6(a)(3))"
    )
    notice: str = Field(description="that the official text governs, and how this file was made")
    sources: tuple[str, ...] = Field((), description="where what the file says is known from")
    parties: tuple[Party, ...] = Field((), description="the parties and their counsel")
    facilities: tuple[Facility, ...] = Field(min_length=1, description="every facility covered")
    capacity: tuple[CapacityStatement, ...] = Field(
        (), description="what the facilities can hold, one statement for each source"
    )
    governing: dict[str, str] = Field(
        default_factory=dict, description="for each facility, the id of the statement that governs"
    )
    criteria: tuple[Criteria, ...] = Field(
        (), description="the criteria that clauses refer to, one version for each day they change"
    )

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise ValueError("expected a time zone such as 'America/New_York'") from None
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The court's time zone."""
        return ZoneInfo(self.time_zone)

    def facility(self, id_: str) -> Facility:
        """The facility of that id."""
        return next(facility for facility in self.facilities if facility.id == id_)

    def names(self) -> dict[str, str]:
        """The name of each facility, by its id."""
        return {facility.id: facility.name for facility in self.facilities}

    def facility_names(self) -> dict[str, str]:
        """Every name and code of a facility, in lower case, to its id."""
        names: dict[str, str] = {}
        for facility in self.facilities:
            for name in (facility.id, facility.name, *facility.codes):
                names[name.lower()] = facility.id
        return names

    def holiday_list(self) -> HolidayList:
        """The holidays that count for this court."""
        declared = tuple(
            DeclaredHoliday(day=day.date, name=day.name, by=day.by) for day in self.holidays
        )
        return HolidayList(state=self.state, declared=declared, inaccessible=self.clerk_closed)

    def criteria_on(self, id_: str, on: dt.date) -> Criteria | None:
        """The version of a criterion that governs a day; none before the first begins."""
        begun = [c for c in self.criteria if c.id == id_ and c.starting <= on]
        return max(begun, key=lambda c: c.starting, default=None)
