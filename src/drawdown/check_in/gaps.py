"""When the line did not work, as the beats of its processes tell: pure, from what is stored.

Each process says every few seconds that it works. Where all of a kind are silent for too long and
the last did not end as it should, nobody could check in, or nobody was reminded: an outage, from
the last beat until the next process of the kind began. What is computed from the same beats is the
same, whoever computes it and however often.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Beating:
    """A process, as its beats tell.

    Attributes:
        name: Its name.
        kind: What it does; a line with its kind, such as `line sip`.
        since: When it began.
        at: When it last said that it works.
        clean: Whether it ended as it should.
        troubled: Since when it says that something is wrong; none where nothing is.
        trouble: What.
    """

    name: str
    kind: str
    since: datetime
    at: datetime
    clean: bool = False
    troubled: datetime | None = None
    trouble: str = ""


@dataclass(frozen=True)
class Gap:
    """A time in which no process of a kind worked.

    Attributes:
        kind: The kind.
        since: From when.
        until: Until when; none while it lasts.
        why: How it is known.
    """

    kind: str
    since: datetime
    until: datetime | None
    why: str


def gaps(
    beats: Iterable[Beating], now: datetime, limit: timedelta, fresh: Mapping[str, bool]
) -> tuple[Gap, ...]:
    """Every time in which all processes of a kind were silent for longer than a limit.

    Args:
        beats: What is stored of the processes.
        now: The moment, on the clock by which beats are stored.
        limit: How long a silence has to be.
        fresh: Whether each process is known to work now, by name, as whoever asks saw its beats
            come by a clock that only goes forward. For one that is not in it the stored times say.
    """
    found: list[Gap] = []
    kinds: dict[str, list[Beating]] = {}
    for beat in beats:
        kinds.setdefault(beat.kind, []).append(beat)
    for kind, all_ in sorted(kinds.items()):
        found += _silences(kind, all_, now, limit, fresh)
        found += _troubles(kind, all_, now, limit, fresh)
    return tuple(found)


def works(beat: Beating, now: datetime, limit: timedelta, fresh: Mapping[str, bool]) -> bool:
    """Whether a process works now; a beat from the future is one of a clock that was set back."""
    return not beat.clean and fresh.get(beat.name, now - beat.at <= limit)


def _silences(
    kind: str, beats: list[Beating], now: datetime, limit: timedelta, fresh: Mapping[str, bool]
) -> list[Gap]:
    spans = sorted(
        (min(beat.since, beat.at), now if works(beat, now, limit, fresh) else beat.at, beat.clean)
        for beat in beats
    )
    found: list[Gap] = []
    end, clean = spans[0][1], spans[0][2]
    for begins, ends, cleanly in spans[1:]:
        if begins - end > limit and not clean:
            found.append(_gap(kind, end, begins))
        if ends >= end:
            end, clean = ends, cleanly
    if now - end > limit and not clean:
        found.append(_gap(kind, end, None))
    return found


def _gap(kind: str, since: datetime, until: datetime | None) -> Gap:
    return Gap(kind, since, until, f"no {kind} gave a sign of life")


def _troubles(
    kind: str, beats: list[Beating], now: datetime, limit: timedelta, fresh: Mapping[str, bool]
) -> list[Gap]:
    """A time in which every process of a kind that works says that something is wrong."""
    there = [beat for beat in beats if works(beat, now, limit, fresh)]
    if not there or any(beat.troubled is None for beat in there):
        return []
    last = max(there, key=lambda beat: beat.troubled or beat.at)
    since = last.troubled or last.at
    return [Gap(kind, since, None, last.trouble)] if now - since > limit else []
