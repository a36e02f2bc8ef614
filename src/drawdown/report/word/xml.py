"""Pieces of WordprocessingML that python-docx has no call for: fields, bookmarks, numbering.

ECMA-376 part 1: complex fields 17.16.18, bookmarks 17.13.6, numbering 17.9, table headers 17.4.49.
"""

from __future__ import annotations

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Element = Any
"""An lxml element of python-docx, whose types it does not give."""


def element(tag: str, **attributes: str | int) -> Element:
    """An element such as `w:tblHeader`, with attributes of the same namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def name_of(key: str) -> str:
    """A key as the name of a bookmark: letters, digits and underscores, at most 40 of them."""
    clean = re.sub(r"[^A-Za-z0-9]", "_", key)
    if len(clean) > 36:
        clean = f"{clean[:24]}_{sum(ord(c) * (n + 1) for n, c in enumerate(clean)):x}"[:36]
    return f"d_{clean}"


def add_field(
    paragraph: Any, code: str, shown: str, *, bold: bool = False, stale: bool = False
) -> None:
    """A field with what it shows until a program computes it anew.

    Args:
        paragraph: Where.
        code: What it computes.
        shown: What it shows before.
        bold: How.
        stale: Whether a word processor computes it when the file is opened, as it must for the
            number of a page, which nobody knows before the pages are set.
    """
    for kind, text in (("begin", ""), ("code", code), ("separate", ""), ("shown", shown),
                       ("end", "")):  # fmt: skip
        run = paragraph.add_run()
        run.bold = bold or None
        if kind == "code":
            inside = OxmlElement("w:instrText")
            inside.set(qn("xml:space"), "preserve")
            inside.text = f" {text} "
            run._r.append(inside)
        elif kind == "shown":
            run.text = text
        else:
            mark = element("w:fldChar", fldCharType=kind)
            if stale and kind == "begin":
                mark.set(qn("w:dirty"), "true")
            run._r.append(mark)


def begin_bookmark(paragraph: Any, number: int, key: str) -> None:
    """Begin a bookmark at the end of what a paragraph holds so far."""
    paragraph._p.append(element("w:bookmarkStart", id=number, name=name_of(key)))


def end_bookmark(paragraph: Any, number: int) -> None:
    """End it there."""
    paragraph._p.append(element("w:bookmarkEnd", id=number))


def add_list(document: Any, number: int, form: str, text: str, first: int) -> None:
    """Define a numbering.

    Args:
        document: The document.
        number: Its number among those defined here.
        form: `decimal` or `upperRoman`.
        text: How a number is written, such as `%1.`.
        first: The indent of the first line, in twentieths of a point.
    """
    part = document.part.numbering_part.element
    abstract = element("w:abstractNum", abstractNumId=900 + number)
    abstract.append(element("w:multiLevelType", val="singleLevel"))
    level = element("w:lvl", ilvl=0)
    level.append(element("w:start", val=1))
    level.append(element("w:numFmt", val=form))
    level.append(element("w:suff", val="space" if form == "upperRoman" else "tab"))
    level.append(element("w:lvlText", val=text))
    level.append(element("w:lvlJc", val="left"))
    properties = element("w:pPr")
    if form == "decimal":
        tabs = element("w:tabs")
        tabs.append(element("w:tab", val="num", pos=first + 720))
        properties.append(tabs)
    properties.append(element("w:ind", left=0, firstLine=first))
    level.append(properties)
    abstract.append(level)
    part.insert(0, abstract)
    made = element("w:num", numId=900 + number)
    made.append(element("w:abstractNumId", val=900 + number))
    part.append(made)


def numbered(paragraph: Any, number: int) -> None:
    """Let a paragraph have the next number of a numbering."""
    properties = paragraph._p.get_or_add_pPr()
    inside = element("w:numPr")
    inside.append(element("w:ilvl", val=0))
    inside.append(element("w:numId", val=900 + number))
    properties.append(inside)
