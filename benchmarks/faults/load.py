"""Others at work while something breaks: each notes what was acknowledged."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

SLUG = "gayle-v-meade"
FACILITIES = ("krome", "glades", "btc")


@dataclass
class Acknowledged:
    """What the site said it had taken.

    Attributes:
        pairs: Ids that were sent two at a time, all or none; and whether that was acknowledged.
        rosters: Numbers of rosters that were taken, and whether accepting them was acknowledged.
        checkpoints: Numbers of checkpoints, and their roots.
        refused: What was refused or not answered, and how often.
    """

    pairs: dict[tuple[str, str], bool] = field(default_factory=dict)
    rosters: dict[int, bool] = field(default_factory=dict)
    checkpoints: dict[int, str] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def no(self, what: str) -> None:
        """Note something that was refused or not answered."""
        with self.lock:
            self.refused[what] = self.refused.get(what, 0) + 1


@dataclass
class Load:
    """Threads that send decisions and handouts, rosters, and sign the record.

    Attributes:
        port: Of the site.
        token: Of an agency member.
        people: Whom decisions are about.
        pause: Seconds between two sendings of each that sends entries.
        rare: And between two rosters or checkpoints.
        noted: What was acknowledged.
    """

    port: int
    token: str
    people: list[str]
    pause: float = 0.15
    rare: float = 0.3
    noted: Acknowledged = field(default_factory=Acknowledged)
    _pending: int | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin."""
        self._stop.clear()
        works = [(self._pair, self.pause), (self._pair, self.pause), (self._roster, self.rare),
                 (self._sign, self.rare)]  # fmt: skip
        self._threads = [threading.Thread(target=self._go, args=each) for each in works]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Let them finish what they are at."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._threads = []

    def _go(self, work: Callable[[], None], pause: float) -> None:
        from django.db import connection

        while not self._stop.is_set():
            try:
                work()
            except Exception as error:
                self.noted.no(type(error).__name__)
                with contextlib.suppress(Exception):
                    connection.close()
                time.sleep(0.25)
            self._stop.wait(pause)
        connection.close()

    def ask(self, method: str, path: str, body: bytes | None = None,
            kind: str = "application/json") -> tuple[int, dict[str, object]]:  # fmt: skip
        """Ask the API: the status, and the answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request(method, f"/api/{SLUG}{path}", body, {
                "Authorization": f"Bearer {self.token}", "Content-Type": kind, "Host": "localhost",
            })  # fmt: skip
            answer = line.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if answer.status < 500 else {}
        finally:
            line.close()

    def _pair(self) -> None:
        """A decision and a handout, both or neither."""
        name = uuid.uuid4().hex
        ids = (f"d-{name}", f"h-{name}")
        person = self.people[int(name, 16) % len(self.people)]
        rows = [
            {"entry": "decision", "id": ids[0], "date": "2020-05-12", "person": person,
             "outcome": "deferred", "until": "2020-05-20", "decider": "A. Quintero",
             "reason": "made up", "missing": "made up"},
            {"entry": "handout", "id": ids[1], "date": "2020-05-12", "item": "soap",
             "facility": FACILITIES[0], "quantity": "1", "unit": "Krome 3"},
        ]  # fmt: skip
        with self.noted.lock:
            self.noted.pairs[ids] = False
        status, said = self.ask("POST", "/entries?all_or_none=true", json.dumps(rows).encode())
        if status == 200:
            with self.noted.lock:
                self.noted.pairs[ids] = True
        else:
            self.noted.no(f"entries {status} {str(said.get('error', ''))[:90]}")

    def _roster(self) -> None:
        """A roster, sent; accepted once it has been read."""
        if self._pending is not None:
            self._accept(self._pending)
            return
        name = uuid.uuid4().hex
        rows = "".join(f"A{int(name, 16) % 10**8:08d}{n},Glades,2020-05-01\n" for n in range(9))
        mark = uuid.uuid4().hex
        body = "".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{field}"{more}\r\n\r\n{value}\r\n'
            for field, more, value in (
                ("covers", "", "listed"), ("as_of", "", "2020-05-12"),
                ("file", f'; filename="glades {name}.csv"\r\nContent-Type: text/csv',
                 f"A-Number,Facility,Book In Date\n{rows}"),
            )
        ) + f"--{mark}--\r\n"  # fmt: skip
        kind = f"multipart/form-data; boundary={mark}"
        status, said = self.ask("POST", "/rosters", body.encode(), kind)
        if status != 202:
            self.noted.no(f"roster {status} {str(said.get('error', ''))[:90]}")
            return
        number = int(str(said["id"]))
        with self.noted.lock:
            self.noted.rosters[number] = False
        self._pending = number

    def _accept(self, number: int) -> None:
        status, said = self.ask("GET", f"/rosters/{number}")
        state = said.get("state")
        if state == "read":
            status, said = self.ask("POST", f"/rosters/{number}/accept")
            if status == 202:
                with self.noted.lock:
                    self.noted.rosters[number] = True
        elif state == "asks":
            self.noted.no(f"roster asks {str(said.get('problem', said))[:120]}")
        if state in ("asks", "accepting", "accepted", "discarded"):
            self._pending = None

    def _sign(self) -> None:
        """A checkpoint, signed."""
        from drawdown.site.cases.models import Case
        from drawdown.site.proof.making import make_checkpoint

        made = make_checkpoint(Case.objects.get(slug=SLUG))
        if made is not None:
            with self.noted.lock:
                self.noted.checkpoints[made.number] = made.root
