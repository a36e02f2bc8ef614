"""A calendar's name as the field of a model: any that is registered, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from drawdown.order.calendar.registry import calendar_names, check_name

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class _Registered:
    """Checks against the calendars that are there, so that a new one needs no change elsewhere."""

    def __get_pydantic_core_schema__(
        self, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(check_name, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), "enum": list(calendar_names())}


CalendarName = Annotated[str, _Registered()]
"""The type of a Pydantic field that names a calendar; a wrong name is told the nearest."""
