"""Words, numbers and days for templates, in the reader's language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template.context import Context
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = template.Library()

STATUS = {
    "met": ("✓", _("met")),
    "not_met": ("✗", _("not met")),
    "undetermined": ("?", _("undetermined")),
    "not_due": ("·", _("not due")),
    "stayed": ("‖", _("stayed")),
    "ended": ("■", _("ended")),
}
"""A mark and a word for each status; colour only ever adds to them."""


@register.filter
def status(value: str) -> SafeString:
    """A status as a mark and a word, for the eye, the ear and the printer alike."""
    mark, word = STATUS.get(value, ("", value))
    return format_html(
        '<span class="status status-{}"><span aria-hidden="true">{}</span> {}</span>',
        value, mark, word,
    )  # fmt: skip


@register.filter
def day(value: Any) -> str:
    """A day in the reader's words: 14 May 2020, 14 de mayo de 2020."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value[:10])
        except ValueError:
            return str(value)
    if isinstance(value, datetime):
        value = value.date()
    return _day(value, get_language() or "") if value else ""


@lru_cache(maxsize=20_000)
def _day(value: date, language: str) -> str:
    """Days are written many times on a page, and the same ones on the next."""
    return str(date_format(value, "DATE_FORMAT"))


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> str:
    """A day and time in the court's zone; `zone` is in the context of every page of a case."""
    if value is None:
        return ""
    zone = context.get("zone") or ZoneInfo("UTC")
    return _moment(value.astimezone(zone).replace(tzinfo=None), get_language() or "")


@lru_cache(maxsize=20_000)
def _moment(local: datetime, language: str) -> str:
    return str(date_format(local, "DATETIME_FORMAT"))


@register.filter
def number(value: Any) -> str:
    """A number as the reader writes it; a whole one without a decimal point."""
    if value is None or value == "":
        return ""
    plain = int(value) if float(value) == int(float(value)) else round(float(value), 2)
    return _number(plain, get_language() or "")


@lru_cache(maxsize=20_000)
def _number(plain: float, language: str) -> str:
    return str(number_format(plain, force_grouping=abs(plain) >= 1000))


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """One value of a mapping."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def words(value: str) -> str:
    """A term with its underscores as blanks."""
    return str(value).replace("_", " ")


@register.filter
def language_name_own(value: str) -> SafeString:
    """A language of the line as it calls itself, marked as such; the name as it is elsewhere."""
    from drawdown.check_in.languages import language, languages

    if value not in languages():
        return format_html("{}", value)
    return format_html('<span lang="{}">{}</span>', value, language(value).name)


@register.filter
def in_hours(value: timedelta) -> str:
    """A length of time in hours, without its sign."""
    return number(abs(value) / timedelta(hours=1))


@register.filter
def weekday(value: int | str) -> str:
    """A day of the week, Monday as 0, in the reader's language."""
    from django.utils.dates import WEEKDAYS

    return str(WEEKDAYS[int(value)])


@register.filter
def weekday_code(value: int | str) -> str:
    """A day of the week, Monday as 0, as entries have it."""
    from drawdown.check_in.recorded import WEEKDAYS

    return WEEKDAYS[int(value)]


@register.filter
def threes(value: str) -> str:
    """Digits in groups of three, as they are read out."""
    return " ".join(value[at : at + 3] for at in range(0, len(value), 3))


@register.filter
def date_or_text(value: Any) -> str:
    """A day as a form has it; what was typed as it was typed."""
    return value if isinstance(value, str) else f"{value:%Y-%m-%d}"


@register.simple_tag
def moment_at(value: datetime, zone: ZoneInfo) -> str:
    """A day and time where a person lives."""
    return date_format(value.astimezone(zone), "SHORT_DATETIME_FORMAT")
