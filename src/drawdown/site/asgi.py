"""The site as an ASGI application, for any ASGI server; `drawdown serve` runs it in uvicorn."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drawdown.site.settings")
application = get_asgi_application()
