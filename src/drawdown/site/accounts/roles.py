"""The one table of what each role may see and do.

Nothing else in the site decides this: pages and the API ask `Access.may`, which was made from this
table, and tests walk the table page by page and field by field.
"""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

HEALTH_KINDS = frozenset({"fact", "screening", "test", "cohort"})
"""The kinds of entry whose content is a person's health; it is sealed at rest."""

SEALED_KINDS = HEALTH_KINDS | {"decision", "proposal", "evaluation"}
"""The kinds of entry that are sealed at rest: health, and reasons that may tell of it."""

SEALED_AT_REST = SEALED_KINDS | {"withdrawal"}
"""The same, and why any entry was taken back: what takes back a sealed one may tell of it, too."""

WITHDRAWAL_FIELDS = frozenset({"reason", "note"})
"""The fields of what takes back a sealed entry that show only to who may see health."""

PERSON_KINDS = frozenset(
    {"stay", "exit", "transfer", "check_in", "check_in_terms", "attempt", "pause", "task",
     "redetention"}
) | SEALED_KINDS  # fmt: skip
"""The kinds of entry that are about one person; others are where they name one."""


class Role(StrEnum):
    """A person's part in a case."""

    COURT = "court"
    PETITIONERS = "petitioners"
    GOVERNMENT = "government"
    AGENCY = "agency"
    FACILITY = "facility"
    READER = "reader"

    @property
    def label(self) -> str:
        """The role's name, in the reader's language."""
        return str(LABELS[self])


LABELS = {
    Role.COURT: _("Court and monitor"),
    Role.PETITIONERS: _("Petitioners’ counsel"),
    Role.GOVERNMENT: _("Government counsel"),
    Role.AGENCY: _("Agency staff"),
    Role.FACILITY: _("Facility staff"),
    Role.READER: _("Read-only"),
}


class May(StrEnum):
    """One thing that a role may see or do."""

    SEE_ORDER = "see the order and its findings"
    SEE_COUNTS = "see counts, supplies and conditions of a facility"
    SEE_PEOPLE = "see people by their numbers, their stays, decisions and moves"
    SEE_IDENTITY = "see the agency's own number of a person"
    SEE_HEALTH = "see the health facts of a person"
    SEE_RECORD = "see the entries of the record"
    SEE_ACCESS_LOG = "see who looked at whom"
    EXPORT = "take entries and lists away as files"
    LOAD_ROSTERS = "load and accept rosters"
    DECIDE = "decide on a person's custody"
    CONFIRM = "confirm another person's decision"
    RECORD_EVALUATIONS = "record what came before a transfer"
    LOG_SUPPLIES = "log handouts and stock"
    REPORT_CONDITIONS = "record complaints, conditions and inspections"
    ATTEST = "state that a log is complete"
    CORRECT = "correct or take back an entry"
    DRAFT_REPORTS = "make drafts of reports for the court, and discard them"
    APPROVE_REPORTS = "approve a report that another person of the same side made, and file it"
    RUN_LINE = "let people call in, say how they check in, pause it, and do the line's tasks"
    HEAR = "listen to what released people said on the line"
    SEE_WORKERS = "see whether the workers of the site run, and when it was last backed up"
    USE_API = "make tokens for the API"
    WITNESS = "have the record signed, name a key of one's own, and cosign with it"
    INVITE = "invite people to the case and deactivate them"
    BREAK_GLASS = "open what the role does not show, in an emergency, on the record"


_LOOK = {May.SEE_ORDER, May.SEE_COUNTS}
_PEOPLE = _LOOK | {May.SEE_PEOPLE, May.SEE_RECORD}
_FILES = {May.DRAFT_REPORTS, May.APPROVE_REPORTS}

