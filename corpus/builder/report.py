"""An annual report as a PDF: cover, contents, columns, running heads and bookmarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)

from builder import parts
from builder.columns import Columns
from builder.frames import Band, Heading, Motif, contents_table, draw_cover
from builder.inline import french_spaces, to_reportlab
from builder.markup import Block, Source
from builder.theme import BOLD, REGULAR, Theme


def build_report(source: Source, theme: Theme, target: Path, pictures: Path) -> None:
    """Write the PDF of one report.

    Args:
        source: settings ``title``, ``author``, ``running``, ``tagline`` are needed.
        theme: how it looks.
        target: the file to write.
        pictures: folder of the pictures that ``:::picture`` names.
    """
    settings = source.settings
    document = BaseDocTemplate(
        str(target), pagesize=(theme.page.width, theme.page.height), invariant=1, lang="fr-CA",
        title=settings["title"], author=settings["author"], creator="Repère", subject=(
            "Réécriture à des fins de démonstration"), pageCompression=1,
    )  # fmt: skip
    cover = next(block for block in source.blocks if block.kind == "cover")
    lines = [row[0] for row in cover.rows]
    document.addPageTemplates(_templates(lines, settings, theme))
    flow: list[Flowable] = [NextPageTemplate("inside"), PageBreak()]
    flow += [parts.paragraph("Sommaire", "h1", theme), contents_table(theme), PageBreak()]
    inside = [block for block in source.blocks if block.kind != "cover"]
    flow += Flow(theme, pictures).blocks(inside, theme.page.inner)
    document.multiBuild(flow)


def _templates(
    cover: Sequence[str], settings: Mapping[str, str], theme: Theme
) -> list[PageTemplate]:
    page = theme.page
    height = page.height - page.top - page.bottom
    frame = Frame(page.left, page.bottom, page.inner, height, 0, 0, 0, 0, id="whole")
    on_cover = partial(_cover_page, lines=cover, tagline=settings["tagline"], theme=theme)
    on_page = partial(_furniture, running=settings["running"], theme=theme)
    return [
        PageTemplate("cover", [frame], onPage=on_cover),
        PageTemplate("inside", [frame], onPageEnd=on_page),
    ]


def _cover_page(
    canvas: Canvas, _: BaseDocTemplate, lines: Sequence[str], tagline: str, theme: Theme
) -> None:
    canvas.showOutline()
    draw_cover(canvas, lines, tagline, theme)


def _furniture(canvas: Canvas, _: BaseDocTemplate, running: str, theme: Theme) -> None:
    """Running head, letter-spaced name up the edge, page number."""
    page, number = theme.page, canvas.getPageNumber()
    odd = number % 2 == 1
    canvas.saveState()
    canvas.setFillColor(theme.palette.colour("accent"))
    canvas.setFont(BOLD, 9)
    if odd:
        canvas.drawRightString(page.width - page.right, 32, str(number))
    else:
        canvas.drawString(page.left, 32, str(number))
    canvas.setFont(REGULAR, 7.4)
    canvas.setFillColor(theme.palette.colour("ink"))
    words = french_spaces(running)
    if odd:
        canvas.drawString(page.left, 32, "Espace MUNI")
    else:
        canvas.drawRightString(page.width - page.right, 32, words)
    canvas.translate(page.width - 20 if odd else 27, page.height / 2 - 90)
    canvas.rotate(90)
    canvas.drawString(0, 0, " ".join(words.upper()))
    canvas.restoreState()


class Flow:
    """Turns blocks into flowables, for a width in points."""

    def __init__(self, theme: Theme, pictures: Path) -> None:
        self.theme, self.pictures = theme, pictures
        self.column = (theme.page.inner - theme.gutter) / 2

    def blocks(self, blocks: Sequence[Block], width: float) -> list[Flowable]:
        """The flowables of a run of blocks."""
        return [made for block in blocks for made in self.block(block, width)]

    def block(self, block: Block, width: float) -> list[Flowable]:
        """The flowables of one block."""
        theme = self.theme
        match block.kind:
            case "heading":
                return self._heading(block, width)
            case "paragraph":
                return [parts.paragraph(block.text, "body", theme)]
            case "bullets":
                return parts.bullets(block, theme)
            case "numbers":
                return parts.steps(block, theme)
            case "table":
                return [parts.table(block, theme, width)]
            case "figures":
                return [parts.figures(block, theme, width)]
            case "people":
                return [parts.people(block, theme, width)]
            case "chart":
                return parts.chart(block, theme, width)
            case "picture":
                return [self._picture(block, width)]
            case "sign":
                return [Spacer(0, 6), parts.people(block, theme, width)]
            case _:
                return self._container(block, width)

    def _heading(self, block: Block, width: float) -> list[Flowable]:
        theme = self.theme
        xml = to_reportlab(block.text, theme.palette.main, ligatures=False)
        made = Heading(xml, block.text, block.level, theme)
        if width == theme.page.inner:
            return [CondPageBreak((0, 250, 120, 90)[block.level]), made]
        return [made]

    def _container(self, block: Block, width: float) -> list[Flowable]:
        theme = self.theme
        if block.kind == "columns":
            inside = self.blocks(block.children, self.column)
            return [Columns(inside, width, theme.gutter), Spacer(0, 6)]
        if block.kind == "box":
            inside = self.blocks(block.children, width - 2 * parts.PADDING)
            return parts.box(block.text, inside, theme, width)
        if block.kind == "opener":
            title = parts.paragraph(block.text, "bandtitle", theme)
            lines = [parts.paragraph(b.text, "bandtext", theme) for b in block.children]
            band = Band(block.text, [title, *lines], theme)
            return [Motif(block.text, theme), PageBreak(), band, Spacer(0, 6)]
        if block.kind == "notice":
            texts: list[Flowable] = [
                parts.paragraph(b.text, "notice", theme) for b in block.children
            ]
            end = Motif(theme.palette.main, theme)
            return [CondPageBreak(110), *parts.box("", texts, theme, width), end]
        return [PageBreak()]

    def _picture(self, block: Block, width: float) -> Flowable:
        ((name, ratio),) = block.rows
        return Image(str(self.pictures / name), width=width, height=width * float(ratio))
