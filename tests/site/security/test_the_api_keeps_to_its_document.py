"""The API answers whatever its document allows, and what it does not, as the document says.

Schemathesis makes the requests from the OpenAPI document. `DRAWDOWN_API_EXAMPLES=N` tries N of
every operation.
"""

from __future__ import annotations

import os

EXAMPLES = int(os.environ.get("DRAWDOWN_API_EXAMPLES", "4"))
