"""Who may call in: enrolled with a number and a PIN, and found again by them."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from random import SystemRandom

from django.conf import settings
from django.db import transaction

from drawdown.check_in import pin as pins
from drawdown.errors import InputError
from drawdown.site.cases.models import Case
from drawdown.site.cases.sealing import open_sealed, seal
from drawdown.site.line.among import among
from drawdown.site.line.models import Enrolment, OptOut

NUMBERS = 1_000_000
_RANDOM = SystemRandom()


class EnrolmentError(InputError):
    """Somebody cannot be enrolled, in one line."""


def enrol(
    case: Case, person: str, *, by: str, telephone: str = "", language: str = "", court: str = ""
) -> tuple[Enrolment, str]:
    """Let a person call in.

    Args:
        case: The case.
        person: The person's number in the case.
        by: Who lets them.
        telephone: Where they are reached, in E.164; blank where that is not known.
        language: The language they speak, such as `es`; blank where that is not known.
        court: The next court date, ISO 8601; blank where that is not known.

    Returns:
        The enrolment, and the PIN, which is told only now.

    Raises:
        EnrolmentError: They can already.
    """
    pin = pins.new_pin(_RANDOM)
    with transaction.atomic():
        Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        now = Enrolment.objects.filter(case=case, ended=None)
        if now.filter(person=person).exists():
            raise EnrolmentError(
                f"{person} can call in already; end that first, or give them a new PIN"
            )
        while now.filter(number=(number := str(secrets.randbelow(NUMBERS - 100_000) + 100_000))):
            pass
        made = Enrolment(
            case=case, person=person, number=number, pin=pins.hashed(pin), language=language,
            court=court, by=by,
        )  # fmt: skip
        set_telephone(made, telephone)
        made.save()
    return made, pin


def new_pin(enrolment: Enrolment) -> str:
    """Give a person another PIN, which is told only now; the one before no longer works."""
    pin = pins.new_pin(_RANDOM)
    enrolment.pin = pins.hashed(pin)
    enrolment.save(update_fields=["pin"])
    return pin


def end(enrolment: Enrolment, now: datetime) -> None:
    """Let a person no longer call in."""
    Enrolment.objects.filter(pk=enrolment.pk, ended=None).update(ended=now)


def identified(case: Case, number: str, pin: str) -> Enrolment | None:
    """Who a number and a PIN belong to together; none where they do not. As slow either way."""
    found = Enrolment.objects.filter(case=case, number=number[:12], ended=None).first()
    return found if pins.matches(found.pin if found else None, pin) else None


def set_telephone(enrolment: Enrolment, telephone: str) -> None:
    """Set where a person is reached, unsaved; blank: nowhere."""
    about = f"telephone {enrolment.person}"
    enrolment.telephone = seal(enrolment.case, telephone.encode(), about) if telephone else None
    enrolment.hint = hint_of(enrolment.case, telephone)


def telephone_of(enrolment: Enrolment) -> str:
    """Where a person is reached, in E.164; blank where that is not known."""
    return opened(enrolment.case_id, enrolment.person, enrolment.telephone)


def opened(case_id: int, person: str, sealed: bytes | memoryview | None) -> str:
    """The telephone that is sealed in an enrolment; blank where none is known.

    Raises:
        SealError: It was changed, moved, or its key is gone.
    """
    return open_sealed(case_id, bytes(sealed), f"telephone {person}").decode() if sealed else ""


def hint_of(case: Case, telephone: str) -> str:
    """A keyed hash by which a telephone is recognised and cannot be read; blank of a blank."""
    digits = "".join(digit for digit in telephone if digit.isdigit())
    if not digits:
        return ""
    key = sha256(b"drawdown telephones\0" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, f"{case.pk} {digits}".encode(), sha256).hexdigest()


def opted_out(case: Case, hints: Sequence[str]) -> set[str]:
    """The telephones whose last word was that they want no texts."""
    last: dict[str, bool] = {}
    said = among(OptOut.objects.filter(case=case), "hint", hints).order_by("at", "pk")
    for hint, out in said.values_list("hint", "out"):
        last[hint] = out
    return {hint for hint, out in last.items() if out}
