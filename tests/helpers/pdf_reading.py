"""What the PDF reader tests share: texts in columns, and checks on a page read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pdf_making import Pen, make_pdf

from ingest.readers.pdf import PdfReader
from ingest.readers.spool import PageSpool
from ingest.readers.wire import pack, pack_page, unpack
from ingest.records import Page, RawDocument

LEFT = [
    "La municipalité a poursuivi la mise en",
    "œuvre de sa politique familiale. Les",
    "travaux ont porté sur les parcs, sur la",
    "bibliothèque et sur le logement. Cette",
    "année, un comité consultatif a réuni les",
]
RIGHT = [
    "organismes du milieu à quatre reprises.",
    "Le plan d’action compte des mesures",
    "pour les familles et pour les aînés. Un",
    "bilan sera déposé au conseil au cours",
    "du printemps prochain.",
]


def read(path: Path) -> RawDocument:
    return PdfReader().read(path)


def one_page(tmp_path: Path, draw: Callable[[Pen], None], **options: object) -> Page:
    path = make_pdf(tmp_path / "page.pdf", [draw], **options)  # type: ignore[arg-type]
    return read(path).pages[0]


def through(document: RawDocument) -> RawDocument:
    """A document as it comes out of the child process: page by page, then the whole."""
    pages = PageSpool()
    for page in document.pages:
        pages.add(pack_page(page))
    return unpack(pack(document), pages)


def joined(text: str) -> str:
    return " ".join(text.split())


def check_boxes(page: Page) -> None:
    """Word boxes cover every character that is no blank, in order, inside the page."""
    end = 0
    for word in page.words:
        between = page.text[end : word.start]
        assert word.start >= end
        assert not between.strip(" \n\u00a0|")
        assert page.text[word.start : word.end].strip() == page.text[word.start : word.end] != ""
        assert word.x0 <= word.x1
        assert word.y0 < word.y1
        assert word.size > 0
        end = word.end
    assert not page.text[end:].strip()


def box_of(page: Page, text: str) -> tuple[float, float, float, float]:
    word = next(w for w in page.words if page.text[w.start : w.end] == text)
    return word.x0, word.y0, word.x1, word.y1
