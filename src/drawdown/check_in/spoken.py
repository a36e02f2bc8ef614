"""What the voice said before, kept on disk: a line that starts anew need not speak it all again.

Only pieces that belong to nobody come here: sentences without what fills them, single digits, days
and times. Each is a file of its own, named by the voice, its engine's version and the words, so
that another version speaks anew. It begins with the digest of what follows: one that was cut short
or damaged is spoken again. Any number of processes may write: each file is put in place whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from drawdown.check_in.speech import AMPLITUDE, RATE, WORDS_A_MINUTE, Sound, engine, speak

log = logging.getLogger(__name__)
SETTING = "DRAWDOWN_SPEECH_CACHE"
OFF = "none"
KEPT = 90 * 86_400.0
"""Seconds: what was not wanted for so long is removed."""
TOUCHED = 86_400.0
"""Seconds: it is not noted more often that something was wanted."""
_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True)
class Spoken:
    """A folder of sounds.

    Attributes:
        folder: Where they are; none: nothing is kept.
    """

    folder: Path | None

    def say(self, text: str, voice: str) -> Sound:
        """What espeak-ng says, from the folder where it is there.

        Raises:
            CheckInError: espeak-ng is not installed, or has no such voice.
        """
        if self.folder is None:
            return speak(text, voice)
        path = self.folder / _name(text, voice)
        if (kept := _read(path)) is not None:
            return kept
        made = speak(text, voice)
        _write(path, made)
        return made

    def tidy(self, now: float | None = None) -> int:
        """Remove what was not wanted for long, and what a writer that was killed left.

        Returns:
            How many files were removed.
        """
        if self.folder is None or not self.folder.is_dir():
            return 0
        before = (time.time() if now is None else now) - KEPT
        done = 0
        for path in self.folder.iterdir():
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < before:
                    path.unlink()
                    done += 1
        return done


def usual(env: Mapping[str, str] | None = None) -> Spoken:
    """The folder that the environment names, else one of the user's cache.

    >>> usual({"DRAWDOWN_SPEECH_CACHE": "none"})
    Spoken(folder=None)
    >>> usual({"XDG_CACHE_HOME": "/var/cache/line"}).folder.as_posix()
    '/var/cache/line/drawdown/speech'
    """
    env = os.environ if env is None else env
    if named := env.get(SETTING, ""):
        return Spoken(None if named == OFF else Path(named))
    base = env.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    return Spoken(Path(base) / "drawdown" / "speech") if Path(base).is_absolute() else Spoken(None)


def _name(text: str, voice: str) -> str:
    said = json.dumps([engine(), voice, WORDS_A_MINUTE, AMPLITUDE, RATE, text])
    return hashlib.sha256(said.encode()).hexdigest()


def _read(path: Path) -> Sound | None:
    try:
        data = path.read_bytes()
        if time.time() - path.stat().st_mtime > TOUCHED:
            os.utime(path)
    except OSError:
        return None
    digest, pcm = data[:_DIGEST], data[_DIGEST:]
    return Sound(pcm) if pcm and hashlib.sha256(pcm).digest() == digest else None


def _write(path: Path, made: Sound) -> None:
    """Put a sound in place; where that cannot be, it is spoken again the next time."""
    part = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_bytes(hashlib.sha256(made.pcm).digest() + made.pcm)
        part.replace(path)
    except OSError as error:
        log.warning("a sound could not be kept", extra={"why": error.strerror})
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
