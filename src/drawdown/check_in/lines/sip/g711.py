"""The two ways a telephone network writes sound: ITU-T G.711 (11/1988), 8,000 samples a second.

Both laws are looked up in tables made once from the segments of the Recommendation. Samples are
16-bit; μ-law knows the upper 14 bits of them and A-law the upper 13, as in ITU-T G.191.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

RATE = 8000
"""Samples a second."""

FRAME = 160
"""Samples, and bytes, in one packet of 20 ms."""

Samples = NDArray[np.int16]
_BIAS = 33  # μ-law: what is added so that every segment begins at a power of two


@dataclass(frozen=True)
class Codec:
    """One of the two laws, with the payload type that RTP always gives it (RFC 3551, table 4)."""

    name: str
    payload_type: int
    silence: int
    to_code: NDArray[np.uint8] = field(repr=False, compare=False)
    to_sample: Samples = field(repr=False, compare=False)

    def encode(self, samples: Samples) -> bytes:
        """Write 16-bit samples as one byte each."""
        return bytes(self.to_code[samples.view(np.uint16)].tobytes())

    def decode(self, codes: bytes) -> Samples:
        """Read one byte a sample back into 16-bit samples."""
        return self.to_sample[np.frombuffer(codes, dtype=np.uint8)]

    def frames(self, samples: Samples) -> list[bytes]:
        """Cut sound into payloads of 20 ms; silence fills the last."""
        short = -len(samples) % FRAME
        whole = self.encode(samples) + bytes([self.silence]) * short
        return [whole[at : at + FRAME] for at in range(0, len(whole), FRAME)]


def _every_sample() -> NDArray[np.int32]:
    return np.arange(1 << 16, dtype=np.uint16).view(np.int16).astype(np.int32)


def _mu_law_codes() -> NDArray[np.uint8]:
    x = _every_sample()
    magnitude = np.minimum((np.where(x < 0, ~x, x) >> 2) + _BIAS, 0x1FFF)
    segment = np.floor(np.log2(magnitude)).astype(np.int32) - 4  # 1 to 8
    low = 0xF - ((magnitude >> segment) & 0xF)
    code: NDArray[np.int32] = ((8 - segment) << 4) | low | np.where(x >= 0, 0x80, 0)
    return code.astype(np.uint8)


def _mu_law_samples() -> Samples:
    code = ~np.arange(256) & 0xFF
    segment, step = (code >> 4) & 7, code & 0xF
    magnitude = ((2 * step + _BIAS) << segment) - _BIAS
    signed: NDArray[np.int64] = np.where(code & 0x80, -magnitude, magnitude) << 2
    return signed.astype(np.int16)


def _a_law_codes() -> NDArray[np.uint8]:
    x = _every_sample()
    magnitude = np.where(x < 0, ~x, x) >> 4
    segment = np.maximum(np.floor(np.log2(np.maximum(magnitude, 1))).astype(np.int32) - 3, 1)
    low = (magnitude >> (segment - 1)) & 0xF
    code = np.where(magnitude > 15, (segment << 4) | low, magnitude)
    signed: NDArray[np.int32] = (code | np.where(x >= 0, 0x80, 0)) ^ 0x55
    return signed.astype(np.uint8)


def _a_law_samples() -> Samples:
    code = np.arange(256) ^ 0x55
    segment, step = (code >> 4) & 7, code & 0xF
    base = np.where(segment > 0, step + 16, step)
    magnitude = ((base << 4) + 8) << np.maximum(segment - 1, 0)
    signed: NDArray[np.int64] = np.where(code & 0x80, magnitude, -magnitude)
    return signed.astype(np.int16)


PCMU = Codec("PCMU", 0, 0xFF, _mu_law_codes(), _mu_law_samples())
"""μ-law, which North America speaks."""

PCMA = Codec("PCMA", 8, 0xD5, _a_law_codes(), _a_law_samples())
"""A-law, which the rest of the world speaks."""

CODECS = {codec.payload_type: codec for codec in (PCMU, PCMA)}
"""By payload type."""
