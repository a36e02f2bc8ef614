"""A message that no entry names is removed after days; any other stays, whoever names it."""

from __future__ import annotations

from datetime import timedelta

from drawdown.site.line.models import Call, Said
from drawdown.site.line.store import CaseStore
from drawdown.site.line.sweeping import LEFT, sweep

from .conftest import Days

WAV = b"RIFF not looked at"


def names(days: Days) -> set[str]:
    return set(Said.objects.filter(case=days.case).values_list("name", flat=True))


def test_only_what_nothing_names_and_not_at_once(days: Days) -> None:
    store, now = CaseStore(days.case, "sip"), days.now
    before = names(days)
    for call in ("named", "lost", "own-task", "to-fetch", "held"):
        store.begun(call, now)
    task = {"date": now.isoformat(), "what": "changed address", "person": "A-1"}
    named = store.keep_sound("named", WAV, 2.0, now)
    days.enter("task", id="named/1/changed", message=named, **task)
    lost = store.keep_sound("lost", WAV, 2.0, now)
    typed = store.keep_words("lost", "a new address", now)
    store.keep_message("RE42", "own-task", WAV, 2.0, now)
    days.enter("task", id="RE42/task", message="RE42", **task)
    held = store.keep_sound("held", WAV, 2.0, now)
    days.enter("condition", id="held/1/condition", date=now.date().isoformat(), facility="krome",
               topic="soap", reporter="held person", note=f"no soap; message {held}")  # fmt: skip
    waits = store.keep_sound("to-fetch", WAV, 2.0, now)
    Call.objects.filter(name="to-fetch").update(waits=True)
    assert sweep(days.case, now + LEFT) == 0
    assert sweep(days.case, now + LEFT + timedelta(seconds=1)) == 2
    assert names(days) - before == {named, "RE42", waits, held}
    assert {lost, typed}.isdisjoint(names(days))
