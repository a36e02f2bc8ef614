"""The addresses of the roster pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

pages: list[URLPattern | URLResolver] = []
