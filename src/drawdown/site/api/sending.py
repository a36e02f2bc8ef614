"""Which entries a token may send: by the role, by the facility, and what they may replace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from drawdown.errors import nearest
from drawdown.order.clauses.custody_review import CustodyReview
from drawdown.order.document import Order
from drawdown.record.cells import shown
from drawdown.record.entry import KINDS
from drawdown.record.moments import read_moment
from drawdown.review.decision import criteria_in_force
from drawdown.review.draft import Draft, must_be_seconded, wrong_with
from drawdown.site.accounts.access import Access
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import Cells, ConflictError, Problem
from drawdown.site.cases.clock import today_in
from drawdown.site.cases.models import Row, Stay
from drawdown.site.cases.naming import named, names_of
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.portions import portions
from drawdown.site.pages.record.chosen import reached
from drawdown.site.pages.record.correcting import may_correct
from drawdown.site.pages.review.form import clause_of

NEEDED: dict[str, May] = {
    **dict.fromkeys(("handout", "stock"), May.LOG_SUPPLIES),
    **dict.fromkeys(("evaluation", "screening", "notice", "transfer"), May.RECORD_EVALUATIONS),
    **dict.fromkeys(("condition", "inspection"), May.REPORT_CONDITIONS),
    **dict.fromkeys(("decision", "fact"), May.DECIDE),
    **dict.fromkeys(("stay", "exit", "admission", "count"), May.LOAD_ROSTERS),
    "withdrawal": May.CORRECT,
    "log": May.ATTEST,
}  # fmt: skip
"""What it takes to send each kind of entry; a kind that is not here cannot be sent: nobody states
by a machine how many people a facility can hold, or what was filed with the court."""

LONGEST = {"id": 200, "person": 120, "supersedes": 240}


@dataclass
class Offer:
    """What was sent, sorted: entries that may go on to the record, and those refused before."""

    access: Access
    order: Order
    ready: dict[int, tuple[str, Cells]] = field(default_factory=dict)
    refused: dict[int, Problem] = field(default_factory=dict)
    targets: dict[int, Row] = field(default_factory=dict)

    def refuse(self, index: int, column: str, reason: str) -> None:
        """Refuse a row."""
        self.ready.pop(index, None)
        self.refused[index] = Problem(index, column, reason)

    def still(self) -> None:
        """Refuse everything where somebody replaced the same entries meanwhile.

        Raises:
            ConflictError: Somebody did.
        """
        about = [name for row in self.targets.values() for name in names_of(row)]
        own = {cells.get("id", "") for _, cells in self.ready.values()}
        case = self.access.case
        for some in portions(about):
            newer = Row.objects.filter(case=case, seq__gt=case.position, supersedes__in=some)
            if set(newer.values_list("name", flat=True)) - own:
                raise ConflictError(
                    "Somebody replaced one of the same entries meanwhile; nothing was added. "
                    "Send it again."
                )


def sort_out(access: Access, sent: Sequence[Mapping[str, object]], name: str = "") -> Offer:
    """Sort what was sent.

    Args:
        access: Who sends it.
        sent: One object for each entry.
        name: Names what was sent, so that the same entries sent again have the same ids.
    """
    offer = Offer(access, order_of(access.case))
    for index, one in enumerate(sent):
        column, reason, kind, cells = _read(access, one)
        if reason:
            offer.refuse(index, column, reason)
            continue
        if name:
            cells["id"] = cells.get("id") or f"{name}-{index}"
        offer.ready[index] = (kind, cells)
    _within_the_facility(offer)
    _replacing_what_may_be(offer)
    _decided_as_on_the_site(offer)
    return offer


def _read(access: Access, one: Mapping[str, object]) -> tuple[str, str, str, Cells]:
    """A row's kind and cells; or the column and reason for which it is refused."""
    kind = one.get("entry")
    if not isinstance(kind, str) or kind not in KINDS:
        hint = nearest(kind, KINDS) if isinstance(kind, str) else ""
        return "entry", f"{shown(repr(kind))} is not a kind of entry{hint}", "", {}
    if NEEDED.get(kind) not in access.may:
        return "entry", f"this token's role may not send a {kind}", kind, {}
    cells: Cells = {}
    for name, value in one.items():
        if name == "entry" or value is None:
            continue
        text = _text(value)
        if text is None:
            return name, "expected text, a number, yes or no", kind, {}
        if len(text) > LONGEST.get(name, len(text)):
            return name, f"longer than {LONGEST[name]} letters", kind, {}
        cells[name] = text
    return "", "", kind, cells


