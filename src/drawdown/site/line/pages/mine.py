"""A released person's own record: with their number and PIN, for ten minutes, and nothing else."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from drawdown.check_in.dialogue.prompt import prompt
from drawdown.check_in.languages import Language, language, languages
from drawdown.check_in.papers import HowTo, Proof, how_to, proof
from drawdown.site.line.models import Enrolment, WrongTry
from drawdown.site.line.pages.own import Own, language_or_first, own_of, when
from drawdown.site.line.pages.public import PublicRequest, public_page, too_often
from drawdown.site.line.people import identified
from drawdown.site.line.settings import line_settings
from drawdown.site.line.store import CaseStore
from drawdown.site.pages.entering import new_token

MINUTES = 10
TRIES, WAIT = 3, 15
"""After how many wrong tries a session waits, and for how many minutes."""
ASKED, WITHIN = 30, 600
"""How often one address may try, in how many seconds."""
KEPT = "own record"
"""Where a session keeps it, by case."""


@dataclass(frozen=True)
class Session:
    """What a session keeps of a person's own record.

    Attributes:
        enrolled: The key of their enrolment; 0 while nobody is identified.
        mark: The end of their PIN's hash: another PIN closes the record.
        until: Until when, as a time stamp.
        language: The language chosen; blank while none was.
        tries: When wrong tries were made, as time stamps.
    """

    enrolled: int = 0
    mark: str = ""
    until: float = 0
    language: str = ""
    tries: tuple[float, ...] = ()

    @property
    def waits(self) -> int:
        """How many minutes it has to wait; 0 where it need not."""
        lately = [at for at in self.tries if at > time.time() - WAIT * 60]
        if len(lately) < TRIES:
            return 0
        return max(1, round((lately[-TRIES] + WAIT * 60 - time.time()) / 60))


def _session(request: PublicRequest) -> Session:
    kept = request.session.get(KEPT, {}).get(request.case.slug, {})
    found = Session(**{**kept, "tries": tuple(kept.get("tries", ()))})
    if found.until < time.time():
        return Session(language=found.language, tries=found.tries)
    return found


def _keep(request: PublicRequest, **changes: Any) -> None:
    kept = {**vars(_session(request)), **changes}
    kept["tries"] = list(kept["tries"])
    request.session[KEPT] = {**request.session.get(KEPT, {}), request.case.slug: kept}


def _enrolled(request: PublicRequest) -> Enrolment | None:
    """Whose record this session may see, as long as they may call in."""
    asked = _session(request)
    found = Enrolment.objects.filter(case=request.case, pk=asked.enrolled, ended=None)
    return found.filter(pin__endswith=asked.mark).select_related("case").first()


def _language(request: PublicRequest, who: Enrolment | None) -> Language:
    chosen = _session(request).language or (who.language if who else "")
    return language_or_first(chosen or translation.get_language() or "")


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: PublicRequest) -> HttpResponse:
    """The form, and the record once a person is identified."""
    if request.method == "POST":
        return _sent(request)
    who = _enrolled(request)
    return _page(request, who)


def _sent(request: PublicRequest) -> HttpResponse:
    """A language was chosen, the record closed, or a number and PIN entered."""
    sent, here = request.POST, redirect("mine", request.case.slug)
    if sent.get("language") in languages():
        _keep(request, language=sent["language"])
        return here
    if "close" in sent:
        _keep(request, enrolled=0, until=0)
        return here
    asked, waits = _session(request), _session(request).waits
    if waits or too_often(request, "own record", ASKED, WITHIN):
        return _page(request, None, status=429, waits=waits or WITHIN // 60)
    number = re.sub(r"\D", "", sent.get("number", ""))[:12]
    found = identified(request.case, number, sent.get("pin", "").strip()[:12])
    if found is None:
        _note_wrong(request, number)
        _keep(request, tries=[*asked.tries[-10:], time.time()])
        return _page(request, None, status=422, wrong=True, waits=_session(request).waits)
    if not request.user.is_authenticated:
        request.session.cycle_key()
    _keep(
        request, enrolled=found.pk, mark=found.pin[-12:], until=time.time() + MINUTES * 60, tries=()
    )
    return here


def _note_wrong(request: PublicRequest, number: str) -> None:
    """Staff see how often a number was tried; the PIN is kept nowhere."""
    WrongTry.objects.create(
        case=request.case, key=f"page/{new_token()}", call="", number=number,
        at=CaseStore(request.case, "page").now(),
    )  # fmt: skip


def _page(
    request: PublicRequest, who: Enrolment | None, *, status: int = 200, wrong: bool = False,
    waits: int = 0,
) -> HttpResponse:  # fmt: skip
    spoken = _language(request, who)
    own = _own(request, who) if who else None
    content = {
        "line_case": request.case, "spoken": spoken.id, "own": own, "enrolment": who,
        "languages_of_line": [language(name) for name in languages()],
        "says": _Words(spoken), "wrong": _said(spoken, "not_recognised") if wrong else "",
        "waits": spoken.paper("mine_wait", minutes=str(waits)) if waits else "",
        "closes": spoken.paper("mine_closes", minutes=str(MINUTES)),
    }  # fmt: skip
    if own:
        content |= _record(own, spoken)
    ours = {code for code, _ in settings.LANGUAGES}
    frame = spoken.id if spoken.id in ours else translation.get_language()
    with translation.override(frame):
        return render(request, "drawdown/line/mine.html", content, status=status)


def _own(request: PublicRequest, who: Enrolment) -> Own:
    return own_of(request.case, who, CaseStore(request.case, "page").now())


def _record(own: Own, spoken: Language) -> dict[str, Any]:
    made = [
        {"when": when(spoken, each.at), "due": when(spoken, each.due) if each.due else "–",
         "receipt": " ".join(re.findall(".{1,3}", each.receipt))}
        for each in own.made
    ]  # fmt: skip
    windows = [
        {"due": when(spoken, each.window.day), "state": each.state.value,
         "stands": spoken.paper(f"stands_{each.state}")}
        for each in own.standings
    ]  # fmt: skip
    failures = [
        {"when": when(spoken, each.at.astimezone(own.zone)),
         "says": spoken.paper("stands_failure", decider=each.decider)}
        for each in own.failures
    ]  # fmt: skip
    return {
        "next": list(own.next_words(spoken)), "made": made, "windows": windows,
        "failures": failures,
        "zone_says": spoken.paper("mine_zone", zone=_place(own.zone.key)),
    }  # fmt: skip


def _said(spoken: Language, name: str) -> str:
    return spoken.words(prompt(name, spoken.id))


def _place(zone: str) -> str:
    """A time zone by its place.

    >>> _place("America/New_York")
    'New York'
    """
    return zone.rpartition("/")[2].replace("_", " ")


class _Words:
    """The printed lines of a language, by key, for a template."""

    def __init__(self, spoken: Language) -> None:
        self._spoken = spoken

    def __getitem__(self, key: str) -> str:
        return self._spoken.papers[key]


@public_page
@require_safe
def proof_paper(request: PublicRequest) -> HttpResponse:
    """The proof of one's own check-ins, as a PDF."""
    who = _enrolled(request)
    if who is None:
        return redirect("mine", request.case.slug)
    spoken, own = _language(request, who), _own(request, who)
    made = proof(Proof(
        spoken.id, request.case.title, who.person, own.now.astimezone(own.zone),
        request.case.position, own.made,
    ))  # fmt: skip
    return paper(made, f"check-ins-{spoken.id}.pdf")


@public_page
@require_safe
def how_to_paper(request: PublicRequest, name: str) -> HttpResponse:
    """How to check in, as a PDF of one page; with their own number for who is identified."""
    if name not in languages():
        raise Http404
    who = _enrolled(request)
    return paper(how_to_page(request.case, name, who.number if who else ""),
                 f"how-to-check-in-{name}.pdf")  # fmt: skip


def how_to_page(case: Any, name: str, number: str) -> bytes:
    """The page of a case.

    Args:
        case: The case.
        name: The language's folder.
        number: The person number that is entered; blank: a place to write it.
    """
    address = f"{settings.ENVIRONMENT.origin}{reverse('mine', args=[case.slug])}"
    return how_to(HowTo(name, line_settings().number, case.title, number, address))


def paper(made: bytes, name: str) -> HttpResponse:
    """A PDF that opens in the browser."""
    return HttpResponse(
        made, content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )  # fmt: skip
