"""The addresses of the record's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from drawdown.site.pages.record import correcting, entries, entry, export

pages: list[URLPattern | URLResolver] = [
    path("record/", entries.entries, name="record"),
    path("record/export.<str:form>", export.export, name="record-export"),
    path("record/<int:seq>", entry.entry, name="record-entry"),
    path("record/<int:seq>/correct", correcting.correct, name="record-correct"),
    path("record/<int:seq>/take-back", correcting.take_back, name="record-take-back"),
]
