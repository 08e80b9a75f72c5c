"""Rows of tables, found from cells drawn from left to right.

A table is a run of rows, each of several cells set apart by a gap, in one font size, whose
cells start at the same abscissas from row to row. A cell may have several lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.readers.pdf_layout import Block, Box, Line, Row, Word, gap, hull, is_bullet, overlap

MIN_ROWS = 3
CELL_GAP = 0.4  # em, between neighbouring cells
OVERRUN = 2.0  # em, least width of a cell that runs over the next one
LINE_PITCH = 0.75  # em, blank between two lines of a cell
SAME_START = 0.8  # em
SAME_COLUMN = 1.0  # points
COLUMN_GAP = 0.4  # em, of blank before the start of a column
MAX_CELL_LINES = 6
PROSE_CELL = 25  # characters; columns of prose drawn line by line have longer « cells »


@dataclass(slots=True)
class _Cell:
    lines: list[Line]
    box: Box

    def takes(self, line: Line) -> bool:
        """Whether a line is the next one of this cell."""
        if len(self.lines) >= MAX_CELL_LINES:
            return False
        blank = line.box[1] - self.box[3]
        shared = overlap(line.box[0], line.box[2], self.box[0], self.box[2])
        return (
            -0.6 * line.size <= blank <= LINE_PITCH * line.size
            and line.box[1] > self.lines[-1].box[1] + 0.3 * line.size
            and shared > 0
        )

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.box = hull((self.box, line.box))


@dataclass(slots=True)
class _Record:
    """One row of a would-be table."""

    cells: list[_Cell] = field(default_factory=list)

    @property
    def box(self) -> Box:
        return hull(cell.box for cell in self.cells)

    def takes(self, line: Line) -> bool:
        """Whether a line is part of this row: the next cell, or the same one's next line."""
        last = self.cells[-1]
        if len(self.cells) == 1 and is_bullet(last.lines[0]):
            return False
        if abs(line.size - last.lines[0].size) > 0.2 * max(line.size, last.lines[0].size):
            return False
        if last.takes(line):
            if len(self.cells) == 1:
                return False
            clear = line.box[0] >= self.cells[-2].box[2]
            return clear and line.box[1] < self.box[3] + LINE_PITCH * line.size
        right = line.box[0] - last.box[2]
        if right < CELL_GAP * line.size:
            # Cut in the drawing although on one baseline: a text too long for its cell.
            level = abs(line.base - last.lines[-1].base) <= 0.1 * line.size
            return level and line.box[0] >= last.box[0] + OVERRUN * line.size
        return self._beside(line)

    def _beside(self, line: Line) -> bool:
        box = self.box
        middle = (line.box[1] + line.box[3]) / 2
        return box[1] - 0.8 * line.size <= middle <= box[3] + 0.8 * line.size

    def add(self, line: Line) -> None:
        if self.cells and self.cells[-1].takes(line):
            self.cells[-1].add(line)
        else:
            self.cells.append(_Cell([line], line.box))


def split_tables(lines: Sequence[Line]) -> tuple[list[Block], list[Line]]:
    """The tables of a page, and the lines that are in none."""
    records = _records(lines)
    tables: list[Block] = []
    rest: list[Line] = []
    run: list[_Record] = []
    before: _Record | None = None

    def close() -> None:
        if run and before is not None and _ends_paragraph(before, run[0]):
            rest.extend(run.pop(0).cells[0].lines)
        if _is_table(run):
            starts = _starts(run)
            tables.append(Block([_row(record, starts) for record in run]))
        else:
            rest.extend(line for record in run for cell in record.cells for line in cell.lines)
        run.clear()

    for record in records:
        if run and not _follows(run, record):
            last = run[-1]
            close()
            before = last
        run.append(record)
    close()
    return tables, sorted(rest, key=lambda line: line.rank)


def _records(lines: Sequence[Line]) -> list[_Record]:
    records: list[_Record] = []
    for line in lines:
        if line.upright and records and records[-1].takes(line):
            records[-1].add(line)
        else:
            record = _Record()
            record.add(line)
            records.append(record)
    return _with_first_cells(records)


def _with_first_cells(records: list[_Record]) -> list[_Record]:
    """Join a first cell of several lines with the rest of its row.

    Its lines, alone at the left, were taken for rows of one cell.
    """
    out: list[_Record] = []
    for record in records:
        while out and len(record.cells) > 1 and _is_top_of(out[-1], record):
            above = out.pop()
            first = record.cells[0]
            first.lines = above.cells[0].lines + first.lines
            first.box = hull((above.cells[0].box, first.box))
        out.append(record)
    return out


