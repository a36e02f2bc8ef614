"""What others decided meanwhile: whoever decides next is told, and a queue is brought up to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drawdown.site.cases.append import ConflictError
from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.naming import names_of
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.portions import portions
from drawdown.site.pages.record.chosen import cells_of_row

OUTCOMES = {
    "released": gettext_lazy("Released"),
    "not_released": gettext_lazy("Not released"),
    "deferred": gettext_lazy("Deferred"),
}
"""What each outcome is called."""


def still(case: Case, people: Sequence[str], basis: int) -> None:
    """Refuse to go on where anybody decided on one of these people after an entry.

    Args:
        case: The case.
        people: Their numbers.
        basis: The number of the last entry when the form was shown.

    Raises:
        ConflictError: It says who decided what, and when.
    """
    newer = max(_newer(case, people, basis), key=lambda row: row.seq, default=None)
    if newer is not None:
        raise ConflictError(says(newer))


def says(row: Row) -> str:
    """Who decided what on whom, and when, in a sentence; for who may see decisions in full."""
    zone = order_of(row.case).header.zone
    words = {
        "by": row.by or _("somebody"), "seq": row.seq, "person": row.person,
        "when": date_format(row.recorded.astimezone(zone), "DATETIME_FORMAT"),
    }  # fmt: skip
    if row.kind == "withdrawal":
        said = _("Meanwhile %(by)s took a decision or proposal back, %(when)s (entry %(seq)d).")
        return said % words
    outcome = cells_of_row(row).get("outcome", "")
    words["what"] = str(OUTCOMES.get(outcome, outcome)).lower()
    if row.kind == "proposal":
        said = _("Meanwhile %(by)s proposed for %(person)s: %(what)s, %(when)s (entry %(seq)d).")
    else:
        said = _("Meanwhile %(by)s decided on %(person)s: %(what)s, %(when)s (entry %(seq)d).")
    return said % words


def _newer(case: Case, people: Sequence[str], basis: int) -> Iterator[Row]:
    """The decisions and proposals on people after an entry, and what takes any of theirs back."""
    for some in portions(people):
        rows = Row.objects.filter(
            case=case, person__in=some, kind__in=("decision", "proposal")
        ).defer("content", "sealed")
        names: list[str] = []
        for row in rows:
            names += names_of(row)
            if row.seq > basis:
                yield Row.objects.get(pk=row.pk)
        for several in portions(names):
            yield from Row.objects.filter(
                case=case, kind="withdrawal", supersedes__in=several, seq__gt=basis
            )
