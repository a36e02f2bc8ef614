"""The first page: the reader's cases; and whether the site is well."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

import drawdown
from drawdown.site.accounts.models import Membership, User


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The reader's cases; where there is one only, its order."""
    memberships = list(
        Membership.objects.select_related("case")
        .filter(user=cast("User", request.user), ended=None)
        .order_by("case__title")
    )
    if len(memberships) == 1:
        return redirect("order", memberships[0].case.slug)
    return render(request, "drawdown/home.html", {"memberships": memberships})


def health(request: HttpRequest) -> JsonResponse:
    """Whether the site can answer: the database is asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok", "version": drawdown.__version__})
