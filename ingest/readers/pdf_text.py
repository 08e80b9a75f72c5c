"""From laid-out lines to the text of a page, its word boxes and its key figures."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.key_figures import KeyFigure, key_numbers, pair
from ingest.readers.pdf_asides import aside_kinds
from ingest.readers.pdf_blocks import blocks_of
from ingest.readers.pdf_layout import Block, Line, Row, Sheet, Word, blank, body_size
from ingest.readers.pdf_order import ordered
from ingest.readers.pdf_tables import split_tables
from ingest.records import Aside, LabelledNumber, Page, WordBox, WordBoxes

CELL_MARK = " | "
MAX_UNMAPPED = 0.5  # share of characters without meaning above which a page must be seen
SURE_WORD = 0.6  # confidence of OCR under which a word is doubtful
SURE_NUMBER = 0.85  # the same for a number: no neighbour would show that it is wrong


class _Writer:
    """Grows the text of a page and keeps where each word and line went."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.words: list[WordBox] = []
        self.unsure: list[tuple[int, int]] = []
        self.spans: dict[int, tuple[int, int]] = {}

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def line(self, line: Line) -> None:
        start = self.length
        for place, word in enumerate(line.words):
            if place:
                self.write(blank(word))
            x0, y0, x1, y1 = word.display
            at = self.length
            self.write(word.text)
            self.words.append(WordBox(at, self.length, x0, y0, x1, y1, word.size))
            if word.confidence < (SURE_NUMBER if _has_digit(word) else SURE_WORD):
                self.unsure.append((at, self.length))
        self.spans[id(line)] = (start, self.length)

    def row(self, row: Row) -> None:
        last: Line | None = None
        for line in row.lines:
            if last is not None:
                # The lines of one cell stand one under the other.
                level = abs(line.base - last.base) <= 0.2 * line.size
                beside = level or line.box[0] >= last.box[2] - 0.5 * line.size
                broken = last.words[-1].broken
                self.write("\n" if broken else CELL_MARK if row.cells and beside else " ")
            self.line(line)
            last = line

    def block(self, block: Block) -> None:
        for place, row in enumerate(block.rows):
            if place:
                self.write("\n")
            self.row(row)


def is_picture(sheet: Sheet) -> bool:
    """Whether what the page says can only be seen: it is drawn, or coded at random."""
    return sheet.picture or (sheet.unmapped > 0 and _meaningless(sheet))


def _meaningless(sheet: Sheet) -> bool:
    letters = sum(line.length for line in sheet.lines)
    return not letters or sheet.unmapped > MAX_UNMAPPED * (letters + sheet.unmapped)


def page_of(sheet: Sheet, label: str | None) -> Page:
    """Lay out one sheet.

    A page that draws something and whose characters have no meaning is left to OCR.
    """
    if _meaningless(sheet):
        return _page(sheet, label, _Writer(), ())
    body = body_size(sheet.lines)
    figures, chains = lay_out(sheet.lines, body)
    beside = aside_kinds([block for chain in chains for block in chain], sheet.pictures)
    writer = _Writer()
    asides: list[Aside] = []
    for chain in chains:
        for place, block in enumerate(chain):
            kind = beside.get(id(block))
            apart = kind is not None or (place and id(chain[place - 1]) in beside)
            if writer.length:
                writer.write("\n" if place and not apart else "\n\n")
            start = writer.length
            writer.block(block)
            if kind is not None:
                asides.append(Aside(start, writer.length, kind))
    for shown in sheet.shown:
        writer.write("\n\n" if writer.length else "")
        start = writer.length
        for place, line in enumerate(shown.lines):
            writer.write("\n" if place else "")
            writer.line(line)
        asides.append(Aside(start, writer.length, "picture", None, shown.confidence))
    pairs = sorted((_labelled(f, writer.spans) for f in figures), key=lambda p: p.number)
    return _page(sheet, label, writer, tuple(pairs), tuple(asides))


def lay_out(lines: Sequence[Line], body: float) -> tuple[list[KeyFigure], list[list[Block]]]:
    """Tables, key figures and blocks of a page, in reading order."""
    numbers = key_numbers(lines, body)
    large = {id(line) for line in numbers}
    tables, rest = split_tables([line for line in lines if id(line) not in large])
    figures, blocks = pair(numbers, blocks_of(rest), body)
    return figures, ordered([*tables, *blocks], body)


def _page(
    sheet: Sheet,
    label: str | None,
    writer: _Writer,
    pairs: tuple[LabelledNumber, ...],
    asides: tuple[Aside, ...] = (),
) -> Page:
    width, height = sheet.display
    return Page(
        number=sheet.number,
        text="".join(writer.parts),
        label=label,
        width=width,
        height=height,
        words=WordBoxes.of(writer.words),
        pairs=pairs,
        needs_ocr=is_picture(sheet),
        ocr=sheet.confidence,
        unsure=tuple(writer.unsure),
        asides=asides,
    )


def _has_digit(word: Word) -> bool:
    return any(char.isdigit() for char in word.text)


def _labelled(figure: KeyFigure, spans: dict[int, tuple[int, int]]) -> LabelledNumber:
    return LabelledNumber(
        number=spans[id(figure.number)],
        labels=tuple(spans[id(line)] for line in figure.labels),
        confidence=figure.confidence,
    )
