"""Logs as JSON lines that never contain a person.

Addresses of pages name people by their numbers, and messages may quote what was typed. So a line
holds which view answered, how and for how long, never the address asked for, and of an error only
its type and where in our code it arose, never its text.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime

KEPT = ("view", "status", "milliseconds", "work", "job", "case", "position", "user", "why")
"""What a caller may add by `extra`: nothing else is printed, and `why` only where it is one name,
such as an error's type."""


class JsonLines(logging.Formatter):
    """One JSON object a line: when, how bad, by which part, what, and the fields in `KEPT`."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line; the text of an error is left out."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "part": record.name,
            "says": record.msg if record.name.startswith("drawdown") else record.levelname.lower(),
        }
        line |= {name: getattr(record, name) for name in KEPT if hasattr(record, name)}
        if not str(line.get("why", "")).isidentifier():
            line.pop("why", None)
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["where"] = [f"{frame.filename}:{frame.lineno}" for frame in frames[-6:]]
        return json.dumps(line, ensure_ascii=False, default=str)