TABLE: dict[Role, frozenset[May]] = {
    Role.COURT: frozenset(
        _PEOPLE
        | {
            May.SEE_HEALTH, May.SEE_ACCESS_LOG, May.EXPORT, May.REPORT_CONDITIONS, May.WITNESS,
            May.SEE_WORKERS, May.INVITE,
        }
        | _FILES
    ),
    Role.PETITIONERS: frozenset(
        _PEOPLE | {May.SEE_HEALTH, May.EXPORT, May.REPORT_CONDITIONS, May.HEAR, May.WITNESS}
        | _FILES
    ),
    Role.GOVERNMENT: frozenset(
        _PEOPLE | {May.SEE_IDENTITY, May.EXPORT, May.WITNESS, May.BREAK_GLASS} | _FILES
    ),
    Role.AGENCY: frozenset(
        _PEOPLE
        | {
            May.SEE_IDENTITY, May.SEE_HEALTH, May.EXPORT, May.LOAD_ROSTERS, May.DECIDE,
            May.CONFIRM, May.RECORD_EVALUATIONS, May.LOG_SUPPLIES, May.REPORT_CONDITIONS,
            May.ATTEST, May.CORRECT, May.RUN_LINE, May.HEAR, May.USE_API, May.INVITE,
            May.SEE_WORKERS,
        }
        | _FILES
    ),
    Role.FACILITY: frozenset(
        _PEOPLE
        | {
            May.SEE_IDENTITY, May.LOAD_ROSTERS, May.RECORD_EVALUATIONS, May.LOG_SUPPLIES,
            May.REPORT_CONDITIONS, May.ATTEST, May.CORRECT, May.USE_API, May.BREAK_GLASS,
        }
    ),
    Role.READER: frozenset(_LOOK),
}  # fmt: skip
"""Who may what. A member bound to one facility may do it there and nowhere else."""

INVITES: dict[Role, frozenset[Role]] = {
    Role.COURT: frozenset(Role),
    Role.AGENCY: frozenset({Role.AGENCY, Role.FACILITY}),
}
"""Whom a role may invite, give another role, deactivate and take back. Nobody reaches across the
case: the agency staffs its own side, and only the court and its monitor let in anyone else."""

SIDES: dict[Role, str] = {
    Role.COURT: "court",
    Role.PETITIONERS: "petitioners",
    Role.GOVERNMENT: "respondents",
    Role.AGENCY: "respondents",
}
"""The side of the case that a role drafts reports for. Nobody else sees a draft before it is filed;
whoever approves one is of the same side, and another person."""

REPORT_LEVELS: dict[str, frozenset[May]] = {
    "public": frozenset({May.SEE_COUNTS}),
    "parties": frozenset({May.SEE_COUNTS, May.SEE_PEOPLE}),
    "sealed": frozenset({May.SEE_COUNTS, May.SEE_PEOPLE, May.SEE_HEALTH}),
}
"""What it takes to read, and so to make, a report of each level."""

BOUND = frozenset({Role.AGENCY, Role.FACILITY, Role.READER})
"""Roles that may be bound to one facility; facility staff must be. The others see all of it."""

BROKEN_GLASS = frozenset({May.SEE_PEOPLE, May.SEE_IDENTITY, May.SEE_HEALTH, May.SEE_RECORD})
"""What breaking the glass opens for a while, with a reason that the court and monitor read. It
opens no other facility to a member who is bound to one: an emergency is where one stands."""

FIELDS_OF_HEALTH: dict[str, frozenset[str]] = {
    **{kind: frozenset({"*"}) for kind in HEALTH_KINDS},
    "decision": frozenset({"reason", "conditions", "missing", "note"}),
    "proposal": frozenset({"reason", "conditions", "missing", "note"}),
    "evaluation": frozenset({"reason", "note"}),
}
"""The fields of an entry that show only to who may see health; `*` stands for all but COMMON."""

COMMON_FIELDS = frozenset(
    {"entry", "id", "date", "recorded", "person", "facility", "supersedes", "by", "source"}
)
"""What of a health entry anybody who sees people may see: that there is one, of whom, when."""


def visible_fields(kind: str, cells: dict[str, str], may: frozenset[May]) -> dict[str, str]:
    """The cells of an entry that a role may see; the others are left out.

    >>> visible_fields("fact", {"person": "P-A", "value": "yes"}, TABLE[Role.GOVERNMENT])
    {'person': 'P-A'}
    """
    hidden = FIELDS_OF_HEALTH.get(kind, frozenset())
    if May.SEE_HEALTH in may or not hidden:
        return cells
    if "*" in hidden:
        return {name: value for name, value in cells.items() if name in COMMON_FIELDS}
    return {name: value for name, value in cells.items() if name not in hidden}
