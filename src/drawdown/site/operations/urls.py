"""The addresses of operations: one outside any case, one inside."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.operations.metrics import metrics
from drawdown.site.operations.pages.workers import workers

outside: list[URLPattern | URLResolver] = [path("metrics", metrics, name="metrics")]
pages: list[URLPattern | URLResolver] = [path("workers", workers, name="workers")]
