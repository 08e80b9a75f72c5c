"""What a reader makes of a file: pages with their words, boxes, pairs and asides; frozen.

``ingest.records`` gives these types too: it is where the other stages take them from.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, overload

from ingest.entries import RawTable

AsideKind = Literal["note", "caption", "picture"]


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


PER_WORD = 7  # numbers that a word box is made of


class WordBoxes(Sequence[WordBox]):
    """Word boxes held as plain numbers, each made when it is asked for.

    A page has hundreds of them and a document may have thousands of pages: as objects they
    would take five times the room.
    """

    __slots__ = ("_numbers",)

    def __init__(self, numbers: array[float]) -> None:
        self._numbers = numbers

    @classmethod
    def of(cls, words: Iterable[WordBox]) -> WordBoxes:
        """The same boxes, held as numbers."""
        made = array("d")
        for w in words:
            made.extend((w.start, w.end, w.x0, w.y0, w.x1, w.y1, w.size))
        return cls(made)

    @property
    def numbers(self) -> array[float]:
        """Seven numbers a word, in the order of ``WordBox``."""
        return self._numbers

    def __len__(self) -> int:
        return len(self._numbers) // PER_WORD

    @overload
    def __getitem__(self, place: int) -> WordBox: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[WordBox, ...]: ...

    def __getitem__(self, place: int | slice) -> WordBox | tuple[WordBox, ...]:
        if isinstance(place, slice):
            return tuple(self._at(at) for at in range(*place.indices(len(self))))
        at = place + len(self) if place < 0 else place
        if not 0 <= at < len(self):
            raise IndexError(place)
        return self._at(at)

    def __iter__(self) -> Iterator[WordBox]:
        return map(self._at, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, WordBoxes):
            return self._numbers == other._numbers
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"WordBoxes({list(self)!r})"

    def _at(self, place: int) -> WordBox:
        n = PER_WORD * place
        start, end, x0, y0, x1, y1, size = self._numbers[n : n + PER_WORD]
        return WordBox(int(start), int(end), x0, y0, x1, y1, size)


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
    """A run of the page text that stands beside it: a footnote, a caption of a picture, or
    what OCR read in the picture itself.

    ``start`` and ``end`` are a half-open span of whole lines of the page text; ``call`` is
    where the text calls a note, as far as the file tells it; ``confidence``, 0 to 1, is that
    of OCR.
    """

    start: int
    end: int
    kind: AsideKind
    call: int | None = None
    confidence: float = 1.0


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
    words: Sequence[WordBox] = ()
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

    pages: Sequence[Page]
    paged: bool
    title: str | None = None
    language: str | None = None
    created: str | None = None
    outline: tuple[tuple[str, int], ...] = ()
    warnings: tuple[str, ...] = ()
    tables: tuple[RawTable, ...] = ()


class ByNumber:
    """Pages of a document by their number, the last one asked for kept at hand.

    Pages may be on the disk, and each made when it is asked for: what is read page by page
    must not gather them all.
    """

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        self._places = {page.number: place for place, page in enumerate(pages)}
        self._last: Page | None = None

    def __getitem__(self, number: int) -> Page:
        if self._last is None or self._last.number != number:
            self._last = self._pages[self._places[number]]
        return self._last
