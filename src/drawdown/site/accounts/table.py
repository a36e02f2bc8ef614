"""The table of roles as documentation: docs/reference/roles.md is held against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import override

from drawdown.site.accounts.roles import (
    BOUND,
    BROKEN_GLASS,
    COMMON_FIELDS,
    FIELDS_OF_HEALTH,
    INVITES,
    TABLE,
    May,
    Role,
)


def tables() -> dict[str, str]:
    """Each table of the page, as Markdown, by the name of its place."""
    with override("en"):
        return {"rights": _rights(), "fields": _fields(), "invites": _invites(),
                "glass": _glass()}  # fmt: skip


def _rights() -> str:
    rows = [[f"{may[0].upper()}{may[1:]}", *(_yes(may in TABLE[r]) for r in Role)] for may in May]
    return _table(["may", *(role.label for role in Role)], rows)


def _glass() -> str:
    breakers = [role for role in Role if May.BREAK_GLASS in TABLE[role]]
    rows = [
        [role.label, ", ".join(may for may in May if may in BROKEN_GLASS - TABLE[role])]
        for role in breakers
    ]
    return _table(["role", "what breaking the glass adds"], rows)


def _fields() -> str:
    rows = []
    for kind, fields in sorted(FIELDS_OF_HEALTH.items()):
        hidden = f"all but {_names(COMMON_FIELDS)}" if "*" in fields else _names(fields)
        rows.append([f"`{kind}`", hidden])
    return _table(["entry", "shown only to who may see health facts"], rows)


def _invites() -> str:
    rows = []
    for role in Role:
        others = [one.label for one in Role if one in INVITES.get(role, frozenset())]
        bound = "must be" if role == Role.FACILITY else "may be" if role in BOUND else "is not"
        rows.append([role.label, ", ".join(others) or "nobody", bound])
    return _table(["role", "invites, changes and deactivates", "bound to one facility"], rows)


def _yes(value: bool) -> str:
    return "yes" if value else "–"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
