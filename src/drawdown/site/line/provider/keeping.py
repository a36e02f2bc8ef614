"""A provider's call between two of its requests: kept sealed, and changed under a lock."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from drawdown.check_in.dialogue import CallEnded, Effect
from drawdown.check_in.lines.twiml import Kept, Reached, Taken, later, reached_in_call
from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.sealing import open_sealed, seal
from drawdown.site.line.carriers import Taken as Carried
from drawdown.site.line.models import Call, Enrolment, Step
from drawdown.site.line.noting import learned
from drawdown.site.line.store import CaseStore

LINE = "twiml"


@dataclass
class Held:
    """A call that nobody else changes meanwhile.

    Attributes:
        store: The case.
        row: Its row.
        now: The moment.
    """

    store: CaseStore
    row: Call
    now: datetime

    @property
    def kept(self) -> Kept | None:
        """What was kept of it; none where it is new."""
        if self.row.state is None:
            return None
        about = f"call {self.row.name}"
        sealed = open_sealed(self.row.case_id, bytes(self.row.state), about)
        return Kept.model_validate_json(sealed)

    @property
    def key(self) -> str:
        """The key of the step that it is an attempt of; blank where somebody called us."""
        return str(self.row.turns.get("key", ""))

    def keep(self, taken: Taken) -> None:
        """Keep what came of a request."""
        about = f"call {self.row.name}"
        self.row.state = seal(self.store.case, taken.kept.model_dump_json().encode(), about)
        turns = dict(self.row.turns)
        turns["again"] = taken.again.isoformat() if taken.again else ""
        fetched = set(turns.get("fetched", []))
        wanted = {*turns.get("fetch", []), *taken.kept.recordings, taken.stray} - fetched - {""}
        turns["fetch"] = sorted(wanted)
        self.row.turns, self.row.waits = turns, bool(turns["again"] or turns["fetch"])
        self.row.save(update_fields=["state", "turns", "waits"])

    def save(self, effect: Effect) -> Effect | None:
        """Keep an effect for good; where its key stands already, what stands there."""
        before = stands(self.store.case, effect)
        with transaction.atomic():
            self.store.save(effect, self.now)
        if isinstance(effect, CallEnded):
            self._noted_end(effect)
        return before

    def _noted_end(self, effect: CallEnded) -> None:
        self.row.refresh_from_db(fields=["ended", "person", "language", "reached", "done",
                                         "pressed", "side", "how"])  # fmt: skip
        if self.key:
            reached(self.store.case, self.row, self.key, reached_in_call(effect), self.now)


@contextlib.contextmanager
def held(
    store: CaseStore, name: str, now: datetime, *, telephone: str = "", key: str = ""
) -> Iterator[Held]:
    """A call of a provider's, locked until the block ends; made where it is new.

    Args:
        store: The case.
        name: The provider's id of the call.
        now: The moment.
        telephone: The number at the other end, where it is shown.
        key: The key of the step that it is an attempt of, where we placed it.
    """
    with transaction.atomic():
        direction = "out" if key else "in"
        step = Step.objects.filter(case=store.case, key=key).first() if key else None
        person = step.person if step else ""
        begun = store.begun(name, now, telephone=telephone, direction=direction, person=person)
        row = Call.objects.select_for_update().get(pk=begun.pk)
        if step is not None and not row.turns.get("key"):
            row.turns = {**row.turns, "key": key}
            row.save(update_fields=["turns"])
        yield Held(store, row, now)


def reached(case: Case, row: Call | None, key: str, told: Reached | None, now: datetime) -> None:
    """Note how far an attempt has come; what is known never falls back.

    Args:
        case: The case.
        row: The call, where it is one; a text has none.
        key: The key of the step.
        told: What is told of it now.
        now: The moment.
    """
    if told is None:
        return
    if row is not None:
        before = row.turns.get("reached")
        known = later(Reached(**before) if before else None, told)
        if known is None or known != told:
            return
        row.turns = {**row.turns, "reached": vars(known)}
        row.save(update_fields=["turns"])
    if told.is_final:
        said = Carried(told.outcome, told.side, told.how, opted_out=told.opted_out)
        learned(case, key, said, now)


def called(case: Case, key: str) -> tuple[str, str]:
    """Of a step that calls somebody: the number that they enter, and their language."""
    step = Step.objects.filter(case=case, key=key).first() if key else None
    if step is None:
        return "", ""
    who = Enrolment.objects.filter(case=case, person=step.person, ended=None).first()
    return (who.number, who.language) if who else ("", "")


def stands(case: Case, effect: Effect) -> Effect | None:
    """The effect that stands under a key, where one does: its receipt is the one to read out."""
    receipt = getattr(effect, "receipt", None)
    if receipt is None:
        return None
    content = Row.objects.filter(case=case, name=effect.key).values_list("content", flat=True)
    line = content.first()
    if not line:
        return None
    cells = json.loads(line)
    stood = cells.get("receipt") or cells.get("source", "").rpartition("receipt ")[2]
    return replace(effect, receipt=stood) if stood else None
