"""placeholder"""

from django.http import HttpResponse

from drawdown.site.line.pages.public import PublicRequest, public_page


@public_page
def mine(request: PublicRequest) -> HttpResponse:
    return HttpResponse("")
