"""One person: the timeline, the criteria, who looked."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May


@case_page(May.SEE_PEOPLE)
def person(request: CaseRequest, number: str) -> HttpResponse:
    """The person's page."""
    raise Http404(number)