def _text(value: object) -> str | None:
    """A cell as text; none where it is nothing that a cell can hold."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str) or "\0" in value:
        return None
    try:
        value.encode()
    except UnicodeEncodeError:  # half a character
        return None
    return value


def _within_the_facility(offer: Offer) -> None:
    """Refuse what is of another facility than the one that the token is bound to."""
    mine, names = offer.access.facility, offer.order.header.facility_names()
    if not mine:
        return
    nowhere: dict[int, str] = {}
    for index, (kind, cells) in list(offer.ready.items()):
        given = cells.get("facility", "").strip()
        if given and names.get(given.lower()) != mine:
            offer.refuse(index, "facility", "is of another facility than this token's")
        elif not given and kind != "withdrawal":
            nowhere[index] = cells.get("person", "").strip()
    held: set[str] = set()
    stays = Stay.objects.filter(case=offer.access.case, facility=mine)
    for some in portions(sorted(set(nowhere.values()) - {""})):
        held |= set(stays.filter(person__in=some).values_list("person", flat=True))
    for index, person in nowhere.items():
        if not person:
            offer.refuse(index, "facility", "blank; expected this token's facility")
        elif person not in held:
            offer.refuse(index, "person", "was never held at this token's facility")


def _replacing_what_may_be(offer: Offer) -> None:
    """Refuse to replace or take back what is not the sender's to correct, or no longer stands."""
    wanted = {
        index: cells.get("supersedes", "").strip() for index, (_, cells) in offer.ready.items()
    }
    found = named(reached(offer.access), sorted(set(wanted.values()) - {""}))
    newer = _replaced(offer.access, found.values())
    taken: dict[int, str] = {}
    for index, name in wanted.items():
        kind, cells = offer.ready[index]
        if not name and kind != "withdrawal":
            continue
        row = found.get(name)
        reason = (
            _why_not(offer, kind, cells, row) if row else "no entry of that id within your part"
        )
        if not name:
            reason = "blank; expected the id of the entry that is taken back"
        elif row and not reason:
            others = newer.get(row.pk, set()) | {taken.get(row.pk, "")}
            if others - {cells.get("id", "")} - {""} or (row.pk in taken):
                reason = "another entry already stands in its place"
        if reason:
            offer.refuse(index, "supersedes", reason)
        elif row:
            taken[row.pk] = cells.get("id", "")
            offer.targets[index] = row


def _why_not(offer: Offer, kind: str, cells: Cells, row: Row) -> str:
    """Why an entry may not be replaced by what was sent; blank where it may."""
    if not may_correct(offer.access, row):
        return f"entry {row.seq} is not yours to correct, or not here"
    if kind == "withdrawal":
        return ""
    if row.kind != kind:
        return f"entry {row.seq} is a {row.kind}; a {kind} cannot stand in its place"
    names = offer.order.header.facility_names()
    given = cells.get("facility", "").strip()
    if (names.get(given.lower(), given), cells.get("person", "").strip()) != (
        row.facility, row.person,
    ):  # fmt: skip
        return (
            f"entry {row.seq} is of another facility or person; take it back, and send the right "
            "one as a new entry"
        )
    return ""


def _replaced(access: Access, rows: Iterable[Row]) -> dict[int, set[str]]:
    """By entry: the ids of the entries that stand in its place."""
    by_name = {name: row.pk for row in rows for name in names_of(row)}
    newer: list[tuple[str, str]] = []
    for some in portions(sorted(by_name)):
        replacing = Row.objects.filter(case=access.case, supersedes__in=some)
        newer += replacing.values_list("supersedes", "name")
    undone: set[str] = set()
    for some in portions([name for _, name in newer]):
        withdrawn = Row.objects.filter(case=access.case, kind="withdrawal", supersedes__in=some)
        undone |= set(withdrawn.values_list("supersedes", flat=True))
    found: dict[int, set[str]] = {}
    for older, name in newer:
        if name not in undone:
            found.setdefault(by_name[older], set()).add(name)
    return found


def _decided_as_on_the_site(offer: Offer) -> None:
    """Hold decisions to what the site's own form asks, the second person included."""
    today = today_in(offer.access.case, offer.order.header.zone)
    for index, (kind, cells) in list(offer.ready.items()):
        if kind != "decision":
            continue
        draft, column = _draft(cells, offer.order.header.zone)
        if draft is None:
            offer.refuse(index, column, f"{cells.get(column, '')!r} is no day such as 2020-05-14")
            continue
        asked = clause_of(offer.order, draft.clause, today)
        if draft.clause and asked is None:
            offer.refuse(index, "clause", f"no custody review of the order is {draft.clause!r}")
            continue
        clauses = [asked] if asked else _reviews(offer.order, today)
        second = offer.access.case.second_person
        if any(must_be_seconded(draft.outcome, c, second_asked=second) for c in (None, *clauses)):
            offer.refuse(index, "second", "a second person must confirm it: decide it on the site")
        elif wrong := wrong_with(draft, today=today, clause=asked):
            offer.refuse(index, "", " ".join(wrong))
        elif criteria := criteria_in_force(offer.order.header, draft.day, asked):
            cells.setdefault("criteria", criteria)


def _reviews(order: Order, on: date) -> list[CustodyReview]:
    found = (clause_of(order, id_, on) for id_ in order.clauses)
    return [clause for clause in found if clause is not None]


def _draft(cells: Cells, zone: ZoneInfo) -> tuple[Draft | None, str]:
    """A decision as the review room holds it; or the column that is no day."""
    days: dict[str, date | None] = {}
    for name in ("date", "until"):
        text = cells.get(name, "").strip()
        read = read_moment(text, zone)
        if text and read is None:
            return None, name
        days[name] = read[0] if read else None
    on = days["date"]
    if on is None:
        return None, "date"
    said = {
        name: cells.get(name, "").strip()
        for name in ("person", "decider", "reason", "authority", "conditions", "check_in",
                     "missing", "second", "clause", "facility", "note")
    }  # fmt: skip
    outcome = cells.get("outcome", "").strip().lower().replace(" ", "_")
    return Draft(on=on, until=days["until"], outcome=outcome, **said), ""
