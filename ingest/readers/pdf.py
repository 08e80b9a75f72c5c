"""PDF: text in reading order with word boxes, key figures, declared facts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.errors import ReadFailure
from ingest.hidden import seen_nowhere
from ingest.readers.furniture import RunningText
from ingest.readers.opening import read_head, unreadable
from ingest.readers.pdf_chars import Frame, WordScanner
from ingest.readers.pdf_facts import pdf_facts
from ingest.readers.pdf_fields import with_typed
from ingest.readers.pdf_hidden import Piece, hidden_pieces
from ingest.readers.pdf_layout import Box, Sheet
from ingest.readers.pdf_lines import lines_of, turn
from ingest.readers.pdf_scans import MAX_SECONDS, ocr_warnings, read_scans
from ingest.readers.pdf_shown import PictureReading, picture_warnings
from ingest.readers.pdf_text import is_picture, page_of
from ingest.records import Page, RawDocument

# pdfium keeps global state: one call at a time in a process.
PDFIUM_LOCK = threading.RLock()
MAX_PAGES = 10_000
WINDOW = 100  # pages held as lines at a time
OPENED = 500  # pages read before the file is opened anew
MAX_CHARACTERS = 400_000  # on one page
FEW_CHARACTERS = 20  # a scan may carry a stamp or a page number as text
MOST = 0.6  # of the page
MOST_PICTURES = 200
DRAWN_PATHS = 40  # a page of outlines only: its text was turned into curves


class PdfReader:
    """Reads ``.pdf``."""

    def read(self, path: Path, password: str | None = None) -> RawDocument:
        """Read a PDF whole; see :class:`ingest.readers.base.Reader`.

        Raises:
            ReadFailure: ``not_a_pdf``, ``damaged_file``, ``password_required``,
                ``too_large``, ``no_text``, ``empty_file``, ``unreadable``.
        """
        pages: list[Page] = []
        made = self.read_pages(path, password, pages.append)
        return replace(made, pages=tuple(pages))

    def read_pages(
        self, path: Path, password: str | None, keep: Callable[[Page], None]
    ) -> RawDocument:
        """Read a PDF page by page; see :class:`ingest.readers.base.PageReader`.

        Raises:
            ReadFailure: as :meth:`read`.
        """
        told = _Told(keep)
        with open_pdf(path, password) as document:
            count = len(document)
            facts = pdf_facts(path, password, document)
        reading = _Reading(facts.labels, told.take, time.monotonic() + MAX_SECONDS)
        for first in range(1, count + 1, OPENED):
            # Opened anew now and then: pdfium keeps all that it has read of a file.
            with open_pdf(path, password) as document:
                reading.read(document, range(first, min(first + OPENED, count + 1)))
        if len(reading.lost) == count:
            raise _damaged()
        if not told.something:
            raise ReadFailure(
                "no_text", "Le PDF ne contient aucun texte : toutes ses pages sont vides."
            )
        return RawDocument(
            pages=(),
            paged=True,
            title=facts.title,
            language=facts.language,
            created=facts.created,
            outline=facts.outline,
            warnings=(
                *_lost(reading.lost, facts.attachments),
                *ocr_warnings(told.ocr, told.unread, told.text),
                *picture_warnings(told.shown),
                *seen_nowhere(reading.hidden),
            ),
        )


@dataclass(slots=True)
class _Told:
    """What is to be known of pages that are given away one by one."""

    keep: Callable[[Page], None]
    text: bool = False  # one of them at least holds text
    ocr: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)

    @property
    def something(self) -> bool:
        """Whether any page says or shows something."""
        return self.text or bool(self.unread)

    def take(self, page: Page) -> None:
        """Take note of a page, and give it on."""
        self.text |= bool(page.text)
        if page.ocr is not None:
            self.ocr.append(page.number)
        if page.needs_ocr:
            self.unread.append(page.number)
        if any(aside.kind == "picture" for aside in page.asides):
            self.shown.append(page.number)
        self.keep(page)


@contextmanager
def open_pdf(path: Path, password: str | None = None) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF with pdfium, alone in this process until it is closed.

    Raises:
        ReadFailure: as :meth:`PdfReader.read`.
    """
    head = read_head(path)
    if b"%PDF-" not in head[:1024]:
        raise ReadFailure("not_a_pdf", "Le contenu du fichier n’est pas celui d’un PDF.")
    with PDFIUM_LOCK:
        document = _opened(path, password)
        try:
            count = len(document)
            if count == 0:
                raise _damaged()
            if count > MAX_PAGES:
                raise ReadFailure(
                    "too_large",
                    f"Le PDF compte {count} pages, plus que la limite de {MAX_PAGES} : divisez-le.",
                )
            yield document
        finally:
            document.close()


def _opened(path: Path, password: str | None) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path, password=password)
    except OSError as error:
        raise unreadable(error) from error
    except pdfium.PdfiumError as error:
        raise _refused(error, password) from error


