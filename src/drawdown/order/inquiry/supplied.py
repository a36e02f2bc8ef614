"""What was handed out of one item, held against what had to be: by person, unit or facility."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from drawdown.order.calendar import Span
from drawdown.order.inquiry.coverage import Coverage, cover, reached
from drawdown.order.inquiry.inquiry import Inquiry, Place, sources_of
from drawdown.order.inquiry.outcome import Status
from drawdown.order.inquiry.population import counted, uncounted
from drawdown.order.inquiry.units import units_of
from drawdown.order.words import day, listed, number, some

_POURED = ("soap", "sanitizer", "disinfectant", "toilet paper", "water", "bleach", "education")


@dataclass(frozen=True)
class Provision:
    """What had to be provided, how often, and how the record calls it.

    Attributes:
        one: How a sentence calls one of it: `mask`, `portion of soap`, `test`.
        many: How it calls several.
        kind: The kind of entry that says it was provided.
        about: What a log of it may be about: the item's spellings.
        since: The first day on which providing it counts.
        each: How much each person, unit or facility had to have from then to the day asked about.
        grace: How long after arrival a person's is due, where it recurs.
        once_by: Where it is due only once: by when.
        max_age: How many days old a count of people may be.
        done: How a sentence says it was provided: `handed out`, `offered`.
    """

    one: str
    many: str
    kind: str
    about: tuple[str, ...]
    since: date
    each: int
    grace: Span | None
    once_by: date | None = None
    max_age: int = 0
    done: str = "handed out"


@dataclass(frozen=True)
class Provided:
    """How far it got: an answer from the log alone, with its sentence and figures."""

    status: Status
    sentence: str
    value: float | None
    limit: float | None
    unit: str
    missing: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    rows: tuple[pl.DataFrame, ...] = ()


def called(item: str) -> tuple[str, str]:
    """How a sentence calls one and several of an item.

    >>> called("masks"), called("mattress"), called("notice of rights")
    (('mask', 'masks'), ('mattress', 'mattresses'), ('notice of rights', 'notices of rights'))
    >>> called("soap"), called("cleaning supplies")
    (('portion of soap', 'portions of soap'), \
('portion of cleaning supplies', 'portions of cleaning supplies'))
    """
    if item in _POURED or item.endswith("ies"):
        return f"portion of {item}", f"portions of {item}"
    first, of, rest = item.partition(" of ")
    one = _one(first)
    return f"{one}{of}{rest}", f"{_many(one)}{of}{rest}"


def in_general(item: str) -> str:
    """How a sentence calls an item in general.

    >>> in_general("mask"), in_general("soap"), in_general("cleaning supplies")
    ('masks', 'soap', 'cleaning supplies')
    """
    return item if item in (*_POURED, "cleaning") or item.endswith("ies") else called(item)[1]


def spelled(item: str) -> tuple[str, ...]:
    """The spellings of an item that mean the same in the record: as it is, one of it, several.

    >>> spelled("Towels"), spelled("mattress")
    (('towels', 'towel'), ('mattress', 'mattresses'))
    """
    lower = item.lower()
    return tuple(dict.fromkeys((lower, _one(lower), _many(_one(lower)))))


def _one(words: str) -> str:
    if words.endswith(("sses", "xes", "shes", "ches")):
        return words.removesuffix("es")
    return words if words.endswith(("ss", "ies")) else words.removesuffix("s")


def _many(word: str) -> str:
    if word.endswith("ies"):
        return word
    return f"{word}es" if word.endswith(("s", "x", "sh", "ch")) else f"{word}s"


def log_complete(ask: Inquiry, place: Place, of: Provision) -> bool:
    """Whether the log of the item is stated to be complete for the period looked at."""
    return any(
        ask.complete(of.kind, place, since=of.since, until=ask.on, about=about)
        for about in of.about
    )  # fmt: skip


def to_people(
    ask: Inquiry, place: Place, of: Provision, given: pl.DataFrame, group: str = "held"
) -> Provided:
    """What each person had: by name where stays are known, else in numbers against the count.

    Args:
        ask: The inquiry.
        place: Where.
        of: What had to be provided.
        given: The entries of the period, with `person` and `amount`.
        group: `held`, or `staff`, who are only ever counted.
    """
    held = ask.held(place) if group == "held" else None
    complete = log_complete(ask, place, of)
    if held is None:
        return _in_numbers(ask, place, of, given, group, complete=complete)
    coverage = cover(held, given, each=of.each, on=ask.on, grace=of.grace, once_by=of.once_by)
    status = reached(coverage, complete=complete)
    unsure = "" if complete else " known to have"
    missing = () if status != "undetermined" else (_missing(ask, place, of),)
    return Provided(
        status, _by_name(ask, place, of, coverage, unsure), float(coverage.needed - coverage.short),
        float(coverage.needed), "people", missing,
        (*sources_of(given), *sources_of(held.with_columns(source=pl.lit("")))),
        (given,),
    )  # fmt: skip


def _by_name(ask: Inquiry, place: Place, of: Provision, coverage: Coverage, unsure: str) -> str:
    if coverage.needed == 0:
        nobody = f"Nobody held at {place.name} on {day(ask.on)} had to have {_a(of)} by then"
        return f"{nobody}{_waiting(of, coverage)}."
    people = some(coverage.needed, "person", "people")
    if not coverage.by_name and coverage.unnamed:
        enough = "enough for" if coverage.short == 0 else f"{number(coverage.short)} too few for"
        return (
            f"{place.name}: {some(coverage.unnamed, of.one, of.many)} {_were(coverage.unnamed)} "
            f"{of.done} {_since(ask, of)}, in numbers and not by name: {enough} the {people} held "
            f"on {day(ask.on)} who had to have {_a(of)} by then{_waiting(of, coverage)}."
        )
    opening = (
        f"{place.name}: of {people} held on {day(ask.on)} who had to have {_a(of)} by then, "
        f"{number(coverage.covered)} had {'it' if of.each == 1 else 'them'} "
        f"{of.done} {_since(ask, of)}"
    )
    lacking = coverage.needed - coverage.covered
    if lacking == 0:
        return f"{opening}{_waiting(of, coverage)}."
    if coverage.unnamed:
        went = f"{some(coverage.unnamed, of.one, of.many)} more went to people not named"
        enough = "enough for the others" if coverage.short == 0 else (
            f"{number(coverage.short)} too few for the others"
        )  # fmt: skip
        return f"{opening}; {went}, {enough}{_waiting(of, coverage)}."
    verb = ("is not" if lacking == 1 else "are not") if unsure else "had not"
    return f"{opening} and {number(lacking)} {verb}{unsure}{_waiting(of, coverage)}."


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _waiting(of: Provision, coverage: Coverage) -> str:
    if not coverage.waiting:
        return ""
    if not of.grace:
        return f"; {number(coverage.waiting)} more arrived after it was due"
    return f"; {number(coverage.waiting)} more arrived less than {of.grace} before"


def _in_numbers(
    ask: Inquiry, place: Place, of: Provision, given: pl.DataFrame, group: str, *, complete: bool
) -> Provided:
    """Where nobody's name is known: how much was provided, against how many people there were."""
    amount = int(given["amount"].sum())
    counts = counted(ask, place, max_age=of.max_age, group=group)
    whom = "staff on duty" if group == "staff" else "people held"
    handed = f"{place.name}: {some(amount, of.one, of.many)} {of.done} {_since(ask, of)}"
    if not counts:
        missing = tuple(uncounted(ask, place, of.max_age, group))
        return Provided(
            "undetermined", f"{handed}; how many {whom} there were is not known.", float(amount),
            None, of.many, missing, sources_of(given), (given,),
        )  # fmt: skip
    verdicts: set[Status] = set()
    for count in counts:
        enough = amount >= count.people * of.each
        verdicts.add("met" if enough else "not_met" if complete else "undetermined")
    needs = [number(count.people * of.each) for count in counts]
    by = listed(list(dict.fromkeys(count.said for count in counts)), "or")
    sentence = (
        f"{handed}, in numbers only, against the {listed(needs, 'or')} needed for the {whom} on "
        f"{day(counts[-1].on)} ({by})."
    )
    status: Status = verdicts.pop() if len(verdicts) == 1 else "undetermined"
    missing = ()
    if status == "undetermined":
        missing = () if complete else (_missing(ask, place, of),)
        if len(counts) > 1:
            missing = (*missing, f"which count of {place.name} on {counts[0].on} is right")
    return Provided(
        status, sentence, float(amount), float(counts[-1].people * of.each), of.many,
        missing, (*sources_of(given), *(s for count in counts for s in count.sources)),
        (given, *(count.rows() for count in counts)),
    )  # fmt: skip


