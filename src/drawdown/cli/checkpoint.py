"""The option that prints the record's signed checkpoint in what is made, and its file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from drawdown.errors import InputError

CheckpointOption = Annotated[
    Path | None,
    typer.Option("--checkpoint", metavar="FILE",
                 help="The record's signed checkpoint, to be printed as it is."),
]  # fmt: skip

LONGEST = 10_000
"""So many characters may a checkpoint have."""


def read_checkpoint(file: Path | None) -> str | None:
    """The text of a checkpoint; none where no file is named.

    Raises:
        InputError: The file cannot be read, is empty, or too long for a checkpoint.
    """
    if file is None:
        return None
    try:
        said = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        said = ""
    if not said.strip() or len(said) > LONGEST:
        raise InputError(f"--checkpoint: {file} holds no checkpoint; expected the text of one")
    return said
