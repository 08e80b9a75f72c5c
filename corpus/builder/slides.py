"""A presentation as a PDF of landscape pages, one ``:::page`` each."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, Paragraph

from builder.frames import anchor
from builder.inline import bare, french_spaces, to_reportlab
from builder.markup import Block, Source
from builder.theme import BOLD, REGULAR, Theme


def build_slides(source: Source, theme: Theme, target: Path) -> None:
    """Write the PDF of one presentation.

    Raises:
        ValueError: the text of a page does not hold on it.
    """
    sheet = theme.slide
    canvas = Canvas(str(target), pagesize=(sheet.width, sheet.height), invariant=1, lang="fr-CA")
    canvas.setTitle(french_spaces(source.settings["title"]))
    canvas.setAuthor(source.settings["author"])
    canvas.setCreator("Repère")
    canvas.setSubject("Réécriture à des fins de démonstration")
    canvas.showOutline()
    for block in source.blocks:
        if block.kind == "cover":
            _cover(canvas, [row[0] for row in block.rows], source.settings["tagline"], theme)
        else:
            _page(canvas, block, source.settings["running"], theme)
        canvas.showPage()
    canvas.save()


def _cover(canvas: Canvas, lines: list[str], tagline: str, theme: Theme) -> None:
    sheet, palette = theme.slide, theme.palette
    canvas.setFillColor(palette.colour("main"))
    canvas.rect(0, 0, sheet.width, sheet.height, stroke=0, fill=1)
    canvas.setFillColor(palette.colour("accent"))
    canvas.circle(sheet.width - 40, 40, 130, stroke=0, fill=1)
    canvas.setFillColor(palette.colour("pale"))
    note = "Réécriture à des fins de démonstration; présentation originale du CAMF, 2018."
    rows = zip((*lines, tagline, note), (13, 34, 22, 13, 9), (310, 235, 200, 140, 40), strict=True)
    for n, (words, size, y) in enumerate(rows):
        canvas.setFont(BOLD if n in (1, 2) else REGULAR, size)
        canvas.drawString(sheet.left, y, french_spaces(bare(words)))


def _page(canvas: Canvas, block: Block, running: str, theme: Theme) -> None:
    sheet, palette = theme.slide, theme.palette
    canvas.bookmarkPage(anchor(block.text))
    canvas.addOutlineEntry(block.text, anchor(block.text), 0)
    canvas.setFillColor(palette.colour("main"))
    canvas.rect(0, sheet.height - 62, sheet.width, 62, stroke=0, fill=1)
    canvas.setFillColor(palette.colour("accent"))
    canvas.rect(0, sheet.height - 66, sheet.width, 4, stroke=0, fill=1)
    canvas.setFillColor(palette.colour("pale"))
    canvas.setFont(BOLD, 21)
    canvas.drawString(sheet.left, sheet.height - 41, french_spaces(block.text))
    room = sheet.height - sheet.top - sheet.bottom
    frame = Frame(sheet.left, sheet.bottom, sheet.inner, room, 0, 0, 0, 0)
    left = list(_flow(block, theme))
    frame.addFromList(left, canvas)
    if left:
        raise ValueError(f"too much text on the page {block.text!r}")
    canvas.setFillColor(palette.colour("ink"))
    canvas.setFont(REGULAR, 8)
    canvas.drawString(sheet.left, 18, french_spaces(running))
    canvas.drawRightString(sheet.width - sheet.right, 18, str(canvas.getPageNumber()))


def _flow(block: Block, theme: Theme) -> list[Flowable]:
    made: list[Flowable] = []
    for child in block.children:
        if child.kind == "bullets":
            made += [_line(item, theme, "•") for (item,) in child.rows]
        else:
            made.append(_line(child.text, theme, None))
    return made


def _line(text: str, theme: Theme, bullet: str | None) -> Flowable:
    xml = to_reportlab(text.strip(), theme.palette.main)
    style = theme.styles["slideitem" if bullet else "slide"]
    return Paragraph(xml, style, bulletText=bullet)
