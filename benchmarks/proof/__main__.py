"""How long a record takes to verify, and what commitments add to appending.

    python -m benchmarks.proof [--entries 1000000] [--keep FOLDER]

Works on SQLite, or on the PostgreSQL that DRAWDOWN_DATABASE names (`python -m tests.postgresql
python -m benchmarks.proof`). Everybody in it is made up.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BEGIN = datetime(2020, 5, 1, 8, tzinfo=UTC)
AT_ONCE = 20_000


@contextmanager
def timed(into: dict[str, Any], name: str) -> Iterator[None]:
    """Seconds by the clock, and of the processor in this process and those it started."""
    began, used = time.perf_counter(), processor()
    yield
    into[name] = {"seconds": round(time.perf_counter() - began, 2),
                  "processor": round(processor() - used, 2)}  # fmt: skip


def processor() -> float:
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF,
                                                       resource.RUSAGE_CHILDREN))  # fmt: skip
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def cells(number: int) -> tuple[str, dict[str, str]]:
    at = (BEGIN + timedelta(seconds=number)).isoformat(timespec="seconds")
    kind = ("stay", "handout", "stay", "fact", "count")[number % 5]
    said = {"id": f"e-{number}", "date": "2020-05-01", "recorded": at, "by": "a benchmark",
            "source": f"made up, row {number}"}  # fmt: skip
    person = {"person": f"synthetic-{number % 9000:04}"}
    more = {
        "stay": person | {"facility": "krome", "book_out": "2020-05-09", "exit": "transfer"},
        "handout": {"facility": "krome", "item": "mask", "quantity": "40", "unit": "Krome 3"},
        "fact": person | {"name": "diabetes", "value": "yes", "note": "as the clinic has it"},
        "count": {"facility": "krome", "count": str(number % 600)},
    }[kind]
    return kind, said | more


def rows_from(case: Any, first: int, count: int, key: int) -> list[Any]:
    from drawdown.site.cases.append import row_of

    made = []
    for seq in range(first, first + count):
        kind, said = cells(seq)
        made.append(row_of(case, seq, kind, said, "events/site.jsonl", seq, BEGIN, key))
    return made


def add(case: Any, count: int, key: int) -> None:
    from django.db import transaction

    from drawdown.site.cases.insert import insert_many

    with transaction.atomic():
        insert_many(rows_from(case, case.position + 1, count, key))
        case.position += count
        case.save(update_fields=["position"])


@contextmanager
def without_commitments() -> Iterator[None]:
    """Entries as they were made before records had a tree."""
    from drawdown.site.cases import append
    from drawdown.site.cases.lines import written

    def plain_seal(case: Any, content: bytes, about: str, number: int | None = None) -> Any:
        return None if about.endswith(" salt") else kept[2](case, content, about, number)

    kept = append.new_salt, append.both_texts, append.seal, append.commitment_to
    append.new_salt = lambda: None  # type: ignore[assignment,return-value]
    append.both_texts = lambda content: (written(content), b"")
    append.commitment_to = lambda salt, canonical: None  # type: ignore[assignment,return-value]
    append.seal = plain_seal
    try:
        yield
    finally:
        append.new_salt, append.both_texts, append.seal, append.commitment_to = kept


def appends(case_of: Any, key_of: Any, rounds: int, many: int, few: int) -> dict[str, Any]:
    """The same entries appended with and without commitments, by turns, each to a new case."""
    from drawdown.site.cases.append import append

    found: dict[str, list[float]] = {}
    for turn in range(rounds * 2):
        plain = bool(turn % 2)
        case = case_of(f"turn-{turn}")
        key = key_of(case)
        with without_commitments() if plain else contextmanager(lambda: iter([None]))():
            name = "plain" if plain else "committed"
            began, used = time.perf_counter(), processor()
            for _ in range(0, many, AT_ONCE):
                add(case, AT_ONCE, key)
            found.setdefault(f"{name} many", []).append(time.perf_counter() - began)
            found.setdefault(f"{name} many, processor", []).append(processor() - used)
            began, used = time.perf_counter(), processor()
            for number in range(few):
                kind, said = cells(4 + 5 * number)
                said = {name: value for name, value in said.items() if name != "recorded"}
                append(case, [(kind, said | {"id": f"one-{number}"})], by="x", now=BEGIN)
            found.setdefault(f"{name} one by one", []).append(time.perf_counter() - began)
            found.setdefault(f"{name} one by one, processor", []).append(processor() - used)
    usual = {name: round(median(times), 3) for name, times in found.items()}
    for name in ("many", "many, processor", "one by one", "one by one, processor"):
        pairs = zip(found[f"committed {name}"], found[f"plain {name}"], strict=True)
        usual[f"{name}: more by"] = round(median(one / other for one, other in pairs) - 1, 3)
    return usual


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--entries", type=int, default=1_000_000)
    asked.add_argument("--many", type=int, default=60_000)
    asked.add_argument("--few", type=int, default=200)
    asked.add_argument("--rounds", type=int, default=7)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="drawdown-proof-") as folder:
        print(json.dumps(measured(given, Path(folder)), indent=2))


def measured(given: Any, home: Path) -> dict[str, Any]:
    from drawdown.cli.memory import collect_seldom
    from drawdown.site.starting import set_up

    set_up(home)
    collect_seldom()
    from django.conf import settings

    from drawdown.site.cases.importing import add_order_text
    from drawdown.site.cases.models import Case
    from drawdown.site.cases.sealing import current_number
    from drawdown.site.proof.making import make_checkpoint
    from drawdown.site.proof.verifying import verify_database

    text = (ROOT / "orders" / "gayle-v-meade.md").read_text(encoding="utf-8")

    def case_of(slug: str) -> Any:
        case = Case.objects.create(slug=slug, title=slug)
        add_order_text(case, text, "")
        return case

    found: dict[str, Any] = {"processors": os.cpu_count()}
    found["appends"] = appends(case_of, current_number, given.rounds, given.many, given.few)
    case = case_of("large")
    key = current_number(case)
    with timed(found, "made"):
        while case.position < given.entries:
            add(case, min(AT_ONCE, given.entries - case.position), key)
    with timed(found, "checkpoint, the first"):
        make_checkpoint(case)
    add(case, 100, key)
    with timed(found, "checkpoint, after 100 more"):
        make_checkpoint(case)
    environment = settings.ENVIRONMENT
    for processes in (1, 2):
        with timed(found, f"verified by {processes}"):
            (one,) = verify_database(
                environment.database, "large", environment.seals, processes=processes
            )
        assert one.whole, one.problems[:5]
        assert one.entries == case.position
    found["entries"], found["sealed"] = case.position, case.position // 5
    return found


if __name__ == "__main__":
    main()
