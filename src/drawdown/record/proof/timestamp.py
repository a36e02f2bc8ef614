"""Timestamps (RFC 3161): the signed word of somebody else that a checkpoint was there at a time.

What is stamped is the checkpoint's own text (origin, size and root hash), so that a timestamp holds
whatever is signed beneath that text later.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from drawdown.record.proof.checkpoint import Checkpoint
from drawdown.record.proof.errors import ProofError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

ASKED, ANSWERED = "application/timestamp-query", "application/timestamp-reply"
WAIT = 20.0
"""Seconds for a server's answer."""
LARGEST = 100_000
INSTALL = "timestamps need a library: pip install 'drawdown[timestamps]'"


@dataclass(frozen=True)
class Stamp:
    """What a timestamp says.

    Attributes:
        at: The time (UTC) at which the checkpoint was there.
        serial: The number of the timestamp with whoever made it.
        policy: Under which policy it was made, as an object identifier.
    """

    at: datetime
    serial: int
    policy: str


def stamp(checkpoint: Checkpoint, server: str) -> bytes:
    """Have a server stamp a checkpoint; its answer, to be kept beside the checkpoint.

    Args:
        checkpoint: What is stamped.
        server: The server's address, `http://…` or `https://…`.

    Raises:
        ProofError: It cannot be reached, refuses, or answers something else.
    """
    made = _library().TimestampRequestBuilder().data(checkpoint.text.encode()).build()
    answer = _posted(server, made.as_bytes())
    read = _decoded(answer, server)
    if read.tst_info.nonce != made.nonce:
        raise ProofError(f"{server}: its timestamp answers another request")
    if read.tst_info.message_imprint.message != made.message_imprint.message:
        raise ProofError(f"{server}: its timestamp is of something else")
    return answer


def verify_stamp(checkpoint: Checkpoint, answer: bytes, roots: Sequence[Certificate]) -> Stamp:
    """What a timestamp says of a checkpoint, once all of it was checked.

    Args:
        checkpoint: The checkpoint.
        answer: The server's answer, as `stamp` or any other program kept it.
        roots: Certificates that are trusted, from elsewhere.

    Raises:
        ProofError: It cannot be read, is of something else, or no trusted certificate leads to it.
    """
    library = _library()
    read = _decoded(answer, "the timestamp")
    builder = library.VerifierBuilder()
    for root in roots:
        builder = builder.add_root_certificate(root)
    try:
        builder.build().verify_message(read, checkpoint.text.encode())
    except (library.VerificationError, ValueError) as error:
        raise ProofError(f"the timestamp does not hold: {_one_line(error)}") from None
    info = read.tst_info
    return Stamp(info.gen_time.astimezone(UTC), info.serial_number, info.policy.dotted_string)


def read_roots(content: bytes) -> list[Certificate]:
    """Certificates from a file of them (PEM).

    Raises:
        ProofError: There is none in it, or one cannot be read.
    """
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(content)
    except ValueError:
        raise ProofError("holds no certificate that can be read; expected PEM") from None


def _library() -> Any:
    try:
        import rfc3161_client
    except ImportError:
        raise ProofError(INSTALL) from None
    return rfc3161_client


def _decoded(answer: bytes, whose: str) -> Any:
    try:
        read = _library().decode_timestamp_response(answer)
        status, said = read.status, [*map(str, read.status_string)]
    except ValueError as error:
        raise ProofError(f"{whose}: is no timestamp (RFC 3161): {_one_line(error)}") from None
    if status not in (0, 1):
        why = f": {' '.join(' '.join(said).split())[:200]}" if said else ""
        raise ProofError(f"{whose}: no timestamp was granted (status {status}{why})")
    return read


def _posted(server: str, body: bytes) -> bytes:
    if not server.startswith(("http://", "https://")):
        raise ProofError(f"'{server}' is no address of a server; expected http://… or https://…")
    request = urllib.request.Request(  # noqa: S310  the scheme was looked at
        server, data=body, headers={"Content-Type": ASKED, "Accept": ANSWERED}
    )
    try:
        with urllib.request.urlopen(request, timeout=WAIT) as answer:  # noqa: S310  # nosec B310
            content: bytes = answer.read(LARGEST + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise ProofError(f"{server}: answered with {error.code} {error.reason}") from None
    except (OSError, ValueError) as error:
        raise ProofError(f"{server}: cannot be reached ({_one_line(error)})") from None
    if len(content) > LARGEST:
        raise ProofError(f"{server}: its answer is too long for a timestamp")
    return content


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
