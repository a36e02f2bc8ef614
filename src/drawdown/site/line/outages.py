"""Our own outages, noticed without anyone asking: each is an entry, and excuses what it touched.

What is noticed: all workers, all senders or all lines of a kind silent; a line that says that
something is wrong; texts or calls that fail on our side or the carrier's one after another. An
entry opens an outage; one that supersedes it says until when it was. Their names come from what
was noticed, so that several watchers who notice the same write it once.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.utils import timezone

from drawdown.check_in.gaps import Gap, gaps
from drawdown.check_in.happened import Outage
from drawdown.check_in.recorded import outages_of
from drawdown.record.record import Record
from drawdown.site.cases.append import Cells, NotAddedError, append
from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.store import frames_of
from drawdown.site.line.beats import KEPT, LIMIT, Seen, beating
from drawdown.site.line.models import Beat, Step

log = logging.getLogger("drawdown.line")
BY = "the line"
FAILED = 5
"""So many sends of one means that fail on our side or the carrier's one after another."""
QUIET = timedelta(minutes=30)
"""An outage of sends ends where none has failed for so long, since none was tried."""
LOOKED_AT = timedelta(days=2)
"""How far back sends are looked at."""


def standing_outages(case: Case) -> tuple[tuple[str, Outage], ...]:
    """Every outage that stands in the record, with the name of its entry."""
    rows = Row.objects.filter(case=case, kind="outage")
    names = dict(rows.values_list("name", "seq"))
    if not names:
        return ()
    replaced = Row.objects.filter(case=case, supersedes__in=list(names))
    numbers = {*names.values(), *replaced.values_list("seq", flat=True)}
    return _outages(case.pk, tuple(sorted(numbers)))


@lru_cache(maxsize=64)
def _outages(pk: int, numbers: tuple[int, ...]) -> tuple[tuple[str, Outage], ...]:
    """The outages of some entries; entries never change, so that they are read once."""
    case = Case.objects.get(pk=pk)
    view = Record(frames_of(case, numbers), order_of(case).header.zone).as_known()
    frame = view.entries("outage").sort("date", "recorded", maintain_order=True)
    return tuple(zip(frame["id"].to_list(), outages_of(view), strict=True))


@dataclass(frozen=True)
class Clocks:
    """The two clocks: beats are stored by the machine's, entries by the case's.

    Attributes:
        case: The time as the case has it.
        machine: The time as the machine has it, in the same moment.
    """

    case: datetime
    machine: datetime

    def in_case(self, at: datetime) -> datetime:
        """A moment of the machine's clock on the case's."""
        return (self.case - (self.machine - at)).astimezone(UTC)


def watch(case: Case, now: datetime, seen: Seen) -> int:
    """Look for outages that began or ended, and enter them.

    Args:
        case: The case.
        now: The moment, as the case has the time.
        seen: Whose beats this process saw come.

    Returns:
        How many entries were added.
    """
    clocks = Clocks(now, timezone.now())
    beats = list(Beat.objects.filter(at__gte=clocks.machine - KEPT))
    found = gaps(map(beating, beats), clocks.machine, LIMIT, seen.look(beats))
    done = 0
    known = _known(case)
    silent: set[str] = set()
    for gap in found:
        if gap.until is not None and gap.until <= case.made:
            continue
        name = _name(gap)
        silent.add(name)
        until = clocks.in_case(gap.until) if gap.until else None
        done += _enter(case, name, clocks.in_case(gap.since), until, gap, known, now)
    for name in known.open - silent:
        if name.startswith("outage/beat/"):
            done += _close(case, name, known, now, now)
    for means in ("text", "call"):
        done += _watch_sends(case, means, known, now)
    return done


@dataclass(frozen=True)
class Known:
    """The outages that the line noticed: the names of their entries, and of those that are over."""

    begun: frozenset[str]
    closed: frozenset[str]

    @property
    def open(self) -> frozenset[str]:
        """The names of those that are not closed, nor taken back."""
        return self.begun - self.closed


