"""The addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.pages.transfers import lists, plan

pages: list[URLPattern | URLResolver] = [
    path("transfers/", lists.transfers, name="transfers"),
    path("transfers/export.csv", lists.export, name="transfers-export"),
    path("transfers/plan", plan.find, name="transfers-find"),
    path("transfers/plan/<str:person>", plan.check, name="transfers-check"),
]
