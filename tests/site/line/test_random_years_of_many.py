"""Random times of many people in the database, around changes of clocks and the year's end.

Everybody has terms of their own, in any US time zone, which may change; pauses; the line and the
carrier fail now and then, and so do single texts and calls. Nobody is ever marked within a window,
nor for one that our side or the carrier broke; everyone who pressed the key has a receipt.
`DRAWDOWN_YEARS` says how many times.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction
from tests.check_in.years import ZONES

from drawdown.check_in.dialogue.effects import CheckedIn
from drawdown.check_in.receipt import is_receipt
from drawdown.check_in.recorded import WEEKDAYS
from drawdown.check_in.standing import State, standing, touching
from drawdown.site.line.carriers import Taken
from drawdown.site.line.failures import what_lacks
from drawdown.site.line.looking import around, attempts_of, history_from, schedule_from
from drawdown.site.line.models import Due, Receipt, Step
from drawdown.site.line.people import enrol
from drawdown.site.line.reading import history_in, schedule_in
from drawdown.site.line.store import CaseStore

from .conftest import Days

YEARS = int(os.environ.get("DRAWDOWN_YEARS", "2"))
PEOPLE, LONG = 8, timedelta(days=10)
AROUND = (date(2020, 3, 2), date(2020, 10, 26), date(2019, 12, 25), date(2024, 2, 23))
"""The clocks go forward on 8 March 2020 and back on 1 November; a year's end; a leap day."""
SAYS = (
    Taken("sent"), Taken("sent"), Taken("sent"), Taken("refused", "person", "blocked"),
    Taken("failed", "carrier", "no route"), Taken("failed", "ours", "disk full"),
    Taken("failed", "unknown", "nothing was heard"), Taken("busy", "person", "busy"),
    Taken("claimed", "unknown", "taken"),
)  # fmt: skip