def _known(case: Case) -> Known:
    rows = Row.objects.filter(case=case, kind="outage", by=BY, name__startswith="outage/")
    found = list(rows.values_list("name", "supersedes", "content"))
    begun = {name for name, supersedes, _ in found if not supersedes}
    whole = [(name, content or "") for name, supersedes, content in found if not supersedes]
    closed = {name for name, content in whole if '"until"' in content}
    closed |= set(
        Row.objects.filter(case=case, supersedes__in=list(begun)).values_list(
            "supersedes", flat=True
        )
    )
    return Known(frozenset(begun), frozenset(closed))


def _name(gap: Gap) -> str:
    return f"outage/beat/{gap.kind.replace(' ', '-')}/{gap.since.astimezone(UTC).isoformat()}"


def _enter(
    case: Case, name: str, since: datetime, until: datetime | None, gap: Gap, known: Known,
    now: datetime,
) -> int:  # fmt: skip
    if name not in known.begun:
        cells = {"id": name, "date": since.isoformat(), "side": "ours", "reason": gap.why,
                 "how": f"no heartbeat for {LIMIT.total_seconds():.0f} seconds"
                 if gap.why.startswith("no ") else "it said so itself",
                 "line": gap.kind.partition(" ")[2]}  # fmt: skip
        if until is not None:
            cells["until"] = until.isoformat()
        return _append(case, cells, now)
    if until is not None and name in known.open:
        return _close(case, name, known, until, now)
    return 0


def _close(case: Case, name: str, known: Known, until: datetime, now: datetime) -> int:
    import json

    row = Row.objects.filter(case=case, name=name).values_list("content", flat=True).first()
    cells = {key: value for key, value in json.loads(row or "{}").items()
             if key in ("date", "side", "reason", "how", "line")}  # fmt: skip
    begun = datetime.fromisoformat(cells["date"])
    until = max(until.astimezone(UTC), begun)
    cells |= {"id": f"{name}/over", "supersedes": name, "until": until.isoformat()}
    return _append(case, cells, now)


def _append(case: Case, cells: Cells, now: datetime) -> int:
    given = {key: value for key, value in cells.items() if value}
    try:
        added = append(case, [("outage", given)], by=BY, now=now).added
    except NotAddedError:
        return 0  # another watcher noticed it in the same moment
    if added:
        log.warning("an outage", extra={"what": given["id"], "over": "until" in given})
    return len(added)


def _watch_sends(case: Case, means: str, known: Known, now: datetime) -> int:
    """An outage where the last sends of a means all failed on a side that is not the person's."""
    opened = [name for name in known.open if name.startswith(f"outage/{means}/")]
    lately = Step.objects.filter(
        case=case, means=means, over__gte=now - LOOKED_AT, over__lte=now
    ).exclude(outcome__in=("needless", "uncertain"))
    rows = lately.order_by("-over").values_list("over", "outcome", "side", "how")
    last = [(over or now, what, side, how) for over, what, side, how in rows[: 4 * FAILED]]
    failed = _failing(last)
    if not opened:
        if len(failed) < FAILED:
            return 0
        since, side = failed[-1][0], _side(failed)
        name = f"outage/{means}/{since.astimezone(UTC).isoformat()}"
        if name in known.begun:
            return 0
        how = f"{len(failed)} in a row: {failed[0][3]}"[:200]
        return _append(case, {"id": name, "date": since.astimezone(UTC).isoformat(), "side": side,
                              "reason": f"{means}s failed", "how": how}, now)  # fmt: skip
    if failed and now - failed[0][0] <= QUIET:
        return 0
    return sum(_close(case, name, known, last[0][0] if last else now, now) for name in opened)


Sent = tuple[datetime, str, str, str]


def _failing(last: Sequence[Sent]) -> list[Sent]:
    """The last sends up to the one that did not fail on our side or the carrier's."""
    found: list[Sent] = []
    for sent in last:
        if sent[1] not in ("failed", "refused") or sent[2] not in ("ours", "carrier"):
            break
        found.append(sent)
    return found


def _side(failed: Sequence[Sent]) -> str:
    return "carrier" if all(sent[2] == "carrier" for sent in failed) else "ours"
