"""Answers from outside: RFC 8785, certificate transparency, Go's notes, C2SP's examples."""

from __future__ import annotations

import struct

import pytest

from drawdown.record.proof.canonical import canonical
from drawdown.record.proof.checkpoint import read_checkpoint
from drawdown.record.proof.note import read_line, read_note, read_skey, read_vkey
from drawdown.record.proof.tiles import in_memory, path_of
from drawdown.record.proof.tree import (
    EMPTY,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_at,
    root_of,
    verify_consistency,
    verify_inclusion,
)

NUMBERS = {  # RFC 8785, appendix B: IEEE 754 bits, and the text
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
          "606162636465666768696a6b6c6d6e6f"]  # fmt: skip
ROOTS = [  # of the first 1 to 8: google/certificate-transparency, merkletree tests
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATH_0_OF_8 = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]
# golang.org/x/mod/sumdb/note, the package's own example
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SAID = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdn"
    "gotpRZb6KE6RyyBwJnAM=\n"
)
# C2SP tlog-cosignature, its example
SOFA = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""  # noqa: E501


@pytest.mark.parametrize("bits", NUMBERS)
def test_numbers_are_written_as_rfc_8785_has_them(bits: str) -> None:
    number = struct.unpack(">d", bytes.fromhex(bits))[0]
    assert canonical(number).decode() == NUMBERS[bits]


def test_names_are_sorted_as_rfc_8785_has_them() -> None:
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    ordered = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    made = canonical(dict.fromkeys(names, 1)).decode()
    assert [made.index(canonical(name).decode()) for name in ordered] == sorted(
        made.index(canonical(name).decode()) for name in names
    )


def test_texts_are_written_as_rfc_8785_has_them() -> None:
    text = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"
    assert canonical(text).decode() == r'"€$\u000f\nA' + r"""'B\"\\\\\"/""" + '"'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, "\ud800", {1: 2}, object()])
def test_what_is_no_json_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        canonical(value)


def test_roots_are_those_of_certificate_transparency() -> None:
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
    nodes = in_memory(b"".join(hashes))
    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for size, root in enumerate(ROOTS, start=1):
        assert root_of(hashes[:size]).hex() == root_at(nodes, size).hex() == root
    path = inclusion_proof(nodes, 0, 8)
    assert [one.hex() for one in path] == PATH_0_OF_8
    assert verify_inclusion(hashes[0], 0, 8, path, bytes.fromhex(ROOTS[7]))
    growth = consistency_proof(nodes, 6, 8)
    assert verify_consistency(6, 8, *(bytes.fromhex(ROOTS[n]) for n in (5, 7)), growth)


def test_go_s_own_note_is_read_and_its_signature_holds() -> None:
    key = read_vkey(PETER)
    assert (key.vkey, key.name) == (PETER, "PeterNeumann")
    assert read_note(SAID).signed_by([key]) == [key]
    assert str(read_note(SAID)) == SAID
    text = read_note(SAID).text
    secret = read_skey(
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    )
    assert f"{text}\n{secret.line(text.encode())}" == SAID


def test_c2sp_s_example_of_a_cosigned_checkpoint_is_read() -> None:
    state, note = read_checkpoint(SOFA)
    assert (state.origin, state.size) == ("example.com/behind-the-sofa", 20852163)
    assert [one.name for one in note.signatures] == ["example.com/behind-the-sofa",
                                                      "witness.example.com/w1"]  # fmt: skip
    assert note.signatures[1].at == 1679315147  # the time that the specification states
    assert str(note) == SOFA
    assert read_line(SOFA.splitlines()[-1]) == note.signatures[1]


def test_tiles_stand_where_c2sp_puts_them() -> None:
    assert path_of(0, 1234067) == "tile/0/x001/x234/067"
    assert path_of(1, 7) == "tile/1/007"
