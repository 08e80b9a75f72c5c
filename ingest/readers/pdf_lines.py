"""From words in drawing order to lines: same baseline, no wide gap."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_layout import Box, Line, Word, hull, overlap

CELL_GAP = 1.5  # em; wider than any justified space
DRAWN_GAP = 0.9  # em; the same, where no space was typed
SAME_BASE = 0.3  # em
RAISED = 0.6  # em; a superscript is at most that far from the baseline
SIZE_STEP = 1.25  # a key figure and its label differ at least by that


def turn(words: list[Word], width: float, height: float) -> tuple[float, float]:
    """Put words in the layout frame, in place; return the frame's width and height."""
    weights = Counter[int]()
    for word in words:
        weights[word.angle] += len(word.text)
    main = weights.most_common(1)[0][0] if weights else 0
    if main in (0, -1):
        return width, height
    for word in words:
        word.box = _turned(word.display, main, width, height)
        word.base = word.box[3] - 0.22 * word.size
        word.angle = (word.angle - main) % 360 if word.angle >= 0 else -1
    return (width, height) if main == 180 else (height, width)


def _turned(box: Box, angle: int, width: float, height: float) -> Box:
    x0, y0, x1, y1 = box
    if angle == 90:  # text runs upwards: what is at the left is the top of the letters
        return height - y1, x0, height - y0, x1
    if angle == 270:
        return y0, width - x1, y1, width - x0
    return width - x1, height - y1, width - x0, height - y0


def lines_of(words: list[Word]) -> list[Line]:
    """Group words in drawing order into lines, slanted or vertical text apart."""
    lines: list[Line] = []
    current: list[Word] = []
    for word in words:
        if current and not _joins(current, word):
            _close(current, lines)
            current = []
        current.append(word)
    if current:
        _close(current, lines)
    return _without_doubles(lines)


def _close(words: list[Word], lines: list[Line]) -> None:
    upright = words[0].angle == 0
    words[0].before = "\n"
    if upright:
        words = closed_up(words)
    lines.append(Line(words, len(lines), upright))


def _joins(current: list[Word], word: Word) -> bool:
    last = current[-1]
    if last.angle != word.angle:
        return False
    if word.angle != 0:
        return word.before != "\n" and word.before != ""
    size = max(last.size, word.size)
    if last.broken:
        return False
    distance = word.box[0] - last.box[2]
    if not -0.5 * size <= distance <= (CELL_GAP if word.typed else DRAWN_GAP) * size:
        return False
    if word.before == "" and distance < -0.05 * size:
        return False
    ratio = size / max(0.1, min(last.size, word.size))
    shift = abs(word.base - last.base)
    if shift <= SAME_BASE * min(last.size, word.size):
        if ratio >= SIZE_STEP and word.before != "":
            return False
        if word.before == "\n":
            word.before = " " if distance > 0.15 * size else ""
        return True
    raised = shift <= RAISED * size and ratio >= SIZE_STEP and distance < 0.5 * size
    if raised and word.before == "\n":
        word.before = " " if distance > 0.15 * size else ""
    return raised


def closed_up(words: list[Word]) -> list[Word]:
    """Letter-spaced words (« R A P P O R T ») put together again.

    The gap between words is wider than the gap between letters.
    """
    singles = sum(len(word.text) == 1 and word.text.isalpha() for word in words)
    if singles < 4 or singles < 0.8 * len(words):
        return words
    gaps = [b.box[0] - a.box[2] for a, b in pairwise(words)]
    limit = 1.8 * max(median(gaps), 0.05 * words[0].size)
    out = [words[0]]
    for space, word in zip(gaps, words[1:], strict=True):
        if space > limit or len(word.text) > 1:
            out.append(word)
        else:
            out[-1] = _merged(out[-1], word)
    return out


def _merged(a: Word, b: Word) -> Word:
    return Word(
        a.text + b.text, hull((a.display, b.display)), hull((a.box, b.box)), a.base, a.size,
        a.bold, a.before, a.angle, b.broken, a.typed,
    )  # fmt: skip


def _without_doubles(lines: list[Line]) -> list[Line]:
    """Drop a line drawn twice at the same place (shadows, bold made by overprinting)."""
    seen: dict[str, list[Box]] = {}
    kept = []
    for line in lines:
        boxes = seen.setdefault(line.text, [])
        if any(_same_place(box, line.box) for box in boxes):
            continue
        boxes.append(line.box)
        kept.append(line)
    return kept


def _same_place(a: Box, b: Box) -> bool:
    wide = overlap(a[0], a[2], b[0], b[2]) >= 0.8 * max(a[2] - a[0], b[2] - b[0])
    return wide and overlap(a[1], a[3], b[1], b[3]) >= 0.7 * max(a[3] - a[1], b[3] - b[1])
