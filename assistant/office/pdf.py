"""A document to hand out, as a PDF: letter paper, embedded fonts, bookmarks, links.

The text is escaped before the library, which reads markup, sees it. What the fonts do not
hold is replaced by its plain letters, else by a question mark: nothing goes in silence.
"""

from __future__ import annotations

import io
import unicodedata
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import reportlab
from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.styles import ParagraphStyle as Style
from reportlab.lib.units import inch
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, SimpleDocTemplate, Spacer, Table
from reportlab.platypus import Paragraph as Text

from assistant.lists.clean import fit_line, fit_text
from assistant.office.blocks import Block, Bullets, Grid, Handout, Heading, Paragraph, Run, web_link
from assistant.office.wording import word

LANGUAGES = {"fr": "fr-CA", "en": "en-CA"}
FAMILY = "RepereSans"
FILES = {"": "Vera", "-Bold": "VeraBd", "-Italic": "VeraIt", "-BoldItalic": "VeraBI"}
MARGIN = 0.8 * inch
ACCENT_HEX = "#14574d"
INK, ACCENT, LINE, HEAD = map(colors.HexColor, ("#1c2522", ACCENT_HEX, "#c9c6ba", "#e9efec"))
BODY = Style("body", fontName=FAMILY, fontSize=10, leading=14, textColor=INK, spaceAfter=5,
             alignment=TA_LEFT, splitLongWords=1)  # fmt: skip
STYLES = {
    "body": BODY,
    "small": Style("small", BODY, fontSize=8.5, leading=12, spaceAfter=3),
    "note": Style("note", BODY, fontName=f"{FAMILY}-Italic", fontSize=8.5, leading=12),
    "quote": Style("quote", BODY, fontName=f"{FAMILY}-Italic", leftIndent=14, fontSize=9,
                   leading=13),
}  # fmt: skip
CELL = Style("cell", BODY, fontSize=8.5, leading=11.5, spaceAfter=0)
ITEM = Style("item", BODY, leftIndent=16, bulletIndent=4, spaceAfter=3, bulletFontName=FAMILY)
NUMBERED = Style("numbered", ITEM, leftIndent=26, bulletIndent=0, bulletFontSize=9)
HEADINGS = {
    level: Style(f"heading{level}", BODY, fontName=f"{FAMILY}-Bold", fontSize=size,
                 leading=size * 1.25, spaceBefore=before, spaceAfter=4, keepWithNext=1,
                 textColor=INK if level == 3 else ACCENT)
    for level, size, before in ((0, 18, 0), (1, 13.5, 12), (2, 11.5, 9), (3, 10, 6))
}  # fmt: skip
# What the fonts lack and a plain character says as well.
INSTEAD = {
    "\u202f": "\u00a0", "\u2009": "\u00a0", "\u2007": "\u00a0", "\u2011": "-", "\u2010": "-",
    "\u00ad": "", "\u200b": "", "\u2192": "->", "\u2190": "<-", "\u2713": "x",
    "\u2212": "-", "\ufeff": "",
}  # fmt: skip
MISSING = "?"
PADDING = 12  # of the frame that holds the text, both sides together
_fonts = Lock()


def pdf_of(handout: Handout) -> bytes:
    """The file of a document."""
    _register()
    out = io.BytesIO()
    made = SimpleDocTemplate(
        out, pagesize=landscape(letter) if handout.wide else letter, title=_fit(handout.title),
        author="Repère", creator="Repère", lang=LANGUAGES[handout.lang],
        leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
    )  # fmt: skip
    blocks = (Heading(handout.title, 0), *handout.blocks)
    story = [flowable for block in blocks for flowable in _flowables(block, made.width - PADDING)]

    def foot(canvas: Canvas, page: SimpleDocTemplate) -> None:
        canvas.setFont(FAMILY, 8)
        canvas.setFillColor(INK)
        number = f"{word('page_of', handout.lang)}{canvas.getPageNumber()}"
        canvas.drawRightString(page.pagesize[0] - MARGIN, MARGIN / 2, number)

    def first(canvas: Canvas, page: SimpleDocTemplate) -> None:
        canvas.setViewerPreference("DisplayDocTitle", "true")
        foot(canvas, page)

    made.build(story, onFirstPage=first, onLaterPages=foot)
    return out.getvalue()


