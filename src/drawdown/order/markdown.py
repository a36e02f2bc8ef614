"""An order file as Markdown: its front matter and the blocks that follow, with their lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from drawdown.order.errors import OrderError, Problem

FENCES = ("ruling", "clause", "change")
"""The info strings of fenced blocks that compute; any other fence is part of the text."""


@dataclass(frozen=True)
class Piece:
    """One block of the document.

    Attributes:
        kind: `heading`, `quote` (the order's own words), `prose`, or one of `FENCES`.
        text: Its text: of a fence the content, of a heading and quote without marks.
        line: The line of the file that it begins on; for a fence, that of its opening mark.
        level: Of a heading, 1 to 6.
    """

    kind: str
    text: str
    line: int
    level: int = 0


def read_markdown(text: str, file: str) -> tuple[tuple[str, int], list[Piece]]:
    """Split an order file.

    Returns:
        The front matter with the line that opens it, and the pieces that follow.

    Raises:
        OrderError: There is no front matter, or it is never closed.
    """
    lines = text.splitlines()
    if not lines or lines[0].strip() != "+++":
        raise OrderError(
            [Problem(file, 1, "an order begins with its header, TOML between two lines of '+++'")]
        )
    end = next((n for n, line in enumerate(lines) if n and line.strip() == "+++"), 0)
    if not end:
        raise OrderError([Problem(file, 1, "the header is not closed; expected a line of '+++'")])
    header = "\n".join(lines[1:end]) + "\n"
    return (header, 1), _pieces("\n".join(lines[end + 1 :]), end + 1, file)


def _pieces(text: str, offset: int, file: str) -> list[Piece]:
    tokens = MarkdownIt("commonmark").parse(text)
    source = text.splitlines()
    pieces: list[Piece] = []
    for index, token in enumerate(tokens):
        if token.level or not token.map or token.type.endswith("_close"):
            continue
        line = token.map[0] + offset + 1
        body = source[token.map[0] : token.map[1]]
        if token.type == "fence" and token.info.split()[:1] and token.info.split()[0] in FENCES:
            if body[-1].strip() != token.markup or len(body) < 2:
                raise OrderError(
                    [Problem(file, line, f"the {token.info} block is not closed; expected ```")]
                )
            pieces.append(Piece(token.info.split()[0], token.content, line))
        elif token.type == "heading_open":
            pieces.append(Piece("heading", tokens[index + 1].content, line, int(token.tag[1])))
        elif token.type == "blockquote_open":
            pieces.append(Piece("quote", _unwrapped(body), line))
        else:
            pieces.append(Piece("prose", "\n".join(body).strip(), line))
    return pieces


def _unwrapped(body: list[str]) -> str:
    r"""The words of a quotation: its paragraphs, without marks and without the breaks of the file.

    >>> _unwrapped(["> 75% of", "> capacity", ">", "> within two weeks"])
    '75% of capacity\n\nwithin two weeks'
    """
    lines = [part.lstrip().removeprefix(">").strip() for part in body]
    paragraphs = "\n".join(lines).strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def read_text(path: Path) -> str:
    """Read an order file as UTF-8.

    Raises:
        OrderError: The file is missing, cannot be read, or is not UTF-8 text.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise OrderError([Problem(str(path), 1, "there is no such file")]) from None
    except OSError as error:
        raise OrderError([Problem(str(path), 1, f"cannot be read ({error.strerror})")]) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8 text; expected UTF-8"
        raise OrderError([Problem(str(path), line, message)]) from None
