"""The addresses of the pages: outside any case, and inside one."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.accounts.language import set_language
from drawdown.site.pages import finding, home, order
from drawdown.site.pages.facility.urls import pages as facility
from drawdown.site.pages.people.urls import pages as people
from drawdown.site.pages.plan.urls import pages as plan
from drawdown.site.pages.record.urls import pages as record
from drawdown.site.pages.review.urls import pages as review
from drawdown.site.pages.supplies.urls import pages as supplies
from drawdown.site.pages.today.urls import pages as today
from drawdown.site.pages.transfers.urls import pages as transfers

outside: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("health", home.health, name="health"),
    path("language", set_language, name="set_language"),
]

inside: list[URLPattern | URLResolver] = [
    path("", order.order, name="order"),
    path("findings/<str:clause>/<str:place>", finding.finding, name="order-finding"),
    *today,
    *facility,
    *plan,
    *people,
    *review,
    *supplies,
    *transfers,
    *record,
]
