"""What of a record was destroyed by order of a court, so that no number counts it any more."""

from __future__ import annotations

from dataclasses import dataclass

from drawdown.order.words import number
from drawdown.record.record import Record


@dataclass(frozen=True)
class Destroyed:
    """How many entries' content was destroyed, and by which orders, the first one first."""

    entries: int
    orders: tuple[str, ...]

    @property
    def says(self) -> str:
        """It as a sentence."""
        what = "1 entry" if self.entries == 1 else f"{number(self.entries)} entries"
        return (f"What {what} said was destroyed by order of the court "
                f"({'; '.join(self.orders)}) and is not counted.")  # fmt: skip


def destroyed_in(record: Record) -> Destroyed | None:
    """What a record's destructions say; nothing where it has none.

    It is all that is known now, whatever day is asked about: what is gone is gone from every day.
    """
    frame = record.frames.get("destruction")
    if frame is None or frame.is_empty():
        return None
    standing = record.as_known(None).entries("destruction").sort("recorded", "id")
    if standing.is_empty():
        return None
    orders = tuple(dict.fromkeys(standing["order"].to_list()))
    return Destroyed(int(standing["count"].sum()), orders)
