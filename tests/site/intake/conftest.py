"""Rosters to send, as a facility would export them; everybody on them is made up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from drawdown.site.intake.models import Upload

ROSTERS = "/gayle-v-meade/rosters/"
HEADER = "A-Number,Facility,Book In Date"


def people(first: int, last: int, facility: str = "Krome", since: str = "2020-05-01") -> list[str]:
    """Lines of a list of who is held; the numbers are made up."""
    return [f"A{number:09d},{facility},{since}" for number in range(first, last + 1)]


def roster(lines: list[str], day: date, name: str = "") -> SimpleUploadedFile:
    """A list of who is held on a day, as a file."""
    text = "\n".join([HEADER, *lines]) + "\n"
    return SimpleUploadedFile(name or f"krome {day}.csv", text.encode())


@pytest.fixture
def send(signed_in: Callable[[str], Client]) -> Callable[..., Upload]:
    """Return a function that sends a file as a member, and gives the upload as it then is."""

    def sent(file: SimpleUploadedFile, name: str = "agency") -> Upload:
        answer = signed_in(name).post(ROSTERS, {"file": file})
        assert answer.status_code == 302, answer.content.decode()[-800:]
        return Upload.objects.get(pk=int(answer.headers["Location"].rsplit("/", 1)[1]))

    return sent


@pytest.fixture
def accept(signed_in: Callable[[str], Client]) -> Callable[..., Upload]:
    """Return a function that accepts an upload as a member."""

    def accepted(upload: Upload, name: str = "agency") -> Upload:
        signed_in(name).post(f"{ROSTERS}{upload.pk}/accept")
        upload.refresh_from_db()
        return upload

    return accepted
