"""What every calendar of court orders can do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from drawdown.order.calendar.computed import Computed
from drawdown.order.calendar.span import Span


class Calendar(Protocol):
    """A way to count a period, for one court.

    `filing` says whether the act is a filing, whose time is extended while the clerk's office is
    inaccessible (6(a)(3)). It is no matter for masks to be handed out.
    """

    @property
    def name(self) -> str:
        """What an order file calls it."""

    @property
    def title(self) -> str:
        """What a sentence calls it."""

    @property
    def citation(self) -> str:
        """The rule it carries out."""

    def after(self, start: date | datetime, span: Span, *, filing: bool = True) -> Computed:
        """The end of a period measured after an event."""

    def before(self, start: date | datetime, span: Span, *, filing: bool = True) -> Computed:
        """The end of a period measured back from an event."""

    def last_day(self, start: date | datetime, span: Span, *, filing: bool = True) -> date:
        """The day of `after`, without its words: for thousands of dates."""

    def is_working_day(self, day: date) -> bool:
        """Whether a forward period may end on a day."""

    def next_working_day(self, day: date) -> date:
        """The first working day on a day or after it."""

    def ends_at(self, computed: Computed) -> datetime:
        """The first moment that is too late, in the court's time zone."""
