"""Boxes, key figures, cards, tables and charts, as reportlab flowables."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, Paragraph, Spacer, Table
from reportlab.platypus.tables import TableStyle

from builder.inline import bare, french_spaces, to_reportlab
from builder.markup import Block
from builder.theme import BOLD, REGULAR, Theme

PADDING = 9.0
WHITE = HexColor("#ffffff")


def paragraph(text: str, style: str, theme: Theme, bullet: str | None = None) -> Paragraph:
    """One paragraph in a named style; headings and labels keep their letters apart."""
    ligatures = style in ("body", "item", "subitem", "step", "bandtext", "notice")
    xml = to_reportlab(text, theme.palette.main, ligatures)
    return Paragraph(xml, theme.styles[style], bulletText=bullet)


def bullets(block: Block, theme: Theme) -> list[Flowable]:
    """A list; an item that starts with spaces stands one level in."""
    made: list[Flowable] = []
    for (item,) in block.rows:
        nested = item.startswith("  ")
        style, sign = ("subitem", "–") if nested else ("item", "•")
        made.append(paragraph(item.strip(), style, theme, sign))
    return [*made, Spacer(0, 4)]


def steps(block: Block, theme: Theme) -> list[Flowable]:
    """A numbered list."""
    made: list[Flowable] = [
        paragraph(item, "step", theme, f"{n}.") for n, (item,) in enumerate(block.rows, start=1)
    ]
    return [*made, Spacer(0, 4)]


def table(block: Block, theme: Theme, width: float) -> Flowable:
    """A table whose header comes back on every page it runs over."""
    head = [paragraph(cell, "head", theme) for cell in block.rows[0]]
    body = [[paragraph(cell, "small", theme) for cell in row] for row in block.rows[1:]]
    style = TableStyle(
        [
            ("BACKGROUND", (0, 0), (-1, 0), theme.palette.colour("main")),
            ("ROWBACKGROUNDS", (0, 1), (-1, -1), [WHITE, theme.palette.colour("pale")]),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, theme.palette.colour("main")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
    )
    widths = column_widths(block.rows, width)
    made = Table([head, *body], colWidths=widths, repeatRows=1, style=style)
    made.spaceBefore, made.spaceAfter = 4, 10
    return made


def column_widths(rows: Sequence[Sequence[str]], width: float) -> list[float]:
    """Widths in proportion to the longest text of each column, within bounds."""
    count = len(rows[0])
    longest = [max(len(bare(row[n])) for row in rows if n < len(row)) for n in range(count)]
    weights = [min(max(length, 17), 62) for length in longest]
    return [width * weight / sum(weights) for weight in weights]


def figures(block: Block, theme: Theme, width: float) -> Flowable:
    """Key figures: a big number over its small label, in as many columns as asked."""
    columns = int(block.text or "3")
    cells = [
        [paragraph(number, "number", theme), paragraph(label, "label", theme)]
        for number, label in block.rows
    ]
    rows = [cells[at : at + columns] for at in range(0, len(cells), columns)]
    rows[-1] += [[] for _ in range(columns - len(rows[-1]))]
    style = TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEABOVE", (0, 0), (-1, -1), 1.2, theme.palette.colour("accent")),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
        ]
    )
    made = Table(rows, colWidths=[width / columns] * columns, style=style)
    made.spaceBefore, made.spaceAfter = 5, 6
    return made


def people(block: Block, theme: Theme, width: float) -> Flowable:
    """Cards: a name over what the person does."""
    columns = int(block.text or "2")
    cells = [_card(row, theme) for row in block.rows]
    rows = [cells[at : at + columns] for at in range(0, len(cells), columns)]
    rows[-1] += [[] for _ in range(columns - len(rows[-1]))]
    style = TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 12),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ]
    )
    return Table(rows, colWidths=[width / columns] * columns, style=style)


def _card(row: Sequence[str], theme: Theme) -> list[Flowable]:
    name, *lines = row
    return [paragraph(name, "name", theme), *(paragraph(line, "small", theme) for line in lines)]


def box(title: str, inside: Sequence[Flowable], theme: Theme, width: float) -> list[Flowable]:
    """A side box on a pale ground with a bar of colour at its left."""
    content = [paragraph(title, "boxtitle", theme), *inside] if title else list(inside)
    style = TableStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), theme.palette.colour("pale")),
            ("LINEBEFORE", (0, 0), (0, -1), 3, theme.palette.colour("main")),
            ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 7),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ]
    )
    made = Table([[content]], colWidths=[width], style=style)
    return [Spacer(0, 4), made, Spacer(0, 8)]


def chart(block: Block, theme: Theme, width: float) -> list[Flowable]:
    """Horizontal bars with their labels and values."""
    bar, gap, top = 15.0, 21.0, 24.0
    height = top + gap * len(block.rows) + 6
    drawing = Drawing(width, height)
    drawing.add(_bar(0, 0, width, height, theme.palette.pale))
    drawing.add(_words(8, height - 16, block.text, 9.4, True, theme.palette.main))
    most = max(_amount(value) for _, value in block.rows)
    start, room = 104.0, width - 104.0 - 44.0
    for n, (label, value) in enumerate(block.rows):
        y = height - top - gap * n - bar
        length = max(room * _amount(value) / most, 2)
        drawing.add(_words(8, y + 4, label, 7.8, False, theme.palette.ink))
        colour = theme.palette.accent if n % 2 else theme.palette.main
        drawing.add(_bar(start, y, length, bar, colour))
        drawing.add(_words(start + length + 5, y + 4, value, 8.6, True, theme.palette.ink))
    return [Spacer(0, 5), drawing, Spacer(0, 7)]


def _amount(value: str) -> float:
    digits = "".join(c for c in value.replace(",", ".") if c.isdigit() or c == ".")
    return float(digits or 0)


def _bar(x: float, y: float, width: float, height: float, colour: str) -> Rect:
    bar = Rect(x, y, width, height)
    bar.fillColor, bar.strokeColor = HexColor(colour), None
    return bar


def _words(x: float, y: float, text: str, size: float, bold: bool, colour: str) -> String:
    return String(
        x, y, french_spaces(text), fontName=BOLD if bold else REGULAR, fontSize=size,
        fillColor=HexColor(colour),
    )  # fmt: skip
