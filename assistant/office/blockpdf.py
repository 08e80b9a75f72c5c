"""A document to hand out, as a tagged PDF."""

from __future__ import annotations

from assistant.lists.clean import fit_line
from assistant.office.blocks import Block, Bullets, Grid, Handout, Heading, Paragraph, Run, web_link
from assistant.office.pdf import BOLD, ITALIC, Sheet

SMALL = 0.85
DEEPEST = 3  # of the headings; 1 is the title


def pdf_of(handout: Handout) -> bytes:
    """The file of a document. A table is read row by row, each value after its heading."""
    sheet = Sheet(fit_line(handout.title), handout.lang)
    sheet.heading(fit_line(handout.title))
    for block in handout.blocks:
        _write(sheet, block)
    return sheet.content()[0]


def _write(sheet: Sheet, block: Block) -> None:
    match block:
        case Heading():
            sheet.heading(fit_line(block.text), min(max(block.level + 1, 2), DEEPEST))
        case Paragraph():
            small = block.style in ("small", "note")
            italic = block.style in ("note", "quote")
            markup = _markup(sheet, block.runs)
            sheet.paragraph(markup, italic=italic, scale=SMALL if small else 1.0)
        case Bullets():
            for place, item in enumerate(block.items):
                if block.numbers:
                    number = sheet.bold(fit_line(block.numbers[place]))
                    sheet.paragraph(f"{number} {_markup(sheet, item)}", scale=0.95)
                else:
                    sheet.bullet(_markup(sheet, item))
        case Grid():
            _grid(sheet, block)


def _grid(sheet: Sheet, block: Grid) -> None:
    if block.caption:
        sheet.paragraph(sheet.bold(fit_line(block.caption)))
    for row in block.rows:
        cells = zip(block.heads, row, strict=True)
        said = (f"{sheet.plain(f'{head} : ')}{_markup(sheet, runs)}" for head, runs in cells)
        sheet.bullet(sheet.plain(" · ").join(said))


def _markup(sheet: Sheet, runs: tuple[Run, ...]) -> str:
    """Runs as the markup of a sheet, which escapes their every character."""
    parts = []
    for run in runs:
        link = web_link(run.link)
        text = sheet.link(run.text, link) if link is not None else sheet.plain(run.text)
        font = BOLD if run.bold else ITALIC if run.italic else None
        parts.append(f'<font name="{font}">{text}</font>' if font else text)
    return "".join(parts)
