"""Reading order of the blocks of a page.

The order of drawing is right in nearly all files; geometry only mends it. A block goes
after those that stand above it in its column; among the blocks that may come next, the
first drawn is taken. Blocks that one sentence runs through are never parted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.readers.key_figures import is_number
from ingest.readers.pdf_layout import Block, overlap

MAX_BLOCKS = 600
SHARED_WIDTH = 0.3
HEADING_STEP = 1.2
HEADING_ROWS = 3
COLUMN_ROWS = 4
NOTE_STEP = 0.9
# A number and what it counts (« 1er vice-président », « 1 min 35 ») opens no note.
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡]{1,3})[.)]?\s?(?:[A-ZÀ-ÖØ-Þ«“\"(\[]|https?:|www\.)")
ENDS = '.!?:;…»”")]'


def continues(a: Block, b: Block) -> bool:
    """Whether the sentence that ends one block goes on in the other."""
    first, last = b.lines[0], a.lines[-1]
    if a.rows[-1].cells or b.rows[0].cells or not (first.upright and last.upright):
        return False
    if abs(first.size - last.size) > 0.05 * max(first.size, last.size):
        return False
    if first.bold != last.bold:
        return False
    if last.words[-1].broken:
        return True
    start = first.words[0].text
    return last.text[-1] not in ENDS and start[0].islower() and last.length > 20


def chains(blocks: list[Block]) -> list[list[Block]]:
    """Blocks in the order of drawing, those that a sentence joins kept together."""
    out: list[list[Block]] = []
    for block in sorted(blocks, key=lambda b: b.rank):
        if out and continues(out[-1][-1], block):
            out[-1].append(block)
        else:
            out.append([block])
    return out


def ordered(blocks: list[Block], body: float) -> list[list[Block]]:
    """Chains of blocks in reading order; ``body`` is the font size of running text."""
    units = chains(blocks)
    if len(units) > MAX_BLOCKS:
        return units
    waits = _constraints(units, body)
    left = set(range(len(units)))
    out: list[list[Block]] = []
    while left:
        # Chains that wait for each other in a circle keep the order of drawing.
        ready = [u for u in left if not waits[u] & left] or [min(left)]
        under = [u for u in ready if out and _captions(out[-1][-1], units[u][0])]
        best = min(under or ready)
        left.discard(best)
        out.append(units[best])
    return out


def _constraints(units: list[list[Block]], body: float) -> list[set[int]]:
    """For each chain, the chains that must come before it."""
    waits: list[set[int]] = [set() for _ in units]
    for a, first in enumerate(units):
        for b, second in enumerate(units):
            if a != b and any(_above(x, y, body) for x in first for y in second):
                waits[b].add(a)
    running = running_size([block for unit in units for block in unit])
    for n, unit in enumerate(units):
        if is_note(unit[0], running):
            texts = {m for m, other in enumerate(units) if other[0].size > unit[0].size}
            waits[n] |= {m for m in texts if n not in waits[m]}
    return waits


def running_size(blocks: Sequence[Block]) -> float:
    """The largest font size that a quarter of the characters of the page have."""
    lines = [line for block in blocks for line in block.lines]
    total = sum(line.length for line in lines)
    sizes = {round(line.size, 1) for line in lines}
    return max(
        (s for s in sizes if 4 * sum(x.length for x in lines if abs(x.size - s) < 0.3) >= total),
        default=0.0,
    )


def is_note(block: Block, running: float) -> bool:
    """A footnote: smaller than running text, and opened by its number or mark.

    Notes come after the text of the page, which they would cut.
    """
    opening = _NOTE.match(block.lines[0].text)
    return block.size < NOTE_STEP * running and opening is not None and len(block.text) > 15


def _above(a: Block, b: Block, body: float) -> bool:
    """Whether a block stands above another in the same column."""
    if not a.lines[0].upright or not b.lines[0].upright:
        return False
    x0, y0, x1, y1 = a.box
    if _is_left_column(a, b):
        return True
    slack = 0.25 * min(a.size, b.size)
    heading = a.size > HEADING_STEP * body and len(a.rows) <= HEADING_ROWS
    if heading and a.rank > b.rank and b.box[0] >= x1 and b.box[1] >= y0 + 0.5 * a.size:
        # A title governs what is set beside and under it, even to its right.
        return not is_number(a.text)
    if y1 > b.box[1] + slack or y0 >= b.box[1]:
        return False
    shared = overlap(x0, x1, b.box[0], b.box[2])
    return shared >= SHARED_WIDTH * min(x1 - x0, b.box[2] - b.box[0])


def _captions(a: Block, b: Block) -> bool:
    """Whether a block stands right under a line of titling: a name, then its role."""
    if len(a.rows) > HEADING_ROWS or a.rows[0].cells or b.rows[0].cells:
        return False
    strong = (a.lines[0].bold and not b.lines[0].bold) or a.size > 1.05 * b.size
    blank = b.box[1] - a.box[3]
    if not strong or not -0.4 * a.size <= blank <= 0.8 * a.size:
        return False
    centre = abs(a.box[0] + a.box[2] - b.box[0] - b.box[2]) / 2
    return min(abs(a.box[0] - b.box[0]), centre) <= 0.8 * b.size


def _is_left_column(a: Block, b: Block) -> bool:
    """Whether two blocks are neighbouring columns of one text, the first at the left."""
    if min(len(a.rows), len(b.rows)) < COLUMN_ROWS or a.rows[0].cells or b.rows[0].cells:
        return False
    level = abs(a.box[1] - b.box[1]) < 0.5 * a.size
    alike = abs(a.size - b.size) <= 0.05 * a.size and a.lines[0].bold == b.lines[0].bold
    return level and alike and a.box[2] <= b.box[0]
