"""Sessions end after half an hour in which nobody did anything."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from drawdown.site.accounts.models import User

SEEN = "seen"
NOTED_EVERY = 60  # seconds: a write to the session a minute, not one a page


def end_idle_sessions(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Sign out who was away too long; note when somebody was last seen."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get(SEEN, now)
            if now - seen > settings.IDLE_MINUTES * 60:
                logout(request)
            elif SEEN not in request.session:
                request.session[SEEN] = now  # signing in was noted on the account a moment ago
            elif now - seen > NOTED_EVERY:
                request.session[SEEN] = now
                User.objects.filter(pk=request.user.pk).update(last_seen=timezone.now())
        return get_response(request)

    return answer
