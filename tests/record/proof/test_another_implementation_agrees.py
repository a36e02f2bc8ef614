"""Go's golang.org/x/mod/sumdb verifies our proofs and notes, and we verify its."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from drawdown.record.proof.checkpoint import Checkpoint, read_checkpoint
from drawdown.record.proof.note import SignerKey, read_vkey
from drawdown.record.proof.tiles import in_memory
from drawdown.record.proof.tree import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_at,
    verify_consistency,
    verify_inclusion,
)

HERE = Path(__file__).parent / "go"
pytestmark = pytest.mark.requires("go", "go-x-mod")


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("go")
    made = folder / "tlog"
    settings = {"GOPATH": "/usr/share/gocode", "GO111MODULE": "off", "CGO_ENABLED": "0",
                "GOCACHE": str(folder / "cache"), "GOFLAGS": ""}  # fmt: skip
    subprocess.run(["go", "build", "-o", str(made), str(HERE / "main.go")], check=True,
                   env={**os.environ, **settings})  # fmt: skip
    return made


def text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def raw(texts: list[str]) -> list[bytes]:
    return [base64.b64decode(one) for one in texts]


def ours() -> dict[str, Any]:
    leaves = [b"entry %d" % number for number in range(600)]
    nodes = in_memory(b"".join(map(leaf_hash, leaves)))
    key = SignerKey.new("court.example/case")
    state = Checkpoint("court.example/case", 600, root_at(nodes, 600))
    sizes = (1, 2, 3, 255, 256, 257, 300, 511, 513, 600)
    return {
        "note": state.signed(key),
        "key": key.verifier.vkey,
        "inclusions": [
            {"leaf": text(leaves[index]), "index": index, "size": size,
             "root": text(root_at(nodes, size)),
             "proof": list(map(text, inclusion_proof(nodes, index, size)))}
            for size in sizes for index in {0, size // 3, size - 1}
        ],
        "growths": [
            {"old": old, "size": size, "old_root": text(root_at(nodes, old)),
             "root": text(root_at(nodes, size)),
             "proof": list(map(text, consistency_proof(nodes, old, size)))}
            for size in sizes for old in sizes if old <= size
        ],
    }  # fmt: skip


def checked(go: Path, given: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "given.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    return subprocess.run([go, "check", path], capture_output=True, text=True, check=False)


def test_go_verifies_our_proofs_and_our_note(go: Path, tmp_path: Path) -> None:
    given = ours()
    found = checked(go, given, tmp_path)
    assert found.returncode == 0, found.stderr
    assert found.stdout.split() == [str(len(given["inclusions"])), str(len(given["growths"]))]


@pytest.mark.parametrize("what", ["note", "inclusions", "growths"])
def test_go_refuses_what_was_changed(go: Path, tmp_path: Path, what: str) -> None:
    given = ours()
    if what == "note":
        given["note"] = given["note"].replace("\n600\n", "\n601\n")
    else:
        given[what][-1]["root"] = text(bytes(32))
    assert checked(go, given, tmp_path).returncode == 1


def test_we_verify_go_s_proofs_and_its_note(go: Path) -> None:
    made = subprocess.run([go, "make", "70"], capture_output=True, text=True, check=True).stdout
    given = json.loads(made)
    for one in given["inclusions"]:
        leaf, (root,) = leaf_hash(base64.b64decode(one["leaf"])), raw([one["root"]])
        proof = raw(one["proof"])
        assert verify_inclusion(leaf, one["index"], one["size"], proof, root)
        assert not verify_inclusion(leaf, one["index"], one["size"], proof, bytes(32))
    for one in given["growths"]:
        old, root = raw([one["old_root"], one["root"]])
        assert verify_consistency(one["old"], one["size"], old, root, raw(one["proof"]))
    assert len(given["inclusions"]) > 200
    key = read_vkey(given["key"])
    state, note = read_checkpoint(given["note"])
    assert note.signed_by([key]) == [key]
    assert state.size == 70
