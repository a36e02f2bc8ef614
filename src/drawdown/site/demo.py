"""The demonstration's site: the model case with made-up people, and an account for each role."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from drawdown.demo.build import DAY, build_demo
from drawdown.site.accounts.models import Membership, User
from drawdown.site.accounts.roles import Role
from drawdown.site.cases.importing import import_folder
from drawdown.site.cases.models import Case
from drawdown.site.line.demo import enrol_callers

PASSWORD = "a-demonstration-only"  # noqa: S105  printed, and of made-up accounts only


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demonstration."""

    email: str
    name: str
    role: Role
    facility: str = ""
    title: str = ""


ACCOUNTS = (
    DemoAccount("monitor@demo.example", "Morgan Ellis", Role.COURT, "", "monitor"),
    DemoAccount("petitioners@demo.example", "Priya Raman", Role.PETITIONERS, "", "class counsel"),
    DemoAccount("government@demo.example", "Grant Holloway", Role.GOVERNMENT, "", "trial attorney"),
    DemoAccount("agency@demo.example", "Ada Quintero", Role.AGENCY, "",
                "deputy field office director"),
    DemoAccount("second@demo.example", "Sam Whitfield", Role.AGENCY, "",
                "assistant field office director"),
    DemoAccount("krome@demo.example", "Kim Dorsey", Role.FACILITY, "krome", "shift supervisor"),
    DemoAccount("glades@demo.example", "Gil Navarro", Role.FACILITY, "glades", "shift supervisor"),
    DemoAccount("reader@demo.example", "Robin Reader", Role.READER, "", ""),
)  # fmt: skip
"""Made-up people, one for each role and more where two are needed."""


def make_demo(tell: Callable[[str, int, int], None] = lambda step, done, whole: None) -> Case:
    """The demonstration's case and accounts, made where they are not there yet."""
    case = Case.objects.filter(demo_day__isnull=False).first()
    if case is None:
        with tempfile.TemporaryDirectory() as folder:
            built = build_demo(Path(folder))
            case = import_folder(built, by="the demonstration", demo_day=DAY, tell=tell)
    enrol_callers(case)
    for account in ACCOUNTS:
        user = User.objects.filter(email=account.email).first()
        if user is None:
            user = User.objects.create_user(account.email, PASSWORD, name=account.name)
        if not Membership.objects.filter(user=user, case=case).exists():
            Membership.objects.create(
                user=user, case=case, role=account.role.value, facility=account.facility,
                title=account.title,
            )  # fmt: skip
    return case