def _flowables(block: Block, width: float) -> list[Flowable]:
    match block:
        case Heading():
            return [_Marked(_fit(block.text), min(max(block.level, 0), 3))]
        case Paragraph():
            return [Text(_markup(block.runs), STYLES[block.style])]
        case Bullets():
            return [*_bullets(block), Spacer(1, 4)]
        case Grid():
            return _grid(block, width)


class _Marked(Text):
    """A heading that is a bookmark too."""

    def __init__(self, text: str, level: int) -> None:
        super().__init__(escape(text), HEADINGS[level])
        self.level, self.plain = level, text

    def draw(self) -> None:
        """Paint it, and note where it stands."""
        name = f"h{id(self)}"
        self.canv.bookmarkPage(name)
        # The outline may not skip a level on its way down.
        canvas: Any = self.canv
        level = min(self.level, getattr(canvas, "last_mark", -1) + 1)
        canvas.last_mark = level
        self.canv.addOutlineEntry(self.plain, name, level, closed=False)
        super().draw()


def _bullets(block: Bullets) -> list[Flowable]:
    style = ITEM if not block.numbers else NUMBERED
    names = block.numbers or ("•",) * len(block.items)
    return [
        Text(_markup(item), style, bulletText=_fit(name))
        for item, name in zip(block.items, names, strict=True)
    ]


def _grid(block: Grid, width: float) -> list[Flowable]:
    whole = sum(block.widths) or 1.0
    head = [Text(f"<b>{escape(_fit(name))}</b>", CELL) for name in block.heads]
    rows = [[Text(_markup(cell), CELL) for cell in row] for row in block.rows]
    look: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.5, LINE),
        ("BACKGROUND", (0, 0), (-1, 0), HEAD),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    table = Table(
        [head, *rows], colWidths=[width * share / whole for share in block.widths],
        repeatRows=1, splitByRow=1, splitInRow=1, style=look,
    )  # fmt: skip
    caption = [Text(f"<b>{escape(_fit(block.caption))}</b>", STYLES["body"])]
    return [*(caption if block.caption else []), table, Spacer(1, 8)]


def _markup(runs: tuple[Run, ...]) -> str:
    """Runs as the library's markup, every character of theirs escaped."""
    parts = []
    for run in runs:
        text = escape(_known(fit_text(run.text))).replace("\n", "<br/>")
        text = f"<b>{text}</b>" if run.bold else text
        text = f"<i>{text}</i>" if run.italic else text
        link = web_link(run.link)
        if link is not None:
            text = f'<a href={quoteattr(link)} color="{ACCENT_HEX}" underline="1">{text}</a>'
        parts.append(text)
    return "".join(parts)


def _fit(text: str) -> str:
    return _known(fit_line(text))


def _known(text: str) -> str:
    """``text`` in characters that the fonts hold."""
    _register()
    font: Any = pdfmetrics.getFont(FAMILY)
    glyphs: dict[int, int] = font.face.charToGlyph
    return "".join(
        char if ord(char) in glyphs or char == "\n" else _instead(char, glyphs) for char in text
    )


def _instead(char: str, glyphs: dict[int, int]) -> str:
    if char in INSTEAD:
        return INSTEAD[char]
    bare = "".join(c for c in unicodedata.normalize("NFKD", char) if ord(c) in glyphs)
    if bare or unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return bare
    return MISSING


@lru_cache(maxsize=1)
def _folder() -> Path:
    return Path(reportlab.__file__).parent / "fonts"


def _register() -> None:
    """The fonts, once; they come with the library (Bitstream Vera, free to embed)."""
    with _fonts:
        if FAMILY in pdfmetrics.getRegisteredFontNames():
            return
        for look, name in FILES.items():
            pdfmetrics.registerFont(TTFont(f"{FAMILY}{look}", str(_folder() / f"{name}.ttf")))
        pdfmetrics.registerFontFamily(
            FAMILY, normal=FAMILY, bold=f"{FAMILY}-Bold", italic=f"{FAMILY}-Italic",
            boldItalic=f"{FAMILY}-BoldItalic",
        )  # fmt: skip
