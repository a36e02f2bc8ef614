"""The decision form: what was filled in, what is wrong with it, and what it was based on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from drawdown.order.clauses.custody_review import CustodyReview
from drawdown.order.document import Order
from drawdown.review.draft import Draft
from drawdown.site.cases.append import ConflictError
from drawdown.site.cases.models import Case, Row

FIELDS = ("outcome", "reason", "authority", "other_authority", "conditions", "check_in", "missing",
          "until", "note")  # fmt: skip
PLACES = {
    "outcome": ("outcome", "decision is dated"),
    "authority": ("authority", "212(d)(5)"),
    "conditions": ("conditions",),
    "check_in": ("reports in", "check_in"),
    "missing": ("missing is",),
    "until": ("until",),
    "reason": ("why is not",),
    "note": ("corrected",),
}
"""Words of a problem, by the field that it is shown beside."""


@dataclass(frozen=True)
class Filled:
    """The form as it was sent.

    Attributes:
        values: What stood in each field.
        basis: The number of the latest entry on the person's custody when the form was shown.
        token: The id of the entry to be made, so that a form sent twice makes one.
    """

    values: dict[str, str]
    basis: int
    token: str

    def draft(self, person: str, decider: str, now: datetime, clause: str, facility: str) -> Draft:
        """The decision that it describes; fields of another outcome are left out."""
        value = self.values
        outcome = value["outcome"]
        release, deferral = outcome == "released", outcome == "deferred"
        until = None
        if deferral and value["until"]:
            try:
                until = date.fromisoformat(value["until"])
            except ValueError:
                until = None
        authority = value["other_authority"] or value["authority"]
        return Draft(
            person, outcome, decider, value["reason"], now,
            authority=authority if release else "",
            conditions=value["conditions"] if release else "",
            check_in=value["check_in"] if release else "",
            missing=value["missing"] if deferral else "", until=until, clause=clause,
            facility=facility, note=value["note"],
        )  # fmt: skip


def filled(sent: QueryDict) -> Filled:
    """Read the form."""
    basis = sent.get("basis", "")
    return Filled(
        {name: sent.get(name, "").strip() for name in FIELDS},
        int(basis) if basis.isdigit() else 0, sent.get("token", "").strip()[:80],
    )  # fmt: skip


def placed(problems: tuple[str, ...] | list[str]) -> dict[str, list[str]]:
    """Problems by the field that each is shown beside; blank for none.

    >>> placed(["Why is not said: every decision has a reason."])
    {'reason': ['Why is not said: every decision has a reason.']}
    """
    found: dict[str, list[str]] = {}
    for problem in problems:
        field = next(
            (name for name, words in PLACES.items() if any(w in problem.lower() for w in words)), ""
        )
        found.setdefault(field, []).append(problem)
    return found


def basis_of(case: Case, person: str) -> int:
    """The number of the latest decision or proposal on a person, or of what took one back."""
    rows = list(
        Row.objects.filter(case=case, person=person, kind__in=("decision", "proposal")).values_list(
            "seq", "name", "file", "line"
        )
    )
    names = [name for _, name, *_ in rows] + [f"{file}#{line}" for *_, file, line in rows]
    gone = Row.objects.filter(case=case, supersedes__in=names).values_list("seq", flat=True)
    return max([*(seq for seq, *_ in rows), *gone], default=0)


def still(case: Case, person: str, basis: int) -> None:
    """Refuse to go on where somebody else decided meanwhile.

    Raises:
        ConflictError: It says who did what, and when.
    """
    latest = basis_of(case, person)
    if latest <= basis:
        return
    row = Row.objects.get(case=case, seq=latest)
    raise ConflictError(
        _("Meanwhile %(by)s made entry %(seq)d about this person. Nothing was recorded of yours; "
          "what you filled in is still below. Look at the entry before you send it again.")
        % {"by": row.by or _("somebody"), "seq": row.seq}
    )  # fmt: skip


def clause_of(order: Order, id_: str, on: date) -> CustodyReview | None:
    """A custody review of the order as it reads on a day; none where there is none of that id."""
    text = order.clauses.get(id_)
    if text is None:
        return None
    clause = text.version_on(on).clause
    return clause if isinstance(clause, CustodyReview) else None
