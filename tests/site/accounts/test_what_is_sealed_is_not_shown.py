"""Field by field: what a role may not see is in no cell and on no page, whoever built the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from tests.site.accounts.walk import FACILITY, Page, Samples, pages_of_a_case

from drawdown.record.entry import COMMON, KINDS
from drawdown.record.form import forms
from drawdown.site.accounts.access import Access
from drawdown.site.accounts.roles import (
    BROKEN_GLASS,
    COMMON_FIELDS,
    FIELDS_OF_HEALTH,
    HEALTH_KINDS,
    PERSON_KINDS,
    SEALED_KINDS,
    TABLE,
    May,
    Role,
    visible_fields,
)
from drawdown.site.cases.append import append
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.orders import order_of

PLANTED = {
    "fact": {"name": "asthma", "value": "yes", "note": "MARKER-OF-A-FACT"},
    "decision": {
        "facility": FACILITY, "outcome": "not_released", "decider": "A. Quintero",
        "reason": "MARKER-OF-A-REASON", "conditions": "MARKER-OF-A-CONDITION",
        "note": "MARKER-OF-A-NOTE",
    },
    "proposal": {
        "facility": FACILITY, "outcome": "released", "decider": "A. Quintero",
        "authority": "parole 212(d)(5)", "reason": "MARKER-OF-A-PROPOSAL",
        "conditions": "MARKER-OF-A-PROPOSED-CONDITION",
    },
    "evaluation": {
        "facility": FACILITY, "outcome": "not_eligible", "reason": "MARKER-OF-AN-EVALUATION",
    },
}  # fmt: skip
"""Entries of one person, with a marker in fields that only who sees health may read."""
MOST = 120
"""Pages that one role's crawl looks at beyond one of every kind."""


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_role_is_shown_exactly_the_fields_that_the_tables_say(kind: str, role: Role) -> None:
    cells = dict.fromkeys(["entry", *forms(KINDS[kind])], "x")
    shown = set(visible_fields(kind, cells, TABLE[role]))
    hidden = FIELDS_OF_HEALTH.get(kind, frozenset())
    if May.SEE_HEALTH in TABLE[role]:
        assert shown == set(cells)
    elif "*" in hidden:
        assert shown == set(cells) & COMMON_FIELDS
    else:
        assert shown == set(cells) - hidden


def test_the_tables_speak_of_kinds_and_fields_that_there_are() -> None:
    assert set(KINDS) >= PERSON_KINDS >= SEALED_KINDS >= HEALTH_KINDS
    assert set(FIELDS_OF_HEALTH) == SEALED_KINDS, "what is sealed at rest is sealed on the page"
    for kind, fields in FIELDS_OF_HEALTH.items():
        assert fields - {"*"} <= set(forms(KINDS[kind])) | {"note"}, kind
    assert set(COMMON) <= COMMON_FIELDS | {"note"}


def test_a_broken_glass_opens_health_and_nothing_that_is_done() -> None:
    assert all(may.name.startswith("SEE_") for may in BROKEN_GLASS)
    assert May.SEE_ACCESS_LOG not in BROKEN_GLASS


@pytest.fixture
def planted(case: Case, access: Callable[[str], Access], samples: Samples) -> Samples:
    """A person at Krome with a marker in a fact and in the reason of a decision."""
    now = now_in(case, order_of(case).header.zone)
    common = {"person": samples.person, "date": now.date().isoformat()}
    entries = [(kind, {**common, **cells}) for kind, cells in PLANTED.items()]
    done = append(case, entries, by=access("agency").signature, now=now)
    taken = append(case, [taking_back(row) for row in done.added.values()], by="a test", now=now)
    (last, *_) = taken.added.values()
    append(case, [taking_back(last)], by="a test", now=now)
    for kind, cells in entries:  # so that what was taken back stands again
        append(case, [(kind, cells)], by=access("agency").signature, now=now)
    return samples


def taking_back(row: Row) -> tuple[str, dict[str, str]]:
    """What takes an entry back, with a marker in its reason."""
    cells = {
        "date": row.date if isinstance(row.date, str) else row.date.isoformat(),
        "supersedes": row.name, "reason": "MARKER-OF-TAKING-BACK", "note": "MARKER-OF-WHY",
    }  # fmt: skip
    return "withdrawal", cells


@pytest.mark.parametrize("name", ["government", "krome", "reader"])
def test_no_page_shows_a_sealed_field_to_a_role_that_may_not_see_it(
    name: str, planted: Samples, signed_in: Callable[[str], Client]
) -> None:
    for address, text in crawl(signed_in(name), planted):
        found = re.search(r"MARKER-OF-[A-Z-]+", text)
        assert not found, f"{name} reads {found and found[0]} at {address}"


def test_the_crawl_would_find_it(planted: Samples, signed_in: Callable[[str], Client]) -> None:
    texts = " ".join(text for _, text in crawl(signed_in("agency"), planted))
    for kind, cells in PLANTED.items():
        for name in cells:
            if cells[name].startswith("MARKER"):
                assert cells[name] in texts, (kind, name)


def test_a_person_of_another_facility_is_on_no_page(
    planted: Samples, signed_in: Callable[[str], Client]
) -> None:
    for address, text in crawl(signed_in("glades"), planted):
        found = planted.person in text.replace(address, "")  # a page names its own address
        assert not found, f"glades finds {planted.person} at {address}"


def crawl(client: Client, samples: Samples) -> Iterator[tuple[str, str]]:
    """One page of every kind, and what they link to: addresses and texts."""
    waiting = [samples.address(page) for page in pages_of_a_case() if _reads(page)]
    waiting += [f"/{samples.case.slug}/record/{row.seq}" for row in _planted(samples)]
    waiting += [f"/{samples.case.slug}/record/{row.seq}" for row in _taken(samples)]
    waiting += [f"/{samples.case.slug}/record/?kind=withdrawal"]
    seen: set[str] = set()
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode(errors="replace")
        yield address, text
        if answer.status_code == 200:
            found = re.findall(rf'href="(/{samples.case.slug}/[^"#]*)', text)
            waiting += [one.replace("&amp;", "&") for one in found if samples.person in one]


def _reads(page: Page) -> bool:
    return not page.name.endswith(("-end", "-read", "-withdraw"))


def _planted(samples: Samples) -> list[Row]:
    rows = Row.objects.filter(case=samples.case, person=samples.person, kind__in=SEALED_KINDS)
    return list(rows.order_by("-seq")[:10])


def _taken(samples: Samples) -> list[Row]:
    return list(Row.objects.filter(case=samples.case, kind="withdrawal").order_by("-seq")[:6])


def test_why_a_count_was_taken_back_is_shown_to_who_sees_no_health(
    case: Case, access: Callable[[str], Access], signed_in: Callable[[str], Client]
) -> None:
    row = Row.objects.filter(case=case, kind="count").order_by("-seq")[0]
    now = now_in(case, order_of(case).header.zone)
    (done,) = append(case, [taking_back(row)], by="a test", now=now).added.values()
    page = signed_in("government").get(f"/{case.slug}/record/{done.seq}").content.decode()
    assert "MARKER-OF-TAKING-BACK" in page


def test_what_is_planted_is_sealed_at_rest(planted: Samples) -> None:
    for row in [*_planted(planted), *_taken(planted)]:
        assert row.content is None
        assert row.sealed
        assert b"MARKER" not in bytes(row.sealed)
