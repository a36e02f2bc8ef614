"""`redetention`: limits on taking a released person back into detention.

Orders differ in the grounds that they permit, in how long before notice must be given, and in
whether a hearing or the leave of the court must come first. It is not met by one re-detention that
it forbids. A stay that begins after a release counts as a re-detention whose ground nobody stated.

Undetermined: nobody states that the log of re-detentions is complete; or a re-detention does not
say on what ground, after what notice, or with whose leave it was made.
"""

from __future__ import annotations

from typing import Literal, Self

import polars as pl
from pydantic import Field, model_validator

from drawdown.order.calendar import Span, Unit
from drawdown.order.clauses.clause import Clause
from drawdown.order.inquiry import Inquiry, Outcome, Place, Status
from drawdown.order.inquiry.inquiry import sources_of
from drawdown.order.inquiry.notice_given import in_time, latest_days
from drawdown.order.inquiry.once import untold
from drawdown.order.inquiry.preceding import NO, UNKNOWN, YES
from drawdown.order.inquiry.released import releases
from drawdown.order.words import day, listed, number, some


class Redetention(Clause):
    """Limits on taking a released person back."""

    KIND = "redetention"

    kind: Literal["redetention"]
    scope: Literal["each", "total"] = Field(
        "total", description="whether each facility is answered for by itself"
    )
    barred: bool = Field(False, description="whether nobody is to be taken back at all")
    grounds: tuple[str, ...] = Field((), description="the grounds permitted; any where missing")
    notice: Span | None = Field(
        None, description='how long before it notice must be given, such as "3 days"'
    )
    hearing: bool = Field(False, description="whether a hearing must be held before it")
    leave: bool = Field(False, description="whether the court must give leave")

    @model_validator(mode="after")
    def _limits(self) -> Self:
        limits = self.grounds or self.notice or self.hearing or self.leave
        if self.barred == bool(limits):
            raise ValueError(
                "expected either barred = true, or limits: grounds, notice, hearing or leave"
            )
        if self.notice and self.notice.unit is Unit.HOURS:
            raise ValueError(f"'notice' is {str(self.notice)!r}; expected days, weeks or months")
        return self

    def demand(self) -> str:
        """What it demands."""
        if self.barred:
            return "Take no released person back into detention."
        parts = [f"only on the ground of {listed(self.grounds, 'or')}"] if self.grounds else []
        parts += [f"with notice at least {self.notice} before"] if self.notice else []
        parts += ["after a hearing"] if self.hearing else []
        parts += ["with the leave of the court"] if self.leave else []
        return f"Take a released person back into detention {listed(parts)}."

    def assess_at(self, ask: Inquiry, place: Place) -> Outcome:
        """The re-detentions since it began to bind, and what each had."""
        taken = self._judged(ask, place, self._taken(ask, place))
        broken = taken.filter(pl.col("keeps") == NO)
        open_ = taken.filter(pl.col("keeps") == UNKNOWN)
        missing = self._missing(open_)
        if not ask.complete("redetention", place, since=ask.since, until=ask.on):
            missing += (ask.log_missing("redetention", place, ask.on),)
        status: Status = "not_met" if len(broken) else "undetermined" if missing else "met"
        return Outcome(
            status, self._say(ask, place, taken), place.facility, float(len(broken)), 0.0,
            "forbidden re-detentions", None, self.demand().rstrip("."),
            missing if status == "undetermined" else (),
            sources_of(broken if len(broken) else taken), lambda: taken,
        )  # fmt: skip

    def _taken(self, ask: Inquiry, place: Place) -> pl.DataFrame:
        """Re-detentions, and stays after a release that none of them stands within a day of."""
        told = ask.entries_anywhere("redetention", since=ask.since).filter(
            pl.col("facility").is_in(["", *place.ids])
        )
        stays = pl.concat([ask.entries("stay", Place(i, (i,), "")) for i in place.ids])
        everywhere = Place(None, tuple(facility.id for facility in ask.header.facilities), "")
        out = releases(ask, everywhere).select("person", until="until").drop_nulls().unique()
        again = stays.filter(pl.col("date") >= ask.since).join(
            out, left_on=["person", "date"], right_on=["person", "until"], how="semi"
        )
        untold_stays = untold(again, told, ["person"])
        shared = ["id", "person", "facility", "date", "date_at", "source", "file", "row"]
        return pl.concat(
            [told.with_columns(said=True), untold_stays.select(shared).with_columns(said=False)],
            how="diagonal",
        ).with_row_index("n")  # fmt: skip

    def _judged(self, ask: Inquiry, place: Place, taken: pl.DataFrame) -> pl.DataFrame:
        """With a column of `NO`, `UNKNOWN` or `YES` for each limit, and `keeps`, the least."""
        limits: dict[str, pl.Expr] = {}
        if self.barred:
            limits["barred"] = pl.lit(NO)
        if self.grounds:
            ground = pl.col("ground").fill_null("").str.to_lowercase()
            permitted = ground.is_in([name.lower() for name in self.grounds])
            limits["ground_"] = _three(permitted, ground == "")
        if self.hearing:
            limits["hearing_"] = _before("hearing")
        if self.leave:
            said = pl.col("permission").cast(pl.String).fill_null("unknown")
            limits["leave_"] = _three(said == "yes", said == "unknown")
        judged = taken.with_columns(**limits)
        if self.notice:
            judged = judged.with_columns(notice_=self._noticed(ask, place, taken, self.notice))
            limits["notice_"] = pl.col("notice_")
        return judged.with_columns(keeps=pl.min_horizontal(*limits))

    def _noticed(self, ask: Inquiry, place: Place, taken: pl.DataFrame, span: Span) -> pl.Series:
        """Whether each had notice in time: from the entry itself, or from a notice to a person.

        That no notice is recorded means something where the log of notices is complete.
        """
        nothing = NO if ask.complete("notice", place, since=ask.since, until=ask.on) else UNKNOWN
        latest = latest_days(ask.clock, span, taken["date"].to_list())
        given = ask.entries_anywhere("notice").filter(pl.col("person") != "")
        events = taken.join(latest, on="date", how="left", maintain_order="left")
        days = pl.concat([
            events.select("n", notified="notified"),
            events.select("n", "person", "date")
            .join(given.select("person", notified="date"), on="person")
            .filter(pl.col("notified") <= pl.col("date"))
            .select("n", "notified"),
        ]).drop_nulls().group_by("n").agg(pl.col("notified").min())  # fmt: skip
        return (
            events.drop("notified")
            .join(days, on="n", how="left", maintain_order="left")
            .select(
                pl.when(pl.col("notified").is_null()).then(pl.lit(nothing))
                .otherwise(in_time(pl.col("notified")))
            )
            .to_series()
        )  # fmt: skip

    def _said(self) -> dict[str, tuple[str, str]]:
        """For each limit: what a re-detention without it is called, and what it may not say."""
        return {
            "ground_": ("on another ground", "on what ground it was made"),
            "notice_": (f"without notice {self.notice} before", "when notice was given"),
            "hearing_": ("without a hearing before", "whether a hearing was held before"),
            "leave_": ("without the leave of the court", "whether the court gave leave"),
        }

    def _missing(self, open_: pl.DataFrame) -> tuple[str, ...]:
        found = []
        for name, (_, unsaid) in self._said().items():
            if name in open_.columns and (count := open_.filter(pl.col(name) == UNKNOWN).height):
                found.append(f"{unsaid}, of {some(count, 're-detention')}")
        return tuple(found)

    def _say(self, ask: Inquiry, place: Place, taken: pl.DataFrame) -> str:
        since = f"since {day(ask.since)}"
        if taken.is_empty():
            return f"{place.name}: the record has no re-detention {since}."
        parts = [f"{some(len(taken), 're-detention')} {since}"]
        if not self.barred:
            parts.append(f"{number(taken.filter(pl.col('keeps') == YES).height)} within the limits")
        for name, (without, unsaid) in self._said().items():
            if name not in taken.columns:
                continue
            no = taken.filter(pl.col(name) == NO).height
            unclear = taken.filter(pl.col(name) == UNKNOWN).height
            parts += [f"{number(no)} {without}"] if no else []
            parts += [f"{number(unclear)} that do not say {unsaid}"] if unclear else []
        untold = taken.filter(~pl.col("said")).height
        if untold:
            parts.append(f"{number(untold)} known only from a stay that began after a release")
        return f"{place.name}: {'; '.join(parts)}."


def _three(yes: pl.Expr, unknown: pl.Expr) -> pl.Expr:
    return pl.when(yes).then(pl.lit(YES)).when(unknown).then(pl.lit(UNKNOWN)).otherwise(pl.lit(NO))


def _before(column: str) -> pl.Expr:
    """Whether a moment came before the event; unknown on the same day without times, or blank."""
    at, own = pl.col(f"{column}_at"), pl.col("date_at")
    return (
        pl.when(pl.col(column).is_null()).then(pl.lit(UNKNOWN))
        .when(at.is_not_null() & own.is_not_null())
        .then(pl.when(at <= own).then(pl.lit(YES)).otherwise(pl.lit(NO)))
        .when(pl.col(column) == pl.col("date")).then(pl.lit(UNKNOWN))
        .when(pl.col(column) < pl.col("date")).then(pl.lit(YES))
        .otherwise(pl.lit(NO))
    )  # fmt: skip
