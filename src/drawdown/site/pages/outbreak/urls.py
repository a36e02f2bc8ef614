"""The addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.pages.outbreak import page

pages: list[URLPattern | URLResolver] = [
    path("outbreak/", page.outbreak, name="outbreak"),
    path("outbreak/beside/", page.beside, name="outbreak-beside"),
    path("outbreak/by-day.svg", page.fan, name="outbreak-fan"),
    path("outbreak/by-population.svg", page.dose, name="outbreak-dose"),
]
