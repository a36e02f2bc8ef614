"""The API as one object with its addresses and its OpenAPI document."""

from __future__ import annotations

from ninja import NinjaAPI

import drawdown

api = NinjaAPI(title="Drawdown", version=drawdown.__version__, docs_url=None)
