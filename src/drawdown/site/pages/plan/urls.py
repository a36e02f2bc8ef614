"""The addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.pages.plan import chart, page

pages: list[URLPattern | URLResolver] = [
    path("plan/", page.plan_page, name="plan"),
    path("plan/<str:clause>/<str:place>/chart.svg", chart.picture, name="plan-chart"),
]
