"""Timestamps of checkpoints by a real authority (OpenSSL's), which also checks ours."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from drawdown.cli.app import app
from drawdown.record.proof.checkpoint import Checkpoint
from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.note import SignerKey
from drawdown.record.proof.timestamp import read_roots, stamp, verify_stamp

pytestmark = pytest.mark.requires("openssl")

KEY = SignerKey.of("case.example/drawdown", bytes(32))
CHECKPOINT = Checkpoint(KEY.name, 312, bytes(range(32)))
SETTINGS = """
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:true
[stamping]
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class Authority:
    """A timestamp authority, with a certificate of its own and one that vouches for it.

    Attributes:
        says: What it answers in place of a timestamp: a status and bytes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.says = folder, None
        (folder / "settings").write_text(SETTINGS.format(folder=folder))
        (folder / "serial").write_text("01\n")
        self._run("req -x509 -newkey ed25519 -nodes -keyout root.key -out root.pem -days 30 "
                  "-subj /CN=Root -config settings -extensions authority")  # fmt: skip
        self._run("req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=Stamps "
                  "-config settings")  # fmt: skip
        self._run("x509 -req -in tsa.csr -CA root.pem -CAkey root.key -out tsa.pem -days 30 "
                  "-extfile settings -extensions stamping")  # fmt: skip

    def _run(self, line: str) -> str:
        done = subprocess.run(
            ["openssl", *line.split()], cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def reply(self, query: bytes) -> bytes:
        """A timestamp."""
        (self.folder / "query").write_bytes(query)
        self._run("ts -reply -queryfile query -signer tsa.pem -inkey tsa.key -config settings "
                  "-section here -out reply")  # fmt: skip
        return (self.folder / "reply").read_bytes()

    def accepts(self, data: bytes, answer: bytes) -> bool:
        """Whether OpenSSL finds a timestamp good."""
        (self.folder / "data").write_bytes(data)
        (self.folder / "answer").write_bytes(answer)
        return "OK" in self._run("ts -verify -data data -in answer -CAfile root.pem")

    @property
    def roots(self) -> bytes:
        """Who is trusted."""
        return (self.folder / "root.pem").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(authority: Authority) -> Iterator[str]:
    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            status, body = authority.says or (200, authority.reply(asked))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    there = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=there.serve_forever, daemon=True).start()
    authority.says = None
    yield f"http://127.0.0.1:{there.server_port}/"
    there.shutdown()
    there.server_close()


def test_a_checkpoint_is_stamped_and_both_find_it_good(authority: Authority, server: str) -> None:
    answer = stamp(CHECKPOINT, server)
    assert authority.accepts(CHECKPOINT.text.encode(), answer)
    found = verify_stamp(CHECKPOINT, answer, read_roots(authority.roots))
    assert abs(found.at - datetime.now(UTC)) < timedelta(minutes=2)
    assert found.policy == "1.2.3.4.1"
    assert found.serial > 0


def test_it_holds_for_nothing_else(authority: Authority, server: str, tmp_path: Path) -> None:
    answer, roots = stamp(CHECKPOINT, server), read_roots(authority.roots)
    other = Checkpoint(KEY.name, 313, bytes(range(32)))
    with pytest.raises(ProofError, match="does not hold"):
        verify_stamp(other, answer, roots)
    stranger = Authority(tmp_path)
    with pytest.raises(ProofError, match="does not hold"):
        verify_stamp(CHECKPOINT, answer, read_roots(stranger.roots))
    good = verify_stamp(CHECKPOINT, answer, roots)
    for at in range(0, len(answer), 137):
        changed = bytearray(answer)
        changed[at] ^= 1
        with contextlib.suppress(ProofError):  # or it is a bit that nothing is said by
            assert verify_stamp(CHECKPOINT, bytes(changed), roots) == good


@pytest.mark.parametrize(
    ("says", "line"),
    [((200, b"no timestamp"), "is no timestamp"), ((503, b""), "answered with 503"),
     ((200, b"\\0" * 200_000), "too long")],
)  # fmt: skip
def test_what_a_server_answers_instead_is_one_line(
    authority: Authority, server: str, says: tuple[int, bytes], line: str
) -> None:
    authority.says = says
    with pytest.raises(ProofError, match=line) as raised:
        stamp(CHECKPOINT, server)
    assert len(str(raised.value).splitlines()) == 1


def test_a_timestamp_of_an_earlier_request_is_refused(authority: Authority, server: str) -> None:
    authority.says = (200, stamp(CHECKPOINT, server))
    with pytest.raises(ProofError, match="answers another request"):
        stamp(CHECKPOINT, server)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "case.example", "http://127.0.0.1:9/"])
def test_an_address_that_answers_nothing_is_one_line(address: str) -> None:
    with pytest.raises(ProofError, match=r"no address of a server|cannot be reached"):
        stamp(CHECKPOINT, address)


def test_on_the_command_line(authority: Authority, server: str, tmp_path: Path) -> None:
    note, out, roots = tmp_path / "checkpoint.txt", tmp_path / "checkpoint.tsr", tmp_path / "roots"
    note.write_text(CHECKPOINT.signed(KEY), encoding="utf-8")
    roots.write_bytes(authority.roots)
    run = CliRunner().invoke
    done = run(app, ["record", "timestamp", str(note), "--server", server, "--out", str(out)])
    assert done.exit_code == 0, done.output
    done = run(app, ["record", "verify-timestamp", str(note), str(out), "--roots", str(roots)])
    assert done.exit_code == 0, done.output
    assert "with 312 entries was there by" in done.output
    assert f"{datetime.now(UTC):%Y-%m-%d}" in done.output
