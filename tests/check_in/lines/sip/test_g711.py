"""Every one of the 65,536 samples has the code that the tables of ITU-T G.711 give it.

The expected codes are found here from the Recommendation's decision values (tables 1a and 2a), by
search; the codec under test computes them from bits.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from drawdown.check_in.lines.sip.g711 import FRAME, PCMA, PCMU, Codec

# Columns 2 and 3 of the tables: how many intervals, of what size, from zero up.
MU_LAW = [(1, 1), (15, 2), *((16, 4 << n) for n in range(7))]
A_LAW = [(32, 2), *((16, 4 << n) for n in range(6))]
SAMPLES = np.arange(-32768, 32768).astype(np.int16)


def decision_values(segments: list[tuple[int, int]]) -> list[int]:
    found = [0]
    for intervals, size in segments:
        for _ in range(intervals):
            found.append(found[-1] + size)
    return found


def outputs(values: list[int]) -> list[int]:
    """Column 8: the middle of each interval; that around zero in μ-law is zero itself."""
    return [0 if high == 1 else (low + high) // 2 for low, high in pairwise(values)]


CASES = [
    pytest.param(PCMU, MU_LAW, 2, 0xFF, 0, id="mu-law"),
    pytest.param(PCMA, A_LAW, 3, 0x80, 0x55, id="a-law"),
]


def test_the_tables_end_where_the_recommendation_says() -> None:
    mu, a = decision_values(MU_LAW), decision_values(A_LAW)
    assert len(mu) == len(a) == 129
    assert [mu[n] for n in (1, 2, 16, 32, 48, 64, 80, 96, 112, 128)] == [
        1, 3, 31, 95, 223, 479, 991, 2015, 4063, 8159,
    ]  # fmt: skip
    assert [a[n] for n in (1, 16, 32, 48, 64, 80, 96, 112, 128)] == [
        2, 32, 64, 128, 256, 512, 1024, 2048, 4096,
    ]  # fmt: skip
    assert outputs(mu)[-1] == 8031
    assert outputs(mu)[1] == 2
    assert outputs(a)[-1] == 4032
    assert outputs(a)[0] == 1


@pytest.mark.parametrize(("codec", "segments", "shift", "first", "toggled"), CASES)
def test_every_code_stands_for_its_quantized_value(
    codec: Codec, segments: list[tuple[int, int]], shift: int, first: int, toggled: int
) -> None:
    for number, value in enumerate(outputs(decision_values(segments))):
        positive = first - number if codec is PCMU else (first + number) ^ toggled
        pair = codec.decode(bytes([positive, positive ^ 0x80])).astype(int)
        assert list(pair) == [value << shift, -value << shift], f"interval {number}"


@pytest.mark.parametrize(("codec", "segments", "shift", "first", "toggled"), CASES)
def test_every_sample_has_the_code_of_its_interval(
    codec: Codec, segments: list[tuple[int, int]], shift: int, first: int, toggled: int
) -> None:
    values = np.array(decision_values(segments)) << shift
    x = SAMPLES.astype(np.int32)
    # On a decision value, and for the sign of zero, the Recommendation leaves the choice; here a
    # negative number goes the way of its ones' complement, as in the ITU's own software (G.191).
    magnitude = np.where(x < 0, ~x, x)
    interval = np.clip(np.searchsorted(values, magnitude, side="right") - 1, 0, 127)
    code = first - interval if codec is PCMU else (first + interval) ^ toggled
    expected = np.where(x < 0, code ^ 0x80, code).astype(np.uint8)
    assert codec.encode(SAMPLES) == expected.tobytes()


@pytest.mark.parametrize("codec", [PCMU, PCMA])
def test_a_code_read_and_written_again_is_the_same(codec: Codec) -> None:
    every = bytes(range(256))
    again = codec.encode(codec.decode(every))
    different = [code for code in every if again[code] != code]
    assert different in ([], [0x7F])  # μ-law has a negative zero, which is read as zero


@pytest.mark.parametrize("codec", [PCMU, PCMA])
def test_silence_fills_the_last_frame(codec: Codec) -> None:
    frames = codec.frames(np.full(FRAME + 1, 1000, np.int16))
    assert [len(frame) for frame in frames] == [FRAME, FRAME]
    assert set(frames[1][1:]) == {codec.silence}
    assert abs(int(codec.decode(bytes([codec.silence]))[0])) <= 8


def test_the_table_of_one_kilohertz_sounds_right() -> None:
    """The codes of a tone of 1 kHz at 0 dBm0 (tables 5 and 6): two halves, each of four codes."""
    mu = bytes([0x1E, 0x0B, 0x0B, 0x1E, 0x9E, 0x8B, 0x8B, 0x9E])
    a = bytes([0x34, 0x21, 0x21, 0x34, 0xB4, 0xA1, 0xA1, 0xB4])
    for codec, codes in ((PCMU, mu), (PCMA, a)):
        tone = codec.decode(codes * 100).astype(float)
        level = 20 * np.log10(np.sqrt((tone**2).mean()) * np.sqrt(2) / 32768)
        assert level == pytest.approx(-3.17 if codec is PCMU else -3.14, abs=0.1)
