"""The certificate: the answer and its proof as one JSON file that anyone can check.

Beds are called by their number in the plan, 1 for the first, and negative where the person sleeps
turned. `drawdown.space.verify` reads this file and shares no code with what wrote it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from drawdown.space.measure import written
from drawdown.space.proof import Cover, Group, Tree
from drawdown.space.rule import Rule
from drawdown.space.solve import Answer, Section
from drawdown.space.walls import Wall

FORMAT = "drawdown space certificate, version 1"


def certificate(answer: Answer, walls_name: str = "", walls_sha256: str = "") -> dict[str, Any]:
    """Return the certificate of an answer as plain JSON values, sealed."""
    body: dict[str, Any] = {
        "format": FORMAT,
        "plan": {"name": answer.plan.name, "sha256": answer.plan.sha256},
        "rule": _rule(answer.rule, walls_name, walls_sha256),
        "beds": answer.beds,
        "usable": answer.usable,
        "bound": answer.bound,
        "proven": answer.proven,
        "chosen": list(answer.chosen),
        "sections": [_section(section) for section in answer.sections],
        "joint": _section(answer.joint) if answer.joint else None,
    }
    return {**body, "seal": seal(body)}


def seal(body: dict[str, Any]) -> str:
    """Return the SHA-256 of a certificate without its seal, keys sorted and nothing between."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def as_text(sealed: dict[str, Any]) -> str:
    """Return the certificate as the text of a file, one line for each of its members."""
    lines = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in sealed.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _rule(rule: Rule, walls_name: str, walls_sha256: str) -> dict[str, Any]:
    return {
        "distance": written(rule.distance),
        "unit": rule.unit_of_length,
        "between": rule.between,
        "bunks": rule.bunks,
        "one_room": rule.one_room,
        "must_use": sorted(rule.must_use),
        "must_empty": sorted(rule.must_empty),
        "lower_needed": rule.lower_needed,
        "accessible_needed": rule.accessible_needed,
        "walls_name": walls_name,
        "walls_sha256": walls_sha256,
        "walls": walls_written(rule.walls),
    }


def walls_written(walls: tuple[Wall, ...]) -> list[list[str]]:
    """Return each wall as the text of its four coordinates, in the plan's unit."""
    return [[written(n) for n in (*wall.start, *wall.end)] for wall in walls]


def _section(section: Section) -> dict[str, Any]:
    return {
        "units": list(section.units),
        "spots": [list(spot) for spot in section.spots],
        "groups": [_group(group) for group in section.groups],
        "parts": [
            {"spots": list(part.spots), "most": part.most, "proof": _tree(part.tree)}
            for part in section.parts
        ],
    }


def _group(group: Group) -> dict[str, Any]:
    if group.proof is None:
        return {"spots": sorted(group.times)}
    spots = sorted(group.times)
    return {
        "spots": spots,
        "times": [group.times[spot] for spot in spots],
        "most": group.most,
        "proof": _tree(group.proof),
    }


def _tree(tree: Tree) -> dict[str, Any]:
    if isinstance(tree, Cover):
        found: dict[str, Any] = {"over": tree.over, "shares": [list(s) for s in tree.shares]}
        return {**found, "needs": [list(n) for n in tree.needs]} if tree.needs else found
    return {"spot": tree.spot, "used": _tree(tree.used), "empty": _tree(tree.empty)}
