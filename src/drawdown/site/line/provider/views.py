"""The provider's requests: checked, answered once, and answered the same way when they come again.

Each is signed by the provider; what is not is refused before anything of it is read. A request and
what it brings about are kept in one transaction, and answered after it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.lines import twiml
from drawdown.check_in.lines.twiml import Webhook, is_genuine, public_url
from drawdown.check_in.lines.twiml.markup import CONTENT_TYPE, nothing
from drawdown.check_in.lines.twiml.sounds import Piece
from drawdown.check_in.telephone import shown
from drawdown.site.cases.models import Case
from drawdown.site.line.models import Call, Step
from drawdown.site.line.provider.keeping import LINE, called, held, reached
from drawdown.site.line.provider.settings import provider_settings
from drawdown.site.line.provider.texts import take_text
from drawdown.site.line.store import CaseStore

log = logging.getLogger("drawdown.line")
A_YEAR = 31_536_000

Answer = Callable[[Webhook, CaseStore], str]


def webhook(answer: Answer) -> Callable[[HttpRequest, str], HttpResponse]:
    """A request of the provider: 404 where there is none, 403 where the signature is wrong."""

    @csrf_exempt
    @require_POST
    @wraps(answer)
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        chosen = provider_settings()
        case = Case.objects.filter(slug=slug).first()
        if not chosen.is_set or case is None:
            raise Http404
        asked = public_url(settings.ENVIRONMENT.origin, request.get_full_path())
        hook = Webhook.of(asked, request.headers, request.body)
        if not is_genuine(hook, chosen.provider, chosen.keys, timezone.now()):
            log.warning("a request that the provider did not sign", extra={"view": answer.__name__})
            return HttpResponse(status=403)
        try:
            return HttpResponse(answer(hook, CaseStore(case, LINE)), content_type=CONTENT_TYPE)
        except CheckInError as error:
            log.warning("a request of no known shape", extra={"why": str(error)[:200]})
            return HttpResponse(status=400)

    return view


def line_of(store: CaseStore) -> twiml.Line:
    """Where the provider reaches us, and to whom calls are handed."""
    origin, chosen = settings.ENVIRONMENT.origin, provider_settings()

    def address(name: str) -> str:
        return origin + reverse(f"line-provider-{name}", args=[store.case.slug])

    def sound(language: str, piece: Piece) -> str | None:
        name = twiml.sound_name(language, piece, secret())
        made = reverse("line-provider-sound", args=[store.case.slug, name]) if name else ""
        return origin + made if made else None

    sender = chosen.sender if chosen.sender.startswith("+") else ""
    return twiml.Line(
        address("voice"), address("recording"), address("screen"), sender,
        lambda: chosen.human, sound,
    )  # fmt: skip


def secret() -> bytes:
    """What marks the names of sounds as ours."""
    return b"line sounds\0" + settings.SECRET_KEY.encode()


@webhook
def voice(hook: Webhook, store: CaseStore) -> str:
    """What is said next in a call."""
    now, key = store.now(), hook.asked("key")
    expected, language = called(store.case, key)
    with held(store, hook["CallSid"], now, telephone=_other_end(hook, key), key=key) as call:
        taken = twiml.take(
            call.kept, hook, line_of(store), store.desk(now), call.save,
            expected=expected, language=language,
        )  # fmt: skip
        call.keep(taken)
    return taken.markup


@webhook
def status(hook: Webhook, store: CaseStore) -> str:
    """How a call goes, or that it is over."""
    now, key = store.now(), hook.asked("key")
    told = twiml.reached_by_call(hook)
    with held(store, hook["CallSid"], now, telephone=_other_end(hook, key), key=key) as call:
        kept = call.kept
        if kept is not None:
            call.keep(twiml.told(kept, hook, store.desk(now)))
        elif told and told.outcome == "answered":
            told = twiml.reached_unheard()
        if call.key:
            reached(store.case, call.row, call.key, told, now)
        if kept is None and told and told.is_final:
            Call.objects.filter(pk=call.row.pk, ended=None).update(
                ended=now, side=told.side, how=told.how[:200]
            )
    return nothing()


@webhook
def recording(hook: Webhook, store: CaseStore) -> str:
    """A message is ready."""
    now = store.now()
    with held(store, hook["CallSid"], now) as call:
        kept = call.kept
        if kept is None:
            raise CheckInError("webhook, field 'CallSid': is of no call that we know")
        taken = twiml.recorded(kept, hook, line_of(store), store.desk(now), call.save)
        call.keep(taken)
    return taken.markup


@webhook
def screen(hook: Webhook, store: CaseStore) -> str:
    """A human is asked whether they take a call."""
    with held(store, hook.asked("call"), store.now()) as call:
        kept = call.kept
        if kept is None:
            raise CheckInError("webhook, field 'call': is no call that we know")
        taken = twiml.screen(kept, hook, line_of(store))
        call.keep(taken)
    return taken.markup


@webhook
def text(hook: Webhook, store: CaseStore) -> str:
    """A text comes in."""
    with transaction.atomic():
        return take_text(hook, store, provider_settings())


@webhook
def text_status(hook: Webhook, store: CaseStore) -> str:
    """What became of a text that we sent."""
    key = hook.asked("key")
    if Step.objects.filter(case=store.case, key=key).exists():
        reached(store.case, None, key, twiml.reached_by_text(hook), store.now())
    return nothing()


@require_GET
def sound(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The sound of something that we say; its name can only be made by us."""
    try:
        found = twiml.sound_of(name, secret())
    except CheckInError:
        log.exception("a sound cannot be made")
        return HttpResponse(status=503)
    if found is None:
        raise Http404
    headers = {"Cache-Control": f"public, max-age={A_YEAR}, immutable"}
    return HttpResponse(found.wav(), content_type="audio/wav", headers=headers)


def _other_end(hook: Webhook, key: str) -> str:
    return shown(hook["To"] if key else hook["From"], provider_settings().region)


pages = [
    path("voice", voice, name="line-provider-voice"),
    path("status", status, name="line-provider-status"),
    path("recording", recording, name="line-provider-recording"),
    path("screen", screen, name="line-provider-screen"),
    path("text", text, name="line-provider-text"),
    path("text-status", text_status, name="line-provider-text-status"),
    path("sound/<path:name>", sound, name="line-provider-sound"),
]
