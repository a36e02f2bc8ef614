"""The words of the page in one language, from `languages/CODE.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from drawdown.report.facts.release import Release, Shown
from drawdown.report.facts.suppression.system import State

LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Words:
    """The phrases of a language, by section and name."""

    code: str
    phrases: Mapping[str, Any]

    def say(self, section: str, name: str, /, **values: str) -> str:
        """A phrase with its values."""
        return str(self.phrases[section][name]).format(**values)

    def day(self, on: date) -> str:
        """A day, such as 14 May 2020."""
        form = "d 'de' MMMM 'de' y" if self.code == "es" else "d MMMM y"
        return str(format_date(on, form, locale=self.code))

    def short(self, on: date) -> str:
        """A day in few letters."""
        return str(format_date(on, "d MMM y", locale=self.code)).replace(".", "")

    def number(self, value: int) -> str:
        """A number as people write it."""
        return str(format_decimal(value, locale=self.phrases["number_locale"]))

    def shown(self, shown: Shown | None) -> str:
        """What is shown of a number."""
        if shown is None:
            return self.say("state", "absent")
        if shown.value is not None:
            return self.number(shown.value)
        return self.say("state", "over" if shown.state is State.OVER else "withheld")

    def label(self, code: str, release: Release) -> str:
        """A row or a column by its code; see `drawdown.report.facts.numbers.sheet`."""
        kind, _, rest = code.partition(":")
        match kind:
            case "all" | "since" | "held":
                return self.say("labels", kind)
            case "facility":
                return release.facilities[rest]
            case "day":
                return self.short(date.fromisoformat(rest))
            case "week":
                start, _, end = rest.partition("/")
                return self.say(
                    "labels", "week", start=self.short(date.fromisoformat(start)),
                    end=self.short(date.fromisoformat(end)),
                )  # fmt: skip
            case "clause":
                clause, _, place = rest.partition("@")
                return f"{release.clauses[clause]}, {self.place(place, release)}"
            case "stays":
                return self.say("stays", "label")
            case _:
                return self.say(kind, rest)

    def place(self, place: str, release: Release) -> str:
        """A facility, or all together."""
        return release.facilities.get(place) or self.say("labels", "everywhere")


@cache
def words(code: str) -> Words:
    """The words of a language."""
    folder = files("drawdown.report.facts.page") / "languages"
    return Words(code, tomllib.loads((folder / f"{code}.toml").read_text(encoding="utf-8")))
