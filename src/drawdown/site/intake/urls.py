"""The addresses of the roster pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.intake.pages import changes, listing, one

pages: list[URLPattern | URLResolver] = [
    path("rosters/", listing.rosters, name="rosters"),
    path("rosters/<int:upload>", one.one, name="rosters-one"),
    path("rosters/<int:upload>/answers", one.answers, name="rosters-answers"),
    path("rosters/<int:upload>/rows", one.rows, name="rosters-rows"),
    path("rosters/<int:upload>/accept", one.accept, name="rosters-accept"),
    path("rosters/<int:upload>/discard", one.discard, name="rosters-discard"),
    path("rosters/<int:upload>/changes", changes.changes, name="rosters-changes"),
    path("rosters/explain/<str:number>", changes.explain, name="rosters-explain"),
]
