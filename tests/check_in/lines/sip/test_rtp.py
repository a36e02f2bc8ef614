"""Packets are read as RFC 3550 and RFC 4733 write them, and nothing that comes can break that."""

from __future__ import annotations

import random
import struct

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.lines.sip.g711 import FRAME, PCMU
from drawdown.check_in.lines.sip.recording import QUIET, Recording, is_heard
from drawdown.check_in.lines.sip.rtp import (
    KEYS,
    Count,
    KeyEar,
    Packet,
    build,
    parse,
    parse_event,
)


@given(st.binary(max_size=300))
def test_any_datagram_can_be_read(data: bytes) -> None:
    packet = parse(data)
    if packet is not None:
        assert len(packet.payload) <= len(data) - 12
        KeyEar().hear(packet)


@given(st.binary(max_size=8))
def test_any_payload_can_be_read_as_a_key(payload: bytes) -> None:
    event = parse_event(payload)
    assert event is None or event.key in KEYS


@given(
    kind=st.integers(0, 71),
    sequence=st.integers(0, 2**17),
    timestamp=st.integers(0, 2**33),
    ssrc=st.integers(0, 2**32 - 1),
    payload=st.binary(max_size=200),
    marker=st.booleans(),
)
def test_what_is_built_is_read_again(
    kind: int, sequence: int, timestamp: int, ssrc: int, payload: bytes, marker: bool
) -> None:
    packet = parse(build(kind, sequence, timestamp, ssrc, payload, marker))
    assert packet == Packet(kind, marker, sequence % 2**16, timestamp % 2**32, ssrc, payload)


@given(
    sources=st.lists(st.integers(0, 2**32 - 1), max_size=15),
    extension=st.none() | st.lists(st.integers(0, 2**32 - 1), max_size=5),
    padding=st.integers(0, 12),
    payload=st.binary(max_size=50),
)
def test_sources_extension_and_padding_are_passed_over(
    sources: list[int], extension: list[int] | None, padding: int, payload: bytes
) -> None:
    flags = 0x80 | len(sources) | (0x10 if extension is not None else 0) | (0x20 if padding else 0)
    data = struct.pack("!BBHII", flags, 8, 1, 2, 3)
    data += b"".join(struct.pack("!I", source) for source in sources)
    if extension is not None:
        data += struct.pack("!HH", 0xBEDE, len(extension))
        data += b"".join(struct.pack("!I", word) for word in extension)
    data += payload
    if padding:
        data += bytes(padding - 1) + bytes([padding])
    packet = parse(data)
    assert packet is not None
    assert packet.payload == payload


def press(key: str, timestamp: int, sequence: int, ssrc: int = 7) -> list[Packet]:
    """The packets of one press: three as it lasts, and the end three times."""
    code = KEYS.index(key)
    found = []
    for step in range(6):
        payload = struct.pack("!BBH", code, 0x8A if step > 2 else 0x0A, 160 * min(step + 1, 4))
        found.append(Packet(101, step == 0, (sequence + step) % 2**16, timestamp, ssrc, payload))
    return found


@given(
    keys=st.text(alphabet=KEYS, max_size=12),
    seed=st.integers(0, 2**32),
    loss=st.floats(0, 0.6),
)
def test_each_press_is_heard_once_however_its_packets_come(
    keys: str, seed: int, loss: float
) -> None:
    chance = random.Random(seed)  # noqa: S311
    ear, heard = KeyEar(), []
    for number, key in enumerate(keys):
        packets = press(key, 8000 + 1600 * number, 10 * number)
        kept = [each for each in packets if chance.random() > loss] or [chance.choice(packets)]
        kept += [chance.choice(kept) for _ in range(3)]
        chance.shuffle(kept)
        heard += [found for packet in kept if (found := ear.hear(packet))]
    assert "".join(heard) == keys


def test_a_late_packet_of_the_press_before_is_not_a_new_press() -> None:
    ear = KeyEar()
    first, second = press("5", 100, 1), press("5", 900, 20)
    order = [*first[:2], *second[:3], *first[2:], *second[3:]]
    assert [key for packet in order if (key := ear.hear(packet))] == ["5", "5"]


