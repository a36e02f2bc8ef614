"""The addresses of the pages of reports."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.reports.pages import listing, making, one

pages: list[URLPattern | URLResolver] = [
    path("reports/", listing.reports, name="reports"),
    path("reports/drafts/<int:draft>", making.making, name="reports-making"),
    path("reports/drafts/<int:draft>/again", making.again, name="reports-again"),
    path("reports/<int:report>", one.one, name="reports-one"),
    path("reports/<int:report>/approve", one.approve, name="reports-approve"),
    path("reports/<int:report>/discard", one.discard, name="reports-discard"),
    path("reports/<int:report>/filed", one.filed, name="reports-filed"),
    path("reports/<int:report>/files/<int:file>", one.file, name="reports-file"),
]
