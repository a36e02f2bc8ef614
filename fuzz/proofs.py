"""Notes, checkpoints, keys and proofs, as either side hands them in."""

from __future__ import annotations

from drawdown.errors import InputError
from drawdown.record.proof.checkpoint import Checkpoint, read_checkpoint
from drawdown.record.proof.files import verify_file
from drawdown.record.proof.note import COSIGNS, DASH, SignerKey, read_line, read_skey, read_vkey
from drawdown.record.proof.succession import endorsed
from drawdown.record.proof.timestamp import read_roots, verify_stamp
from drawdown.record.proof.witness import cosign
from fuzz.corpus import corpus_of
from fuzz.target import Target

KEY = SignerKey.of("case.example/drawdown", bytes(range(32)))
WITNESS = SignerKey.of("monitor.example/drawdown", bytes(range(32, 64)), COSIGNS)
STATE = Checkpoint(KEY.name, 312, bytes(range(32)))
WORDS = ("\n\n", DASH.encode().decode("latin-1"), "c2sp.org/tlog-proof@v1", "index ", "extra ",
         "case.example/drawdown",         "AAAA", '"hashes"', '"old"', '"new"', "+01")  # fmt: skip


def _text(data: bytes) -> str:
    return data.decode(errors="replace")


def _proof(data: bytes) -> object:
    """A proof as it is, and with its checkpoint signed anew, so that what comes after is read."""
    text = _text(data)
    head, gap, note = text.partition("\n\n")
    body = note.partition("\n\n")[0]
    try:
        verify_file(f"{head}{gap}{body}\n\n{KEY.line((body + chr(10)).encode())}", [KEY.verifier])
    except InputError as error:
        assert len(str(error).splitlines()) == 1
    return verify_file(text, [KEY.verifier])


def _timestamp(data: bytes) -> object:
    return verify_stamp(STATE, data, read_roots(corpus_of("certificates")["an authority"]))


TARGETS = (
    Target("checkpoint", lambda data: read_checkpoint(_text(data)), words=WORDS),
    Target("proof", _proof, words=WORDS),
    Target("cosigning", lambda data: cosign(_text(data), WITNESS, [KEY.verifier], 1, None),
           words=WORDS),
    Target("succession", lambda data: endorsed(_text(data), [KEY.verifier]), words=WORDS),
    Target("signature-line", lambda data: read_line(_text(data)), words=WORDS),
    Target("timestamp", _timestamp, words=("\x30", "\x02\x01")),
    Target("certificates", read_roots, words=("-----BEGIN CERTIFICATE-----",)),
    Target("record-key", lambda data: read_vkey(_text(data)), words=("+", "PRIVATE+KEY+", "AQ")),
    Target("secret-key", lambda data: read_skey(_text(data)), words=("+", "PRIVATE+KEY+", "AQ")),
)  # fmt: skip
