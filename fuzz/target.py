"""A reader of something from outside, and what it may do with it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from drawdown.errors import InputError

Read = Callable[[bytes], object]


@dataclass(frozen=True)
class Target:
    """A reader.

    Attributes:
        name: Its name, as `make fuzz ARGS=NAME` takes it.
        read: Reads any bytes. It returns, or raises one of `refusals`.
        refusals: The errors by which it says that something cannot be used.
        most: The longest input worth trying, in bytes.
        words: What such inputs are made of, for the fuzzer to put in.
    """

    name: str
    read: Read
    refusals: tuple[type[Exception], ...] = (InputError,)
    most: int = 20_000
    words: tuple[str, ...] = ()

    def try_with(self, data: bytes) -> str:
        """Read some bytes; the line by which they were refused, or nothing.

        Raises:
            AssertionError: The refusal is not one clear line.
            BaseException: Whatever else the reader lets through: it is what is looked for.
        """
        try:
            self.read(data)
        except self.refusals as error:
            line = str(error)
            assert line.strip(), f"{type(error).__name__} says nothing"
            assert len(line.splitlines()) == 1, f"not one line: {line[:300]!r}"
            return line
        return ""


@cache
def _folder(name: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="drawdown-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def as_file(name: str, read: Callable[[Path], object]) -> Read:
    """A reader of files as one of bytes; the file is called `name`."""

    def read_bytes(data: bytes) -> object:
        path = _folder(name) / name
        path.write_bytes(data)
        return read(path)

    return read_bytes


def parts_of(data: bytes, most: int = 8) -> list[bytes]:
    """Several things in one input: what stands between lines of a single `%%%`."""
    return data.split(b"\n%%%\n")[:most]
