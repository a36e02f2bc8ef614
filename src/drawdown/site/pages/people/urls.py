"""The addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.pages.people import person

pages: list[URLPattern | URLResolver] = [
    path("people/<str:number>", person.person, name="people-person"),
]
