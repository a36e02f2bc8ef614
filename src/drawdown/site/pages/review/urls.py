"""The addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.pages.review import bulk, confirm, decide, waiting

pages: list[URLPattern | URLResolver] = [
    path("review/", waiting.waiting, name="review"),
    path("review/defer", bulk.defer, name="review-defer"),
    path("review/proposals/<str:proposal>", confirm.confirm, name="review-confirm"),
    path("review/<str:clause>/<str:number>", decide.decide, name="review-decide"),
]