def _is_top_of(above: _Record, record: _Record) -> bool:
    if len(above.cells) != 1 or not above.cells[0].lines[0].upright:
        return False
    cell, first = above.cells[0], record.cells[0]
    if len(first.lines) + len(cell.lines) > MAX_CELL_LINES:
        return False
    near = gap(cell.box[1], cell.box[3], first.box[1], first.box[3]) <= 0.3 * cell.lines[0].size
    same = abs(cell.box[0] - first.box[0]) <= SAME_START * cell.lines[0].size
    rest = hull(c.box for c in record.cells[1:])
    return near and same and cell.box[2] < rest[0] and cell.box[3] > rest[1]


def _follows(run: list[_Record], record: _Record) -> bool:
    """Whether a row goes on a table: under it, and with cells that start alike."""
    last = run[-1]
    size = record.cells[0].lines[0].size
    if not record.cells[0].lines[0].upright or not last.cells[0].lines[0].upright:
        return False
    below = record.box[1] - last.box[3]
    if not -0.8 * size <= below <= 3.0 * size:
        return False
    if len(record.cells) == 1:
        return False
    if len(last.cells) == 1:
        return True
    wanted = 1 if len(run) >= MIN_ROWS else 2  # a last row « Total » skips columns
    return aligned(run, record) >= min(wanted, len(record.cells))


def _ends_paragraph(above: _Record, record: _Record) -> bool:
    """Whether a row of one cell is the last line of the text that stands over a table."""
    if len(above.cells) != 1 or len(record.cells) != 1:
        return False
    last, line = above.cells[0].lines[-1], record.cells[0].lines[0]
    level = last.upright and line.upright and abs(last.box[0] - line.box[0]) <= 0.5 * line.size
    pitch = line.base - last.base
    alike = abs(last.size - line.size) <= 0.05 * line.size and last.bold == line.bold
    return level and alike and 0 < pitch <= 1.6 * line.size


def aligned(run: list[_Record], record: _Record) -> int:
    """How many cells of a row start (or end, or centre) as a cell of an earlier row."""
    known = [cell.box for row in run[-4:] for cell in row.cells]
    count = 0
    for cell in record.cells:
        slack = SAME_START * cell.lines[0].size
        x0, _, x1, _ = cell.box
        if any(
            min(abs(x0 - a), abs(x1 - b), abs(x0 + x1 - a - b) / 2) <= slack for a, _, b, _ in known
        ):
            count += 1
    return count


def _is_table(run: list[_Record]) -> bool:
    rows = [record for record in run if len(record.cells) > 1]
    if len(rows) < MIN_ROWS:
        return False
    return not _is_prose(rows)


def _is_prose(rows: list[_Record]) -> bool:
    """Columns of running text drawn line by line: long pieces that go on in lower case."""
    pieces = [" ".join(line.text for line in cell.lines) for row in rows for cell in row.cells]
    pieces.sort(key=len)
    if len(pieces[len(pieces) // 2]) < PROSE_CELL:
        return False
    return sum(piece[:1].islower() for piece in pieces) > 0.4 * len(pieces)


def _starts(run: list[_Record]) -> list[float]:
    """Abscissas of columns: where two rows start a cell that is not their first.

    Or where three rows start a word after a gap that no typed blank makes.
    """
    found = sorted(cell.box[0] for record in run for cell in record.cells[1:])
    starts = [a for a, b in pairwise(found) if b - a <= SAME_COLUMN]
    words = sorted(
        word.box[0]
        for record in run
        for cell in record.cells
        for line in cell.lines
        for last, word in pairwise(line.words)
        if not word.typed and word.box[0] - last.box[2] >= COLUMN_GAP * line.size
    )
    triples = zip(words, words[2:], strict=False)
    return starts + [a for a, b in triples if b - a <= SAME_COLUMN]


def _row(record: _Record, starts: list[float]) -> Row:
    lines = [line for cell in record.cells for line in cell.lines]
    return Row([piece for line in lines for piece in _cut(line, starts)], cells=True)


def _cut(line: Line, starts: list[float]) -> list[Line]:
    """Part a line where a column of the table starts: cells close enough to look joined."""
    pieces: list[list[Word]] = [[line.words[0]]]
    for last, word in pairwise(line.words):
        space = word.box[0] - last.box[2]
        on_column = any(abs(word.box[0] - start) <= SAME_COLUMN for start in starts)
        if on_column and space >= COLUMN_GAP * line.size:
            pieces.append([])
        pieces[-1].append(word)
    if len(pieces) == 1:
        return [line]
    return [Line(words, line.rank, line.upright) for words in pieces]
