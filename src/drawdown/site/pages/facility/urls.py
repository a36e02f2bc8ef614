"""The addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.pages.facility import cards, chart, one, plans

pages: list[URLPattern | URLResolver] = [
    path("facilities/", cards.facilities, name="facilities"),
    path("facilities/<str:facility>", one.facility, name="facilities-one"),
    path("facilities/<str:facility>/count.svg", chart.picture, name="facilities-chart"),
    path("facilities/<str:facility>/plans/<int:number>", plans.plan_part, name="facilities-plan"),
    path(
        "facilities/<str:facility>/plans/<int:number>.svg", plans.picture,
        name="facilities-picture",
    ),
]  # fmt: skip
