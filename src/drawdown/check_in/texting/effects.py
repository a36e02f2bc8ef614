"""What a text brings about, as values. Each has a key, so that doing it twice adds nothing."""

from __future__ import annotations

from dataclasses import dataclass

from drawdown.check_in.dialogue import CallBackAsked


@dataclass(frozen=True)
class OptedOut:
    """A number wants no more texts. Staff are told, since these people can only be called now.

    Attributes:
        key: Names this wish.
        telephone: The number.
        persons: Whose number it is, as far as is on file.
        language: The language of the text.
    """

    key: str
    telephone: str
    persons: tuple[str, ...]
    language: str


@dataclass(frozen=True)
class OptedIn:
    """A number wants texts again; attributes as of `OptedOut`."""

    key: str
    telephone: str
    persons: tuple[str, ...]
    language: str


@dataclass(frozen=True)
class PassedOn:
    """A text for a human to read: a task. Its words are kept elsewhere, sealed.

    Attributes:
        key: Names this text.
        telephone: The number that it came from.
        person: The number of the only person whose number that is; blank where there is no such.
        language: The language to answer in.
        words: What was written; never part of the record.
        pictures: How many pictures or sounds came with it, which the provider keeps.
    """

    key: str
    telephone: str
    person: str
    language: str
    words: str
    pictures: int = 0


TextEffect = OptedOut | OptedIn | PassedOn | CallBackAsked