def _refused(error: pdfium.PdfiumError, password: str | None) -> ReadFailure:
    if getattr(error, "err_code", None) != raw.FPDF_ERR_PASSWORD:
        return _damaged()
    if password is None:
        return ReadFailure(
            "password_required",
            "Le PDF est protégé par un mot de passe. Ajoutez-en une copie sans protection.",
        )
    return ReadFailure("password_required", "Le mot de passe donné n’ouvre pas ce PDF.")


def _damaged() -> ReadFailure:
    return ReadFailure(
        "damaged_file",
        "Le PDF est endommagé ou incomplet : il ne peut pas être ouvert. "
        "Obtenez-en une nouvelle copie.",
    )


@dataclass(slots=True)
class _Reading:
    """The reading of the pages of one file.

    Lines are kept for a window of pages only: what runs from page to page is seen in it and
    in the one before, and a file of any length takes the room of one window.

    Attributes:
        labels: printed numbers of the pages; empty where the file declares none.
        keep: where pages go.
        until: time (``time.monotonic``) after which no page is read by OCR.
        lost: numbers of the pages that could not be read.
        hidden: text that nobody sees, for ``seen_nowhere``.
    """

    labels: Sequence[str]
    keep: Callable[[Page], None]
    until: float
    lost: list[int] = field(default_factory=list)
    hidden: list[Piece] = field(default_factory=list)
    running: RunningText = field(default_factory=RunningText)
    pictures: PictureReading = field(default_factory=PictureReading)

    def read(self, document: pdfium.PdfDocument, numbers: range) -> None:
        """Read some pages, window by window."""
        for first in numbers[::WINDOW]:
            window = range(first, min(first + WINDOW, numbers.stop))
            sheets = [self._sheet_or_none(document, number) for number in window]
            pictures = [n for n, sheet in enumerate(sheets) if is_picture(sheet)]
            read_scans(document, sheets, pictures, self.until)
            self.pictures.read(document, sheets)
            self.running.remove_from(sheets)
            for sheet in sheets:
                at = sheet.number - 1
                self.keep(page_of(sheet, self.labels[at] if at < len(self.labels) else None))

    def _sheet_or_none(self, document: pdfium.PdfDocument, number: int) -> Sheet:
        """One page as lines; without any, and noted as lost, when it cannot be read."""
        try:
            return self._sheet(document, number)
        except pdfium.PdfiumError:
            self.lost.append(number)
            return Sheet(number, 0.0, 0.0, (0.0, 0.0), [])

    def _sheet(self, document: pdfium.PdfDocument, number: int) -> Sheet:
        page = document[number - 1]
        try:
            textpage = page.get_textpage()
            try:
                bounds: list[Box] = []
                self.hidden.extend(hidden_pieces(page, textpage, number, bounds))
                return _laid(page, textpage, number, bounds)
            finally:
                textpage.close()
        finally:
            page.close()


def _laid(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, number: int, bounds: Sequence[Box]
) -> Sheet:
    width, height = page.get_size()
    if textpage.count_chars() > MAX_CHARACTERS:
        raise ReadFailure("too_large", f"La page {number} du PDF contient trop de caractères.")
    scanner = WordScanner(page, textpage)
    written = with_typed(page, scanner.words())
    words = [word for word in written if _on_page(word.display, width, height)]
    frame = turn(words, width, height)
    lines = lines_of(words)
    few = sum(line.length for line in lines) < FEW_CHARACTERS
    picture = few and _shows_something(page, whole=bool(lines))
    made = Sheet(number, *frame, (width, height), lines, picture, scanner.unmapped)
    if bounds and frame == (width, height):
        placed = Frame.of(page)
        made.pictures = tuple(placed.box(*one) for one in bounds[:MOST_PICTURES])
    return made


def _on_page(box: Box, width: float, height: float) -> bool:
    """Whether some of a box is inside the page: printers' marks are drawn outside."""
    return box[2] > 0 and box[3] > 0 and box[0] < width and box[1] < height


def _shows_something(page: pdfium.PdfPage, whole: bool) -> bool:
    """Whether a page draws a picture: any picture, or only one over most of the page."""
    left, bottom, right, top = page.get_bbox()
    area = max(1.0, (right - left) * (top - bottom))
    paths = 0
    for item in page.get_objects(max_depth=4):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            if not whole:
                return True
            x0, y0, x1, y1 = item.get_bounds()
            if (x1 - x0) * (y1 - y0) >= MOST * area:
                return True
        paths += item.type == raw.FPDF_PAGEOBJ_PATH
        if paths >= DRAWN_PATHS and not whole:
            return True
    return False


def _lost(lost: list[int], attachments: tuple[str, ...]) -> tuple[str, ...]:
    out = []
    if lost:
        pages = ", ".join(map(str, lost[:20])) + ("…" if len(lost) > 20 else "")
        out.append(f"Pages impossibles à lire : {pages}.")
    if attachments:
        out.append(f"Fichiers joints au PDF, non lus : {', '.join(attachments[:20])}.")
    return tuple(out)
