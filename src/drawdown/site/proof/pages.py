"""The pages of the record's proof: its signed states, who cosigns them, and proofs as files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext as _

from drawdown.errors import InputError
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.models import Row
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.record.chosen import cells_of_row
from drawdown.site.pages.record.entry import find
from drawdown.site.proof.making import last_checkpoint, make_checkpoint, note_of
from drawdown.site.proof.models import Checkpoint, Log
from drawdown.site.proof.proving import prove_entry, prove_growth
from drawdown.site.proof.witnessing import add_witness, take_cosignature

MOST = 50


@case_page(May.SEE_RECORD)
def proof(request: CaseRequest) -> HttpResponse:
    """The signed states of the record; and forms, for who may be a witness."""
    access, problem, status = request.access, "", 200
    if request.method == "POST":
        access.require(May.WITNESS)
        try:
            _done(request)
        except InputError as error:
            problem, status = str(error), 422
        else:
            return redirect("record-proof", access.case.slug)
    log = Log.objects.filter(case=access.case).first()
    last = last_checkpoint(access.case)
    checkpoints = (
        list(log.checkpoints.order_by("-number").prefetch_related("cosignatures__witness")[:MOST])
        if log else []
    )  # fmt: skip
    gone = Row.every.filter(case=access.case).exclude(destroyed=None).count()
    return render(
        request,
        "drawdown/proof/proof.html",
        {
            "log": log, "last": last, "note": note_of(last) if last else "",
            "unsigned": access.case.position - (last.size if last else 0),
            "checkpoints": checkpoints, "destroyed": gone,
            "destructions": Row.objects.filter(case=access.case, kind="destruction"),
            "keys": log.keys.order_by("number") if log else [],
            "witnesses": log.witnesses.filter(ended=None).order_by("pk") if log else [],
            "witness": May.WITNESS in access.may, "problem": problem, "posted": request.POST,
            "zone": order_of(access.case).header.zone,
        },
        status=status,
    )  # fmt: skip


def _done(request: CaseRequest) -> None:
    """What a form asks for.

    Raises:
        InputError: It cannot be.
    """
    access = request.access
    match request.POST.get("do"):
        case "sign":
            made = make_checkpoint(access.case, by=access.signature)
            if made is not None:
                messages.success(request, _("The record is signed as it is now."))
        case "name":
            add_witness(access.case, request.POST.get("vkey", ""), access.signature)
            messages.success(request, _("The key is named. Its cosignatures are kept from now on."))
        case "cosign":
            text = request.POST.get("line", "").replace("\r\n", "\n")
            kept = take_cosignature(access.case, text, access.signature)
            says = _("Checkpoint %(number)s is cosigned.") % {"number": kept.checkpoint.number}
            messages.success(request, says)


@case_page(May.SEE_RECORD)
def checkpoint(request: CaseRequest, checkpoint: int) -> HttpResponse:
    """A signed checkpoint with its cosignatures, as a file."""
    return _file(note_of(_find(request, checkpoint)), f"checkpoint-{checkpoint}.txt")


@case_page(May.SEE_RECORD)
def entry(request: CaseRequest, seq: int) -> HttpResponseBase:
    """The proof that an entry is in the record, as a file; with `?content=1` of what it says."""
    access = request.access
    row, last = find(access, seq), last_checkpoint(access.case)
    if last is None or last.size < seq:
        messages.info(request, _("That entry is not signed yet. Sign the record first, or wait."))
        return redirect("record-proof", access.case.slug)
    content = request.GET.get("content") == "1"
    if content:
        access.require(May.EXPORT)
        cells = cells_of_row(row)
        if access.cells(row.kind, cells) != cells:
            access.require(May.SEE_HEALTH)
    if row.person:
        access.looked("entry", row.person, detail=f"proof of entry {seq}")
    return _file(
        prove_entry(access.case, seq, last, content=content),
        f"{access.case.slug}-{seq}.tlog-proof",
    )


@case_page(May.SEE_RECORD)
def growth(request: CaseRequest, earlier: int, later: int) -> HttpResponse:
    """The proof that the record only grew from one checkpoint to another, as a file."""
    made = prove_growth(_find(request, earlier), _find(request, later))
    return _file(made, f"{request.access.case.slug}-{earlier}-{later}.json")


def _find(request: CaseRequest, number: int) -> Checkpoint:
    found = Checkpoint.objects.filter(log__case=request.access.case, number=number).first()
    if found is None:
        raise Http404
    return found


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


pages: list[URLPattern | URLResolver] = [
    path("record/proof/", proof, name="record-proof"),
    path("record/proof/checkpoint/<int:checkpoint>", checkpoint, name="record-proof-checkpoint"),
    path("record/proof/entry/<int:seq>", entry, name="record-proof-entry"),
    path("record/proof/growth/<int:earlier>-<int:later>", growth, name="record-proof-growth"),
]
