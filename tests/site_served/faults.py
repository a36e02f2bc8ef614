"""The whole line on a PostgreSQL, killed in the middle of things again and again, then for an hour.

`python -m tests.site_served.faults ROUNDS` prints what is wrong, and nothing where nothing is. A
round: people call our line over SIP and press the key that checks them in; meanwhile the line, the
database, a worker or a sender is killed. What was said on the wire is compared with the record.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as of_day
from pathlib import Path

import numpy as np
from benchmarks.schedule.crew import Crew, again, tell
from benchmarks.schedule.made_up import ORDER
from tests.check_in.lines.sip.peers import Ear, free_port
from tests.check_in.lines.sip.raw import OFFER, Raw, raw, tag_of
from tests.check_in.lines.sip.test_faults import program, ready, types
from tests.postgresql import crash, server, start_again

from drawdown.check_in.dialogue.prompt import prompt
from drawdown.check_in.lines.sip.g711 import Samples
from drawdown.check_in.lines.sip.sounds import Sounds
from drawdown.check_in.pin import hashed
from drawdown.check_in.spoken import usual

PIN = "246810"
HOUR = timedelta(hours=1)
FAULTS = ("sender", "both", "line", "database", "worker")
SLUG = "made-up"


def person(n: int) -> str:
    return f"S-{n:03}"


@dataclass
class Run:
    """One run: the case, the processes, and what was heard."""

    folder: Path
    address: str
    people: int
    chance: random.Random
    crew: Crew = field(init=False)
    pk: int = 0
    acknowledged: dict[str, str] = field(default_factory=dict)
    down: tuple[datetime, datetime] | None = None
    before: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        clock = self.folder / "clock"
        tell(clock, datetime.now(UTC))
        self.crew = Crew(clock, self.folder, 0, self.address)

    def prepare(self) -> None:
        """People whose window closes today, where it is noon; nobody is quiet."""
        from django.utils import timezone

        from drawdown.check_in.ladder import usual as usual_ladder
        from drawdown.check_in.quiet import Quiet, Throttle
        from drawdown.site.cases.append import append
        from drawdown.site.cases.importing import add_order_text
        from drawdown.site.cases.models import Case
        from drawdown.site.line.ladders import set_ladder
        from drawdown.site.line.models import Enrolment
        from drawdown.site.line.people import set_telephone

        now = timezone.now()
        case = Case.objects.create(slug=SLUG, title="Made up")
        Case.objects.filter(pk=case.pk).update(made=now - timedelta(days=30))
        add_order_text(case, ORDER.read_text(encoding="utf-8"), "a test")
        behind = (now.hour - 12) % 24
        zone = f"Etc/GMT+{behind}" if behind <= 12 else f"Etc/GMT-{24 - behind}"
        today = (now - timedelta(hours=behind if behind <= 12 else behind - 24)).date()
        since = today - timedelta(days=9)
        entries = [
            ("check_in_terms", {"date": since.isoformat(), "person": person(n), "zone": zone,
                                "every": "7", "opens": "2", "grace": "2", "decider": "the court"})
            for n in range(self.people)
        ]  # fmt: skip
        append(case, entries, by="a test", now=now - timedelta(days=9))
        for n in range(self.people):
            one = Enrolment(case=case, person=person(n), number=str(100_000 + n), pin=hashed(PIN),
                            since=now - timedelta(days=9), language="en")  # fmt: skip
            set_telephone(one, f"+1305555{1000 + n}")
            one.save()
        ladder = usual_ladder("the officer on duty")
        quiet = Quiet(of_day(0), of_day(0))
        set_ladder(case, type(ladder)(ladder.rungs, ladder.human, quiet, Throttle(99)),
                   by="a test", now=now - timedelta(days=9))  # fmt: skip
        self.pk = case.pk

    async def round(self, fault: str, callers: list[int]) -> None:
        """Some call and press the key; in the middle of it something is killed."""
        port = free_port()
        async with AsyncExitStack() as stack:
            line = await stack.enter_async_context(
                program(Path(SLUG), port, "--home", str(self.folder))
            )
            await ready(line)
            phones = [await stack.enter_async_context(raw(port)) for _ in callers]
            ears = [Ear() for _ in callers]
            calls = [
                asyncio.create_task(self._call(n, phone, ear))
                for n, phone, ear in zip(callers, phones, ears, strict=True)
            ]
            await asyncio.wait(calls, timeout=20)
            for call in calls:
                assert call.done(), "a call did not come as far as the menu"
                call.result()
            pressed = asyncio.get_running_loop().time()
            for phone, call in zip(phones, calls, strict=True):
                press(phone, call.result())
            await asyncio.sleep(self.chance.uniform(0.0, 1.2))
            if fault in ("line", "both"):
                line.kill()
            if fault in ("database", "both"):
                await asyncio.to_thread(crash, self.address)
            if fault in ("sender", "worker"):
                await asyncio.to_thread(self.kill, fault)
            await asyncio.sleep(self.chance.uniform(1.0, 2.0))
            if fault in ("database", "both"):
                await asyncio.to_thread(start_again, self.address)
            await asyncio.sleep(0.5 if line.returncode is None else 0)
            for n, ear in zip(callers, ears, strict=True):
                if receipt_begun(ear, pressed):
                    self.acknowledged[person(n)] = fault
                ear.close()
            if line.returncode is None:
                line.kill()
            await line.wait()

    async def _call(self, n: int, phone: Raw, ear: Ear) -> str:
        """Call and identify, up to the menu; the tag of the dialog."""
        offer = OFFER.replace("m=audio 9", f"m=audio {await ear.open()}")
        phone.send(phone.request("INVITE", 1, f"i{n}", body=offer, call=f"c{n}"))
        tag = tag_of(await phone.wait("SIP/2.0 200"))
        phone.send(phone.request("ACK", 1, f"a{n}", tag, call=f"c{n}"))
        await types(phone, tag, f"11{100_000 + n}#{PIN}#", f"c{n}")
        await asyncio.sleep(1.0)  # the PIN's hash is slow
        return tag

    def kill(self, role: str) -> None:
        """Kill a process of a kind; it is started anew when the crew is tended."""
        for each, process in self.crew.running.values():
            if each == role:
                process.kill()
                process.wait()

    def hour(self) -> None:
        """All is down for an hour: what is known of the processes is put an hour back."""
        from django.utils import timezone

        self.before = {who for who, _ in again(self.made)}
        end = timezone.now()
        self.crew.sleep(end, HOUR)  # the clock that it sets is put right at once
        self.down = (end - HOUR, timezone.now())
        self.crew.tend(kills=False)

    def made(self) -> list[tuple[str, str]]:
        """Everybody's check-ins in the record: who, and the entry's name."""
        from drawdown.site.cases.models import Row

        rows = Row.objects.filter(case_id=self.pk, kind="check_in")
        return list(rows.values_list("person", "name"))

    def settle(self) -> None:
        """Work until nothing is left to be done."""
        from drawdown.site.cases.models import Case
        from drawdown.site.line.models import Due, Step, Telling, Upkeep

        def left() -> bool:
            now = datetime.now(UTC)
            case = Case.objects.get(pk=self.pk)
            read = Upkeep.objects.filter(case=case, position__gte=case.position).exists()
            telling = Telling.objects.filter(case=case, over=None).exists()
            due = Due.objects.filter(case=case, at__lte=now).exists()
            steps = Step.objects.filter(case=case, over=None, claimed=None, after__lte=now)
            return not read or telling or due or steps.exclude(means="mail").exists()

        until = time.monotonic() + 60
        quiet = 0
        while quiet < 8:
            self.crew.tend(kills=False)
            quiet = 0 if again(left) else quiet + 1
            assert time.monotonic() < until, "the work does not come to its end"
            time.sleep(0.1)

    def wrong(self) -> list[str]:
        """What is not as was promised."""
        from drawdown.check_in.standing import State, standings
        from drawdown.site.cases.models import Case
        from drawdown.site.line.outages import standing_outages
        from drawdown.site.line.reading import history_in, schedule_in

        found: list[str] = []
        count = Counter(who for who, _ in self.made())
        for who, fault in self.acknowledged.items():
            if count[who] != 1:
                found.append(f"{who} heard a receipt ({fault}) and has {count[who]} check-ins")
        found += [f"{who} checked in {n} times" for who, n in count.items() if n > 1]
        sent = self.crew_sent()
        found += [f"{key} was sent {n} times" for key, n in sent.items() if n > 1]
        case, now = Case.objects.get(pk=self.pk), datetime.now(UTC)
        assert self.down
        since, until = self.down
        outages = [each for _, each in standing_outages(case)]
        whole = [
            each for each in outages
            if each.until and abs(each.since - since) < HOUR / 4
            and abs(each.until - until) < HOUR / 4
        ]  # fmt: skip
        if not whole:
            found.append(f"the hour is no outage: {[(o.since, o.until) for o in outages]}")
        for n in range(self.people):
            who = person(n)
            schedule = schedule_in(case, who)
            assert schedule
            all_ = standings(schedule, history_in(case, who), since, now)
            state = next(each for each in all_ if each.window.holds(now))
            told = f"{who}/{state.window.day.isoformat()}/excused"
            if (state.state is State.MADE) != (who in count):
                found.append(f"{who} is {state.state}, with {count[who]} check-ins")
            if who not in count and state.state is not State.EXCUSED:
                found.append(f"{who} is {state.state} after the hour")
            if who in self.before and told in sent:
                found.append(f"{who} had checked in and was told to be excused")
            if who not in count and told not in sent:
                found.append(f"{who} was excused and not told")
        return found

    def crew_sent(self) -> Counter[str]:
        """What senders sent, by its key, as they wrote it down in that moment."""
        return Counter(
            line
            for path in self.folder.glob("sent-*.txt")
            for line in path.read_text().splitlines()
        )


def press(phone: Raw, tag: str) -> None:
    """Press 1, the key that checks in, and wait for nothing."""
    call = phone.inbox[0].partition("Call-ID: ")[2].partition("@")[0]
    body = "Signal=1\r\n"
    message = phone.request("INFO", 50, f"p{call}", tag, call=call)
    ends = f"Content-Type: application/dtmf-relay\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    phone.send(message.replace("Content-Length: 0\r\n\r\n", ends))


def receipt_begun(ear: Ear, since: float) -> bool:
    """Whether "you have checked in" was heard after a moment, which the receipt number follows."""
    later = Ear()
    later.codec = ear.codec
    later.packets = [(at, packet) for at, packet in ear.packets if at > since]
    if len(later.packets) < 20:
        return False
    made = Sounds(usual()).pieces(prompt("checked_in", "en", due=date(2020, 6, 3)))
    said = made[0][1][:8000]
    return alike(later.heard, said) > 0.6


def alike(heard: Samples, said: Samples) -> float:
    """How alike a sound is to the part of another where it is most alike, 1 for the same."""
    a, b = heard.astype(float), said.astype(float)
    if len(a) < len(b):
        return 0.0
    size = 1 << int(np.ceil(np.log2(len(a) + len(b))))
    product = np.fft.irfft(np.fft.rfft(a, size) * np.conj(np.fft.rfft(b, size)), size)
    best = int(product[: len(a) - len(b) + 1].argmax())
    part = a[best : best + len(b)]
    return float(product[best] / (np.linalg.norm(part) * np.linalg.norm(b) + 1e-9))


def keep_clock(run: Run, stop: threading.Event) -> None:
    """Let the workers' clock go as the real one does."""
    while not stop.wait(0.03):
        tell(run.crew.clock, datetime.now(UTC))


