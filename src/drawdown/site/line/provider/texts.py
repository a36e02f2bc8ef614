"""A text that comes in: what it asks for is kept, then it is answered, and once only."""

from __future__ import annotations

from datetime import timedelta

from django.db import Error

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.lines.twiml import Webhook, text_take
from drawdown.check_in.lines.twiml.texts import text_id
from drawdown.check_in.telephone import shown
from drawdown.check_in.texting import Known, OptedIn, OptedOut, PassedOn, TextEffect
from drawdown.check_in.texting.own_record import OwnRecord, own_record
from drawdown.record.entries.task import Task
from drawdown.site.cases.append import append
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.sealing import open_sealed, seal
from drawdown.site.line.models import Call, Enrolment, OptOut, Said
from drawdown.site.line.people import hint_of, opted_out
from drawdown.site.line.provider.settings import ProviderSettings
from drawdown.site.line.reading import history_in, schedule_in
from drawdown.site.line.settings import line_settings
from drawdown.site.line.store import BY, CaseStore, cells_of

TEXT = "text"
"""The kind of line of a text, which is noted as a call is: who wrote, when, in which language."""
LATELY = timedelta(hours=1)


def take_text(hook: Webhook, store: CaseStore, chosen: ProviderSettings) -> str:
    """What to answer to a text, once what it asks for is kept; runs in the caller's transaction.

    Args:
        hook: The request, whose signature was checked.
        store: The case.
        chosen: The provider.

    Raises:
        CheckInError: The request is of no shape that a provider gives it.
    """
    name, telephone = text_id(hook), shown(hook["From"], chosen.region)
    row = _noted(store, name, telephone)
    about = f"answer {name}"
    before = open_sealed(store.case.pk, bytes(row.state), about).decode() if row.state else None
    taken = text_take(
        before, hook, lambda number: known(store, number),
        lambda effect: save_text(store, effect), region=chosen.region,
    )  # fmt: skip
    if taken.reply is not None:
        row.state = seal(store.case, taken.markup.encode(), about)
        row.language, row.done, row.ended = taken.reply.language, [taken.reply.kind], row.started
        row.save(update_fields=["state", "language", "done", "ended"])
        only = Enrolment.objects.filter(case=store.case, hint=row.hint, ended=None)
        if row.hint and only.count() == 1:
            only.update(language=taken.reply.language)
    return taken.markup


def known(store: CaseStore, telephone: str) -> Known:
    """What is known of a number that somebody writes from."""
    case, now = store.case, store.now()
    hint = hint_of(case, telephone)
    people = Enrolment.objects.filter(case=case, hint=hint, ended=None)
    lately = Call.objects.filter(
        case=case, hint=hint, line=TEXT, started__gt=now - LATELY, started__lte=now
    )
    return Known(
        line_settings().number, tuple(people.values_list("person", flat=True)),
        store.language_of(telephone), bool(opted_out(case, [hint])),
        any("other" in each.done for each in lately[:20]), lambda person: own(store, person),
    )  # fmt: skip


def own(store: CaseStore, person: str) -> OwnRecord:
    """A person's own record, as a text tells it."""
    schedule, zone = schedule_in(store.case, person), order_of(store.case).header.zone
    lives = schedule.terms[-1].zone if schedule else zone
    return own_record(schedule, history_in(store.case, person), store.now(), lives)


def save_text(store: CaseStore, effect: TextEffect) -> None:
    """Keep what a text asks for, once, by its key.

    Raises:
        CheckInError: It cannot be kept.
    """
    case, now = store.case, store.now()
    match effect:
        case OptedOut() | OptedIn():
            hint = hint_of(case, effect.telephone)
            if not OptOut.objects.filter(case=case, hint=hint, how=effect.key[:200]).exists():
                out = isinstance(effect, OptedOut)
                OptOut.objects.create(case=case, hint=hint, out=out, at=now, how=effect.key[:200])
        case PassedOn():
            _pass_on(store, effect)
        case _:
            store.save(effect, now)


def _pass_on(store: CaseStore, effect: PassedOn) -> None:
    """Keep the words sealed, and ask a human to read them."""
    case, now = store.case, store.now()
    about = f"said {effect.key}"
    words = effect.words + (f"\n({effect.pictures} pictures came with it)" * bool(effect.pictures))
    try:
        Said.objects.get_or_create(
            case=case, name=effect.key,
            defaults={"kind": "text", "person": effect.person, "at": now,
                      "sealed": seal(case, words.encode(), about)},
        )  # fmt: skip
    except Error as error:
        raise CheckInError(f"the text cannot be kept: {type(error).__name__}") from None
    task = Task(
        id=f"{effect.key}/task", date=now, recorded=now, by=BY, person=effect.person,
        what="read a message", message=effect.key, language=effect.language, line=TEXT,
    )  # fmt: skip
    append(case, [("task", cells_of(task))], by=BY, now=now)


def _noted(store: CaseStore, name: str, telephone: str) -> Call:
    """The row of a text, locked; made where it is new."""
    made, _ = Call.objects.get_or_create(
        case=store.case, name=name,
        defaults={"line": TEXT, "started": store.now(), "hint": hint_of(store.case, telephone)},
    )  # fmt: skip
    return Call.objects.select_for_update().get(pk=made.pk)
