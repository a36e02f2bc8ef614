"""Terms, what happened of late, and ladders as JSON: kept beside a person so that a look is quick.

Everything here can be computed anew from the record; nothing else is kept of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.happened import Attempt, CheckIn, Pause
from drawdown.check_in.ladder import Ladder, Rung
from drawdown.check_in.news import News
from drawdown.check_in.quiet import Quiet, Throttle
from drawdown.check_in.terms import Terms

KEPT = timedelta(days=100)
"""How far back what happened is kept beside a person: longer than any window and the one before."""
Happened = Mapping[str, Any]


@dataclass(frozen=True)
class Lately:
    """What the record says of a person that bears on the windows at hand.

    Attributes:
        check_ins: The check-ins of the last `KEPT`.
        pauses: Every pause.
        attempts: Attempts of the last `KEPT` that the line did not make itself.
    """

    check_ins: tuple[CheckIn, ...] = ()
    pauses: tuple[Pause, ...] = ()
    attempts: tuple[Attempt, ...] = ()

    def since(self, moment: datetime) -> Lately:
        """The same without what is over for longer than `KEPT`."""
        begin = moment - KEPT
        return Lately(
            tuple(each for each in self.check_ins if each.at >= begin),
            tuple(each for each in self.pauses if each.until is None or each.until >= begin),
            tuple(each for each in self.attempts if each.at >= begin),
        )

    def with_check_ins(self, more: Iterable[CheckIn]) -> Lately:
        """The same with further check-ins; one that is there already is not doubled."""
        known = {(each.at, each.receipt) for each in self.check_ins}
        fresh = (each for each in more if (each.at, each.receipt) not in known)
        return replace(self, check_ins=(*self.check_ins, *fresh))


def terms_to_text(terms: Iterable[Terms]) -> str:
    """Terms as JSON.

    >>> text = terms_to_text([Terms(date(2020, 5, 6), ZoneInfo("America/New_York"), every=7)])
    >>> terms_from_text(text)[0].every
    7
    """
    return _json([_terms(each) for each in terms])


@lru_cache(maxsize=50_000)
def terms_from_text(text: str) -> tuple[Terms, ...]:
    """What `terms_to_text` made."""
    return tuple(
        Terms(
            date.fromisoformat(each["since"]), ZoneInfo(each["zone"]), each.get("every", 0),
            tuple(each.get("weekdays", ())), _day(each.get("first")),
            time.fromisoformat(each["at"]) if "at" in each else None,
            timedelta(seconds=each["opens"]) if "opens" in each else None,
            timedelta(seconds=each.get("grace", 0)), each.get("holidays", "kept"),
            _day(each.get("last")),
        )
        for each in json.loads(text)
    )  # fmt: skip


def lately_to_text(lately: Lately) -> str:
    """What happened of late as JSON; blank where nothing did."""
    found = {
        "made": [[each.at.astimezone(UTC).isoformat(), each.receipt] for each in lately.check_ins],
        "pauses": [[each.since.isoformat(), each.until.isoformat() if each.until else None,
                    each.reason] for each in lately.pauses],
        "tried": [[each.key, each.rung, each.means, each.at.isoformat(), each.outcome, each.side,
                   each.how] for each in lately.attempts],
    }  # fmt: skip
    kept = {name: value for name, value in found.items() if value}
    return _json(kept) if kept else ""


def lately_from_text(person: str, text: str) -> Lately:
    """What `lately_to_text` made."""
    if not text:
        return Lately()
    found = json.loads(text)
    made = tuple(CheckIn(person, _at(at), receipt) for at, receipt in found.get("made", ()))
    return Lately(made, pauses_from(found), tried_from(person, found))


def last_check_in(text: str) -> datetime | None:
    """When the last check-in of what `lately_to_text` made was; none where there is none.

    >>> last_check_in('{"made":[["2020-06-02T16:00:00+00:00","482107355"]]}')
    datetime.datetime(2020, 6, 2, 16, 0, tzinfo=datetime.timezone.utc)
    """
    made = json.loads(text).get("made", ()) if text else ()
    return max((_at(at) for at, _ in made), default=None)


def pauses_from(found: Happened) -> tuple[Pause, ...]:
    """The pauses of what `lately_to_text` made, once it is read as JSON."""
    return tuple(
        Pause(_at(since), _at(until) if until else None, reason)
        for since, until, reason in found.get("pauses", ())
    )


def tried_from(person: str, found: Happened) -> tuple[Attempt, ...]:
    """The attempts of what `lately_to_text` made, once it is read as JSON."""
    return tuple(
        Attempt(key, person, rung, means, _at(at), outcome, side, how)
        for key, rung, means, at, outcome, side, how in found.get("tried", ())
    )


def with_check_ins(text: str, more: Iterable[CheckIn], now: datetime) -> str:
    """What `lately_to_text` made, with further check-ins and without what is over for long.

    The same as `Lately.with_check_ins` and `Lately.since`, but that nothing is made of what stays.

    >>> noon = datetime(2020, 6, 2, 16, tzinfo=UTC)
    >>> text = with_check_ins("", [CheckIn("A-1", noon, "482107355")], noon)
    >>> text
    '{"made":[["2020-06-02T16:00:00+00:00","482107355"]]}'
    >>> with_check_ins(text, [CheckIn("A-1", noon, "482107355")], noon) == text
    True
    """
    found = json.loads(text) if text else {}
    if found.keys() - {"made"}:
        lately = lately_from_text("", text).with_check_ins(more)
        return lately_to_text(lately.since(now))
    made = found.get("made", [])
    known = {(at, receipt) for at, receipt in made}
    fresh = [(each.at.astimezone(UTC).isoformat(), each.receipt) for each in more]
    made += [list(each) for each in fresh if each not in known]
    begin = now - KEPT
    day = begin.astimezone(UTC).date().isoformat()
    made = [each for each in made if each[0][:10] > day or _at(each[0]) >= begin]
    return _json({"made": made}) if made else ""


def ladder_to_text(ladder: Ladder) -> str:
    """A ladder as JSON."""
    quiet, throttle = ladder.quiet, ladder.throttle
    return _json({
        "rungs": [[rung.name, rung.means, rung.anchor, rung.after.total_seconds()]
                  for rung in ladder.rungs],
        "human": ladder.human,
        "quiet": [quiet.begins.isoformat(), quiet.ends.isoformat()],
        "throttle": [throttle.most, throttle.within.total_seconds(),
                     throttle.apart.total_seconds()],
        "news": [ladder.news.long.total_seconds(), ladder.news.soon.total_seconds()],
    })  # fmt: skip


@lru_cache(maxsize=256)
def ladder_from_text(text: str) -> Ladder:
    """What `ladder_to_text` made.

    Raises:
        CheckInError: It is no ladder.
    """
    try:
        found = json.loads(text)
        most, within, apart = found["throttle"]
        begins, ends = found["quiet"]
        return Ladder(
            tuple(Rung(name, means, anchor, timedelta(seconds=after))
                  for name, means, anchor, after in found["rungs"]),
            found["human"], Quiet(time.fromisoformat(begins), time.fromisoformat(ends)),
            Throttle(most, timedelta(seconds=within), timedelta(seconds=apart)),
            News(*(timedelta(seconds=each) for each in found["news"])) if "news" in found
            else News(),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise CheckInError(f"a ladder cannot be read: {error}") from None


def _terms(terms: Terms) -> dict[str, object]:
    found: dict[str, object] = {"since": terms.since.isoformat(), "zone": terms.zone.key}
    if terms.every:
        found["every"] = terms.every
    if terms.weekdays:
        found["weekdays"] = list(terms.weekdays)
    if terms.first:
        found["first"] = terms.first.isoformat()
    if terms.at is not None:
        found["at"] = terms.at.isoformat()
    if terms.opens is not None:
        found["opens"] = terms.opens.total_seconds()
    if terms.grace:
        found["grace"] = terms.grace.total_seconds()
    if terms.holidays != "kept":
        found["holidays"] = terms.holidays
    if terms.last:
        found["last"] = terms.last.isoformat()
    return found


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
