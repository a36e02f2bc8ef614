"""Whether a language is complete: every prompt of English, the same variables, no line too long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drawdown.check_in.languages.language import VARIABLE, Language

LONGEST = 200
"""How many characters a prompt may have; about 14 seconds of speech."""
LONGEST_TEXT = 268
"""How many characters a text may have before it is filled: at most four parts of 67 then."""


@dataclass(frozen=True)
class Problem:
    """Something wrong with a line of a language.

    Attributes:
        language: Its folder.
        key: The prompt's key, or a text's as `texts.key`, a printed line's as `papers.key`.
        what: What is wrong.
    """

    language: str
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.language}, {self.key}: {self.what}"


def check(language: Language, model: Language) -> tuple[Problem, ...]:
    """What a language lacks against another that has everything.

    Args:
        language: The language.
        model: English, in which new prompts are written.
    """
    return (
        *_compare(language.id, "", language.prompts, model.prompts, LONGEST),
        *_compare(language.id, "texts.", language.texts, model.texts, LONGEST_TEXT),
        *_compare(language.id, "papers.", language.papers, model.papers, LONGEST_TEXT),
    )


def variables(pattern: str) -> tuple[str, ...]:
    """The variables of a prompt, in alphabetical order.

    >>> variables("Your next court date is {when:year}.")
    ('when:year',)
    """
    return tuple(sorted(found[0].strip("{}") for found in VARIABLE.finditer(pattern)))


def _compare(
    language: str, prefix: str, lines: Mapping[str, str], model: Mapping[str, str], longest: int
) -> list[Problem]:
    problems = [Problem(language, prefix + key, "is missing") for key in model if key not in lines]
    for key, line in lines.items():
        where = prefix + key
        if key not in model:
            problems.append(Problem(language, where, "is no prompt of the dialogue"))
            continue
        if not line.strip():
            problems.append(Problem(language, where, "is blank"))
        if variables(line) != variables(model[key]):
            problems.append(Problem(
                language, where,
                f"has the variables {_listed(variables(line))}; "
                f"expected {_listed(variables(model[key]))}",
            ))  # fmt: skip
        if VARIABLE.sub("", line).count("{") or VARIABLE.sub("", line).count("}"):
            problems.append(Problem(language, where, "has a brace that belongs to no variable"))
        if len(line) > longest:
            problems.append(
                Problem(language, where, f"has {len(line)} characters; at most {longest}")
            )
    return problems


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"
