"""A roster received: taken whole or not at all, once, and sealed at once."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drawdown.errors import InputError
from drawdown.site.accounts.access import Access
from drawdown.site.cases.models import SourceFile
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.sealing import seal
from drawdown.site.intake.models import Upload

MOST_TIMES = 200
"""How many times larger than its file a workbook's content may be (decompression bombs)."""
MOST_CONTENT = 2 * 2**30
"""And how large at most, in bytes."""


class NotTakenError(InputError):
    """A file that cannot be taken, in one line."""


@dataclass(frozen=True)
class Received:
    """An upload, and whether it was there already."""

    upload: Upload
    known: bool


def receive(
    access: Access, file: File[bytes], *, now: datetime, answers: dict[str, object] | None = None
) -> Received:
    """Take a file.

    Args:
        access: Who sends it.
        file: The file.
        now: When.
        answers: What is said of it already, such as the day it speaks of.

    Raises:
        NotTakenError: It is empty, too large, or would unpack to something absurd.
    """
    name = PurePath(file.name or "roster").name[-200:]
    content = _content(file, name)
    return take(access, name, content, now=now, answers=answers)


def take(
    access: Access, name: str, content: bytes, *, now: datetime,
    answers: dict[str, object] | None = None,
) -> Received:  # fmt: skip
    """Take the bytes of a file; arguments as for `receive`."""
    _refuse_bombs(content, name)
    digest = hashlib.sha256(content).hexdigest()
    if found := _there(access, digest):
        return Received(found, known=True)
    try:
        with transaction.atomic():
            upload = Upload.objects.create(
                case=access.case, user=access.user, by=access.signature,
                facility=access.facility, name=name, sha256=digest, size=len(content),
                sealed=seal(access.case, content, f"upload {digest}"), received=now,
                answers=answers or {},
            )  # fmt: skip
    except IntegrityError:  # the same file, sent at the same moment
        found = _there(access, digest)
        if found is None:
            raise
        return Received(found, known=True)
    return Received(upload, known=False)


def _there(access: Access, digest: str) -> Upload | None:
    found = Upload.objects.filter(case=access.case, sha256=digest).exclude(state="discarded")
    upload = found.first()
    if upload is None and SourceFile.objects.filter(case=access.case, sha256=digest).exists():
        raise NotTakenError(
            _("This very file came with the case when it was taken in; nothing was added.")
        )
    if upload is not None and not access.reaches(upload.facility):
        raise NotTakenError(known_already(upload))
    return upload


def known_already(upload: Upload) -> str:
    """What to say of a file that is there already: who sent it when, and what became of it."""
    zone = order_of(upload.case).header.zone

    def when(moment: datetime | None) -> str:
        return date_format(moment.astimezone(zone), "DATETIME_FORMAT") if moment else ""

    says = _("This very file was sent before, by %(by)s on %(when)s; nothing was added.") % {
        "by": upload.by, "when": when(upload.received),
    }  # fmt: skip
    if upload.state == "accepted":
        return says + " " + _("It was taken into the record by %(by)s on %(when)s.") % {
            "by": upload.accepted_by, "when": when(upload.accepted),
        }  # fmt: skip
    return says + " " + _("It is now “%(state)s”.") % {"state": upload.state_says}


def _content(file: File[bytes], name: str) -> bytes:
    """The bytes of a file, counted while they come."""
    parts, size = [], 0
    for part in file.chunks():
        size += len(part)
        if size > settings.UPLOAD_MOST:
            raise NotTakenError(
                _("%(name)s: is larger than %(most)d MB; nothing was taken.")
                % {"name": name, "most": settings.UPLOAD_MOST // 2**20}
            )
        parts.append(part)
    if not size:
        raise NotTakenError(_("%(name)s: is empty; expected a roster.") % {"name": name})
    return b"".join(parts)


def _refuse_bombs(content: bytes, name: str) -> None:
    """Refuse a workbook that says it unpacks to far more than a roster could be.

    One that does not say so is found out when it is read, by a process of its own.
    """
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            whole = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile:
        return  # the reader says what is wrong with it
    if whole > MOST_CONTENT or whole > MOST_TIMES * max(len(content), 2**16):
        raise NotTakenError(
            _("%(name)s: would unpack to %(size)d MB, which no roster is; nothing was taken.")
            % {"name": name, "size": whole // 2**20}
        )
