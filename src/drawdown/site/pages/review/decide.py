"""Deciding on one person's custody: what is known on one page, and the form below it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drawdown.order.clauses.custody_review import CustodyReview
from drawdown.record.entries.decision import Decision
from drawdown.record.entry import Entry
from drawdown.review.authorities import AUTHORITIES
from drawdown.review.decision import (
    correction,
    criteria_in_force,
    decision,
    decisions_on,
    proposal,
    wrong_with_correction,
)
from drawdown.review.draft import Draft, draft_of, must_be_seconded, wrong_with
from drawdown.review.second import proposals
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import ConflictError, NotAddedError
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.lines import cells_of
from drawdown.site.cases.models import Row
from drawdown.site.pages.days import days_of
from drawdown.site.pages.entering import enter, entered, new_token, token_of
from drawdown.site.pages.people.one import One, find_to_act
from drawdown.site.pages.people.person import about
from drawdown.site.pages.review.form import FIELDS, Filled, calls_asked, clause_of, filled, placed
from drawdown.site.pages.review.meanwhile import OUTCOMES, still

NO_CLAUSE = "none"
"""In an address: a decision that no clause of the order asks for."""


@dataclass(frozen=True)
class Matter:
    """What is decided.

    Attributes:
        access: Who decides.
        one: On whom.
        clause: The clause that asks for it, where one does.
        corrects: The id of the decision to be corrected, where one is.
        old: That decision, where it stands.
    """

    access: Access
    one: One
    clause: CustodyReview | None
    corrects: str
    old: Decision | None

    def is_seconded(self, outcome: str) -> bool:
        """Whether a second person must confirm: what comes of it, or what it corrects."""
        asked = self.access.case.second_person
        outcomes = [outcome, *([self.old.outcome] if self.old else [])]
        return any(must_be_seconded(one, self.clause, second_asked=asked) for one in outcomes)


@case_page(May.SEE_PEOPLE, May.SEE_HEALTH, May.DECIDE)
def decide(request: CaseRequest, clause: str, number: str) -> HttpResponse:
    """The page and, when it is sent, the decision."""
    access, days = request.access, days_of(request)
    one = find_to_act(access, number, days)
    asked = clause_of(one.order, clause, days.today)
    if asked is None and clause != NO_CLAUSE:
        raise Http404
    standing = decisions_on(one.view, number)
    corrects = (request.POST or request.GET).get("corrects", "")
    old = next((d for d in standing if corrects and d.id == corrects), None)
    matter = Matter(access, one, asked, corrects, old)
    form, problems, conflict = _blank(matter), {}, ""
    if request.method == "POST":
        form = filled(request.POST)
        if sent_before := entered(access, token_of(request.POST)):
            return _done(request, matter, sent_before[0])
        try:
            wrong, row = _made(request, matter, form)
        except ConflictError as error:
            conflict = str(error)
            form = replace(form, basis=access.case.position)
        else:
            if row is not None:
                return _done(request, matter, row)
            problems = placed(wrong)
    access.looked("person", number, detail=f"to decide: {clause}")
    waiting = proposals(one.view, days.today).filter(pl.col("person") == number)
    day = draft_of(old).day if old else days.today
    return render(
        request,
        "drawdown/review/decide.html",
        {
            "one": one, "clause": asked, "clause_id": clause, "days": one.days,
            "names": one.order.header.names(), "zone": one.order.header.zone, **about(one),
            "decisions": standing, "form": form, "problems": problems, "outcomes": OUTCOMES,
            "conflict": conflict, "authorities": AUTHORITIES, "corrects": corrects, "old": old,
            "waiting": list(waiting.iter_rows(named=True)),
            "criteria_now": criteria_in_force(one.order.header, day, asked),
            "calls": calls_asked(one.order, day), "day": day,
            "seconded": matter.is_seconded("released"),
        },
        status=409 if conflict else 422 if problems else 200,
    )  # fmt: skip


def _blank(matter: Matter) -> Filled:
    """The form before anything is filled in; of a correction, as the old decision has it."""
    values = dict.fromkeys(FIELDS, "")
    if matter.old is not None:
        draft = draft_of(matter.old)
        values |= {
            name: str(getattr(draft, name) or "") for name in FIELDS if hasattr(draft, name)
        } | {"note": ""}
        if values["authority"] not in AUTHORITIES:
            values["other_authority"], values["authority"] = values["authority"], ""
    return Filled(values, matter.access.case.position, new_token())


def _made(request: CaseRequest, matter: Matter, form: Filled) -> tuple[list[str], Row | None]:
    """Record the decision, or say what is wrong with it.

    Raises:
        ConflictError: Somebody else decided meanwhile.
    """
    access, one, asked, old = matter.access, matter.one, matter.clause, matter.old
    still(access.case, [one.number], form.basis)  # which also takes what is corrected away
    now = now_in(access.case, one.order.header.zone).replace(microsecond=0)
    where = one.stay.facility if one.stay else ""
    draft = form.draft(one.number, access.signature, now, asked.id if asked else "", where)
    if old is not None:  # what is corrected is what was decided then and there
        draft = replace(draft, on=old.date, facility=old.facility)
    proposing = matter.is_seconded(draft.outcome)
    wrong = list(
        wrong_with(
            draft, today=now.date(), clause=asked, second_asked=access.case.second_person,
            proposing=proposing,
        )
    )  # fmt: skip
    if matter.corrects:
        wrong += wrong_with_correction(old, draft) if old else [_("That decision does not stand.")]
    if wrong:
        return wrong, None
    entry = _entry(matter, draft, now, proposing=proposing)
    try:
        rows, _new = enter(
            access, token_of(request.POST), [(entry.kind, cells_of(entry))],
            still=lambda: still(access.case, [one.number], form.basis),
        )  # fmt: skip
    except NotAddedError as error:
        return [problem.says for problem in error.problems], None
    return [], rows[0]


def _entry(matter: Matter, draft: Draft, now: datetime, *, proposing: bool) -> Entry:
    """The entry to be made. A correction that a second person must confirm is proposed, too."""
    header, by, asked, old = (
        matter.one.order.header, matter.access.signature, matter.clause, matter.old,
    )  # fmt: skip
    if proposing:
        return proposal(
            draft, header, recorded=now, by=by, clause=asked, supersedes=old.id if old else ""
        )
    if old is not None:
        return correction(old, draft, header, recorded=now, by=by, clause=asked)
    return decision(draft, header, recorded=now, by=by, clause=asked)


def _done(request: CaseRequest, matter: Matter, row: Row) -> HttpResponse:
    """On to what was made: a correction with before and after, the rest on the person's page."""
    if row.kind == "proposal":
        said = _("Proposed as entry %(seq)d. It counts once a second person confirms it.")
    else:
        said = _("Recorded as entry %(seq)d.")
    messages.success(request, said % {"seq": row.seq})
    slug = matter.access.case.slug
    if row.supersedes and May.SEE_RECORD in matter.access.may:
        return redirect("record-entry", slug, row.seq)
    return redirect("people-person", slug, matter.one.number)
