"""The languages of the pages: catalogues are written as .po and compiled when the site starts.

What is compiled is kept in the user's cache, under the hash of what it was made from, so that the
package may lie where nobody can write and no compiled file is ever out of date.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def compiled_locale(source: Path, cache: Path | None = None) -> Path:
    """The folder of compiled catalogues made from the .po files in `source`; made if not there."""
    catalogues = sorted(source.glob("*/LC_MESSAGES/*.po"))
    digest = hashlib.sha256()
    for path in catalogues:
        digest.update(path.relative_to(source).as_posix().encode() + b"\0" + path.read_bytes())
    base = cache or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    target = base / "drawdown" / "locale" / digest.hexdigest()[:16]
    for path in catalogues:
        compiled = target / path.relative_to(source).with_suffix(".mo")
        if not compiled.exists():
            _compile(path, compiled)
    return target


def _compile(source: Path, target: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parts[-3])
    part = target.with_name(f"{target.name}.{os.getpid()}")
    with part.open("wb") as file:
        write_mo(file, catalogue)
    part.replace(target)
