"""The inputs that are kept: what each reader is begun with, and whatever once broke one.

A line of `corpus/TARGET.jsonl` is one input: what it is, and its bytes as text, of which each
character below 256 stands for one byte (or as base64, where most of them would be escapes).
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

FOLDER = Path(__file__).parent / "corpus"


def corpus_of(target: str) -> dict[str, bytes]:
    """The inputs that are kept for a target, by what each of them is."""
    file = FOLDER / f"{target}.jsonl"
    if not file.exists():
        return {}
    lines = file.read_text(encoding="ascii").splitlines()
    return {one["what"]: _bytes(one) for one in map(json.loads, lines)}


def keep(target: str, what: str, data: bytes) -> None:
    """Add an input; one that has that name already is replaced."""
    kept = corpus_of(target) | {what: data}
    text = "".join(f"{_line(name, one)}\n" for name, one in kept.items())
    (FOLDER / f"{target}.jsonl").write_text(text, encoding="ascii")


def _line(what: str, data: bytes) -> str:
    told = {"what": what, "text": data.decode("latin-1")}
    line = json.dumps(told)
    if len(line) > 2 * len(data) + 80:
        line = json.dumps({"what": what, "base64": base64.b64encode(data).decode()})
    return line


def _bytes(one: dict[str, str]) -> bytes:
    return base64.b64decode(one["base64"]) if "base64" in one else one["text"].encode("latin-1")
