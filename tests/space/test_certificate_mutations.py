"""A changed certificate or plan is refused; and sealed anew, it still cannot prove a falsehood."""

from __future__ import annotations

import json
import math
import random
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.space import branch
from drawdown.space.certificate import as_text, seal
from drawdown.space.verify import Refused, verify


@pytest.fixture(scope="module")
def pentagons(solved):
    """Three five-bed rings and a row: a proof with spots, covers and groups by cases."""
    radius = 5 / 2 / math.sin(math.pi / 5)
    points = [
        (
            f"{40 * copy + radius * math.cos(math.tau * i / 5):.4f}",
            f"{radius * math.sin(math.tau * i / 5):.4f}",
        )
        for copy in range(3)
        for i in range(5)
    ]
    found = solved([*points, *((4 * i, 60) for i in range(5))])
    assert found.people == 9
    return found


@pytest.fixture(scope="module")
def with_cases(solved):
    """A crowded plan whose proof rests on groups that are proved by cases."""
    chance = random.Random(7)  # noqa: S311
    points = [(f"{chance.uniform(0, 36):.1f}", f"{chance.uniform(0, 36):.1f}") for _ in range(130)]
    found = solved(points)
    assert '"used"' in found.certificate.decode()
    return found


def sealed(cert: dict) -> bytes:
    body = {key: value for key, value in cert.items() if key != "seal"}
    return as_text({**body, "seal": seal(body)}).encode()


def paths_to_leaves(value, path=()):
    """Every number, text or truth value in the certificate, by its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths_to_leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths_to_leaves(inner, (*path, index))
    else:
        yield path


def paths_to_lists(value, path=()):
    """Every list and object in the certificate that something can be dropped from."""
    if isinstance(value, dict | list) and value:
        yield path
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from paths_to_lists(inner, (*path, key))


def at(value, path):
    for key in path:
        value = value[key]
    return value


@st.composite
def mutations(draw, cert):
    """The certificate with one thing in it changed or dropped."""
    changed = deepcopy(cert)
    if draw(st.booleans()):
        path = draw(st.sampled_from([p for p in paths_to_leaves(changed) if p != ("seal",)]))
        inner = at(changed, path[:-1])
        old = inner[path[-1]]
        if isinstance(old, bool):
            inner[path[-1]] = not old
        elif isinstance(old, int):
            inner[path[-1]] = old + draw(st.integers(-3, 3).filter(bool))
        else:
            inner[path[-1]] = f"{old}0"
    else:
        path = draw(st.sampled_from(list(paths_to_lists(changed))))
        inner = at(changed, path)
        key = draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
        del inner[key]
    return changed


@pytest.mark.parametrize("plan", ["pentagons", "with_cases"])
@given(data=st.data())
def test_any_change_is_refused(request, plan, data):
    found = request.getfixturevalue(plan)
    changed = data.draw(mutations(json.loads(found.certificate)))
    with pytest.raises(Refused):
        verify(json.dumps(changed).encode(), found.plan)


@pytest.mark.parametrize("plan", ["pentagons", "with_cases"])
@given(data=st.data())
def test_sealed_anew_a_change_proves_no_falsehood(request, plan, data):
    found = request.getfixturevalue(plan)
    true = json.loads(found.certificate)
    changed = data.draw(mutations(true))
    if changed.get("rule") != true["rule"]:
        return  # another rule asks another question
    try:
        placed, limit = verify(sealed(changed), found.plan)
    except Refused:
        return
    assert placed <= found.people <= limit


@given(data=st.data())
def test_a_bed_moved_by_an_inch_is_refused(pentagons, data):
    lines = pentagons.plan.decode().splitlines()
    row = data.draw(st.integers(1, len(lines) - 1))
    unit, bed, x, y = lines[row].split(",")
    lines[row] = f"{unit},{bed},{float(x) + 1 / 12},{y}"
    with pytest.raises(Refused, match="plan is not the one"):
        verify(pentagons.certificate, "\n".join([*lines, ""]).encode())


def changed(found, change) -> bytes:
    cert = json.loads(found.certificate)
    change(cert)
    return sealed(cert)


def test_a_bed_swapped_for_a_near_one_is_refused(pentagons):
    def swap(cert):
        ring = [place for place in cert["chosen"] if place <= 5]
        cert["chosen"].remove(ring[0])
        cert["chosen"].insert(0, ring[1] % 5 + 1)

    with pytest.raises(Refused, match=r"too close|twice"):
        verify(changed(pentagons, swap), pentagons.plan)


def test_a_lower_limit_than_the_weights_show_is_refused(pentagons):
    def lower(cert):
        cert["sections"][0]["parts"][0]["most"] -= 1
        cert["bound"] -= 1

    with pytest.raises(Refused, match="come to"):
        verify(changed(pentagons, lower), pentagons.plan)


def test_a_group_dropped_from_a_cover_is_refused(pentagons):
    def drop(cert):
        del cert["sections"][0]["parts"][0]["proof"]["shares"][0]

    with pytest.raises(Refused, match="uncovered"):
        verify(changed(pentagons, drop), pentagons.plan)


def test_a_part_dropped_is_refused(pentagons):
    def drop(cert):
        cert["bound"] -= cert["sections"][0]["parts"].pop()["most"]

    with pytest.raises(Refused, match="every spot once"):
        verify(changed(pentagons, drop), pentagons.plan)


def test_a_case_dropped_is_refused(with_cases):
    def first_case(value):
        if isinstance(value, dict):
            if "used" in value:
                del value["used"]
                return True
            value = list(value.values())
        return isinstance(value, list) and any(first_case(inner) for inner in value)

    with pytest.raises(Refused, match="KeyError: 'used'"):
        verify(changed(with_cases, first_case), with_cases.plan)


def test_more_beds_than_the_proof_allows_is_refused(pentagons):
    def claim(cert):
        cert["bound"] += 1

    with pytest.raises(Refused, match="shows 9, not 10"):
        verify(changed(pentagons, claim), pentagons.plan)


@pytest.mark.parametrize("nonsense", [b"", b"[]", b"{}", b"\xff", b'{"format": 1}', b"[" * 100_000])
def test_nonsense_is_refused_and_nothing_else(pentagons, nonsense):
    with pytest.raises(Refused):
        verify(nonsense, pentagons.plan)


def test_without_local_groups_cases_alone_prove_the_answer(solved, monkeypatch):
    chance = random.Random(9)  # noqa: S311
    points = [(f"{chance.uniform(0, 40):.1f}", f"{chance.uniform(0, 40):.1f}") for _ in range(200)]
    with_groups = solved(points)
    monkeypatch.setattr(branch, "_WINDOWS", ())
    monkeypatch.setattr(branch, "_WINDOWS_IN_CASES", ())
    found = solved(points)
    assert (found.people, found.answer.proven) == (with_groups.people, True)
    parts = json.loads(found.certificate)["sections"][0]["parts"]
    assert any("spot" in part["proof"] for part in parts)


def test_out_of_time_the_gap_is_honest(solved, with_cases):
    found = solved(with_cases.plan, seconds=0)
    assert found.people <= with_cases.people <= found.answer.bound
