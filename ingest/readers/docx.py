"""Word documents: paragraphs, lists and tables as lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from ingest.errors import ReadFailure
from ingest.readers.notes import Notes, take_marks, without_marks
from ingest.readers.opening import read_head
from ingest.readers.packed import (
    BULLET,
    CELL_MARK,
    check_size,
    collapsed,
    damaged,
    declared,
    parse_xml,
)
from ingest.readers.styled_hidden import hidden_in_word
from ingest.records import Page, RawDocument

WHAT = "Le document Word"

_SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:delText"), qn("w:instrText")}
# What calls a note, and the kind of note that it calls.
_CALLS = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_HEADING = re.compile(r"(?:heading|titre|title)", re.I)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class DocxReader:
    """Reads ``.docx``: tracked insertions kept, deletions left out."""

    def read(self, path: Path, password: str | None = None) -> RawDocument:
        """Read a Word document; see :class:`ingest.readers.base.Reader`."""
        read_head(path)
        check_size(path, WHAT)
        try:
            document = docx.Document(str(path))
            text, notes = take_marks("\n".join(collapsed(_body(document))))
        # A damaged archive or part makes python-docx raise nearly anything.
        except Exception as error:
            raise damaged(WHAT) from error
        if not text.strip():
            raise ReadFailure("no_text", "Le document Word ne contient aucun texte.")
        title, language, created = declared(lambda: document.core_properties)
        return RawDocument(
            pages=(Page(number=1, text=text, asides=notes),),
            paged=False,
            title=title,
            language=language,
            created=created,
            warnings=hidden_in_word(document.element.body),
        )


def _body(document: WordDocument) -> Iterator[str]:
    """Lines of the text, the notes of each section after it; those that nothing calls, last."""
    held = _notes(document)
    notes = Notes(lambda name: _blocks(held[name], notes) if name in held else ())
    for item in document.element.body:
        if item.tag == qn("w:p") and _is_heading(item):
            yield from notes.due()
        yield from _blocks([item], notes)
    yield from notes.due()
    for name in held:
        if not notes.called(name):
            notes.call(name)
    yield from notes.due()


def _blocks(parent: Iterable[etree._Element], notes: Notes) -> Iterator[str]:
    """Lines of a body or cell; an empty line before and after headings and tables."""
    for item in parent:
        if item.tag == qn("w:p"):
            yield from _paragraph(item, notes)
        elif item.tag == qn("w:tbl"):
            yield ""
            yield from _table(item, notes)
            yield ""
        elif item.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo")):
            yield from _blocks(item, notes)


def _paragraph(item: etree._Element, notes: Notes) -> Iterator[str]:
    text = "".join(_runs(item, notes)).strip(" \t")
    apart = _is_heading(item) or not _is_listed(item)
    if text:
        if apart:
            yield ""
        yield from (BULLET + text if _is_listed(item) else text).split("\n")
        if apart:
            yield ""
    for box in item.iter(qn("w:txbxContent")):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield ""
            yield from _blocks(box, notes)
            yield ""


def _runs(item: etree._Element, notes: Notes) -> Iterator[str]:
    """Pieces of text of a paragraph, text boxes and deletions left out."""
    for child in item:
        tag = child.tag
        if tag == qn("w:t"):
            yield without_marks(child.text or "")
        elif tag in _CALLS:
            yield notes.call(f"{_CALLS[tag]} {child.get(qn('w:id'))}")
        elif tag == qn("w:tab"):
            yield "\t"
        elif tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif tag == qn("w:noBreakHyphen"):
            yield "\u2011"
        elif tag not in _SKIPPED and tag not in (qn("w:txbxContent"), qn("w:pPr"), qn("w:rPr")):
            yield from _runs(child, notes)


def _is_heading(item: etree._Element) -> bool:
    style = item.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style is not None and bool(_HEADING.match(style.get(qn("w:val")) or ""))


def _is_listed(item: etree._Element) -> bool:
    if _is_heading(item):
        return False
    style = item.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    named = style is not None and (style.get(qn("w:val")) or "").startswith(("List", "Liste"))
    return named or item.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None


def _table(item: etree._Element, notes: Notes) -> Iterator[str]:
    """One line a row; a cell that goes on from the row above is left empty."""
    for row in item.iter(qn("w:tr")):
        if next(row.iterancestors(qn("w:tbl"))) is not item:
            continue  # a table inside a cell is written with its cell
        cells = [_cell(cell, notes) for cell in row.iter(qn("w:tc")) if _row_of(cell) is row]
        if any(cells):
            yield CELL_MARK.join(cells)


def _row_of(cell: etree._Element) -> etree._Element:
    return next(cell.iterancestors(qn("w:tr")))


def _cell(cell: etree._Element, notes: Notes) -> str:
    return " ".join(" ".join(line for line in _blocks(cell, notes) if line).split())


def _notes(document: WordDocument) -> Mapping[str, etree._Element]:
    """Footnotes and endnotes by the name that their call has, those that part them left out."""
    found: dict[str, etree._Element] = {}
    for part in document.part.package.iter_parts():
        kind = str(part.partname).removeprefix("/word/").removesuffix(".xml")
        if kind not in _CALLS.values():
            continue
        for place, note in enumerate(parse_xml(part.blob)):
            if note.get(qn("w:type")) is None:
                found[f"{kind} {note.get(qn('w:id'), f'sans numéro {place}')}"] = note
    return found
