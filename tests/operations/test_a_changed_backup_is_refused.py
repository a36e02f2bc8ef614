"""A backup with one bit flipped, cut short or reordered is refused, in one clear line."""

from __future__ import annotations

import base64
import json
import random
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.site.cases.sealing import wrap
from drawdown.site.operations.backup.envelope import read_lines, write_lines
from drawdown.site.operations.backup.errors import BackupError
from drawdown.site.operations.backup.keys import identities, make_key_file, recipients
from drawdown.site.operations.backup.reading import Lines, Taker
from drawdown.site.operations.backup.restoring import _Keys
from drawdown.site.proof.making import place_of

CHUNK = 64 * 1024 + 16
"""What a chunk of age takes in the file: 64 KiB and its tag."""
HEAD = {"drawdown": "backup", "format": 1, "version": "0", "at": "2020-05-12T00:00:00+00:00",
        "engine": "sqlite", "migrations": {}, "rows": {"a.A": 2, "a.B": 0},
        "masters": []}  # fmt: skip
LINES = [HEAD, {"table": "a.A", "fields": ["id", "text"]}, [1, "x"], [2, "y"],
         {"end": "a.A", "rows": 2}, {"table": "a.B", "fields": ["id"]},
         {"end": "a.B", "rows": 0}, {"whole": 2, "findings": []}]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    make_key_file(folder / "key", datetime(2020, 5, 12, tzinfo=UTC))
    return folder


@lru_cache(maxsize=1)
def whole(folder: Path) -> bytes:
    """A backup of several chunks, whose content does not become smaller."""
    noise = random.Random(1).randbytes(200_000).hex().encode()  # noqa: S311
    write_lines(folder / "whole", [noise, b"last"], recipients(folder / "key"))
    return (folder / "whole").read_bytes()


def taken(folder: Path, content: bytes) -> list[bytes]:
    path = folder / "changed"
    path.write_bytes(content)
    lines: list[bytes] = []
    read_lines(path, identities(folder / "key"), lines.append, lambda size: None)
    return lines


def test_whole_it_is_read(folder: Path) -> None:
    assert taken(folder, whole(folder))[-1] == b"last"


@given(st.data())
def test_one_flipped_bit(folder: Path, data: st.DataObject) -> None:
    content = bytearray(whole(folder))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(BackupError) as refused:
        taken(folder, bytes(content))
    assert "\n" not in str(refused.value)


@given(st.data())
def test_cut_short_or_longer(folder: Path, data: st.DataObject) -> None:
    content = whole(folder)
    cut = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(BackupError):
        taken(folder, content[:cut])
    with pytest.raises(BackupError):
        taken(folder, content + data.draw(st.binary(min_size=1, max_size=40)))


def test_chunks_in_another_order_or_left_out(folder: Path) -> None:
    content = whole(folder)
    start = content.index(b"\n--- ") + 1
    start = content.index(b"\n", start) + 1 + 16
    first, second = content[start : start + CHUNK], content[start + CHUNK : start + 2 * CHUNK]
    rest = content[start + 2 * CHUNK :]
    for changed in (second + first + rest, first + rest, second + rest, first + first + rest):
        with pytest.raises(BackupError, match="changed or cut short"):
            taken(folder, content[:start] + changed)


def test_for_another_key(folder: Path, tmp_path: Path) -> None:
    whole(folder)
    make_key_file(tmp_path / "other", datetime.now(UTC))
    with pytest.raises(BackupError, match="none of the keys given opens it"):
        read_lines(folder / "whole", identities(tmp_path / "other"), print, print)
    public = tmp_path / "public"
    public.write_text("".join(f"{key}\n" for key in recipients(folder / "key")))
    assert [str(k) for k in recipients(public)] == [str(k) for k in recipients(folder / "key")]
    with pytest.raises(BackupError, match="public keys only"):
        identities(public)


def lines_read(lines: list[Any]) -> dict[str, int]:
    course = Lines("a backup", Taker(), lambda what, done, whole: None)
    for line in lines:
        course.take(json.dumps(line).encode())
    course.end()
    return course.tables


@given(st.data())
def test_lines_left_out_doubled_or_moved(data: st.DataObject) -> None:
    assert lines_read(LINES) == {"a.A": 2, "a.B": 0}
    place, to = (data.draw(st.integers(0, len(LINES) - 1)) for _ in range(2))
    changed = list(LINES)
    if data.draw(st.booleans()):
        changed.insert(to, changed.pop(place))
    elif data.draw(st.booleans()):
        changed.pop(place)
    else:
        changed.insert(to, changed[place])
    same = [line for line in changed if isinstance(line, list)]
    if sorted(same) == [[1, "x"], [2, "y"]] and changed[:1] + changed[4:] == LINES[:1] + LINES[4:]:
        return  # the same rows in another order are the same table
    with pytest.raises(BackupError):
        lines_read(changed)


def test_nothing_is_written_over(folder: Path) -> None:
    whole(folder)
    with pytest.raises(BackupError, match="never written over"):
        write_lines(folder / "whole", [b"x"], recipients(folder / "key"))
    with pytest.raises(BackupError, match="never written over"):
        make_key_file(folder / "key", datetime.now(UTC))


def test_what_fails_leaves_no_file(folder: Path) -> None:
    def lines():  # type: ignore[no-untyped-def]
        yield b"x" * 300_000
        raise BackupError("the database went away")

    with pytest.raises(BackupError, match="went away"):
        write_lines(folder / "half", lines(), recipients(folder / "key"))
    assert not [path for path in folder.iterdir() if "half" in path.name]


def test_every_key_in_it_is_tried() -> None:
    taker, seed, other = _Keys(), bytes(32), wrap(bytes(32), "elsewhere")
    keys = {
        "cases.DataKey": [(1, 1, wrap(seed, "case 1 key 1")), (1, 2, other)],
        "proof.Key": [
            (7, 1, wrap(seed, place_of("court.example/a", 1))), (8, 1, other), (7, 2, None),
        ],
    }  # fmt: skip
    for name, rows in keys.items():
        taker.table(name, ["case_id" if name == "cases.DataKey" else "log_id", "number", "wrapped"])
        for case, number, wrapped in rows:
            taker.row([case, number, wrapped and base64.b64encode(wrapped).decode()], 1)
    taker.table("proof.Log", ["id", "origin"])
    taker.row([7, "court.example/a"], 1)
    taker.row([8, "court.example/b"], 1)
    assert taker.keys == 4
    assert taker.closed == ["case 1 key 2", "record court.example/b key 1"]
