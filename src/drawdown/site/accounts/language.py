"""The language a person chose, kept on the account and spoken wherever they sign in."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.views.i18n import LANGUAGE_QUERY_PARAMETER
from django.views.i18n import set_language as set_in_browser

from drawdown.site.accounts.models import User

SPOKEN = frozenset(code for code, _ in settings.LANGUAGES)


def speak_as_chosen(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer in the language of the account, where one was chosen."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.language in SPOKEN:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        return get_response(request)

    return answer


def set_language(request: HttpRequest) -> HttpResponseBase:
    """Take the choice: into the browser for the pages before sign-in, and onto the account."""
    chosen = request.POST.get(LANGUAGE_QUERY_PARAMETER, "")
    if request.user.is_authenticated and chosen in SPOKEN:
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_in_browser(request)
