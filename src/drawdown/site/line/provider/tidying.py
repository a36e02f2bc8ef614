"""What is done beside the provider's requests: calls that are over are closed, messages fetched."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from drawdown.check_in.lines import twiml
from drawdown.check_in.lines.twiml import Client
from drawdown.record.entries.task import Task
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Row
from drawdown.site.line.models import Call
from drawdown.site.line.provider.keeping import LINE, held
from drawdown.site.line.provider.settings import provider_settings
from drawdown.site.line.provider.views import line_of
from drawdown.site.line.store import BY, CaseStore, cells_of

log = logging.getLogger("drawdown.line")
PORTION = 50
MESSAGES = 5
"""Messages fetched at a time, so that whatever else a sender does is not kept waiting."""


def tidy(case: Case, now: datetime, client: Client | None = None) -> int:
    """Close calls whose end came, and fetch messages that the provider recorded.

    Args:
        case: The case.
        now: The moment, as the case has the time.
        client: What asks the provider; the one of the settings where none is given.

    Returns:
        How many calls were closed and messages fetched.
    """
    chosen = provider_settings()
    if client is None and not chosen.is_set:
        return 0
    return close_calls(case, now) + fetch_messages(case, now, client or chosen.client())


def close_calls(case: Case, now: datetime) -> int:
    """Tell the dialogue of calls that are over once nothing more can be on its way."""
    store, done = CaseStore(case, LINE), 0
    for name, turns in _waiting(case).values_list("name", "turns")[: 10 * PORTION]:
        again = turns.get("again")
        if not again or datetime.fromisoformat(again) > now:
            continue
        with held(store, name, now) as call:
            kept = call.kept
            if kept is not None:
                call.keep(twiml.close(kept, line_of(store), store.desk(now), call.save))
                done += 1
    return done


def fetch_messages(case: Case, now: datetime, client: Client) -> int:
    """Fetch messages, seal them here, and have the provider forget them."""
    done = 0
    for call in [each for each in _waiting(case)[: 10 * PORTION] if each.turns.get("fetch")]:
        for recording in call.turns["fetch"]:
            if done >= MESSAGES:
                return done
            wav = client.recording(recording)
            if wav is None:
                continue  # not ready yet
            _sealed(case, call, recording, wav, now)
            if not client.forget(recording):
                log.warning("the provider has not forgotten a message yet")
                continue
            with transaction.atomic():
                row = Call.objects.select_for_update().get(pk=call.pk)
                left = [each for each in row.turns.get("fetch", []) if each != recording]
                fetched = [*row.turns.get("fetched", []), recording]
                row.turns = {**row.turns, "fetch": left, "fetched": fetched}
                row.waits = bool(left or row.turns.get("again"))
                row.save(update_fields=["turns", "waits"])
            done += 1
    return done


def _waiting(case: Case) -> QuerySet[Call]:
    return Call.objects.filter(case=case, waits=True, line=LINE).order_by("started")


def _sealed(case: Case, call: Call, recording: str, wav: bytes, now: datetime) -> None:
    """Keep a message under its name; one that no task is about gets one, so that it is heard."""
    store = CaseStore(case, LINE)
    rows = Row.objects.filter(case=case, kind__in=("task", "condition"))
    about = rows.filter(name__startswith=f"{call.name}/", content__contains=recording).first()
    person = about.person if about else call.person
    with transaction.atomic():
        store.keep_message(recording, call.name, wav, seconds_of(wav), now, person=person)
        if about is None:
            task = Task(
                id=f"{recording}/task", date=now, recorded=now, by=BY, person=person,
                what="read a message", message=recording, language=call.language, line=LINE,
                call=call.name,
            )  # fmt: skip
            append(case, [("task", cells_of(task))], by=BY, now=now)


def seconds_of(wav: bytes) -> float:
    """How long a WAV file is; 0 where it is none."""
    import wave
    from io import BytesIO

    try:
        with wave.open(BytesIO(wav)) as file:
            return float(file.getnframes() / (file.getframerate() or 1))
    except (wave.Error, EOFError):
        return 0.0
