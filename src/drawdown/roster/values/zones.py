"""Times that carry a zone: which local day they fall on."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from drawdown.roster.errors import RosterError


def to_local(
    utc: pl.Series, minutes: pl.Series, where: str, zone: str | None
) -> tuple[pl.Series, tuple[str, ...]]:
    """Return the local times of moments in UTC, and remarks on how they were read.

    `minutes` is the offset each was written with (none where it had none). With `zone`, every
    moment is taken to that zone. Without it, an offset such as -04:00 already is the local time as
    written; times in UTC are not, and are refused, because a booking at 02:30Z was the evening
    before in Miami. Only where every one of them is midnight sharp are they plain dates that an
    export dressed up.
    """
    if zone is not None:
        local = utc.dt.replace_time_zone("UTC").dt.convert_time_zone(known_zone(zone))
        return local.dt.replace_time_zone(None), (f"{where}: times taken to {zone}",)
    in_utc = minutes == 0
    midnight = utc.dt.truncate("1d") == utc
    if bool((in_utc & ~midnight).any()):
        raise RosterError(
            f"{where}: times are in UTC, where the day may differ from the facility's; say the "
            "facility's zone with --zone America/New_York (or another)"
        )
    written = pl.DataFrame({"utc": utc, "minutes": minutes}).select(
        pl.col("utc") + pl.duration(minutes=pl.col("minutes").fill_null(0))
    )["utc"]
    remark = "midnight in UTC read as plain dates" if in_utc.any() else "offsets read as local time"
    return written, (f"{where}: {remark}",)


def known_zone(zone: str) -> str:
    """Return the zone if it is one that the time-zone database knows.

    Raise `RosterError` if not.
    """
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RosterError(
            f"--zone {zone}: is not a known zone; expected one such as America/New_York"
        ) from None
    return zone
