"""What a reader makes of a file: pages with their words, boxes, pairs and asides; frozen.

``ingest.records`` gives these types too: it is where the other stages take them from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ingest.entries import RawTable

AsideKind = Literal["note", "caption"]


@dataclass(frozen=True, slots=True)
class WordBox:
    """Where a word of the page text is drawn.

    Attributes:
        start, end: half-open character span in ``Page.text``.
        x0, y0, x1, y1: PDF points, origin at the top left of the page as displayed.
        size: font size in points.
    """

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float


@dataclass(frozen=True, slots=True)
class LabelledNumber:
    """A number and its label that a reader paired by layout (a key-figure block).

    Attributes:
        number: half-open span of the number in the page text.
        labels: half-open spans of the pieces of its label, in reading order.
        confidence: 0 to 1.
    """

    number: tuple[int, int]
    labels: tuple[tuple[int, int], ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Aside:
    """A run of the page text that stands beside it: a footnote, a caption of a picture.

    ``start`` and ``end`` are a half-open span of whole lines of the page text.
    """

    start: int
    end: int
    kind: AsideKind


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read. A format without pages is one page, ``number`` 1.

    Attributes:
        number: 1-based position in the file.
        text: the page's own characters, in reading order, ``\\n`` between lines.
        label: the number printed on the page, where the file declares one.
        width, height: PDF points; 0 where the format has no layout.
        words: word boxes, in text order; empty where the format has no layout.
        pairs: key figures that the reader paired by geometry.
        needs_ocr: the page shows a picture and holds no text.
        ocr: mean confidence, 0 to 1, of a page that was read by OCR; None for a page
            whose text is in the file.
        unsure: half-open spans of the words that OCR read without being sure.
        asides: footnotes and captions, in text order.
    """

    number: int
    text: str
    label: str | None = None
    width: float = 0.0
    height: float = 0.0
    words: tuple[WordBox, ...] = ()
    pairs: tuple[LabelledNumber, ...] = ()
    needs_ocr: bool = False
    ocr: float | None = None
    unsure: tuple[tuple[int, int], ...] = ()
    asides: tuple[Aside, ...] = ()


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a reader returns for one file, before anything is worked out from it.

    Attributes:
        pages: at least one page.
        paged: whether the format has pages that a person could turn to.
        title, language, created: what the file declares of itself, when it does.
        outline: bookmarks as ``(title, page number)``.
        warnings: French sentences on what could not be read of a file that was read.
        tables: the tables of a spreadsheet or list of records, in order.
    """

    pages: tuple[Page, ...]
    paged: bool
    title: str | None = None
    language: str | None = None
    created: str | None = None
    outline: tuple[tuple[str, int], ...] = ()
    warnings: tuple[str, ...] = ()
    tables: tuple[RawTable, ...] = ()
