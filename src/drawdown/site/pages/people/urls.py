"""The addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.pages.people import fact, person, search

pages: list[URLPattern | URLResolver] = [
    path("people/", search.search, name="people"),
    path("people/<str:number>", person.person, name="people-person"),
    path("people/<str:number>/fact", fact.fact, name="people-fact"),
]
