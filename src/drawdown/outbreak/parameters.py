"""The parameters: each with its likely value, its range and its source, and how it is drawn."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drawdown.errors import nearest
from drawdown.outbreak.errors import OutbreakError

Floats = NDArray[np.float64]
SHARES = (
    "asymptomatic_share", "asymptomatic_infects", "mixing", "density", "spacing_effect",
    "staff_stay_home", "community_daily", "arrival_infected", "mask_effect", "test_sensitivity",
    "isolation_daily", "isolation_effect", "cohort_effect", "reported_share",
)  # fmt: skip
"""Parameters that lie from 0 to 1."""


@dataclass(frozen=True)
class Parameter:
    """One number that the model assumes: drawn from a triangle over `low`, `value`, `high`."""

    name: str
    value: float
    low: float
    high: float
    says: str
    source: str

    def draw(self, u: Floats) -> Floats:
        """The values at quantiles `u` of the triangular distribution; one value where fixed."""
        return triangular(self.low, self.value, self.high, u)


@dataclass(frozen=True)
class Group:
    """People alike in age and condition, and how ill those of them with symptoms become.

    Attributes:
        name: What the group is called.
        share: Its share of the people held.
        hospital: Share of those with symptoms who need a hospital bed: low, likely, high.
        intensive: Share of these who need intensive care.
        death: Share of these who die.
    """

    name: str
    share: float
    hospital: tuple[float, float, float]
    intensive: tuple[float, float, float]
    death: tuple[float, float, float]


@dataclass(frozen=True)
class Parameters:
    """All that the model assumes."""

    by_name: Mapping[str, Parameter]
    groups: tuple[Group, ...]
    groups_source: str

    def __getitem__(self, name: str) -> Parameter:
        return self.by_name[name]

    def fixed(self, **values: float) -> Parameters:
        """The same with some parameters known: each has that value and no range.

        Raises:
            OutbreakError: No parameter has such a name, or the value is out of bounds.
        """
        changed = dict(self.by_name)
        for name, value in values.items():
            where = f"parameter '{name}'"
            changed[name] = _checked(
                replace(_known(changed, name, where), value=value, low=value, high=value), where
            )
        return replace(self, by_name=changed)

    def likely(self) -> Parameters:
        """The same with every parameter at its likely value."""
        certain = {n: replace(p, low=p.value, high=p.value) for n, p in self.by_name.items()}
        groups = tuple(
            replace(
                group,
                hospital=(group.hospital[1],) * 3,
                intensive=(group.intensive[1],) * 3,
                death=(group.death[1],) * 3,
            )
            for group in self.groups
        )
        return replace(self, by_name=certain, groups=groups)


def triangular(low: float, likely: float, high: float, u: Floats) -> Floats:
    """The quantiles `u` of the triangular distribution.

    >>> triangular(0.0, 1.0, 2.0, np.array([0.5])).tolist()
    [1.0]
    """
    if high <= low:
        return np.full(u.shape, likely)
    turn = (likely - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (likely - low))
    falling = high - np.sqrt((1 - u) * (high - low) * (high - likely))
    return np.where(u < turn, rising, falling)


@cache
def defaults() -> Parameters:
    """The parameters that the project ships, in `parameters.toml` beside this file."""
    text = files("drawdown.outbreak").joinpath("parameters.toml").read_text(encoding="utf-8")
    return _read(tomllib.loads(text), "parameters.toml", None)


def read_parameters(path: Path) -> Parameters:
    """Read a file of parameters; what it does not name stays as the project ships it.

    Raises:
        OutbreakError: It cannot be read, or something in it is not as described.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OutbreakError(f"{path}: cannot be read ({error.strerror or error})") from None
    except (ValueError, RecursionError) as error:
        raise OutbreakError(f"{path.name}: not TOML ({error})") from None
    return _read(data, path.name, defaults())


def _read(data: dict[str, Any], file: str, base: Parameters | None) -> Parameters:
    by_name = dict(base.by_name) if base else {}
    for name, table in data.items():
        if name in ("group", "groups"):
            continue
        where = f"{file}, [{name}]"
        if base:
            _known(by_name, name, where)
        if not isinstance(table, dict):
            raise OutbreakError(f"{where}: expected a table with value, low, high and source")
        numbers = {key: _number(table.get(key, table.get("value")), where, key)
                   for key in ("value", "low", "high")}  # fmt: skip
        if not str(table.get("source", "")).strip():
            raise OutbreakError(f"{where}: no source; expected where the number comes from")
        says = str(table.get("says") or by_name[name].says)
        made = Parameter(name, **numbers, says=says, source=str(table["source"]))
        by_name[name] = _checked(made, where)
    source = str(data.get("groups", {}).get("source", "")) if "group" in data else ""
    if "group" in data and not source.strip():
        raise OutbreakError(f"{file}: no [groups] source; expected where the groups come from")
    groups = _groups(data["group"], file) if "group" in data else base.groups if base else ()
    return Parameters(by_name, groups, source or (base.groups_source if base else ""))


def _known(known: Mapping[str, Parameter], name: str, where: str) -> Parameter:
    if name not in known:
        raise OutbreakError(f"{where}: no parameter has this name{nearest(name, known)}")
    return known[name]


def _number(found: Any, where: str, key: str) -> float:
    if isinstance(found, bool) or not isinstance(found, int | float) or found != found:
        raise OutbreakError(f"{where}: {key} is {found!r}; expected a number")
    try:
        return float(found)
    except OverflowError:
        raise OutbreakError(f"{where}: {key} is larger than any number here could be") from None


def _checked(one: Parameter, where: str) -> Parameter:
    if not one.low <= one.value <= one.high:
        raise OutbreakError(f"{where}: expected low ≤ value ≤ high, found {one.low:g}, "
                            f"{one.value:g}, {one.high:g}")  # fmt: skip
    if one.low < 0:
        raise OutbreakError(f"{where}: {one.low:g} is below 0; expected 0 or more")
    if one.name in SHARES and one.high > 1:
        raise OutbreakError(f"{where}: {one.high:g} is more than 1; expected a share from 0 to 1")
    if one.name.endswith("_days") and one.low <= 0:
        raise OutbreakError(f"{where}: {one.low:g} days; expected more than 0")
    return one


def _groups(tables: Any, file: str) -> tuple[Group, ...]:
    if not isinstance(tables, list) or not tables:
        raise OutbreakError(f"{file}: expected at least one [[group]]")
    found = []
    for number, table in enumerate(tables, 1):
        where = f"{file}, [[group]] {number}"
        triples = {}
        for key in ("hospital", "intensive", "death"):
            given = table.get(key)
            if not isinstance(given, list) or len(given) != 3:
                raise OutbreakError(f"{where}: {key} is {given!r}; expected [low, likely, high]")
            low, likely, high = (_number(one, where, key) for one in given)
            if not 0 <= low <= likely <= high <= 1:
                raise OutbreakError(f"{where}: {key}: expected 0 ≤ low ≤ likely ≤ high ≤ 1")
            triples[key] = (low, likely, high)
        share = _number(table.get("share"), where, "share")
        if share < 0:
            raise OutbreakError(f"{where}: share is {share:g}; expected 0 or more")
        found.append(Group(str(table.get("name", number)), share, **triples))
    total = sum(group.share for group in found)
    if abs(total - 1) > 0.005:
        raise OutbreakError(f"{file}: the shares of the groups add up to {total:g}; expected 1")
    return tuple(found)
