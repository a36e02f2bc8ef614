"""Public claims: what a file of them must say, and what is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawdown.report.facts.claims import read_claims
from drawdown.report.facts.suppression.system import FactsError

GOOD = {
    "said": '"1,200 released"', "source": '"a newspaper"', "date": "2020-05-15",
    "bears_on": '["releases"]',
}  # fmt: skip


def written(tmp_path: Path, **values: str) -> Path:
    lines = [f"{name} = {value}" for name, value in (GOOD | values).items() if value]
    file = tmp_path / "claims.toml"
    file.write_text("[[claims]]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_a_claim_is_read(tmp_path: Path) -> None:
    (claim,) = read_claims(written(tmp_path))
    assert (claim.said, claim.source, claim.bears_on) == (
        "1,200 released", "a newspaper", ("releases",),
    )  # fmt: skip


def test_no_file_is_no_claim(tmp_path: Path) -> None:
    assert read_claims(tmp_path / "claims.toml") == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"date": '"yesterday"'}, "expected a date such as 2020-05-15"),
        ({"date": "2020-05-15T10:00:00Z"}, "expected a date"),
        ({"source": ""}, "expected 'source'"),
        ({"said": '" "'}, "expected 'said'"),
        ({"bears_on": '["relases"]'}, "did you mean 'releases'"),
        ({"bears_on": "[]"}, "expected 'bears_on'"),
        ({"adress": '"https://example.org"'}, "did you mean 'address'"),
        ({"address": '"javascript:alert(1)"'}, "expected https://"),
        ({"language": '"en\\" x"'}, "'language'"),
        ({"said": "= "}, "is not TOML"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, values: dict[str, str], said: str) -> None:
    with pytest.raises(FactsError, match=said) as refused:
        read_claims(written(tmp_path, **values))
    assert "claims.toml" in str(refused.value)
    assert "\n" not in str(refused.value)
