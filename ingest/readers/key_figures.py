"""Key figures: a number set large, paired with the small label near it.

The cost of a pair is the gap between number and label plus a quarter of their
misalignment, in points. Pairs are taken from the cheapest on, each number and each label
once; then again with a preference for the side (below, above, right, left) on which most
numbers of the page have their label.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.readers.pdf_layout import Block, Line, Row, gap, overlap

Side = Literal["below", "above", "right", "left"]

STEP = 1.25  # a key figure is larger than running text by that factor
LABEL_STEP = 1.15  # and than its own label by that one
REACH = 2.2  # em of the number, between it and its label
MISALIGNED = 0.25
OTHER_SIDE = 1.6  # cost factor against the side most numbers have their label on
MAX_LABEL = 140  # characters
LABEL_WORDS = 12  # more of them are rather a sentence
MAX_LABEL_ROWS = 5
CERTAIN = 0.97
DOUBT = 0.5

_NUMBER = re.compile(
    r"""(?:(?:plus|moins|près)\s+(?:de|d’|d')\s*|environ\s+|[+±≈~<>≥≤−–-]\s?(?:de\s+)?)?
        (?:\d{1,3}\s?min(?:utes?)?\s?[0-5]?\d|\d{1,3}(?:(?:[\s\u00a0\u202f.]?\d{3})+|\d*)(?:[.,]\d+)?
        (?:\s?[/×x]\s?\d{1,4})?\s?
        (?:%|‰|[MkKG]?\$|\$\s?[MkKG]?|€|[MkKG]€|M|k|K|h|ha|km²?|m²|kg|t|°C?|ans?|heures?|
           millions?(?:\s+(?:de\s+dollars|\$))?|milliards?|mille)?\s?[+*†]?)""",
    re.X | re.I,
)
_YEAR = re.compile(r"(?:19|20)\d\d|0\d+")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_QUALIFIER = re.compile(
    r"(?:et |dont )?(?:plus|moins|près|autour) d[e’']|environ|quelque|au moins|jusqu[’']à|"
    r"presque|en moyenne",
    re.I,
)


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number and the lines of its label, in reading order, with a confidence (0 to 1)."""

    number: Line
    labels: tuple[Line, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    number: int
    label: int
    side: Side
    cost: float


def is_number(text: str) -> bool:
    """Whether a line is a quantity alone: not a bare year, not a numeral of order."""
    text = text.strip()
    return bool(_NUMBER.fullmatch(text)) and not _YEAR.fullmatch(text)


def key_numbers(lines: Sequence[Line], body: float) -> list[Line]:
    """The lines of a page that are numbers set larger than running text."""
    large = [x for x in lines if x.upright and x.size > STEP * body]
    return [x for x in large if is_number(x.text) and not _numbers_a_title(x, large)]


def _numbers_a_title(number: Line, lines: Sequence[Line]) -> bool:
    """Whether words of the same size follow on the line: « 2   Historique »."""
    for line in lines:
        alike = abs(line.size - number.size) <= 0.08 * number.size
        level = abs(line.base - number.base) <= 0.1 * number.size
        near = 0 <= line.box[0] - number.box[2] <= 3 * number.size
        if alike and level and near and _LETTERS.search(line.text):
            return True
    return False


def pair(
    numbers: Sequence[Line], blocks: list[Block], body: float
) -> tuple[list[KeyFigure], list[Block]]:
    """Pair numbers with label blocks.

    Returns the pairs, and all blocks: each pair as a block of its own, then the numbers
    without label and the blocks that are no label.
    """
    blocks = _split_beside(numbers, blocks)
    options = _candidates(numbers, blocks)
    chosen = _assign(options)
    sides = Counter(c.side for c in chosen)
    if len(chosen) > 2:
        main = sides.most_common(1)[0][0]
        options = [
            c if c.side == main else _Candidate(c.number, c.label, c.side, c.cost * OTHER_SIDE)
            for c in options
        ]
        chosen = _assign(options)
    figures: list[KeyFigure] = []
    out: list[Block] = []
    for c in sorted(chosen, key=lambda c: c.number):
        figure, block = _joined(c, numbers[c.number], blocks, options, chosen, body)
        figures.append(figure)
        out.append(block)
    taken = {c.label for c in chosen}
    paired = {c.number for c in chosen}
    out += [Block([Row([n])]) for k, n in enumerate(numbers) if k not in paired]
    out += [block for k, block in enumerate(blocks) if k not in taken]
    return _with_qualifiers(figures, out), out


def _split_beside(numbers: Sequence[Line], blocks: list[Block]) -> list[Block]:
    """Part a stack of labels between the numbers that stand beside its rows."""
    out: list[Block] = []
    for block in blocks:
        beside = [n for n in numbers if _is_beside(n, block)]
        if len(beside) < 2 or any(row.cells for row in block.rows):
            out.append(block)
            continue
        shares: dict[int, list[Row]] = {}
        for row in block.rows:
            middle = (row.lines[0].box[1] + row.lines[0].box[3]) / 2
            nearest = min(
                range(len(beside)),
                key=lambda k: abs((beside[k].box[1] + beside[k].box[3]) / 2 - middle),
            )
            shares.setdefault(nearest, []).append(row)
        out += [Block(rows) for rows in shares.values()]
    return out


def _is_beside(number: Line, block: Block) -> bool:
    middle = (number.box[1] + number.box[3]) / 2
    near = gap(number.box[0], number.box[2], block.box[0], block.box[2]) <= REACH * number.size
    apart = overlap(number.box[0], number.box[2], block.box[0], block.box[2]) == 0
    return near and apart and block.box[1] - block.size <= middle <= block.box[3] + block.size


def _candidates(numbers: Sequence[Line], blocks: Sequence[Block]) -> list[_Candidate]:
    out = []
    for k, number in enumerate(numbers):
        for j, block in enumerate(blocks):
            if not _may_label(number, block):
                continue
            found = _measure(number, block)
            if found is not None:
                out.append(_Candidate(k, j, *found))
    return out


def _may_label(number: Line, block: Block) -> bool:
    if not block.lines[0].upright or any(row.cells for row in block.rows):
        return False
    if number.size < LABEL_STEP * block.size or len(block.rows) > MAX_LABEL_ROWS:
        return False
    text = block.text
    if len(text) > MAX_LABEL or _QUALIFIER.fullmatch(text.strip()):
        return False
    return bool(_LETTERS.search(text))


def _measure(number: Line, block: Block) -> tuple[Side, float] | None:
    """Side and cost of a label, or None when it is out of reach."""
    nx0, ny0, nx1, ny1 = number.box
    # Cut to the height of digits, so that gaps above and below compare.
    ny0 = max(ny0, number.base - 0.75 * number.size)
    ny1 = min(ny1, number.base + 0.05 * number.size)
    bx0, by0, bx1, by1 = block.box
    reach = REACH * number.size
    across = overlap(nx0, nx1, bx0, bx1)
    along = overlap(ny0, ny1, by0, by1)
    if across > 0 and along <= 0.3 * min(ny1 - ny0, by1 - by0):
        space = gap(ny0, ny1, by0, by1)
        off = min(abs(nx0 - bx0), abs(nx1 - bx1), abs(nx0 + nx1 - bx0 - bx1) / 2)
        side: Side = "below" if by0 + by1 > ny0 + ny1 else "above"
    elif along > 0 and across == 0:
        space = gap(nx0, nx1, bx0, bx1)
        first = block.lines[0]
        off = min(abs(ny0 + ny1 - by0 - by1) / 2, abs(number.base - first.base))
        side = "right" if bx0 >= nx1 else "left"
    else:
        return None
    return (side, space + MISALIGNED * off) if space <= reach else None


def _assign(options: Sequence[_Candidate]) -> list[_Candidate]:
    """Cheapest first, each number and each label once."""
    numbers: set[int] = set()
    labels: set[int] = set()
    out = []
    for c in sorted(options, key=lambda c: (c.cost, c.number, c.label)):
        if c.number not in numbers and c.label not in labels:
            numbers.add(c.number)
            labels.add(c.label)
            out.append(c)
    return out


def _joined(
    c: _Candidate,
    number: Line,
    blocks: Sequence[Block],
    options: Sequence[_Candidate],
    chosen: Sequence[_Candidate],
    body: float,
) -> tuple[KeyFigure, Block]:
    label = blocks[c.label]
    block = Block(_rows(c.side, number, label))
    sure = _confidence(c, options, chosen)
    if label.size > STEP * body:
        sure *= 0.8  # a heading near a number, rather than a label
    if len(label.text.split()) > LABEL_WORDS:
        sure *= 0.8  # a sentence near a numeral
    return KeyFigure(number, tuple(label.lines), round(sure, 3)), block


def _rows(side: Side, number: Line, label: Block) -> list[Row]:
    if side == "above":
        return [*label.rows, Row([number])]
    if side == "right" and len(label.rows) == 1:
        return [Row([number, *label.lines])]
    if side == "left" and len(label.rows) == 1:
        return [Row([*label.lines, number])]
    return [Row([number]), *label.rows]


def _confidence(
    c: _Candidate, options: Sequence[_Candidate], chosen: Sequence[_Candidate]
) -> float:
    """From 0.5 when another pairing costs as much, to 0.97 when none comes near.

    A rival label counts less when a number of its own claims it for less.
    """
    own = {x.label: x.cost for x in chosen}
    margins = [1.0]
    for rival in options:
        if rival is c or (rival.number != c.number and rival.label != c.label):
            continue
        excess = (rival.cost - c.cost) / max(rival.cost + c.cost, 1e-6)
        if rival.number == c.number and own.get(rival.label, rival.cost) < 0.6 * rival.cost:
            excess = max(excess, 0.5)
        margins.append(max(0.0, excess))
    return DOUBT + (CERTAIN - DOUBT) * min(1.0, 2.5 * min(margins))


def _with_qualifiers(figures: list[KeyFigure], blocks: list[Block]) -> list[KeyFigure]:
    """Add « plus de » set apart above a number to its label, and to its block."""
    out = []
    for figure in figures:
        home = next(b for b in blocks if any(line is figure.number for line in b.lines))
        extra = next((b for b in blocks if b is not home and _qualifies(b, figure.number)), None)
        if extra is not None:
            blocks.remove(extra)
            home.rows[:0] = extra.rows
            home.refresh()
            figure = KeyFigure(
                figure.number, (*extra.lines, *figure.labels), figure.confidence
            )  # fmt: skip
        out.append(figure)
    return out


def _qualifies(block: Block, number: Line) -> bool:
    if not _QUALIFIER.fullmatch(block.text.strip()):
        return False
    x0, y0, x1, _ = number.box
    above = -0.3 * number.size <= y0 - block.box[3] <= number.size
    return above and overlap(x0, x1, block.box[0], block.box[2]) > 0
