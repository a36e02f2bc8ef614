"""Whole files of entries at once: columns of text in, typed columns and set-aside rows out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import polars as pl

from drawdown.errors import nearest
from drawdown.record.cells import DIGITS, GAP, GROUPED, NO_FRACTION, NUMERAL, shown
from drawdown.record.entry import Entry
from drawdown.record.form import FieldForm, forms, schema
from drawdown.record.moments import midnight, read_moments

SET_ASIDE = {
    "file": pl.String(),
    "row": pl.UInt32(),
    "column": pl.String(),
    "found": pl.String(),
    "reason": pl.String(),
}
"""The columns of set-aside rows: where, what stood there, and why it cannot be used."""


@dataclass(frozen=True)
class Terms:
    """What a reader must know to read a case's files.

    Attributes:
        zone: The court's time zone, for times that name none.
        facilities: Every name and code of a facility (in lower case) to its id; empty takes any.
    """

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/New_York"))
    facilities: Mapping[str, str] = field(default_factory=dict)


def type_columns(
    raw: pl.DataFrame, kind: type[Entry], file: str, terms: Terms
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Type the rows of one file.

    Args:
        raw: Text columns named as the fields of `kind`, and `row` (UInt32), the row of the file.
            Fields that are not in it are blank.
        kind: The kind of entry.
        file: The file's name, for messages and for ids.
        terms: The case's time zone and facilities.

    Returns:
        The usable rows with the columns of `drawdown.record.form.schema`, and the set-aside rows
        with the columns of `SET_ASIDE`. Every row is in exactly one of the two.
    """
    length = len(raw)
    typed: dict[str, pl.Series] = {"row": raw["row"]}
    problems: list[tuple[FieldForm, pl.Series, pl.Series]] = []
    for form in forms(kind).values():
        text = _text(raw, form.name, length)
        values, bad = _typed(form, text, terms)
        if form.required:
            bad |= text.is_null()
        typed |= values
        if bad.any():
            problems.append((form, text, bad))
    frame = pl.DataFrame(typed).with_columns(pl.lit(file).alias("file"))
    set_aside = _set_aside(frame, problems, file, terms)
    if problems:
        frame = frame.filter(~pl.any_horizontal([bad for _, _, bad in problems]))
    return _complete(frame, kind, file, terms), set_aside


def _text(raw: pl.DataFrame, name: str, length: int) -> pl.Series:
    if name not in raw.columns:
        return pl.Series(name, [None], dtype=pl.String).new_from_index(0, length)
    text = raw[name].str.strip_chars()
    return text.set(text == "", None)


def _typed(
    form: FieldForm, text: pl.Series, terms: Terms
) -> tuple[dict[str, pl.Series], pl.Series]:
    """The field's columns, and which rows hold something that cannot be read."""
    name, filled = form.name, text.is_not_null()
    if not filled.any() and form.form != "moment":
        dtype = form.schema()[name]
        default = list(form.default) if form.form == "terms" else form.default
        blank = pl.Series(name, [default], dtype=dtype).new_from_index(0, len(text))
        return {name: blank}, ~filled & False
    match form.form:
        case "moment":
            days, times = read_moments(text, terms.zone)
            return {name: days, f"{name}_at": times}, filled & days.is_null()
        case "whole":
            grouped = text.str.contains(GROUPED).fill_null(value=False)
            plain = text.str.replace_all(",", "", literal=True).zip_with(grouped, text)
            plain = plain.str.replace(NO_FRACTION, "")
            number = plain.set(~plain.str.contains(DIGITS), None).cast(pl.Int64)
            bad = filled & number.is_null()
            return {
                name: number.fill_null(form.default) if form.default is not None else number
            }, bad
        case "number":
            plain = text.set(~text.str.contains(NUMERAL), None)
            number = plain.cast(pl.Float64)
            return {name: number}, filled & number.is_null()
        case "facility" if terms.facilities:
            known = text.str.to_lowercase().replace_strict(
                dict(terms.facilities), default=None, return_dtype=pl.String
            )
            bad = filled & known.is_null()
            return {name: known.fill_null(form.default or "").alias(name)}, bad
        case "choice":
            word = text.str.to_lowercase().str.replace_all(GAP, "_")
            spelled = {choice.replace(" ", "_"): choice for choice in form.choices}
            value = word.replace_strict(spelled, default=None, return_dtype=pl.Enum(form.choices))
            bad = filled & value.is_null()
            return {name: value.fill_null(form.default) if form.default is not None else value}, bad
        case "terms":
            parts = text.fill_null("").str.to_lowercase().str.split(";")
            parts = parts.list.eval(pl.element().str.strip_chars())
            return {name: parts.list.eval(pl.element().filter(pl.element() != ""))}, ~filled & False
        case _:
            return {name: text.fill_null(form.default or "")}, ~filled & False


def _set_aside(
    frame: pl.DataFrame,
    problems: list[tuple[FieldForm, pl.Series, pl.Series]],
    file: str,
    terms: Terms,
) -> pl.DataFrame:
    """One line for each row that has a problem, naming the first column that has one."""
    found: dict[int, tuple[str, str, str]] = {}
    rows = frame["row"]
    for form, text, bad in problems:
        for index in bad.arg_true().to_list():
            row = rows[index]
            if row not in found:
                found[row] = (form.name, text[index] or "", _reason(form, text[index], terms))
    lines = [(file, row, *found[row]) for row in sorted(found)]
    return pl.DataFrame(lines, schema=SET_ASIDE, orient="row")


def _reason(form: FieldForm, found: str | None, terms: Terms) -> str:
    if found is None:
        return f"blank; expected {form.expected}"
    hint, quoted = "", shown(repr(found))
    if form.form == "facility":
        hint = nearest(found.lower(), terms.facilities)
        known = ", ".join(sorted(set(terms.facilities.values()))[:6])
        return f"{quoted} is not a facility of the order; expected one of {known}{hint}"
    if form.form == "choice":
        hint = nearest(found.lower(), [choice for choice in form.choices if choice])
    return f"{quoted} is not {form.expected}{hint}"


def _complete(frame: pl.DataFrame, kind: type[Entry], file: str, terms: Terms) -> pl.DataFrame:
    """Give every row its id, source and time of recording, and the columns their order."""
    recorded = pl.coalesce(
        "recorded_at",
        midnight(pl.col("recorded"), terms.zone),
        "date_at",
        midnight(pl.col("date"), terms.zone),
    )
    return frame.with_columns(
        recorded=recorded,
        id=pl.when(pl.col("id") == "").then(pl.format("{}#{}", "file", "row")).otherwise("id"),
        source=pl.when(pl.col("source") == "").then("file").otherwise("source"),
    ).select([pl.col(name).cast(dtype) for name, dtype in schema(kind).items()])
