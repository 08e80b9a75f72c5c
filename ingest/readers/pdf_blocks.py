"""From lines to blocks: lines set one under the other, alike and close."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.pdf_layout import Block, Line, Row, is_bullet, overlap

_ENUMERATOR = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[a-zA-Z])[.)°]?")
LOOK_BACK = 8  # blocks still open: columns drawn line by line go back and forth
SAME_SIZE = 0.08
LEADING = 0.75  # em of blank between two lines of one paragraph
BULLET_GAP = 6.0  # em between the mark of a list item and its text
NUMBER_GAP = 3.0  # em between the number of a heading or item and its text
INSET = 0.8  # em, least indent of a first line
NEAR = 1.6  # em between pieces of one line set in two sizes


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """Stack lines into blocks, in the order of drawing."""
    blocks: list[Block] = []
    for line in lines:
        home = _home(blocks[-LOOK_BACK:], line) if line.upright else None
        if home is None:
            blocks.append(Block([Row([line])]))
            continue
        if _same_row(home, line):
            home.rows[-1].lines.append(line)
        else:
            home.rows.append(Row([line]))
        home.refresh()
    return blocks


def _home(blocks: Sequence[Block], line: Line) -> Block | None:
    for block in reversed(blocks):
        if not block.lines[-1].upright:
            continue
        if _same_row(block, line) or _next_row(block, line):
            return block
    return None


def _same_row(block: Block, line: Line) -> bool:
    """The rest of a line that changes size on the way (« 375 membres »)."""
    last = block.rows[-1].lines[-1]
    if block.rows[-1].cells:
        return False
    size = max(last.size, line.size)
    distance = line.box[0] - last.box[2]
    if is_bullet(last) and len(block.rows[-1].lines) == 1:
        return abs(last.base - line.base) <= 0.5 * size and 0 <= distance <= BULLET_GAP * size
    if len(block.rows) == 1 and last.bold == line.bold and _ENUMERATOR.fullmatch(last.text):
        return abs(last.base - line.base) <= 0.1 * size and 0 <= distance <= NUMBER_GAP * size
    near = -0.3 * size <= distance <= NEAR * min(last.size, line.size)
    return near and abs(last.base - line.base) <= 0.15 * size


def _next_row(block: Block, line: Line) -> bool:
    last = block.rows[-1].lines[-1]
    size = max(last.size, line.size)
    if abs(last.size - line.size) > SAME_SIZE * size or last.bold != line.bold:
        return False
    blank = line.box[1] - last.box[3]
    pitch = line.base - last.base
    if pitch <= 0.5 * size or blank > LEADING * size or pitch > _pitch_limit(block, size):
        return False
    if _is_indented(block, line):
        return False
    x0, _, x1, _ = block.rows[-1].lines[0].box
    shared = overlap(x0, last.box[2], line.box[0], line.box[2])
    return shared > 0.2 * min(max(x1, last.box[2]) - x0, line.box[2] - line.box[0])


def _is_indented(block: Block, line: Line) -> bool:
    """A first line set in after the end of a sentence: the next paragraph.

    The lines of a list item are set in too, under its text.
    """
    first, last = block.lines[0], block.lines[-1]
    if is_bullet(first) or _ENUMERATOR.fullmatch(first.words[0].text):
        return False
    inset = line.box[0] - block.box[0]
    return INSET * line.size <= inset <= 4 * line.size and last.text[-1] in ".!?"


def _pitch_limit(block: Block, size: float) -> float:
    """Lines of a paragraph are evenly set: a wider step starts another paragraph."""
    if len(block.rows) < 2:
        return 1.9 * size
    bases = [row.lines[0].base for row in block.rows]
    steps = [b - a for a, b in pairwise(bases)]
    return 1.25 * max(min(steps), 0.9 * size)
