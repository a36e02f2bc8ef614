"""The worker that is measured: answers every call with the dialogue, tells of each second.

With `tone` as a second argument it says one sound without end instead, and no dialogue is there.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np

from drawdown.check_in.dialogue import Place
from drawdown.check_in.lines.sip.agent import Agent
from drawdown.check_in.lines.sip.call import Call
from drawdown.check_in.lines.sip.events import Answered, CallEvent, Ended, Said
from drawdown.check_in.lines.sip.g711 import RATE
from drawdown.check_in.lines.sip.line import Line
from drawdown.check_in.lines.sip.orders import Pulse
from drawdown.check_in.lines.sip.settings import Settings
from drawdown.check_in.lines.sip.sounds import Sounds
from drawdown.check_in.lines.store import Enrolled, MemoryStore
from drawdown.check_in.pin import hashed
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.terms import Terms


def tell(kind: str, **values: object) -> None:
    print(json.dumps({"kind": kind} | values), flush=True)


def told(call: Call, event: CallEvent) -> None:
    if isinstance(event, Ended) and call.tally is not None:
        tell("ended", **call.tally._asdict())


def speak(call: Call) -> Callable[[CallEvent], None]:
    speech = (9000 * np.sin(np.arange(RATE * 20) / 5)).astype(np.int16)

    def hear(event: CallEvent) -> None:
        if isinstance(event, Answered | Said):
            call.say({"speech": speech})
        told(call, event)

    return hear


def line(settings: Settings) -> Line:
    """A line with one made-up person, whose prompts are made before it is measured."""
    terms = Terms(date(2020, 5, 25), ZoneInfo("America/New_York"), every=7)
    store = MemoryStore(
        {"1042": Enrolled("A-1042", hashed("246801"))},
        {"A-1042": Schedule("A-1042", (terms,))},
        (Place("centre", "the detention centre"),),
    )
    sounds = Sounds()
    desk = store.desk(datetime.now(UTC))
    sounds.warm(desk.languages, desk.places, desk.now.date())
    made = Line(settings, store, sounds=sounds)
    answering = made.agent._answering

    def answer(call: Call) -> Callable[[CallEvent], None]:
        on_event = answering(call)

        def hear(event: CallEvent) -> None:
            on_event(event)
            told(call, event)

        return hear

    made.agent._answering = answer
    return made


async def main() -> None:
    settings = Settings(
        port=int(sys.argv[1]), media_ports=(10_000, 30_000), most_calls=5000, most_new=500
    )
    plain = "tone" in sys.argv
    made = None if plain else line(settings)
    agent = Agent(settings, speak) if made is None else made.agent

    def pulse(told: Pulse) -> None:
        tell("second", signalling=time.process_time(), **told._asdict())

    agent.media.on_pulse = pulse
    await (agent.start() if made is None else made.start())
    tell("ready")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
