"""Which column of a laid-out page a title heads, and what is not in it."""

from __future__ import annotations

import re
from bisect import bisect_left

from ingest.records import Page, WordBox

_LEFT = 20.0  # points: what begins this much to the left of a title is not in its column
_CHUNK = re.compile(r"(?:[^\n]+\n?)+")  # lines without an empty one between them
_LEVEL = 4.0  # points between numbers of one row


def word_at(page: Page, start: int) -> WordBox | None:
    """The first word drawn at or after a character of the page, None without a layout."""
    at = bisect_left(page.words, start, key=lambda word: word.start)
    return page.words[at] if at < len(page.words) else None


def is_beside(page: Page, figure: int, title: int) -> bool:
    """Whether a key figure stands outside the column that a title heads.

    A row of key figures set across the page, under columns, is not about the last title of
    one of them. The row counts from its leftmost number to its rightmost one; numbers read
    before the title are of other rows. How wide the column is, the paragraph under its
    title tells, when it has lines enough.

    Args:
        figure: first character of the number.
        title: first character of the title, on this page.
    """
    head, number = word_at(page, title), word_at(page, figure)
    if head is None or number is None:
        return False
    row = _row(page, figure)
    if not row:
        return False
    if min(row) < head.x0 - _LEFT:
        return True
    first = min((p.number[0] for p in page.pairs if p.number[0] > title), default=figure)
    edge = _right_edge(page, title, first)
    # A row wholly to the right goes on the column in the next one.
    return edge is not None and min(row) < edge < max(row) - _LEFT


def _row(page: Page, figure: int) -> list[float]:
    """Left edges of the key figures set on one line with a figure, nothing read in between."""
    pairs = sorted(page.pairs, key=lambda pair: pair.number)
    runs: list[list[float]] = []
    mine: list[float] = []
    stop, level = -1, 0.0
    for pair in pairs:
        word = word_at(page, pair.number[0])
        if word is None:
            continue
        together = stop >= 0 and not page.text[stop : pair.number[0]].strip()
        if not together or abs(word.y1 - level) >= _LEVEL:
            runs.append([])
        runs[-1].append(word.x0)
        if pair.number[0] == figure:
            mine = runs[-1]
        stop, level = max(end for _, end in pair.labels), word.y1
    return mine


def _right_edge(page: Page, title: int, stop: int) -> float | None:
    """Where the lines of the first paragraph under a title end at the right.

    None when no paragraph of two lines or more stands between the title and ``stop``.
    """
    chunks = list(_CHUNK.finditer(page.text, title, stop))[1:2]
    if not chunks or "\n" not in chunks[0].group().strip():
        return None
    words = [w for w in page.words if chunks[0].start() <= w.start < chunks[0].end()]
    return max((word.x1 for word in words), default=None)
