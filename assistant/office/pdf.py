"""Parts of a PDF: fonts inside, title and language told, tagged for screen readers.

The tags (headings, paragraphs, lists) are written with the content; the tree that gives
them their order is added once the pages are made. Text is only ever set as text: no
markup can come from it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from font_source_sans_pro import font_directory  # type: ignore[import-untyped]
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
)
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from assistant.lists.clean import fit_text
from assistant.office.wording import word
from assistant.service import Language

LANGUAGES: dict[Language, str] = {"fr": "fr-CA", "en": "en-CA"}
LETTER = (612.0, 792.0)  # points
REGULAR, BOLD, ITALIC = "SourceSans", "SourceSans-Bold", "SourceSans-Italic"
_FILES = {REGULAR: "Regular", BOLD: "Bold", ITALIC: "It"}
INK, LINK = HexColor("#1b1f23"), HexColor("#0b4a8f")
LEADING = 1.25
FOOT = 22.0  # points under the text, for the page number
_HEADINGS = {"H1": 1.8, "H2": 1.25, "H3": 1.05}  # times the size of the text
_FALLBACKS = {"\u202f": "\u00a0", "\u2009": " ", "\u2011": "-", "\u2010": "-"}


@dataclass(frozen=True, slots=True)
class _Mark:
    """A run of content: its page (from 0), its number there and what it is."""

    page: int
    number: int
    tag: str


@dataclass(slots=True)
class Sheet:
    """A document that is composed from top to bottom, then made with ``content``.

    Args:
        size: of the text, in points.
        margin: in points.
    """

    title: str
    lang: Language
    size: float = 10.0
    margin: float = 54.0
    _flow: list[Flowable] = field(default_factory=list)
    _marks: list[_Mark] = field(default_factory=list)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading; 1 is the title of the document."""
        tag = f"H{level}"
        size = self.size * _HEADINGS[tag]
        style = _style(size, BOLD, before=size * 0.6 if level > 1 else 0.0, after=size * 0.25)
        self._add(self.plain(text), style, tag)

    def paragraph(self, markup: str, *, italic: bool = False, scale: float = 1.0) -> None:
        """A paragraph of ``plain``, ``bold``, ``link`` and ``anchor``; ``scale`` of the size."""
        size = self.size * scale
        style = _style(size, ITALIC if italic else REGULAR, after=size * 0.35)
        self._add(markup, style, "P")

    def bullet(self, markup: str) -> None:
        """An item of a list."""
        style = _style(self.size, REGULAR, after=self.size * 0.2)
        style.leftIndent, style.bulletIndent = self.size * 1.1, self.size * 0.2
        self._add(markup, style, "LI", bullet="•")

    def plain(self, text: str) -> str:
        """Text as markup: escaped, line breaks kept, spaces as French sets them."""
        shown = "".join(map(_drawn, fit_text(text)))
        if self.lang == "fr":
            shown = re.sub(r" (?=[:;!?»%$])", "\u00a0", shown).replace("« ", "«\u00a0")
        return escape(shown).replace("\n", "<br/>")

    def bold(self, text: str) -> str:
        """Text in bold, as markup."""
        return f'<font name="{BOLD}">{self.plain(text)}</font>'

    def link(self, text: str, target: str) -> str:
        """Text that leads to a web address, or to ``#name`` in the document."""
        color = "#" + LINK.hexval()[2:]
        return f"<a href={quoteattr(target)} color={quoteattr(color)}>{self.plain(text)}</a>"

    def anchor(self, name: str) -> str:
        """A place that ``link`` leads to."""
        return f"<a name={quoteattr(name)}/>"

    def content(self) -> tuple[bytes, int]:
        """The file, and its number of pages. The sheet is then of no use."""
        out = io.BytesIO()
        made = BaseDocTemplate(
            out, pagesize=LETTER, title=fit_text(self.title), author="Repère", creator="Repère",
            lang=LANGUAGES[self.lang], pageCompression=1,
        )  # fmt: skip
        width, height = (side - 2 * self.margin for side in LETTER)
        frame = Frame(self.margin, self.margin, width, height, 0, FOOT, 0, 0)
        made.addPageTemplates(PageTemplate("page", [frame], onPageEnd=self._number_page))
        made.build(self._flow)
        return _tagged(out, self._marks)

    def _add(self, markup: str, style: ParagraphStyle, tag: str, bullet: str | None = None) -> None:
        self._flow.append(_Marked(Paragraph(markup, style, bulletText=bullet), tag, self._marks))

    def _number_page(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setFont(REGULAR, 8)
        canvas.setFillColor(INK)
        _write(canvas, "/Artifact BMC")
        said = f"{word('page_of', self.lang)}{canvas.getPageNumber()}"
        canvas.drawRightString(LETTER[0] - self.margin, self.margin, said)
        _write(canvas, "EMC")
        canvas.restoreState()


class _Marked(Flowable):
    """A paragraph between the marks that say what it is, each part of it when it is cut."""

    def __init__(self, inside: Flowable, tag: str, marks: list[_Mark]) -> None:
        super().__init__()
        self._inside, self._tag, self._marks = inside, tag, marks
        self.keepWithNext = int(tag in _HEADINGS)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As the paragraph."""
        self.width, self.height = self._inside.wrapOn(self.canv, width, height)
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """As the paragraph."""
        parts = self._inside.splitOn(self.canv, width, height)
        return [_Marked(part, self._tag, self._marks) for part in parts]

    def getSpaceBefore(self) -> float:  # noqa: N802 (the library's name)
        """As the paragraph."""
        return float(self._inside.getSpaceBefore())

    def getSpaceAfter(self) -> float:  # noqa: N802 (the library's name)
        """As the paragraph."""
        return float(self._inside.getSpaceAfter())

    def draw(self) -> None:
        """The paragraph between its marks, named in the outline when it is a heading."""
        page = self.canv.getPageNumber() - 1
        number = sum(1 for mark in self._marks if mark.page == page)
        self._marks.append(_Mark(page, number, self._tag))
        if self._tag in _HEADINGS and isinstance(self._inside, Paragraph):
            key = f"h{len(self._marks)}"
            self.canv.bookmarkPage(key)
            level = min(int(self._tag[1]) - 1, self._outlined() + 1)
            self.canv.addOutlineEntry(self._inside.getPlainText(), key, level)
        _write(self.canv, f"/{self._tag} <</MCID {number}>> BDC")
        self._inside.drawOn(self.canv, 0, 0)
        _write(self.canv, "EMC")

    def _outlined(self) -> int:
        """Level of the heading before; -1 without one."""
        before = [mark.tag for mark in self._marks[:-1] if mark.tag in _HEADINGS]
        return int(before[-1][1]) - 1 if before else -1


def _write(canvas: Any, operator: str) -> None:
    canvas._code.append(operator)  # noqa: SLF001  (the library marks no content by itself)


def _style(size: float, font: str, *, before: float = 0.0, after: float = 0.0) -> ParagraphStyle:
    _register()
    return ParagraphStyle(
        "text", fontName=font, fontSize=size, leading=size * LEADING, textColor=INK,
        spaceBefore=before, spaceAfter=after, splitLongWords=1, allowWidows=0, allowOrphans=0,
        bulletFontName=REGULAR, bulletFontSize=size,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _register() -> frozenset[int]:
    """Make the fonts known; the characters that the plain one draws."""
    for name, file in _FILES.items():
        path = Path(font_directory) / f"SourceSansPro-{file}.ttf"
        pdfmetrics.registerFont(TTFont(name, str(path)))
    face: Any = pdfmetrics.getFont(REGULAR)
    return frozenset(face.face.charToGlyph)


def _drawn(character: str) -> str:
    """A character that the font draws."""
    if character == "\n" or ord(character) in _register():
        return character
    other = _FALLBACKS.get(character, "?")
    return other if ord(other) in _register() else "?"


def _tagged(made: io.BytesIO, marks: Sequence[_Mark]) -> tuple[bytes, int]:
    """The file with the tree of its tags."""
    writer = PdfWriter(clone_from=made)
    tree = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    root = writer._add_object(tree)  # noqa: SLF001  (the library's way to add an object)
    whole = _element("Document", root)
    top = writer._add_object(whole)  # noqa: SLF001
    by_page: list[ArrayObject] = [ArrayObject() for _ in writer.pages]
    listed: tuple[DictionaryObject, IndirectObject] | None = None
    for mark in marks:
        parent = (whole, top)
        if mark.tag == "LI":
            listed = listed or _child(writer, (whole, top), "L")
            parent = listed
        else:
            listed = None
        element, place = _child(writer, parent, mark.tag)
        element[NameObject("/Pg")] = writer.pages[mark.page].indirect_reference or NullObject()
        element[NameObject("/K")] = NumberObject(mark.number)
        by_page[mark.page].append(place)
    numbers = ArrayObject()
    for rank, (page, places) in enumerate(zip(writer.pages, by_page, strict=True)):
        page[NameObject("/StructParents")] = NumberObject(rank)
        page[NameObject("/Tabs")] = NameObject("/S")
        numbers += [NumberObject(rank), places]
    tree[NameObject("/K")] = top
    tree[NameObject("/ParentTree")] = DictionaryObject({NameObject("/Nums"): numbers})
    catalogue = writer.root_object
    catalogue[NameObject("/StructTreeRoot")] = root
    catalogue[NameObject("/MarkInfo")] = _flag("/Marked")
    catalogue[NameObject("/ViewerPreferences")] = _flag("/DisplayDocTitle")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), len(writer.pages)


def _flag(name: str) -> DictionaryObject:
    return DictionaryObject({NameObject(name): BooleanObject(True)})


def _element(tag: str, parent: IndirectObject) -> DictionaryObject:
    return DictionaryObject({
        NameObject("/Type"): NameObject("/StructElem"), NameObject("/S"): NameObject(f"/{tag}"),
        NameObject("/P"): parent, NameObject("/K"): ArrayObject(),
    })  # fmt: skip


def _child(
    writer: PdfWriter, parent: tuple[DictionaryObject, IndirectObject], tag: str
) -> tuple[DictionaryObject, IndirectObject]:
    """A new element under another: itself and its place in the file."""
    made = _element(tag, parent[1])
    place = writer._add_object(made)  # noqa: SLF001
    kids = parent[0]["/K"]
    if isinstance(kids, ArrayObject):
        kids.append(place)
    return made, place
