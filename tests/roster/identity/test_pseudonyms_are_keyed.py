"""A person has one pseudonym in a case, none that another case shares, and none that is guessed."""

from __future__ import annotations

import base64
import hashlib
import hmac
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.roster.errors import RosterError
from drawdown.roster.identity.pseudonym import case_key, new_key, pseudonym


def test_it_is_hmac_sha256_as_rfc_4231_has_it() -> None:
    # RFC 4231, test case 2, checks the function that pseudonyms are made with.
    mac = hmac.new(b"Jefe", b"what do ya want for nothing?", hashlib.sha256).hexdigest()
    assert mac == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    framed = (10).to_bytes(8, "big") + b"A012345678"
    digest = hmac.new(b"k" * 32, framed, hashlib.sha256).digest()
    assert pseudonym(b"k" * 32, "A012345678") == f"P-{base64.b32encode(digest)[:16].decode()}"


@given(st.lists(st.text(), min_size=1, max_size=3), st.lists(st.text(), min_size=1, max_size=3))
def test_other_keys_are_other_people(one: list[str], other: list[str]) -> None:
    key = b"k" * 32
    assert (pseudonym(key, *one) == pseudonym(key, *other)) == (one == other)
    assert pseudonym(key, *one) != pseudonym(b"j" * 32, *one)


def test_a_key_that_is_no_key_is_refused(tmp_path: Path) -> None:
    for content in ("", "abc", "00" * 16):
        (tmp_path / "case.key").write_text(content)
        with pytest.raises(RosterError, match=r"case\.key"):
            case_key(tmp_path)
    key = new_key()
    (tmp_path / "case.key").write_text(key.hex())
    assert case_key(tmp_path) == key
