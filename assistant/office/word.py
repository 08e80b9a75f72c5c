"""Parts of a word-processing document: readable by a screen reader, safe from its own text.

Text is only ever set as text, so that no markup can come from it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import SubElement

from assistant.lists.clean import fit_line, fit_text
from assistant.office.wording import word
from assistant.service import Language

LANGUAGES: dict[Language, str] = {"fr": "fr-CA", "en": "en-CA"}
LETTER = (Inches(8.5), Inches(11))
HEAD_COLOR = "E4E9EE"
FONT = "Arial"
CELL_STYLE = "RepereCell"
CELL_POINTS = 9
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
LONGEST_PROPERTY = 255


def new_document(title: str, lang: Language, *, wide: bool = False, margin: float = 0.8) -> Word:
    """A document on letter paper that says its title and language; ``margin`` in inches."""
    made = Document()
    properties = made.core_properties
    properties.title = fit_line(title)[:LONGEST_PROPERTY]
    properties.author, properties.comments = "Repère", ""
    properties.language = LANGUAGES[lang]
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    defaults = made.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is not None:
        for old in defaults.findall(qn("w:lang")):
            defaults.remove(old)
        defaults.append(_element("w:lang", val=LANGUAGES[lang]))
    _set_font(made)
    style = cast("ParagraphStyle", made.styles.add_style(CELL_STYLE, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = made.styles["Normal"]
    style.font.size = Pt(CELL_POINTS)
    style.paragraph_format.space_after = Pt(2)
    section = made.sections[0]
    section.page_width, section.page_height = LETTER[::-1] if wide else LETTER
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Inches(margin))
    return made


def _set_font(document: Word) -> None:
    """One plain font everywhere, which every word processor has or knows the widths of."""
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = cast("ParagraphStyle", document.styles[name])
        style.font.name = FONT
        fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if fonts is not None:
            for attribute in [one for one in fonts.attrib if str(one).endswith("Theme")]:
                del fonts.attrib[attribute]


def add_table(document: Word, caption: str, heads: Sequence[str], widths: Sequence[float]) -> Table:
    """A table with only its header row, repeated on each page; widths in inches."""
    made: Table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    made.autofit = False
    properties = made._tbl.tblPr  # noqa: SLF001  (python-docx offers no other way)
    properties.append(_element("w:tblCaption", val=fit_line(caption)[:LONGEST_PROPERTY]))
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Inches(width)
    row = made.rows[0]
    row_properties = row._tr.get_or_add_trPr()  # noqa: SLF001
    row_properties.append(_element("w:cantSplit"))
    row_properties.append(_element("w:tblHeader"))
    for cell, head, width in zip(row.cells, heads, widths, strict=True):
        cell.width = Inches(width)
        cell._tc.get_or_add_tcPr().append(  # noqa: SLF001
            _element("w:shd", val="clear", color="auto", fill=HEAD_COLOR)
        )
        paragraph = cell.paragraphs[0]
        paragraph.style = document.styles[CELL_STYLE]
        paragraph.add_run(head).bold = True
    return made


def add_row(table: Table, cells: Sequence[Sequence[tuple[str, bool]]]) -> None:
    """A row kept on one page; each cell is paragraphs, ``(text, bold)``.

    Written element by element: the library's own way takes some eight times as long.
    """
    row = SubElement(table._tbl, qn("w:tr"))  # noqa: SLF001
    SubElement(SubElement(row, qn("w:trPr")), qn("w:cantSplit"))
    for column, paragraphs in zip(table._tbl.tblGrid, cells, strict=True):  # noqa: SLF001
        cell = SubElement(row, qn("w:tc"))
        width = SubElement(SubElement(cell, qn("w:tcPr")), qn("w:tcW"))
        width.set(qn("w:type"), "dxa")
        width.set(qn("w:w"), column.get(qn("w:w"), ""))
        _fill(cell, paragraphs)


def _fill(cell: Any, paragraphs: Sequence[tuple[str, bool]]) -> None:
    """Paragraphs of a cell; one at least, as the format asks."""
    for text, bold in [pair for pair in paragraphs if pair[0]] or [("", False)]:
        paragraph = SubElement(cell, qn("w:p"))
        SubElement(SubElement(paragraph, qn("w:pPr")), qn("w:pStyle")).set(qn("w:val"), CELL_STYLE)
        run = SubElement(paragraph, qn("w:r"))
        if bold:
            SubElement(SubElement(run, qn("w:rPr")), qn("w:b"))
        for place, line in enumerate(fit_text(text).split("\n")):
            if place:
                SubElement(run, qn("w:br"))
            written = SubElement(run, qn("w:t"))
            written.text = line
            written.set(SPACE, "preserve")


def add_paragraph(
    document: Word, text: str, *, style: str | None = None, size: float | None = None,
    italic: bool = False,
) -> Paragraph:  # fmt: skip
    """A paragraph of plain text, line breaks kept; ``size`` in points."""
    paragraph = document.add_paragraph(style=style)
    run = paragraph.add_run(fit_text(text))
    run.italic = italic or None
    if size is not None:
        run.font.size = Pt(size)
    return paragraph


def number_pages(document: Word, lang: Language) -> None:
    """« Page 3 » at the foot of each page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(word("page_of", lang))
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))  # noqa: SLF001
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._r.append(instruction)  # noqa: SLF001


def content_of(document: Word) -> bytes:
    """The file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _element(name: str, /, **attributes: str) -> Any:
    made = OxmlElement(name)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    return made
