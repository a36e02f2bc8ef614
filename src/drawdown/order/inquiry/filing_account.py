"""What to say of periods that were answered, answered late, or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from drawdown.order.inquiry.cycle import Period
from drawdown.order.inquiry.filing import Answered
from drawdown.order.inquiry.outcome import Outcome, Status
from drawdown.order.words import day, listed, some

NAMED = 3
"""How many late or unanswered periods a sentence names before it only counts them."""


@dataclass(frozen=True)
class Words:
    """How sentences speak of what is due.

    Attributes:
        entry: The kind of entry that proves it.
        noun: What it is: `report`.
        done: What was done with it: `filed`.
        label: The column that names an entry to a reader, such as its docket entry; or none.
    """

    entry: str
    noun: str
    done: str
    label: str = ""


def account(
    words: Words,
    answered: Sequence[Answered],
    periods: Sequence[Period],
    *,
    on: date,
    filed: pl.DataFrame,
    log_complete: bool,
    log_missing: str,
    where: str = "",
) -> Outcome:
    """The outcome for one place, without the place.

    What stands at the end of the day is decided by the last period that is due; earlier ones that
    were never answered stay in the sentence and in the value.

    Args:
        words: How to speak of it.
        answered: The periods due by the day.
        periods: The same, and the one that is then open.
        on: The day.
        filed: The entries.
        log_complete: Whether the absence of an entry is evidence.
        log_missing: The statement without which it is not.
        where: The facilities that have not answered, where others have.
    """
    ahead = next((period for period in periods if period.due > on), None)
    if not answered:
        return _not_due(words, ahead, on, filed)
    last = answered[-1]
    status, missing = _status(words, last, log_complete, log_missing)
    done = sum(one.answer in ("on time", "late") for one in answered)
    sentence = f"{_latest(words, last, filed, where)}."
    if len(answered) > 1:
        sentence = f"{_so_far(words, answered, on)} {sentence}"
    if ahead:
        sentence += f" The next is due on {day(ahead.due)}."
    return Outcome(
        status, sentence, None, float(done), float(len(answered)), _unit(words, answered),
        last.period.due, last.period.computed.how, missing,
    )  # fmt: skip


def _not_due(words: Words, ahead: Period | None, on: date, filed: pl.DataFrame) -> Outcome:
    so_far = filed.filter(pl.col("lacks") == "").height
    said = f"{some(so_far, words.noun)} so far" if so_far else f"no {words.noun} so far"
    if ahead is None:
        return Outcome("not_due", f"Nothing was due by {day(on)}; {said}.")
    number = f"{ahead.times} {words.noun}s are" if ahead.times > 1 else f"the {words.noun} is"
    return Outcome(
        "not_due", f"Not due until {day(ahead.due)}, when {number} due; {said}.",
        due=ahead.due, rule=ahead.computed.how,
    )  # fmt: skip


def _status(
    words: Words, last: Answered, log_complete: bool, log_missing: str
) -> tuple[Status, tuple[str, ...]]:
    match last.answer:
        case "on time" | "late":
            return "met", ()
        case "unclear":
            held = listed([str(one) for one in last.unclear])
            return "undetermined", (f"what the {words.noun} of {held} holds",)
        case _:
            return ("not_met", ()) if log_complete else ("undetermined", (log_missing,))


def _unit(words: Words, answered: Sequence[Answered]) -> str:
    several = any(one.period.times > 1 for one in answered)
    return f"periods with their {words.noun}s" if several else f"{words.noun}s {words.done}"


def _so_far(words: Words, answered: Sequence[Answered], on: date) -> str:
    on_time = [one for one in answered if one.answer == "on time"]
    late = [one for one in answered if one.answer == "late"]
    wanting = [one for one in answered[:-1] if one.answer in ("open", "unclear")]
    several = any(one.period.times > 1 for one in answered)
    noun = "period" if several else words.noun
    kept = "kept" if several else words.done
    parts = [
        f"Of {some(len(answered), noun)} due by {day(on)}, {len(on_time)} "
        f"{'was' if len(on_time) == 1 else 'were'} {kept} on time"
    ]
    if late:
        parts.append(f"{len(late)} late ({_named(late)})")
    if wanting:
        parts.append(f"{len(wanting)} never in full ({_named(wanting)})")
    return f"{listed(parts)}."


def _latest(words: Words, last: Answered, filed: pl.DataFrame, where: str) -> str:
    times, due = last.period.times, day(last.period.due)
    if last.answer in ("on time", "late"):
        what = f"The {words.noun} that was due on {due} was"
        if times > 1:
            what = f"The {times} {words.noun}s that were due by {due} were"
        return f"{what} {words.done} {_when(words, last, filed)}"
    if times == 1:
        return f"For the {words.noun} that was due on {due}, {_open(words, last, where)}"
    return f"Of the {times} {words.noun}s that were due by {due}, {_open(words, last, where)}"


def _named(several: Sequence[Answered]) -> str:
    shown = [
        f"due {day(one.period.due)}" + (f", {some(one.late, 'day')} late" if one.late else "")
        for one in several[-NAMED:]
    ]
    return ("latest " if len(several) > NAMED else "") + "; ".join(shown)


def _when(words: Words, found: Answered, filed: pl.DataFrame) -> str:
    """On which days, by which documents, how late."""
    shown = list(dict.fromkeys(found.days))[-NAMED:]
    days = listed([f"{day(one)}{_label(words, filed, one)}" for one in shown])
    late = f", {some(found.late, 'day')} late" if found.late else ""
    return f"on {days}{late}"


def _label(words: Words, filed: pl.DataFrame, on: date) -> str:
    if not words.label:
        return ""
    names = filed.filter((pl.col("date") == on) & (pl.col("lacks") == ""))[words.label].unique()
    named = sorted(name for name in names.to_list() if name)
    return f" ({listed(named[:2])})" if named else ""


def _open(words: Words, found: Answered, where: str) -> str:
    parts = []
    number = len(found.days)
    if found.period.times > 1:
        parts.append(f"the record has {number or 'none'}")
    elif not found.unclear and not found.lacking:
        parts.append("the record has none")
    if found.unclear:
        held = listed([str(one) for one in found.unclear[-NAMED:]])
        parts.append(f"the {words.noun} of {held} does not say what it holds")
    parts += found.lacking[-NAMED:]
    return "; ".join(parts) + (f" (for {where})" if where else "")
