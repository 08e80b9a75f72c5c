"""Minutes as a Word document: same input, same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from builder.inline import french_spaces, spans
from builder.markup import Block, Source

MOMENT = datetime(2020, 1, 1, tzinfo=UTC)
ZIP_MOMENT = (2020, 1, 1, 0, 0, 0)


def build_word(source: Source, target: Path) -> None:
    """Write the .docx of one source; headings, lists and tables are Word's own."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author = source.settings["title"], source.settings["author"]
    properties.created = properties.modified = MOMENT
    properties.last_modified_by, properties.language = "Repère", "fr-CA"
    _dress(document)
    for block in source.blocks:
        _add(document, block)
    raw = io.BytesIO()
    document.save(raw)
    target.write_bytes(settled_zip(raw.getvalue()))


def settled_zip(data: bytes) -> bytes:
    """The same archive with every entry dated alike, in order of name."""
    settled = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, ZIP_MOMENT)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(entry, old.read(name))
    return settled.getvalue()


def _dress(document: Document) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for level, size in ((1, 20), (2, 15), (3, 12)):
        style = document.styles[f"Heading {level}"]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = RGBColor(0x17, 0x3F, 0x73)


def _add(document: Document, block: Block) -> None:
    match block.kind:
        case "heading":
            _write(document.add_heading(level=block.level), block.text)
        case "bullets" | "numbers":
            style = "List Bullet" if block.kind == "bullets" else "List Number"
            for (item,) in block.rows:
                _write(document.add_paragraph(style=style), item.strip())
        case "table":
            _add_table(document, block)
        case "paragraph":
            _write(document.add_paragraph(), block.text)
        case other:
            raise ValueError(f"{other!r} has no place in a Word document")


def _add_table(document: Document, block: Block) -> None:
    table = document.add_table(len(block.rows), len(block.rows[0]), style="Light Grid Accent 1")
    for row, cells in zip(table.rows, block.rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            _write(cell.paragraphs[0], text)
    document.add_paragraph()


def _write(paragraph: Paragraph, text: str) -> None:
    for span in spans(text):
        if span.look == "link":
            _link(paragraph, span.text, span.address)
            continue
        run = paragraph.add_run(french_spaces(span.text))
        run.bold = True if span.look == "bold" else None
        run.italic = True if span.look == "italic" else None
        run.font.superscript = True if span.look == "high" else None


def _link(paragraph: Paragraph, text: str, address: str) -> None:
    place = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), place)
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = text
    run.append(words)
    link.append(run)
    paragraph._p.append(link)  # noqa: SLF001 - python-docx offers no public way to add a link
