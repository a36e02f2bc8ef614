"""Findings, kept while they hold.

The record only grows, so what was read of it stays read: new entries are added to the frames in
memory. What is quick to count is counted anew whenever something was entered. Otherwise a reader
gets the last answer while it is fresh, with how many entries are not in it yet, and it is counted
anew in the background; whoever entered something themselves gets an answer that has it. What was
known on a day that is over never changes, so such answers are kept for good.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import TypeVar, cast

from django.db import connection

from drawdown.finding import case as finding_case
from drawdown.finding.finding import Finding
from drawdown.record.record import Record, View
from drawdown.site.cases.clock import today_in
from drawdown.site.cases.full import Asked, forget_rows, in_full, rows_of
from drawdown.site.cases.joining import joined
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.store import frames_between
from drawdown.site.cases.watching import EVERYTHING, carry_on, watched

log = logging.getLogger("drawdown.answers")

QUICK = 0.2
"""Seconds: what took no longer the last time is always counted anew while the reader waits."""
SMALL = 50_000
"""Entries up to which that holds; of more, only what took `VERY_QUICK` seconds."""
VERY_QUICK = 0.01
BEARABLE = 1.0
"""And so much is waited for by whoever entered something that the last answer does not have."""
BEARABLE_SMALL = 10.0
"""And so much of a small case, of which the first count has much to load."""
FRESH = 20.0
"""For so many seconds an answer is shown though entries were added; longer where it is costly."""
TIMES = 200
"""How many times as long as it takes to count is an answer fresh."""
DESTROYED = "destruction"
"""The kind of entry with which content is gone: everything is read anew."""
AT_ONCE = 2_000
"""Entries added that are read while a reader waits; more are read in the background."""
NOTED = 500
"""How many additions of each kind are remembered, to tell which answers they leave right."""
DATED = frozenset(
    {"handout", "stock", "condition", "inspection", "count", "check_in", "decision", "evaluation",
     "screening", "test", "transfer", "exit", "fact", "report", "disclosure", "admission"}
)  # fmt: skip
"""Kinds of which what is dated after a day has no part in that day's findings."""
REPLACES = ""
"""In place of a kind: any entry that replaces another."""
REST = 5
"""After counting in the background it rests this many times as long as it took."""
KEPT = 800
"""Answers kept for each case."""

