"""Prompts as sound: recordings where there are any, else spoken by espeak-ng.

Everything becomes 16-bit mono at 8,000 samples a second, which is what a telephone carries.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import wave
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from math import gcd
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drawdown.check_in.dialogue.prompt import Prompt
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.languages.language import Language, Recording

RATE = 8000
"""Samples a second."""
WORDS_A_MINUTE = 165
"""How fast espeak-ng speaks; its own default is 175."""
AMPLITUDE = 70
"""How loud espeak-ng speaks, of 200; its own default of 100 clips some vowels."""
FULL = 32767
SLOWEST, FASTEST = 4_000, 192_000
"""Samples a second of a recording: what a telephone is below, and a studio above, nobody makes."""
_GAP = np.zeros(RATE // 8, dtype=np.int16)


@dataclass(frozen=True)
class Sound:
    """Sound.

    Attributes:
        pcm: 16-bit little-endian samples, mono, 8,000 a second.
    """

    pcm: bytes

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.pcm) / 2 / RATE

    @property
    def peak(self) -> float:
        """How loud its loudest sample is, from 0 to 1."""
        samples = np.frombuffer(self.pcm, dtype="<i2")
        return float(np.abs(samples.astype(np.int32)).max() / FULL) if len(samples) else 0.0

    @property
    def clipped(self) -> int:
        """How many samples lie at the limit next to another that does: clipped, not just loud."""
        at_limit = np.abs(np.frombuffer(self.pcm, dtype="<i2").astype(np.int32)) >= FULL
        return int((at_limit[1:] & at_limit[:-1]).sum())

    def wav(self) -> bytes:
        """The sound as a WAV file."""
        out = BytesIO()
        with wave.open(out, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(self.pcm)
        return out.getvalue()


def sound(
    prompt: Prompt, language: Language, say: Callable[[str, str], Sound] | None = None
) -> Sound:
    """A prompt as it is heard.

    Args:
        prompt: The prompt.
        language: Its language.
        say: What speaks words with a voice; `speak` where none is given.

    Raises:
        CheckInError: espeak-ng is not there or fails, or a recording cannot be read.
    """
    parts: list[bytes] = []
    for piece in language.pieces(prompt):
        if isinstance(piece, Recording):
            parts.append(read_recording(piece.path).pcm)
        else:
            parts.append((say or speak)(piece.text, language.voice).pcm)
    return Sound(_GAP.tobytes().join(parts) + _GAP.tobytes())


@lru_cache(maxsize=1)
def engine() -> str:
    """The version of espeak-ng; blank where it is not installed."""
    program = shutil.which("espeak-ng")
    if program is None:
        return ""
    done = subprocess.run([program, "--version"], capture_output=True, check=False)  # noqa: S603
    return done.stdout.decode(errors="replace").partition("Data at")[0].strip()


@lru_cache(maxsize=4096)
def speak(text: str, voice: str) -> Sound:
    """What espeak-ng says.

    Raises:
        CheckInError: It is not installed, or has no such voice.
    """
    program = shutil.which("espeak-ng")
    if program is None:
        raise CheckInError(
            "espeak-ng speaks where no recording exists, and is not installed: "
            "sudo apt-get install espeak-ng"
        )
    done = subprocess.run(  # noqa: S603  a program by its path, the text on its standard input
        [program, "-v", voice, "-s", str(WORDS_A_MINUTE), "-a", str(AMPLITUDE), "--stdin",
         "--stdout"],
        input=text.encode(), capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode or not done.stdout:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise CheckInError(f"espeak-ng, voice '{voice}': {said[0] if said else 'says nothing'}")
    return read_wav(done.stdout, f"espeak-ng, voice '{voice}'")


@lru_cache(maxsize=4096)
def read_recording(path: Path) -> Sound:
    """A recording: a WAV file of 16-bit samples, one channel or two, at any rate.

    Raises:
        CheckInError: It is none.
    """
    try:
        return read_wav(path.read_bytes(), str(path))
    except OSError as error:
        raise CheckInError(f"{path}: cannot be read ({error.strerror})") from None


def read_wav(data: bytes, what: str) -> Sound:
    """Sound from the bytes of a WAV file; as `read_recording`.

    Args:
        data: The bytes.
        what: What they are, for the message.

    Raises:
        CheckInError: They are none.
    """
    try:
        with wave.open(BytesIO(data)) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            frames = file.readframes(len(data))  # a file from a pipe does not know its own length
    except (wave.Error, EOFError, RuntimeError, struct.error) as error:
        why = str(error) or "it says that it is longer than it is"
        raise CheckInError(f"{what}: is not a WAV file ({why})") from None
    if width != 2 or channels not in (1, 2):
        raise CheckInError(f"{what}: has {width * 8}-bit samples, {channels} channels; expected "
                           "16-bit samples, one channel or two")  # fmt: skip
    if not SLOWEST <= rate <= FASTEST:
        raise CheckInError(f"{what}: has {rate:,} samples a second; expected {SLOWEST:,} to "
                           f"{FASTEST:,}")  # fmt: skip
    whole = len(frames) - len(frames) % (2 * channels)
    samples = np.frombuffer(frames[:whole], dtype="<i2").astype(np.float64)
    samples = samples.reshape(-1, channels).mean(axis=1)
    return Sound(_resampled(samples, rate).astype("<i2").tobytes())


def _resampled(samples: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """The samples at 8,000 a second: low-passed by a windowed sinc, then read between samples."""
    if rate == RATE or not len(samples):
        return _in_range(samples)
    if rate > RATE:
        cutoff = 0.45 * RATE / rate
        half = int(np.ceil(16 / cutoff / 2))
        at = np.arange(-half, half + 1)
        kernel = 2 * cutoff * np.sinc(2 * cutoff * at) * np.hamming(len(at))
        samples = np.convolve(samples, kernel / kernel.sum(), mode="same")
    step = gcd(rate, RATE)
    count = len(samples) * (RATE // step) // (rate // step)
    where = np.arange(count) * (rate / RATE)
    return _in_range(np.interp(where, np.arange(len(samples)), samples))


def _in_range(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.clip(np.rint(samples), -FULL - 1, FULL), dtype=np.float64)
