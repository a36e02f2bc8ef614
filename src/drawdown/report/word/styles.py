"""How the editable document looks: Letter paper, one-inch margins, twelve-point type."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

from drawdown.report.document.characters import printable
from drawdown.report.document.model import Document
from drawdown.report.word.xml import add_field, element

FONT = "Times New Roman"
BODY, NOTE = "Numbered Paragraph", "Table Note"


def set_up(made: Any, document: Document) -> None:
    """Give a new document its paper, styles, properties, header and footer."""
    section = made.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Inches(1))
    _styles(made, document.language)
    _properties(made, document)
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    head.text = f"{printable(document.title)}\tCase No. {printable(document.caption.number)}"
    _tab(head)
    for footer in (section.footer, section.first_page_footer):
        _footer(footer.paragraphs[0], document.marking)


def _styles(made: Any, language: str) -> None:
    styles = made.styles
    normal = styles["Normal"]
    _font(normal, 12)
    normal.paragraph_format.space_after = Pt(6)
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("w:lang", val=language, eastAsia=language, bidi="ar-SA"))
    for level in (1, 2, 3):
        style = styles[f"Heading {level}"]
        _font(style, 12)
        style.font.bold, style.font.italic = True, level == 3
        style.paragraph_format.space_before = Pt(18 if level == 1 else 12)
        style.paragraph_format.space_after = Pt(8)
    styles["Heading 1"].font.all_caps = True
    styles["Heading 1"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title = styles["Title"]
    _font(title, 14)
    title.font.bold, title.font.all_caps = True, True
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    caption = styles["Caption"]
    _font(caption, 12)
    caption.font.bold = True
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(8)
    body = styles.add_style(BODY, 1)
    body.base_style = normal
    body.paragraph_format.line_spacing_rule = WD_LINE_SPACING.DOUBLE
    body.paragraph_format.space_after = Pt(0)
    note = styles.add_style(NOTE, 1)
    note.base_style = normal
    note.font.size = Pt(9.5)
    quote = styles["Quote"]
    _font(quote, 12)
    quote.font.italic = False
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Inches(0.5)
    for name in ("Header", "Footer"):
        _font(styles[name], 9)


def _font(style: Any, size: float) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for name in list(fonts.attrib):
        if "Theme" in name:
            del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _properties(made: Any, document: Document) -> None:
    day = document.made
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    core = made.core_properties
    core.title = f"{printable(document.title)}, {printable(document.caption.number)}"
    core.author = core.last_modified_by = printable(document.author)
    core.created = core.modified = moment
    core.language = document.language
    core.comments = core.keywords = core.subject = ""
    core.revision = 1


def _tab(paragraph: Any) -> None:
    """One tab, at the right margin."""
    properties = paragraph._p.get_or_add_pPr()
    tabs = element("w:tabs")
    for position in (4320, 4680, 8640):
        tabs.append(element("w:tab", val="clear", pos=position))
    tabs.append(element("w:tab", val="right", pos=9360))
    properties.append(tabs)


def _footer(paragraph: Any, marking: str) -> None:
    _tab(paragraph)
    paragraph.add_run(printable(marking)).bold = True
    paragraph.add_run("\tPage\u00a0")
    add_field(paragraph, "PAGE", "1")
    paragraph.add_run("\u00a0of\u00a0")
    add_field(paragraph, "NUMPAGES", "1")
