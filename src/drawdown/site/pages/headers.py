"""What every answer says to the browser: nothing from elsewhere, no framing, nothing kept."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("drawdown.pages")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'; manifest-src 'self'; media-src 'self'"
)
"""Scripts, styles and pictures from the site alone, and none of them inside a page."""
NOT_ASKED_FOR = ", ".join(
    f"{what}=()"
    for what in ("accelerometer", "camera", "display-capture",
                 "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment",
                 "serial", "usb")
)  # fmt: skip
"""What no page may ask the browser for. Passkeys (`publickey-credentials-*`) are not among them."""
SLOW = 1.0  # seconds


def headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set the headers; log which view was slow or failed, never the address or who asked."""

    def answer(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = get_response(request)
        took = time.perf_counter() - started
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.headers.setdefault("Permissions-Policy", NOT_ASKED_FOR)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        if took > SLOW or response.status_code >= 500:
            match = request.resolver_match
            log.warning(
                "slow or failed",
                extra={
                    "view": match.view_name if match else "",
                    "status": response.status_code,
                    "milliseconds": round(took * 1000),
                },
            )
        return response

    return answer
