"""The lengths that the reference publishes are about those that are measured."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drawdown.check_in.languages import language, languages
from drawdown.check_in.length import measure


@pytest.mark.requires("espeak-ng")
def test_they_are_within_a_tenth(project_root: Path) -> None:
    page = (project_root / "docs" / "reference" / "check-in.md").read_text(encoding="utf-8")
    rows = re.findall(r"\| `([\w-]+)` \| (\d+) s \| (\d+) s \| ([\w ]+) \|", page)
    assert [voice for voice, *_ in rows] == [language(name).voice for name in languages()]
    for name, (_, whole, receipt, read) in zip(languages(), rows, strict=True):
        length = measure(name)
        assert abs(length.whole - int(whole)) < 0.1 * length.whole
        assert abs(length.to_receipt - int(receipt)) < 0.1 * length.to_receipt
        assert (read == "not yet") == (not language(name).read_by)
