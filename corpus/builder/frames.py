"""Headings that leave a bookmark, the coloured band of a chapter, and the cover."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus.tableofcontents import TableOfContents

from builder.inline import bare, french_spaces
from builder.theme import BOLD, REGULAR, Theme

COVER_SIZES = (22.0, 58.0, 20.0, 11.0)


def anchor(text: str) -> str:
    """The name of a place in the document, from its heading."""
    folded = unicodedata.normalize("NFKD", bare(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded.lower()).strip("-")


class Heading(Paragraph):
    """A heading that an internal link, the outline and the table of contents lead to."""

    stays_with_next = True

    def __init__(self, xml: str, title: str, level: int, theme: Theme) -> None:
        super().__init__(xml, theme.styles[f"h{level}"])
        self.title, self.level = title, level

    def draw(self) -> None:
        """Draw the words and leave the mark."""
        mark_place(self.canv, self.title, self.level, self.height)
        super().draw()


def mark_place(canvas: Canvas, title: str, level: int, height: float) -> None:
    """A bookmark and an entry of the table of contents, at the current place."""
    if level > 2:
        return
    key = anchor(title)
    canvas.bookmarkHorizontal(key, 0, height + 20)
    canvas.addOutlineEntry(bare(title), key, level - 1, closed=level > 1)
    document = getattr(canvas, "_doctemplate", None)
    if level == 1 and document is not None:
        entry = (0, french_spaces(bare(title)), canvas.getPageNumber(), key)
        document.notify("TOCEntry", entry)


class Band(Flowable):
    """A chapter opening: its name and a few lines, white on colour, from edge to edge."""

    def __init__(self, title: str, inside: Sequence[Paragraph], theme: Theme) -> None:
        super().__init__()
        self.title, self.inside, self.theme = title, inside, theme

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Width asked for, height of the words plus the margins."""
        self.width = width
        self.sizes = [p.wrap(width * 0.86, height)[1] for p in self.inside]
        self.height = sum(self.sizes) + 62 + 4 * len(self.inside)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the colour, then the words from the top."""
        mark_place(self.canv, self.title, 1, self.height)
        page, palette = self.theme.page, self.theme.palette
        self.canv.setFillColor(palette.colour("main"))
        self.canv.rect(-page.left, 14, page.width, self.height + page.top - 14, stroke=0, fill=1)
        self.canv.setFillColor(palette.colour("accent"))
        self.canv.rect(-page.left, 14, page.width, 5, stroke=0, fill=1)
        y = self.height - 6
        for part, size in zip(self.inside, self.sizes, strict=True):
            y -= size
            part.drawOn(self.canv, 0, y)
            y -= 4


class Motif(Flowable):
    """Fills the foot of a page with discs on a pale ground, where a photo would stand."""

    LEAST, MOST = 84.0, 320.0

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.theme, self.seed = theme, sum(name.encode("utf-8"))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """All the room there is, up to ``MOST`` points; nothing when there is little."""
        self.width = width
        self.height = min(height - 14, self.MOST) if height >= self.LEAST else 0.0
        return self.width, max(self.height, 0.0)

    def draw(self) -> None:
        """Draw inside the frame only."""
        if self.height <= 0:
            return
        canvas, palette = self.canv, self.theme.palette
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(0, 0, self.width, self.height - 14)
        canvas.clipPath(clip, stroke=0, fill=0)
        canvas.setFillColor(palette.colour("pale"))
        canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        names = ("main", "accent", "main", "accent", "main", "main")
        for n, name in enumerate(names):
            x = self.width * ((self.seed * (n + 3) * 37) % 100) / 100
            y = self.height * ((self.seed * (n + 5) * 53) % 100) / 100
            canvas.setFillColor(palette.colour(name), alpha=(0.16, 0.75, 0.3, 0.35, 0.85, 0.1)[n])
            canvas.circle(x, y, 48 + (self.seed * (n + 2) * 11) % 97, stroke=0, fill=1)
        canvas.restoreState()


def draw_cover(canvas: Canvas, lines: Sequence[str], tagline: str, theme: Theme) -> None:
    """The first page: colour, discs, and the title from large to small."""
    page, palette = theme.page, theme.palette
    canvas.setFillColor(palette.colour("main"))
    canvas.rect(0, 0, page.width, page.height, stroke=0, fill=1)
    _discs(canvas, theme)
    canvas.setFillColor(palette.colour("pale"))
    y = page.height - 250.0
    for n, line in enumerate(lines):
        size = COVER_SIZES[min(n, len(COVER_SIZES) - 1)]
        words = french_spaces(bare(line))
        canvas.setFont(BOLD if n < 3 else REGULAR, size)
        y -= size * 1.25
        canvas.drawString(page.left, y, words)
        y -= 10 if n == 1 else 4
    canvas.setFont(REGULAR, 13)
    canvas.drawString(page.left, 92, french_spaces(tagline))
    canvas.setFont(REGULAR, 9)
    note = "Réécriture à des fins de démonstration; documents originaux publiés par Espace MUNI."
    canvas.drawString(page.left, 62, french_spaces(note))


def _discs(canvas: Canvas, theme: Theme) -> None:
    page, palette = theme.page, theme.palette
    canvas.saveState()
    for x, y, radius, name, alpha in (
        (page.width - 70, page.height - 90, 150, "accent", 0.85),
        (page.width - 210, page.height - 30, 90, "pale", 0.22),
        (page.width + 20, 230, 170, "pale", 0.14),
        (page.width - 150, 200, 46, "accent", 0.6),
    ):
        canvas.setFillColor(palette.colour(name), alpha=alpha)
        canvas.circle(x, y, radius, stroke=0, fill=1)
    canvas.restoreState()


def contents_table(theme: Theme) -> TableOfContents:
    """The table of contents; each line leads to its page."""
    table = TableOfContents()
    table.levelStyles = [theme.styles["toc"]]
    table.dotsMinLevel = 0
    return table
