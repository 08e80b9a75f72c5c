"""A document to hand out, as a word-processing file (DOCX)."""

from __future__ import annotations

from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt
from docx.text.paragraph import Paragraph as Written
from docx.text.run import Run as WrittenRun

from assistant.lists.clean import fit_line, fit_text
from assistant.office.blocks import Block, Bullets, Grid, Handout, Heading, Paragraph, Run, web_link
from assistant.office.word import add_row, add_table, content_of, new_document, number_pages

SMALL = 8.5
PAGE_WIDTH = {False: 6.9, True: 9.4}  # inches between the margins


def docx_of(handout: Handout) -> bytes:
    """The file of a document."""
    made = new_document(handout.title, handout.lang, wide=handout.wide)
    made.add_heading(fit_line(handout.title), 0)
    for block in handout.blocks:
        _write(made, block, PAGE_WIDTH[handout.wide])
    number_pages(made, handout.lang)
    return content_of(made)


def _write(made: Word, block: Block, width: float) -> None:
    match block:
        case Heading():
            made.add_heading(fit_line(block.text), min(max(block.level, 1), 3))
        case Paragraph():
            _paragraph(made, block)
        case Bullets():
            _bullets(made, block)
        case Grid():
            whole = sum(block.widths) or 1.0
            shares = [width * share / whole for share in block.widths]
            heads = [fit_line(head) for head in block.heads]
            table = add_table(made, block.caption, heads, shares)
            for row in block.rows:
                add_row(table, [[("".join(run.text for run in cell), False)] for cell in row])
            made.add_paragraph()


def _paragraph(made: Word, block: Paragraph) -> None:
    written = made.add_paragraph()
    if block.style == "quote":
        written.paragraph_format.left_indent = Inches(0.25)
    for run in block.runs:
        small = block.style in ("small", "note")
        italic = run.italic or block.style in ("note", "quote")
        _run(written, run, italic=italic, size=SMALL if small else None)


def _bullets(made: Word, block: Bullets) -> None:
    names: tuple[str | None, ...] = block.numbers or (None,) * len(block.items)
    for item, name in zip(block.items, names, strict=True):
        written = made.add_paragraph(style=None if name else "List Bullet")
        if name:
            written.paragraph_format.left_indent = Inches(0.35)
            written.paragraph_format.first_line_indent = Inches(-0.35)
            written.add_run(f"{fit_line(name)}\t")
            written.paragraph_format.tab_stops.add_tab_stop(Inches(0.35))
        for run in item:
            _run(written, run)


def _run(written: Written, run: Run, *, italic: bool = False, size: float | None = None) -> None:
    made = written.add_run(fit_text(run.text))
    made.bold = run.bold or None
    made.italic = run.italic or italic or None
    if size is not None:
        made.font.size = Pt(size)
    link = web_link(run.link)
    if link is not None:
        _link(written, made, link)


def _link(written: Written, made: WrittenRun, address: str) -> None:
    """Wrap a run in a link to elsewhere; the library offers no way of its own."""
    name = written.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    made.font.underline = True
    around = OxmlElement("w:hyperlink")
    around.set(qn("r:id"), name)
    made._r.addprevious(around)  # noqa: SLF001
    around.append(made._r)  # noqa: SLF001