@dataclass
class Year:
    """One stretch of time, drawn from a number."""

    days: Days
    seed: int
    receipts: list[tuple[str, datetime, str]] = field(default_factory=list)
    ends: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311  moments of a test
        first = AROUND[self.seed % len(AROUND)]
        self.days.now = datetime.combine(first, time(12), UTC)
        self.ends = self.days.now + LONG
        self.days.carrier.says = lambda key: self.chance.choice(SAYS)
        self.days.carrier.rings = lambda key: self.chance.choice(SAYS)

    @property
    def people(self) -> list[str]:
        return [f"A-{n:02}" for n in range(PEOPLE)]

    def begin(self) -> None:
        """Everybody gets their own terms and a telephone."""
        for n, person in enumerate(self.people):
            self.terms(person, self.days.now.date() - timedelta(days=self.chance.randrange(9)))
            enrol(self.days.case, person, by="a test", telephone=f"+1305555{1000 + n}")

    def terms(self, person: str, since: date) -> None:
        draw = self.chance
        cells = {"date": since.isoformat(), "person": person, "decider": "A. Quintero",
                 "zone": draw.choice(ZONES)}  # fmt: skip
        if draw.random() < 0.5:
            cells["every"] = str(draw.randint(2, 9))
        else:
            cells["weekdays"] = "; ".join(draw.sample(WEEKDAYS, draw.randint(1, 2)))
        if draw.random() < 0.5:
            cells["at"] = draw.choice(["00:00", "00:30", "02:30", "17:00", "23:59"])
        if draw.random() < 0.6:
            cells["grace"] = str(draw.choice([0.25, 0.5]))
        if draw.random() < 0.5:
            cells["opens"] = str(draw.choice([0.25, 0.4]))
        self.days.enter("check_in_terms", **cells)

    def happen(self) -> None:
        """Something happens to somebody, or to the line."""
        draw, days = self.chance, self.days
        person = draw.choice(self.people)
        kind = draw.choice(["check in"] * 8 + ["pause", "terms", "outage", "outage"])
        if kind == "check in":
            self.press(person)
        elif kind == "terms":
            self.terms(person, days.now.date() + timedelta(days=draw.randint(1, 3)))
        elif kind == "pause":
            until = days.now.date() + timedelta(days=draw.randint(0, 4))
            days.enter("pause", date=days.now.date().isoformat(), person=person,
                       until=until.isoformat(), decider="A. Quintero")  # fmt: skip
        else:
            since = days.now - timedelta(minutes=draw.choice([0, 1, 60, 600]))
            lasts = timedelta(minutes=draw.choice([0, 1, 45, 300, 3000]))
            days.enter("outage", date=since.astimezone(UTC).isoformat(), reason="it fell over",
                       until=min(since + lasts, days.now).astimezone(UTC).isoformat(),
                       side=draw.choice(["ours", "carrier"]))  # fmt: skip

    def press(self, person: str) -> None:
        """The person pressed the key: it is kept before the receipt is said."""
        store, now = CaseStore(self.days.case, "console"), self.days.now
        receipt = store.desk(now).receipt()
        name = f"c-{self.seed}-{len(self.receipts)}"
        store.begun(name, now)
        store.save(CheckedIn(f"{name}/1", name, person, now, receipt, "en", None), now)
        self.receipts.append((person, now, receipt))

    def go_on(self) -> None:
        """Live through all of it."""
        self.begin()
        while self.days.now < self.ends:
            self.days.until(self.days.now + timedelta(minutes=self.chance.randrange(60 * 14)))
            self.happen()
            if self.chance.random() < 0.3:
                self.nobody_within_a_window()
        self.days.work()

    def nobody_within_a_window(self) -> None:
        """Nobody can be marked now whose window is open, nor is a human asked about it."""
        person = self.chance.choice(self.people)
        schedule = schedule_in(self.days.case, person)
        assert schedule
        window = schedule.window(self.days.now)
        if window is None:
            return
        asked = f"{person}/{window.day.isoformat()}/human"
        assert not Step.objects.filter(case=self.days.case, key=asked).exists()
        assert what_lacks(self.days.case, person, window.day, decider="A. Quintero",
                          reason="silent", now=self.days.now)  # fmt: skip

    def holds(self) -> int:
        """What was promised holds of everybody; how many windows passed without a check-in."""
        days, seen, passed = self.days, around(self.days.case, self.days.now), 0
        begin = self.ends - LONG - timedelta(days=10)
        attempts = attempts_of(days.case, self.people, begin)
        keys = list(Step.objects.filter(case=days.case).values_list("key", flat=True))
        assert len(keys) == len(set(keys))
        sent = [key for _, _, key in days.carrier.texts] + days.carrier.calls
        assert len(sent) == len(set(sent)), "nobody was sent one thing twice"
        for person in self.people:
            due = Due.objects.get(case=days.case, person=person)
            beside = schedule_from(person, due.schedule, seen.calendar)
            told = schedule_in(days.case, person)
            assert beside == told
            assert told
            tried = attempts.get(person, ())
            _, near = history_from(person, due.happened, tried, seen.outages)
            far = history_in(days.case, person)
            mine = [at for who, at, _ in self.receipts if who == person]
            for window in told.windows(begin):
                if window.opens > days.now:
                    break
                stands = standing(window, near, days.now)
                assert stands.state is standing(window, far, days.now).state
                if any(window.holds(at) for at in mine):
                    assert stands.state is State.MADE
                if stands.state is not State.PASSED_WITHOUT:
                    continue
                passed += 1
                assert window.closes <= days.now
                assert not touching(window, far, days.now)
                assert not any(each.excuses and window.holds(each.at) for each in tried)
            for at, receipt in [(at, each) for who, at, each in self.receipts if who == person]:
                assert is_receipt(receipt)
                assert (at, receipt) in [(each.at, each.receipt) for each in far.check_ins]
                assert Receipt.objects.filter(case=days.case, number=receipt).exists()
                assert any("/receipt" in key for key in keys)
        return passed


@pytest.mark.parametrize("seed", range(YEARS))
def test_nobody_is_marked_who_should_not_be(days: Days, seed: int) -> None:
    year = Year(days, seed)
    with transaction.atomic():
        year.go_on()
        passed = year.holds()
    assert passed > 0, "some windows passed, so that this shows something"
    assert year.receipts
