"""Makes the page: chooses what it shows, writes its files, keeps every earlier page as it stood."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

from drawdown.finding.case import Case
from drawdown.record.moments import end_of
from drawdown.report.facts.changes import changes
from drawdown.report.facts.claims import with_numbers
from drawdown.report.facts.joint import Chosen, choose_for, sheets_of
from drawdown.report.facts.numbers.gather import gather
from drawdown.report.facts.numbers.periods import anchor
from drawdown.report.facts.page.dictionary import dictionary
from drawdown.report.facts.page.feed import feed
from drawdown.report.facts.page.pictures import Chart, charts
from drawdown.report.facts.page.tables import as_csv, changes_as_csv, checkpoint_as_csv
from drawdown.report.facts.page.whole import FEEDS, PAGES, page
from drawdown.report.facts.page.words import LANGUAGES, words
from drawdown.report.facts.release import (
    FILE,
    FOLDER,
    Claim,
    Release,
    as_json,
    in_order,
    read_releases,
)
from drawdown.report.facts.standing import statuses
from drawdown.report.facts.suppression.system import FactsError, State

SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Published:
    """A page that was made.

    Attributes:
        release: What it shows.
        chosen: How that was chosen.
        earlier: The pages that were there before.
        files: How many files the site has.
    """

    release: Release
    chosen: Chosen
    earlier: tuple[Release, ...]
    files: int


def publish(
    case: Case,
    on: date,
    out: Path,
    *,
    known: date | None = None,
    previous: Path | None = None,
    claims: Sequence[Claim] = (),
    checkpoint: str | None = None,
    tell: Callable[[int, float], None] = lambda done, bound: None,
) -> Published:
    """Make the page of a day in a folder, beside the earlier ones.

    Args:
        case: The order and the record.
        on: The day of the page.
        out: The folder of the site; pages in it stay.
        known: As known at the end of this day; none: everything known now.
        previous: The folder of an earlier site, whose pages are kept in this one too.
        claims: Public claims.
        checkpoint: The record's signed checkpoint, the text of the note.
        tell: Told on the way, as `drawdown.report.facts.suppression.choose.choose` tells.

    Raises:
        FactsError: A page cannot be read, a later one is there, or a small number cannot be
            protected.
    """
    kept = _kept(out, previous)
    late = [release.name for release in kept if release.on > on]
    if late:
        raise FactsError(f"--on: the page of {late[-1]} is already there; expected a later day")
    moment = moment_of(case, known)
    same = [release for release in kept if release.on == on]
    for tried in range(len(same) + 1):  # the same record makes the same page again
        earlier = [one for one in kept if one.on < on] + same[:tried]
        name = on.isoformat() + (f"-{tried + 1}" if tried else "")
        release, chosen = release_of(case, on, moment, name, earlier, claims, tell)
        release = replace(release, checkpoint=checkpoint)
        if tried == len(same) or as_json(release) == as_json(same[tried]):
            later = same[tried + 1 :]
            written = _write(out, previous, release, [*earlier, release, *later])
            return Published(release, chosen, tuple(earlier), written)
    raise AssertionError("the loop ends by a return")


def _kept(out: Path, previous: Path | None) -> list[Release]:
    found = {release.name: release for release in (read_releases(previous) if previous else [])}
    if previous and not found:
        raise FactsError(
            f"{previous}: has no published page; expected a folder of 'drawdown facts'"
        )
    for release in read_releases(out):
        if release.name in found and as_json(found[release.name]) != as_json(release):
            raise FactsError(f"{out} and {previous} have different pages of {release.name}")
        found[release.name] = release
    return in_order(found.values())


def moment_of(case: Case, known: date | None) -> datetime | None:
    """Up to when entries count: the end of a day, or when the last was recorded."""
    if known is not None:
        return end_of(known, case.record.zone)
    latest = [frame["recorded"].max() for frame in case.record.frames.values() if len(frame)]
    moments = [one for one in latest if isinstance(one, datetime)]
    return max(moments, default=None)


def release_of(
    case: Case,
    on: date,
    moment: datetime | None,
    name: str,
    earlier: Sequence[Release],
    claims: Sequence[Claim],
    tell: Callable[[int, float], None] = lambda done, bound: None,
) -> tuple[Release, Chosen]:
    """What the page of a day shows, given the pages published before; and how it was chosen."""
    sheet, before = sheets_of(case, gather(case, on, moment), moment, earlier)
    chosen = choose_for(case, sheet, before, tell)
    header = case.order.header
    view = case.record.as_known(moment)
    last = moment.astimezone(header.zone).date() if moment else None
    printed = {key for key, number in sheet.numbers.items() if number.cost}
    small = sum(1 for key in printed if 1 <= sheet.numbers[key].value <= 10)
    hidden = sum(1 for shown in chosen.shown.values() if shown.state is not State.SHOWN)
    release = Release(
        name, on, moment.isoformat() if moment else "", anchor(case.order),
        {"id": header.id, "title": case.order.name(), "caption": header.caption,
         "court": header.court, "docket": header.docket,
         "notice": " ".join(header.notice.split())},
        header.names(),
        {id_: text.first.title or text.first.demand() for id_, text in case.order.clauses.items()},
        chosen.shown, tuple(sheet.relations), tuple(sheet.tables), tuple(sheet.disputes),
        _capacities(case), tuple(sheet.missing),
        statuses(case, on, last, view, chosen.shown), with_numbers(claims, sheet), (),
        {"numbers": len(printed), "withheld": hidden, "small": small,
         "proved": int(chosen.pattern.optimal)},
    )  # fmt: skip
    if earlier:
        release = replace(release, changed=changes(case, release, sheet.tables, earlier, moment))
    return release, chosen


def _capacities(case: Case) -> dict[str, tuple[tuple[str, str], ...]]:
    """The facilities of whose capacity sources state different numbers."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for facility in case.order.header.facilities:
        said = [one for one in case.order.header.capacity if one.facility == facility.id]
        if len({str(one.value) for one in said}) > 1:
            found[facility.id] = tuple(
                (str(one.value), f"{one.kind}, {one.source}") for one in said
            )
    return found


