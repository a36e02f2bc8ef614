"""The addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.pages.supplies import attest, conditions, handouts, overview, stock

pages: list[URLPattern | URLResolver] = [
    path("supplies/", overview.supplies, name="supplies"),
    path("supplies/log", handouts.log, name="supplies-log"),
    path("supplies/take-back/<int:seq>", handouts.take_back, name="supplies-take-back"),
    path("supplies/stock", stock.stock, name="supplies-stock"),
    path("supplies/conditions", conditions.conditions, name="supplies-conditions"),
    path("supplies/attest", attest.attest, name="supplies-attest"),
]
