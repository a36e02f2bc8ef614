"""The parts of a court document: headings, numbered paragraphs, tables, figures, references.

A document says what it says and nothing of how it looks; `drawdown.report.pdf` and
`drawdown.report.docx` do that. Text may hold references to other parts by their keys; numbers are
given out once, in `numbering`, so that both forms have the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True)
class Emphasis:
    """Words in italics, such as the name of a case."""

    text: str


@dataclass(frozen=True)
class Ref:
    """A reference to a part by its key.

    Attributes:
        key: Of which part.
        form: Its name and number ("paragraph 12"), its number alone ("12"), or the page that it is
            on ("page 7").
    """

    key: str
    form: Literal["name", "number", "page"] = "name"


Inline = str | Strong | Emphasis | Ref
Text = str | tuple[Inline, ...]


def inlines(text: Text) -> tuple[Inline, ...]:
    """The pieces of a text."""
    return (text,) if isinstance(text, str) else text


def plain(text: Text) -> str:
    """The words of a text without its references.

    >>> plain(("Krome: ", Strong("met"), "."))
    'Krome: met.'
    """
    return "".join(
        piece if isinstance(piece, str) else "" if isinstance(piece, Ref) else piece.text
        for piece in inlines(text)
    )


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a part of the document, numbered unless said otherwise."""

    text: str
    level: Literal[1, 2, 3] = 1
    key: str = ""
    numbered: bool = True


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; numbered unless said otherwise. `key` names it for references."""

    text: Text
    key: str = ""
    numbered: bool = True


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, and whose they are."""

    text: tuple[str, ...]
    whose: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list without an order."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, how it is set, and how wide it is beside the others."""

    name: str
    align: Literal["left", "right"] = "left"
    width: float = 1.0


@dataclass(frozen=True)
class Table:
    """A table with a caption.

    Attributes:
        key: Names it for references.
        caption: What it shows.
        columns: Its columns; the cells of the first one head their rows.
        rows: Its cells, row by row.
        notes: What must be known to read it, below it.
        total: Whether the last row adds the others up.
    """

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    notes: tuple[Text, ...] = ()
    total: bool = False

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.key}: {len(row)} cells, {len(self.columns)} columns")


@dataclass(frozen=True)
class Figure:
    """A picture with a caption and the words that stand for it where it cannot be seen."""

    key: str
    svg: str
    alt: str
    caption: str
    width: float = 1.0


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Quote | Bullets | Table | Figure | PageBreak


@dataclass(frozen=True)
class Side:
    """One side of a caption: who, and in what part."""

    name: str
    role: str


@dataclass(frozen=True)
class Caption:
    """The caption of a case, as federal courts expect it at the head of a paper (Rule 10(a)).

    Attributes:
        court: The court's name, in the lines in which it is set.
        sides: The parties, first those who brought the case.
        number: The docket number.
        judges: The judges.
    """

    court: tuple[str, ...]
    sides: tuple[Side, ...]
    number: str
    judges: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signature:
    """What a signature needs under Rule 11(a): who signs, for whom, address and telephone.

    Blanks are left where nothing is known; nobody's signature is ever filled in.
    """

    opening: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Exhibit:
    """A file that goes with the document.

    Attributes:
        key: Names it for references.
        letter: `A`, `B` and so on.
        title: What it holds.
        file: Its name.
        rows: How many rows it has.
        sha256: Of its bytes.
        content: Its bytes.
    """

    key: str
    letter: str
    title: str
    file: str
    rows: int
    sha256: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Document:
    """A whole document.

    Attributes:
        title: What it is, such as "Status report".
        subtitle: Of what period, or of whom.
        language: Of its words, as a BCP 47 tag.
        author: Who made it, for the file's properties.
        made: The day that its properties bear.
        marking: What stands at the foot of every page: the level and its authority.
        caption: The caption of the case.
        blocks: The body, in order.
        signature: The signature block.
        service: The certificate of service: its paragraphs, and who is served.
        exhibits: The files that go with it.
    """

    title: str
    subtitle: str
    made: date
    marking: str
    caption: Caption
    blocks: tuple[Block, ...]
    signature: Signature | None = None
    service: tuple[Block, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    language: str = "en-US"
    author: str = "Drawdown"

    def every_block(self) -> Iterator[Block]:
        """The body's blocks and those of the certificate."""
        yield from self.blocks
        yield from self.service


def texts(block: Block) -> Iterator[Text]:
    """Every text of a block."""
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Quote():
            yield from block.text
            yield block.whose
        case Bullets():
            yield from block.items
        case Table():
            yield block.caption
            yield from (column.name for column in block.columns)
            for row in block.rows:
                yield from row
            yield from block.notes
        case Figure():
            yield block.caption
            yield block.alt
        case PageBreak():
            pass


def table(
    key: str, caption: str, columns: Sequence[str | Column], rows: Sequence[Sequence[Text]],
    *, notes: Sequence[Text] = (), total: bool = False,
) -> Table:  # fmt: skip
    """A table whose columns may be given by their names; those after the first are numbers."""
    made = tuple(
        column if isinstance(column, Column)
        else Column(column, "left" if number == 0 else "right", 2.0 if number == 0 else 1.0)
        for number, column in enumerate(columns)
    )  # fmt: skip
    return Table(key, caption, made, tuple(tuple(row) for row in rows), tuple(notes), total)
