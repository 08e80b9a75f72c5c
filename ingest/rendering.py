"""Pictures of document pages, drawn in the sandbox of the readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ingest.readers.sandbox import Limits, shared_sandbox
from ingest.records import WordBox

DRAWING = Limits(seconds=15.0, seconds_per_megabyte=0.5)
SCREEN_DPI = 96.0

Box = tuple[float, float, float, float]


def render_page(
    path: Path, number: int, dpi: float = SCREEN_DPI, highlights: Sequence[Box] = ()
) -> bytes:
    """PNG of a PDF page with boxes highlighted. The caller caches it.

    Args:
        number: 1-based.
        dpi: dots per inch, kept within 18 and 300 and 12 million pixels in all.
        highlights: ``x0, y0, x1, y1`` in points from the top left, as in ``WordBox``.

    Raises:
        NotFoundError: ``page_not_found``.
        ReadFailure: the file cannot be read or drawn, or takes too long.
    """
    return shared_sandbox(DRAWING).draw(path, number, dpi, highlights)


def boxes_of(words: Iterable[WordBox], start: int, end: int) -> tuple[Box, ...]:
    """Boxes of the words that a span of the page text touches, one for each line run."""
    out: list[Box] = []
    for word in words:
        if word.end <= start or word.start >= end:
            continue
        box = (word.x0, word.y0, word.x1, word.y1)
        if out and _same_line(out[-1], box):
            a = out[-1]
            box = (a[0], min(a[1], box[1]), box[2], max(a[3], box[3]))
            out[-1] = box
        else:
            out.append(box)
    return tuple(out)


def _same_line(a: Box, b: Box) -> bool:
    height = max(a[3] - a[1], b[3] - b[1])
    level = abs(a[1] - b[1]) < 0.3 * height and abs(a[3] - b[3]) < 0.3 * height
    return level and -0.3 * height <= b[0] - a[2] <= 1.5 * height
