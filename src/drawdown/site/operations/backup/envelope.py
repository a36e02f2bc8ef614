"""Lines in, an encrypted file out, and back: gzip inside of age, both in a stream.

The format is age v1 (https://age-encryption.org/v1, C2SP): a file key sealed for each recipient, a
header with a MAC, and the content in chunks of 64 KiB, each under ChaCha20-Poly1305 with its number
and whether it is the last (the STREAM construction). So a bit that was flipped, a chunk that was
moved and a file that was cut short are all noticed, and `age -d -i KEY FILE | gunzip` reads it.
Memory does not grow with the file.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from drawdown.site.operations.backup.errors import BackupError

GZIP = 16 + zlib.MAX_WBITS
LEVEL = 3  # most of what a site has is sealed, and no level makes that smaller
LONGEST = 2 * 1024**3
"""Bytes of a line at most: a file of a case as it was received, and nothing near it."""


def write_lines(path: Path, lines: Iterable[bytes], keys: list[Any]) -> tuple[int, str]:
    """Write lines into a new file: all of them, or no file.

    Args:
        path: Where; nothing may be there.
        lines: Without their ends.
        keys: For whom: `keys.recipients`.

    Returns:
        The size of the file in bytes, and its SHA-256.

    Raises:
        BackupError: There is a file already, or it cannot be written.
    """
    import pyrage

    if path.exists():
        raise BackupError(f"{path}: is there already; a backup is never written over")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    source = _Packed(lines)
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            sink = _Hashed(file)
            try:
                pyrage.encrypt_io(source, sink, keys)
            except (OSError, pyrage.EncryptError) as error:
                raise source.failed or sink.failed or error from None
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise BackupError(f"{path}: cannot be written ({error.strerror or error})") from None
    finally:
        part.unlink(missing_ok=True)
    return sink.size, sink.digest.hexdigest()


def read_lines(
    path: Path, keys: list[Any], take: Callable[[bytes], None], tell: Callable[[int], None]
) -> str:
    """Read a file line by line; each is handed on once its chunk has proved itself.

    That the file is whole is known at its end only: whoever must do nothing with a broken one reads
    it twice.

    Args:
        path: The file.
        keys: The secret keys: `keys.identities`.
        take: Given each line, without its end.
        tell: Told how many bytes of the file have been read.

    Returns:
        The SHA-256 of the file.

    Raises:
        BackupError: It is no backup, was changed, was cut short, or is for other keys.
    """
    import pyrage

    sink = _Unpacked(take)
    try:
        with path.open("rb") as file:
            source = _Watched(file, tell)
            try:
                pyrage.decrypt_io(source, sink, keys)
                sink.end()
            except pyrage.DecryptError as error:
                raise (sink.failed or _unreadable(path, error)) from None
            except OSError as error:
                broken = BackupError(
                    f"{path}: was changed or cut short after it was written ({error}); "
                    "nothing of it was used. Take another backup"
                )
                raise sink.failed or broken from None
            except (zlib.error, EOFError) as error:
                raise BackupError(f"{path}: is not a backup of Drawdown ({error})") from None
    except FileNotFoundError:
        raise BackupError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise BackupError(f"{path}: is a folder; expected a backup file") from None
    return source.digest.hexdigest()


def _unreadable(path: Path, error: Exception) -> BackupError:
    text = str(error)
    if "matching" in text:
        return BackupError(
            f"{path}: none of the keys given opens it; expected the secret key of the public key "
            "that it was made for"
        )
    return BackupError(
        f"{path}: is no backup that can be read ({text.strip().lower()}); it was changed, cut "
        "short, or never was an age file"
    )


class _Packed:
    """Lines as a compressed stream that is read a portion at a time."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self.failed: BaseException | None = None
        self._portions = self._pack(lines)
        self._held = b""

    def _pack(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
        for line in lines:
            if some := packer.compress(line):
                yield some
            if some := packer.compress(b"\n"):
                yield some
        yield packer.flush()

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._held:
                self._held = next(self._portions)
        except StopIteration:
            return b""
        except BaseException as error:
            self.failed = error
            raise
        if len(self._held) <= size or size < 0:
            given, self._held = self._held, b""
        else:
            given, self._held = self._held[:size], self._held[size:]
        return given


class _Hashed:
    """A file being written, its size and its digest."""

    def __init__(self, file: BinaryIO) -> None:
        self.size, self.digest = 0, hashlib.sha256()
        self.failed: OSError | None = None
        self._file = file

    def write(self, some: bytes) -> int:
        try:
            self._file.write(some)
        except OSError as error:
            self.failed = error
            raise
        self.size += len(some)
        self.digest.update(some)
        return len(some)

    def flush(self) -> None:
        self._file.flush()


class _Watched:
    """A file being read, whose progress is told."""

    def __init__(self, file: BinaryIO, tell: Callable[[int], None]) -> None:
        self.size, self.digest = 0, hashlib.sha256()
        self._file, self._tell = file, tell

    def read(self, size: int = -1) -> bytes:
        some = self._file.read(size)
        self.size += len(some)
        self.digest.update(some)
        self._tell(self.size)
        return some


class _Unpacked:
    """What was decrypted, unpacked a portion at a time and handed on as lines."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self.failed: BaseException | None = None
        self._take = take
        self._packer = zlib.decompressobj(GZIP)
        self._rest: list[bytes] = []
        self._length = 0

    def write(self, some: bytes) -> int:
        try:
            waiting = some
            while waiting:  # a portion at a time: what unpacks to much more is read as it comes
                self._split(self._packer.decompress(waiting, 2**20))
                waiting = self._packer.unconsumed_tail
        except BaseException as error:
            self.failed = error
            raise
        return len(some)

    def flush(self) -> None:
        """Nothing is held back."""

    def end(self) -> None:
        """See that everything came.

        Raises:
            EOFError: It did not.
        """
        if not self._packer.eof or self._packer.unused_data or self._rest:
            raise EOFError("it ends in the middle")

    def _split(self, some: bytes) -> None:
        *whole, last = some.split(b"\n")
        for line in whole:
            self._rest.append(line)
            self._take(b"".join(self._rest))
            self._rest, self._length = [], 0
        if last:
            self._rest.append(last)
            self._length += len(last)
            if self._length > LONGEST:
                raise BackupError("a line of the backup has no end")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