Key = tuple[Hashable, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class Counted:
    """The record as far as it was read: through which entry, the case made of it, its views."""

    position: int
    digest: str
    case: finding_case.Case
    shared: dict[datetime | None, View] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """Findings of a day.

    Attributes:
        position: Through which entry they count.
        behind: How many entries have been added since.
        case: The order and the record that they were made of.
        findings: One for each clause and place.
    """

    position: int
    behind: int
    case: finding_case.Case
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Kept:
    """An answer: through which entry it counts, since when, and what kinds of entry it rests on."""

    position: int
    digest: str
    value: object
    source: finding_case.Case
    at: float
    touched: frozenset[str]


AT_LEAST: ContextVar[int] = ContextVar("at_least", default=0)
"""The number of the last entry that whoever asks has made: an answer has to have it."""


@dataclass
class _Kept:
    """What this process keeps of a case."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    counted: Counted | None = None
    answers: OrderedDict[Key, Kept] = field(default_factory=OrderedDict)
    making: dict[Key, threading.Lock] = field(default_factory=dict)
    cost: dict[str, float] = field(default_factory=dict)
    changed: dict[str, list[tuple[int, date]]] = field(default_factory=dict)
    busy: bool = False
    wanted: dict[Key, Callable[[Counted], object]] = field(default_factory=dict)

    def note(self, kind: str, position: int, first: object) -> None:
        """Note that entries of a kind were added, through which number and from which day on."""
        noted = self.changed.setdefault(kind, [])
        noted.append((position, first if isinstance(first, date) else date.min))
        del noted[:-NOTED]

    def is_touched(self, kind: str, since: int, on: date | None) -> bool:
        """Whether entries of a kind were added since a number that a day's answer may rest on."""
        noted = self.changed.get(kind, [])
        if len(noted) == NOTED and noted[0][0] > since:
            return True  # more was added than is noted
        return any(
            position > since and not (on is not None and kind in DATED and first > on)
            for position, first in noted
        )


_KEPT: dict[int, _Kept] = {}
_GUARD = threading.Lock()


def _kept(case: Case) -> _Kept:
    with _GUARD:
        return _KEPT.setdefault(case.pk, _Kept())


def forget() -> None:
    """Keep nothing: for tests, where databases come and go."""
    with _GUARD:
        _KEPT.clear()
    forget_rows()


def forget_beyond(positions: Mapping[int, int]) -> None:
    """Keep nothing of cases that were read beyond a position: for tests, which undo entries."""
    with _GUARD:
        for pk, kept in list(_KEPT.items()):
            if kept.counted and kept.counted.position > positions.get(pk, kept.counted.position):
                del _KEPT[pk]


def counted(case: Case) -> Counted:
    """The record as it is now, read as far as it was not yet."""
    kept, order = _kept(case), order_of(case)
    with kept.lock:
        last = kept.counted
        if last and last.digest == order.digest and last.position >= case.position:
            return last  # or another request was told of more
        started = time.perf_counter()
        if last and last.digest != order.digest:
            last = None
        frames = dict(last.case.record.frames) if last else {}
        after = last.position if last else 0
        fresh = frames_between(case, after, case.position)
        if last and DESTROYED in fresh:  # what was kept may hold what is destroyed
            kept.answers.clear()
            forget_rows()
            last, after, frames = None, 0, {}
            fresh = frames_between(case, after, case.position)
        for kind, added in fresh.items():
            frames[kind] = joined(frames[kind], added) if kind in frames else added
            kept.note(kind, case.position, added["date"].min())
        record = Record(dict(sorted(frames.items())), order.header.zone)
        views = carry_on(
            last.case.record if last else None, last.shared if last else {}, record, fresh
        )
        if views is None:
            kept.note(REPLACES, case.position, date.min)
        kept.counted = Counted(
            case.position, order.digest, finding_case.Case(order, record), views or {}
        )
        if last:  # reading all of it is done once, and says nothing of the next time
            kept.cost["read"] = time.perf_counter() - started
        return kept.counted


def answer(case: Case, on: date, known: date | None = None) -> Answer:
    """The findings of a day, as known on a day: each clause is kept by itself."""
    order = order_of(case)
    found: list[Finding] = []
    position, source = case.position, None
    for clause in order.clauses:
        through, some, source = findings_of(case, clause, on, known)
        found += some
        position = min(position, through)
    if source is None:
        source = counted(case).case
    return Answer(position, max(0, case.position - position), source, tuple(found))


def findings_of(
    case: Case, clause: str, on: date, known: date | None = None
) -> tuple[int, tuple[Finding, ...], finding_case.Case]:
    """The findings of one clause of the order: through which entry, the findings, of which case."""
    key = ("clause", clause, on, known)
    return keep(case, key, partial(_of_clause, clause, on, known), known, on)


def _of_clause(clause: str, on: date, known: date | None, now: Counted) -> tuple[Finding, ...]:
    asked = Asked(now.case, clause, on, known)
    return tuple(
        finding if finding.rows is None
        else replace(finding, rows=partial(rows_of, asked, finding.facility))
        for finding in in_full(asked)
    )  # fmt: skip


def keep(
    case: Case,
    key: Key,
    make: Callable[[Counted], T],
    known: date | None = None,
    on: date | None = None,
) -> tuple[int, T, finding_case.Case]:
    """What `make` gives for the record as it is, kept under `key` while it holds.

    Args:
        case: The case.
        key: What is asked; begins with a name for the kind of question.
        make: Answers it.
        known: As known on which day, where that is part of the question.
        on: As of which day, where nothing that happened later has a part in the answer.

    Returns:
        Through which entry the answer counts, the answer, and the case that it was made of.
    """
    kept, small = _kept(case), case.position <= SMALL
    with kept.lock:
        found = kept.answers.get(key)
        making = kept.making.setdefault(key, threading.Lock())
        cost = kept.cost.get("read", 0) + kept.cost.get(_kind_of(key), 0)
    if found and _holds(case, kept, key, found, known, on):
        return case.position, cast("T", found.value), found.source
    if found and _serves(found, cost):
        if cost > (QUICK if small else VERY_QUICK):
            _count_later(case, kept, key, make)
            return found.position, cast("T", found.value), found.source
    elif found and cost > (BEARABLE_SMALL if small else BEARABLE):
        _count_later(case, kept, key, make)
        return found.position, cast("T", found.value), found.source
    with making:  # two who ask the same at once are answered by one count
        with kept.lock:
            again = kept.answers.get(key)
        if again and (again is not found or found is None) and again.position >= case.position:
            return again.position, cast("T", again.value), again.source
        return _count(case, kept, key, make)


def _serves(found: Kept, cost: float) -> bool:
    """Whether an answer that lacks some entries will do: fresh, and with the reader's own."""
    age = time.monotonic() - found.at
    return found.position >= AT_LEAST.get() and age < max(FRESH, TIMES * cost)


def _holds(
    case: Case, kept: _Kept, key: Key, found: Kept, known: date | None, on: date | None
) -> bool:
    """Whether an answer is still right: nothing that it rests on was added, or known by then."""
    order = order_of(case)
    if order.digest != found.digest:
        return False
    if found.position >= case.position:
        return True
    if known is not None and known < today_in(case, order.header.zone):
        return True
    last = kept.counted
    if last is None or case.position - last.position > AT_ONCE:
        return False
    now = counted(case)
    rests = {REPLACES, *found.touched}
    if EVERYTHING in rests or any(kept.is_touched(kind, found.position, on) for kind in rests):
        return False
    with kept.lock:
        if key in kept.answers:
            kept.answers[key] = replace(found, position=now.position)
    return True


def _kind_of(key: Key) -> str:
    """For what kind of question a cost is noted: its name, and which clause it is of."""
    return " ".join(part for part in key[:2] if isinstance(part, str))


def _count(
    case: Case, kept: _Kept, key: Key, make: Callable[[Counted], T]
) -> tuple[int, T, finding_case.Case]:
    now = counted(case)
    started = time.perf_counter()
    record = watched(now.case.record, now.shared)
    source = finding_case.Case(now.case.order, record)
    value = make(replace(now, case=source))
    took = time.perf_counter() - started
    with kept.lock:
        kept.cost[_kind_of(key)] = took
        kept.answers[key] = Kept(
            now.position, now.digest, value, source, time.monotonic(), frozenset(record.touched)
        )
        kept.answers.move_to_end(key)
        while len(kept.answers) > KEPT:
            gone, _ = kept.answers.popitem(last=False)
            kept.making.pop(gone, None)
    return now.position, value, source


def _count_later(case: Case, kept: _Kept, key: Key, make: Callable[[Counted], object]) -> None:
    """Count in the background: one thread a case, and no more than a part of its time."""
    with kept.lock:
        kept.wanted[key] = make
        if kept.busy:
            return
        kept.busy = True
    threading.Thread(target=_work, args=(case.pk, kept), name="counting", daemon=True).start()


def _work(case_id: int, kept: _Kept) -> None:
    try:
        while True:
            with kept.lock:
                if not kept.wanted:
                    kept.busy = False
                    return
                wanted, kept.wanted = kept.wanted, {}
            started = time.perf_counter()
            case = Case.objects.get(pk=case_id)
            for key, make in wanted.items():
                _count(case, kept, key, make)
            time.sleep(min(60.0, REST * (time.perf_counter() - started)))
    except Exception:
        log.exception("counting in the background failed")
        with kept.lock:
            kept.busy, kept.wanted = False, {}
    finally:
        connection.close()
