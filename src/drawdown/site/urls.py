"""The addresses of the site: first the case's short name, then the room."""

from __future__ import annotations

from django.urls import include, path

from drawdown.site.accounts.urls import account_pages, member_pages
from drawdown.site.api.urls import api
from drawdown.site.intake.urls import pages as roster_pages
from drawdown.site.line.pages.urls import pages as line_pages
from drawdown.site.line.provider.views import pages as provider_pages
from drawdown.site.operations import urls as operations
from drawdown.site.pages import urls as pages
from drawdown.site.proof.pages import pages as proof_pages
from drawdown.site.reports.urls import pages as report_pages

inside = [
    *pages.inside,
    *roster_pages,
    *line_pages,
    *report_pages,
    *proof_pages,
    *member_pages,
    *operations.pages,
]
urlpatterns = [
    *pages.outside,
    *operations.outside,
    path("accounts/", include(account_pages)),
    path("api/", api.urls),
    path("provider/<slug:slug>/", include(provider_pages)),
    path("<slug:slug>/", include(inside)),
]

handler400 = "drawdown.site.pages.errors.bad_request"
handler403 = "drawdown.site.pages.errors.not_allowed"
handler404 = "drawdown.site.pages.errors.not_found"
handler429 = "drawdown.site.accounts.pages.own.too_many"
handler500 = "drawdown.site.pages.errors.our_fault"