@given(
    seed=st.integers(0, 2**32),
    start=st.integers(0, 2**32 - 1),
    number=st.integers(1, 60),
)
def test_a_message_is_put_together_from_packets_in_any_order(
    seed: int, start: int, number: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    said = bytes(chance.randrange(256) for _ in range(FRAME * number))
    packets = [
        Packet(0, False, n, (start + n * FRAME) % 2**32, 7, said[n * FRAME : (n + 1) * FRAME])
        for n in range(number)
    ]
    later = [*packets[1:], *chance.choices(packets, k=3)]
    chance.shuffle(later)
    recording = Recording(PCMU, limit=60, silence=5)
    for packet in [packets[0], *later]:
        recording.add(packet)
    assert bytes(recording.codes) == said


@given(packets=st.lists(st.tuples(st.integers(0, 2**32 - 1), st.binary(max_size=400)), max_size=20))
def test_a_message_never_grows_beyond_its_limit(packets: list[tuple[int, bytes]]) -> None:
    recording = Recording(PCMU, limit=0.5, silence=5)
    for number, (timestamp, payload) in enumerate(packets):
        recording.add(Packet(0, False, number, timestamp, 7, payload))
    assert len(recording.codes) <= 4000


def test_a_message_is_over_after_silence_or_at_its_limit() -> None:
    def until_over(limit: float, silence: float) -> tuple[int, str]:
        recording = Recording(PCMU, limit, silence)
        while not (over := recording.tick()):
            pass
        return recording.ticks, over

    assert until_over(limit=2, silence=5) == (100, "limit")
    assert until_over(limit=10, silence=1) == (51, "silence")


def test_another_telephone_that_takes_up_the_call_is_recorded_behind_the_first() -> None:
    """A new source counts its time from anywhere; what it says is part of the message."""
    recording = Recording(PCMU, limit=10, silence=5)
    loud = PCMU.encode((8000 * np.sin(np.arange(FRAME))).astype(np.int16))
    for at in range(50):
        recording.add(Packet(0, False, at, 160 * at, 7, loud))
        assert recording.tick() is None
    for at in range(50):
        recording.add(Packet(0, False, at, 3_000_000_000 + 160 * at, 8, loud))
        assert recording.tick() is None
    samples = PCMU.decode(bytes(recording.codes))
    assert abs(len(samples) - 100 * FRAME) <= FRAME
    frames = samples.reshape(-1, FRAME)
    assert sum(is_heard(frame, QUIET) for frame in frames) >= 99


def test_silence_that_a_telephone_sends_is_no_message() -> None:
    noise = np.random.default_rng(1).normal(0, 12, 5 * 8000).astype(np.int16)
    assert not is_heard(noise, QUIET)
    assert not is_heard(noise[:100], QUIET)
    noise[8000:8400] += 3000
    assert is_heard(noise, QUIET)


def test_a_source_that_begins_anew_lost_nothing() -> None:
    count = Count()
    for sequence in (10, 11, 13, 12, 12, 15):  # one lost, one late, one twice
        count.add(Packet(0, False, sequence, 0, 7, b""))
    assert (count.received, count.lost) == (6, 0)  # as RFC 3550 counts: a repeat hides a loss
    for sequence in (40_000, 40_001, 40_003):
        count.add(Packet(0, False, sequence, 0, 8, b""))
    assert count.lost == 1
    for sequence in (9, 10):  # the same source, its numbers begun anew
        count.add(Packet(0, False, sequence, 0, 8, b""))
    assert (count.received, count.lost) == (11, 1)


@given(st.integers(0, 2**16 - 1), st.integers(1, 300))
def test_numbers_that_wrap_around_lose_nothing(first: int, packets: int) -> None:
    count = Count()
    for step in range(packets):
        count.add(Packet(0, False, (first + step) & 0xFFFF, 0, 7, b""))
    assert (count.received, count.lost) == (packets, 0)


def test_a_key_that_is_held_down_is_pressed_once() -> None:
    """RFC 4733, section 2.5.1.3: after 0xFFFF samples it goes on under a new timestamp."""
    ear = KeyEar()
    begun = 0xFFFF_F000  # so that the timestamps wrap around
    heard = []
    for segment in range(3):
        at = (begun + 0xFFFF * segment) & 0xFFFFFFFF
        heard += [ear.hear(packet) for packet in press("5", at, 100 + 10 * segment)]
    heard += [ear.hear(packet) for packet in press("5", begun + 300_000 & 0xFFFFFFFF, 900)]
    assert [key for key in heard if key] == ["5", "5"]
