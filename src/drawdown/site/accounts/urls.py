"""The addresses of accounts, and of the members and looks of a case."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from drawdown.site.accounts import pages

account_pages: list[URLPattern | URLResolver] = [
    path("me", pages.account, name="account"),
    path("second-factor", pages.second_factor, name="second_factor"),
    path("", include("allauth.urls")),
]

member_pages: list[URLPattern | URLResolver] = []