def main() -> int:
    """Run it; what is wrong goes to the standard output."""
    rounds = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**6)
    print(f"seed {seed}", flush=True)
    chance = random.Random(seed)  # noqa: S311  moments of a test
    with tempfile.TemporaryDirectory() as folder, server(durable=True) as address:
        os.environ |= {
            "DRAWDOWN_DATABASE": address, "DRAWDOWN_HOME": folder, "DRAWDOWN_LINE_CALLS": "none",
            "DJANGO_SETTINGS_MODULE": "drawdown.site.settings",
        }  # fmt: skip
        from drawdown.site.starting import set_up

        set_up(Path(folder))
        run = Run(Path(folder), address, 2 * rounds + 4, chance)
        run.prepare()
        stop = threading.Event()
        ticking = threading.Thread(target=keep_clock, args=(run, stop))
        ticking.start()
        try:
            run.crew.start("worker", 0)
            run.crew.start("sender", 1)
            for number in range(rounds):
                fault = FAULTS[number] if number < len(FAULTS) else chance.choice(FAULTS)
                asyncio.run(run.round(fault, [2 * number, 2 * number + 1]))
                run.crew.tend(kills=False)
            run.settle()
            run.hour()
            with suppress(AssertionError):
                noticed(run)
            run.settle()
        finally:
            stop.set()
            ticking.join()
            run.crew.end()
        found = again(run.wrong)
        if not run.acknowledged:
            found.append("nobody heard that they checked in: this run shows nothing")
        print(f"{rounds} rounds, {len(run.acknowledged)} receipts heard, "
              f"{len(again(run.made))} check-ins", flush=True)  # fmt: skip
        for each in found:
            print(each)
        return int(bool(found))


def noticed(run: Run) -> None:
    """Wait until the line noticed that it was down, and that it works again."""
    from drawdown.site.line.models import Telling

    until = time.monotonic() + 30
    while again(lambda: Telling.objects.filter(case_id=run.pk).count()) < 2:
        run.crew.tend(kills=False)
        assert time.monotonic() < until, "the hour was not noticed"
        time.sleep(0.1)


if __name__ == "__main__":
    raise SystemExit(main())
