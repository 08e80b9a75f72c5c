"""The shapes that PDF reading works on, from the word up to the block.

Coordinates are PDF points with the origin at the top left. ``Word`` carries the box it has
on the page as displayed; everything above works in the layout frame, which is the
displayed page turned so that most of its text runs from left to right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Word:
    """A run of characters without blanks, as drawn.

    Attributes:
        text: the word's own characters; a hyphen that cuts it at a line end is ``-``.
        display: its box on the page as displayed.
        box: its box in the layout frame.
        base: baseline in the layout frame.
        size: font size in points.
        bold: whether the font says it is bold.
        before: what stands before it: ``""``, a blank, or ``"\\n"``.
        typed: whether the blank before it is in the file, and not only a gap in the drawing.
        angle: direction of its text as displayed: 0, 90, 180, 270, or -1 when slanted.
        broken: whether the word goes on at the next line.
        confidence: 0 to 1; 1 for a word that the file holds as text.
    """

    text: str
    display: Box
    box: Box
    base: float
    size: float
    bold: bool
    before: str
    angle: int
    broken: bool = False
    typed: bool = True
    confidence: float = 1.0


@dataclass(slots=True)
class Line:
    """Words on one baseline with no wide gap between them.

    Attributes:
        rank: place in the order of drawing.
        upright: False for text that does not run as the rest of the page.
        length: number of characters, blanks apart.
    """

    words: list[Word]
    rank: int
    upright: bool = True
    box: Box = field(init=False)
    size: float = field(init=False)
    base: float = field(init=False)
    length: int = field(init=False)

    def __post_init__(self) -> None:
        self.box = hull(word.box for word in self.words)
        self.length = sum(len(word.text) for word in self.words)
        self.size = main_size((word.size, len(word.text)) for word in self.words)
        self.base = median(word.base for word in self.words)

    @property
    def text(self) -> str:
        """The words with one blank between those that a blank separates."""
        return "".join((blank(w) if n else "") + w.text for n, w in enumerate(self.words))

    @property
    def bold(self) -> bool:
        """Whether all its words are bold."""
        return all(word.bold for word in self.words)


@dataclass(slots=True)
class Row:
    """Lines set side by side that are to be read as one line of text.

    ``cells`` says that they are cells of a table, and not one run of words.
    """

    lines: list[Line]
    cells: bool = False


@dataclass(slots=True)
class Block:
    """Rows read one after the other: a paragraph, a heading, a table, a key figure."""

    rows: list[Row]
    box: Box = field(init=False)
    rank: int = field(init=False)
    size: float = field(init=False)

    def __post_init__(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Work out again what derives from the rows, after they changed."""
        lines = self.lines
        self.box = hull(line.box for line in lines)
        self.rank = min(line.rank for line in lines)
        self.size = main_size((line.size, line.length) for line in lines)

    @property
    def lines(self) -> list[Line]:
        """All lines, in reading order."""
        return [line for row in self.rows for line in row.lines]

    @property
    def text(self) -> str:
        """Readable text, for the rules that look at words."""
        return "\n".join(" ".join(line.text for line in row.lines) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a picture of a page says: its lines, and how sure they are, 0 to 1."""

    lines: list[Line]
    confidence: float


@dataclass(slots=True)
class Sheet:
    """One page on its way to text.

    Attributes:
        number: 1-based.
        width, height: of the layout frame, in points.
        display: width and height of the page as displayed.
        lines: in the order of drawing.
        picture: whether what the page says is in a picture.
        unmapped: characters drawn that stand for no known letter.
        confidence: of its average character when OCR read the page, else None.
        pictures: boxes of the pictures drawn, as displayed; none on a page that was turned.
        shown: what these pictures say, as far as it was read.
    """

    number: int
    width: float
    height: float
    display: tuple[float, float]
    lines: list[Line]
    picture: bool = False
    unmapped: int = 0
    confidence: float | None = None
    pictures: tuple[Box, ...] = ()
    shown: Sequence[Shown] = ()


def hull(boxes: Iterable[Box]) -> Box:
    """The smallest box around all boxes."""
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
    return min(x0s), min(y0s), max(x1s), max(y1s)


def blank(word: Word) -> str:
    """The blank to write before a word that is not the first of its line."""
    return " " if word.before == "\n" else word.before


def main_size(sizes: Iterable[tuple[float, int]]) -> float:
    """Font size that most characters have: upper median of ``(size, characters)``."""
    weights: dict[float, int] = {}
    for size, count in sizes:
        weights[size] = weights.get(size, 0) + count
    half = sum(weights.values()) / 2
    total = 0
    for size in sorted(weights):
        total += weights[size]
        if total >= half:
            return size
    return 0.0


def body_size(lines: Iterable[Line]) -> float:
    """Font size of the running text of a page."""
    return main_size((line.size, line.length) for line in lines)


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """Length that two intervals share, 0 when they are apart."""
    return max(0.0, min(a1, b1) - max(a0, b0))


def gap(a0: float, a1: float, b0: float, b1: float) -> float:
    """Distance between two intervals, 0 when they touch."""
    return max(0.0, b0 - a1, a0 - b1)


def is_bullet(line: Line) -> bool:
    """Whether a line is only the mark of a list item, set apart from its text."""
    text = line.text
    return len(text) <= 2 and (text == "o" or not any(c.isalnum() for c in text))