def to_units(
    ask: Inquiry, place: Place, of: Provision, given: pl.DataFrame, units: tuple[str, ...]
) -> Provided:
    """What each housing unit had; the units are those of the clause, or all that are named."""
    named = list(units) or units_of(ask, place, given)
    complete = log_complete(ask, place, of)
    if not named:
        return Provided(
            "undetermined", f"{place.name}: its housing units are not known.", None, None, "units",
            (f"the housing units of {place.name}",), sources_of(given),
        )  # fmt: skip
    had = dict(given.group_by("unit").agg(pl.col("amount").sum()).iter_rows())
    short = {unit: int(had.get(unit, 0)) for unit in named if had.get(unit, 0) < of.each}
    elsewhere = int(had.get("", 0))
    sentence = (
        f"{place.name}: {len(named) - len(short)} of {some(len(named), 'housing unit')} had "
        f"{some(of.each, of.one, of.many)} {of.done} {_since(ask, of)}"
    )
    if short:
        few = [f"{unit} had {amount}" for unit, amount in list(short.items())[:5]]
        more = f" and {len(short) - 5} more" if len(short) > 5 else ""
        sentence += f"; {listed(few)}{more}" if not more else f"; {', '.join(few)}{more}"
    if elsewhere:
        sentence += f"; {number(elsewhere)} more are not said to be of any unit"
    lacking = sum(of.each - amount for amount in short.values())
    status: Status = "met"
    if short:
        status = "not_met" if complete and elsewhere < lacking else "undetermined"
    missing: tuple[str, ...] = ()
    if status == "undetermined" and not complete:
        missing = (_missing(ask, place, of),)
    elif status == "undetermined":
        missing = (f"the housing unit of each {of.one} {of.done} at {place.name}",)
    return Provided(
        status, f"{sentence}.", float(len(named) - len(short)), float(len(named)), "units",
        missing, sources_of(given), (given,),
    )  # fmt: skip


def to_facility(ask: Inquiry, place: Place, of: Provision, given: pl.DataFrame) -> Provided:
    """What the facility as a whole had."""
    amount = int(given["amount"].sum())
    sentence = (
        f"{place.name}: {some(amount, of.one, of.many)} {of.done} {_since(ask, of)}, where "
        f"{number(of.each)} had to be."
    )
    status: Status = "met"
    if amount < of.each:
        status = "not_met" if log_complete(ask, place, of) else "undetermined"
    missing = (_missing(ask, place, of),) if status == "undetermined" else ()
    return Provided(
        status, sentence, float(amount), float(of.each), of.many, missing,
        sources_of(given), (given,),
    )  # fmt: skip


def _missing(ask: Inquiry, place: Place, of: Provision) -> str:
    return ask.log_missing(of.kind, place, ask.on, of.about[0] if of.about[0] else "")


def _since(ask: Inquiry, of: Provision) -> str:
    if of.since >= ask.on:
        return f"on {day(ask.on)}"
    return f"from {day(of.since)} to {day(ask.on)}"


def _a(of: Provision) -> str:
    return f"a {of.one}" if of.each == 1 else some(of.each, of.one, of.many)