def _write(
    out: Path, previous: Path | None, release: Release, every: Sequence[Release]
) -> int:  # fmt: skip
    """Write the folder of a page, take over those of earlier ones, and write what is about all."""
    before = [one for one in every if one.on <= release.on and one.name != release.name]
    drawn = _drawn(release)
    wanted = {
        f"{FOLDER}/{release.name}/{name}": data
        for name, data in _page_files(release, before, drawn).items()
    }
    if previous and previous.resolve() != out.resolve():
        for path in sorted((previous / FOLDER).rglob("*")):
            if path.is_file() and not (out / path.relative_to(previous)).exists():
                wanted[path.relative_to(previous).as_posix()] = path.read_bytes()
    latest = every[-1]
    own = f"{FOLDER}/{latest.name}/"
    files_of = {name.removeprefix(own): data for name, data in wanted.items()
                if name.startswith(own)}  # fmt: skip
    if latest.name != release.name:
        drawn = _drawn(latest)
        files_of = files_of or _page_files(latest, every[:-1], drawn)
    for code in LANGUAGES:
        text = page(latest, words(code), drawn[code], _hashes(files_of), every[:-1], at_root=True)
        wanted[PAGES[code]] = text.encode()
        wanted[FEEDS[code]] = feed(every, words(code)).encode()
    wanted["dictionary.json"] = dictionary().encode()
    wanted["style.css"] = (files("drawdown.report.facts.page") / "style.css").read_bytes()
    for name, data in wanted.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
    return _write_sums(out)


def _write_sums(out: Path) -> int:
    """List every file of the site with its SHA-256, as `sha256sum --check` reads it."""
    names = [path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()]
    lines = [
        f"{hashlib.sha256((out / name).read_bytes()).hexdigest()}  {name}\n"
        for name in sorted(names) if name != SUMS
    ]  # fmt: skip
    (out / SUMS).write_text("".join(lines), encoding="utf-8")
    return len(lines) + 1


def _drawn(release: Release) -> dict[str, list[Chart]]:
    """The charts of a page in each language."""
    return {code: charts(release, words(code)) for code in LANGUAGES}


def _page_files(
    release: Release, before: Sequence[Release], drawn: Mapping[str, Sequence[Chart]]
) -> dict[str, bytes]:
    found = {FILE: as_json(release).encode()}
    for table in release.tables:
        found[f"{table.id}.csv"] = as_csv(table, release).encode()
    if release.checkpoint is not None:
        found["checkpoint.csv"] = checkpoint_as_csv(release.checkpoint).encode()
    if release.changed:
        found["changed.csv"] = changes_as_csv(release.changed).encode()
    for chart in (chart for each in drawn.values() for chart in each):
        found[chart.file] = chart.svg.encode()
    hashes = _hashes(found)
    for code in LANGUAGES:
        text = page(release, words(code), drawn[code], hashes, before, at_root=False)
        found[PAGES[code]] = text.encode()
    return found


def _hashes(found: Mapping[str, bytes]) -> dict[str, str]:
    return {
        name: hashlib.sha256(data).hexdigest() for name, data in sorted(found.items())
        if not name.endswith(".html")
    }  # fmt: skip
