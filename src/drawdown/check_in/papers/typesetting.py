"""Documents set by Typst: tagged, with its own fonts, the same bytes for the same content."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

from drawdown.check_in.errors import CheckInError

HERE = Path(__file__).parent
STANDARD: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1): a screen reader finds title, language, headings, lists and tables."""

Format = Literal["pdf", "png"]


def typeset(template: str, content: Mapping[str, Any], format_: Format = "pdf") -> bytes:
    """A document.

    Args:
        template: The name of a template beside this file, without its ending.
        content: What it is filled with; the template reads it as JSON.
        format_: A PDF, or a picture of its one page.

    Raises:
        CheckInError: Typst cannot set it.
    """
    import typst

    try:
        return typst.compile(
            str(HERE / f"{template}.typ"), root=str(HERE), format=format_, ppi=96,
            ignore_system_fonts=True, sys_inputs={"content": json.dumps(content)},
            pdf_standards=[STANDARD] if format_ == "pdf" else [], timestamp=0,
        )  # fmt: skip
    except typst.TypstError as error:
        raise CheckInError(f"{template}: cannot be set: {error.message}") from None
