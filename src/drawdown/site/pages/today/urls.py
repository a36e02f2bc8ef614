"""The addresses of this page."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.pages.today import today

pages: list[URLPattern | URLResolver] = [path("today", today.today, name="today")]
