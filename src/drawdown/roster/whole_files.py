"""Writing several files so that a reader sees all of them or none.

And a kill leaves nothing behind.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from drawdown.roster.errors import RosterError


def place_files(folder: Path, files: dict[Path, bytes]) -> None:
    """Write files below a folder. The last one is the commit: the others mean nothing without it.

    Each is first written whole, without a name (`O_TMPFILE`), and synced; then they are given their
    names one after the other, in order. A process killed while writing leaves no trace, because a
    file without a name goes with its process. Names that exist already are left as they are: their
    content has the same hash.
    """
    made: list[Path] = []
    drafts: list[tuple[int, Path | None, Path]] = []
    try:
        for relative, content in files.items():
            path = folder / relative
            made += _make_folders(folder, path.parent)
            drafts.append((*_draft(path.parent, content), path))
        for descriptor, draft, path in drafts:
            _name(descriptor, draft, path)
        for parent in {path.parent for _, _, path in drafts}:
            _sync(parent)
    except OSError as error:
        _unmake(made)
        raise RosterError(f"{folder}: cannot be written ({error.strerror})") from None
    finally:
        for descriptor, draft, _ in drafts:
            os.close(descriptor)
            if draft is not None:
                draft.unlink(missing_ok=True)


def _draft(folder: Path, content: bytes) -> tuple[int, Path | None]:
    """Write a file without a name; where the file system has none, under a name nobody reads."""
    draft: Path | None = None
    try:
        descriptor = os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o600)
    except (OSError, AttributeError):
        draft = folder / f".draft-{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fsync(descriptor)
    return descriptor, draft


def _name(descriptor: int, draft: Path | None, path: Path) -> None:
    try:
        if draft is not None:
            os.link(draft, path)
            return
        # With a folder's descriptor Python calls linkat(2) with AT_SYMLINK_FOLLOW, as open(2)
        # advises.
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=folder, follow_symlinks=True)
        finally:
            os.close(folder)
    except FileExistsError:
        return


def _make_folders(folder: Path, parent: Path) -> list[Path]:
    missing = []
    while parent != folder and not parent.exists():
        missing.append(parent)
        parent = parent.parent
    for path in reversed(missing):
        path.mkdir()
    return list(reversed(missing))


def _unmake(made: list[Path]) -> None:
    for path in reversed(made):
        try:
            path.rmdir()
        except OSError:
            continue


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
