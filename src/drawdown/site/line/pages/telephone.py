"""The line as a telephone on a page: keys to press, what is said, the texts that come in."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from drawdown.check_in.dialogue import Event, RecordingDone, Timeout
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.speech import RATE, Sound, read_wav
from drawdown.site.cases.orders import order_of
from drawdown.site.line.pages.playing import Telephone, is_token, sound_of
from drawdown.site.line.pages.public import PublicRequest, public_page, too_often
from drawdown.site.line.pages.shown import only_keys
from drawdown.site.line.pages.texts import texts_to
from drawdown.site.line.settings import line_settings
from drawdown.site.line.store import NotKeptError
from drawdown.site.pages.entering import new_token

KEYS = (
    ("1", ""), ("2", "ABC"), ("3", "DEF"), ("4", "GHI"), ("5", "JKL"), ("6", "MNO"),
    ("7", "PQRS"), ("8", "TUV"), ("9", "WXYZ"), ("*", ""), ("0", ""), ("#", ""),
)  # fmt: skip
"""The keys of a telephone, with their letters (ITU-T E.161)."""
ROWS = [KEYS[n : n + 3] for n in (0, 3, 6, 9)]
CALLS, WITHIN = 20, 3600
"""How many calls one address may make in how many seconds, where people are real."""
LONGEST = 125
"""The longest message in seconds: what the dialogue asks for, and a little more."""
WORDS = 2000
MICROPHONE = "camera=(), microphone=(self), geolocation=()"


@dataclass(frozen=True)
class Held:
    """What a session remembers of its telephone: the call, and whose texts come to it."""

    call: str
    people: tuple[str, ...]


def _held(request: PublicRequest) -> Held:
    kept = request.session.get("telephone", {}).get(request.case.slug, {})
    return Held(kept.get("call", ""), tuple(kept.get("people", ())))


def _hold(request: PublicRequest, held: Held) -> None:
    mine = {"call": held.call, "people": list(held.people[-5:])}
    kept = request.session.get("telephone", {})
    if kept.get(request.case.slug) != mine:
        request.session["telephone"] = {**kept, request.case.slug: mine}


def _offered(request: PublicRequest) -> bool:
    return bool(settings.TELEPHONE or request.case.demo_day)


@public_page
@require_safe
def telephone(request: PublicRequest) -> HttpResponse:
    """The telephone, as it is now."""
    if not _offered(request):
        raise Http404
    held, phone = _held(request), Telephone(request.case)
    shown = phone.shown(held.call)
    if person := phone.person(held.call) if held.call else "":
        held = Held(held.call, tuple(dict.fromkeys((*held.people, person))))
        _hold(request, held)
    callers: tuple[object, ...] = ()
    if request.case.demo_day:
        from drawdown.demo.line import CALLERS

        callers = CALLERS
    response = render(
        request, "drawdown/line/telephone.html",
        {
            "line_case": request.case, "shown": shown, "rows": ROWS,
            "callers": callers, "token": new_token(), "on": bool(held.call) and not shown.is_over,
            "over": bool(held.call) and shown.is_over, "longest": LONGEST - 5,
            "texts": texts_to(request.case, held.people, line_settings().number),
            "zone": order_of(request.case).header.zone,
        },
    )  # fmt: skip
    response.headers["Permissions-Policy"] = MICROPHONE
    return response


@public_page
@require_POST
def press(request: PublicRequest) -> HttpResponse:
    """Call, press keys, leave a message, hang up; then the telephone again."""
    if not _offered(request):
        raise Http404
    held, phone = _held(request), Telephone(request.case)
    sent = request.POST
    if sent.get("do") == "call":
        if not request.case.demo_day and too_often(request, "telephone", CALLS, WITHIN):
            return render(
                request, "drawdown/line/wait.html", {"line_case": request.case}, status=429
            )
        token = sent.get("token", "")
        name = phone.call(token if is_token(token) else new_token())
        _hold(request, Held(name, held.people))
        _render_ahead(phone, name)
    elif held.call:
        _happen(request, phone, held.call)
        _render_ahead(phone, held.call)
    return redirect("telephone", request.case.slug)


def _happen(request: PublicRequest, phone: Telephone, name: str) -> None:
    """What was sent happens in the call, where it was sent for the turn that it is at."""
    sent = request.POST
    turn = int(sent["turn"]) if sent.get("turn", "").isdecimal() else -1
    shown = phone.shown(name)
    do = sent.get("do", "")
    if do == "hang_up":
        phone.hang_up(name, turn)
    elif do == "message" and shown.awaits == "message":
        phone.happen(name, turn, lambda: _message(request, phone, name))
    elif do == "wait":
        phone.say_nothing(name, turn)
    elif key := only_keys(sent.get("key", "")):
        phone.press(name, turn, key[:1])
    elif do == "pressed":
        phone.press(name, turn, only_keys(sent.get("keys", ""))[:40])
    elif do == "keys" and shown.awaits == "keys":
        keys = only_keys(sent.get("keys", ""))[:40]
        if not keys and not shown.ends:
            phone.say_nothing(name, turn)
        else:
            ended = keys if not shown.ends or shown.ends in keys or "*" in keys else f"{keys}#"
            phone.press(name, turn, ended)


def _message(request: PublicRequest, phone: Telephone, name: str) -> Event:
    """A message, spoken or typed, kept sealed before the call goes on; silence where it is none."""
    store = phone.store
    try:
        if file := request.FILES.get("sound"):
            spoken = read_wav(file.read(LONGEST * RATE * 2 + 4096), "the microphone")
            kept = Sound(spoken.pcm[: LONGEST * RATE * 2])
            if kept.seconds < 0.3:
                return Timeout()
            name = store.keep_sound(name, kept.wav(), kept.seconds, store.now())
            return RecordingDone(name, kept.seconds)
        words = request.POST.get("words", "").strip()[:WORDS]
        if not words:
            return Timeout()
        return RecordingDone(store.keep_words(name, words, store.now()), 0.0)
    except (CheckInError, NotKeptError):
        return Timeout()


@public_page
@require_safe
def sound(request: PublicRequest, turn: int) -> HttpResponse:
    """What the telephone of this session says now, as a WAV file."""
    if not _offered(request):
        raise Http404
    shown = Telephone(request.case).shown(_held(request).call)
    made = sound_of(shown) if shown.turn == turn else None
    if made is None:  # nothing is said any more, or nothing here can speak
        return HttpResponse(status=204)
    return HttpResponse(BytesIO(made.wav()).getvalue(), content_type="audio/wav")


def _render_ahead(phone: Telephone, name: str) -> None:
    """Speak while the page is still on its way, so that the sound is there when it is asked for."""
    if not settings.TESTING:
        shown = phone.shown(name)
        threading.Thread(target=sound_of, args=(shown,), daemon=True).start()
