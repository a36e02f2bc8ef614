"""An order file as Markdown: its front matter and the blocks that follow, with their lines."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

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
    # Lines end where Markdown and TOML end them; no other character that Unicode has for it does.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0].strip() != "+++":
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
    source = text.split("\n")
    pieces: list[Piece] = []
    for index, token in enumerate(tokens):
        if not token.map or token.type.endswith("_close"):
            continue
        line = token.map[0] + offset + 1
        body = source[token.map[0] : token.map[1]]
        name = _block_name(token)
        if name and (token.level or token.type != "fence" or name not in FENCES):
            raise OrderError([Problem(file, line, _not_a_block(name))])
        if token.level:
            continue
        if name:
            if len(body) < 2 or not _closes(body[-1].strip(), token.markup):
                raise OrderError(
                    [
                        Problem(
                            file, line, f"the {name} block is not closed; expected {token.markup}"
                        )
                    ]
                )
            pieces.append(Piece(name, token.content, line))
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


def _block_name(token: Token) -> str:
    """The first word of a block that computes, or that was meant to; nothing for any other."""
    info = token.info if token.type == "fence" else ""
    if token.type == "code_block":  # indented so far that Markdown takes it for an example
        first = token.content.split("\n", 1)[0].strip()
        info = first.lstrip("`~") if first.startswith(("```", "~~~")) else ""
    word = (info.split() or [""])[0]
    if word in FENCES:
        return word
    return word if get_close_matches(word.lower(), FENCES, n=1, cutoff=0.82) else ""


def _not_a_block(name: str) -> str:
    if name in FENCES:
        return (
            f"a {name} block stands inside a quotation or a list, or is indented, where nothing "
            "computes it; expected it at the left margin"
        )
    meant = get_close_matches(name.lower(), FENCES, n=1, cutoff=0.82)[0]
    return f"'{name}' is not a block that computes; did you mean '{meant}'?"


def _closes(line: str, markup: str) -> bool:
    return len(line) >= len(markup) and set(line) == {markup[0]}


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
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{error.object[error.start]:02x} is not UTF-8 text; expected UTF-8"
        raise OrderError([Problem(str(path), line, message)]) from None
