"""The values that ingestion produces, frozen, from the bottom type up.

Provenance is carried, never recomputed: every passage, statement and figure holds its
document, its page (1-based) and a half-open character span of that page's text, so that
``page.text[start:end]`` is what may be quoted. ``None`` means unknown; an empty tuple
means looked for and none found.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ingest.entries import Entry, RawTable, RefusedRow

StatementKind = Literal["sentence", "item", "card", "key_figure", "heading", "note", "caption"]
AsideKind = Literal["note", "caption"]
PlaceKind = Literal["region", "mrc", "municipality"]


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
class NamedPlace:
    """A region, MRC or municipality that a document is about; ``confidence`` is 0 to 1."""

    kind: PlaceKind
    name: str
    confidence: float


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


@dataclass(frozen=True, slots=True)
class Document:
    """A document as the product knows it.

    Attributes:
        id: stable identifier, made from the path inside its root, safe in a URL.
        source: path inside its root, ``/`` between parts.
        root: the ingested folder (or the file's own folder).
        title: as a person would cite it.
        kind: ``rapport``, ``presentation``, ``compte_rendu``, ``politique``, ``plan``,
            ``guide``, ``mesures``, ``subventions`` or ``document``.
        year: reporting period, ``2021-2022`` or ``2018``; None where none is stated.
        language: ISO 639-1.
        date: ISO date that the document states for itself, when it does.
        digest: SHA-256 of the file, hexadecimal.
        size: bytes.
        paged: as in RawDocument.
        pages: number of pages.
        warnings: as in RawDocument.
        labels: number printed on each page, where they are not simply 1, 2, 3…
        places: what it is about among Québec's regions, MRC and municipalities, the surest
            first.
        superseded_by: the document that is a newer version of this one, else None.
        alike: documents that hold nearly the same text, newer and older versions among them.
    """

    id: str
    source: str
    root: str
    title: str
    kind: str
    year: str | None
    organization: str | None
    url: str | None
    language: str
    date: str | None
    digest: str
    size: int
    paged: bool
    pages: int
    warnings: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    places: tuple[NamedPlace, ...] = ()
    superseded_by: str | None = None
    alike: tuple[str, ...] = ()

    def page_label(self, page: int) -> str | None:
        """What is printed on a page, when it is not its number in the file."""
        label = self.labels[page - 1] if 0 < page <= len(self.labels) else ""
        return label if label and label != str(page) else None


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole statements under one heading: what search returns.

    ``text`` is exactly ``page.text[start:end]``. ``language`` is that of a passage in another
    language than its document; None for the document's own.
    """

    id: str
    document_id: str
    page: int
    start: int
    end: int
    text: str
    heading: tuple[str, ...]
    order: int
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """The smallest thing that can be quoted and cited.

    Attributes:
        id: stable within a generation of the document.
        passage_id: the passage that holds its first character.
        page, start, end: where it stands; ``page.text[start:end]`` is the quote.
        text: readable form (line breaks and hyphens repaired, marks removed).
        kind: sentence, list item, card (a person and their role), key figure (a number
            with its label), heading, footnote or caption.
        heading: titles above it, outermost first.
        lead: lead-ins that govern it, outermost first (« Cohorte printemps 2024 : »).
        group: number of the list or block it belongs to; statements of one group are
            enumerated together.
        years: the years it states or inherits from its lead-ins and section.
        order: position in the document.
        confidence: 1 for text as written; less where a number and its label were paired.
    """

    id: str
    passage_id: str
    document_id: str
    page: int
    start: int
    end: int
    text: str
    kind: StatementKind
    heading: tuple[str, ...]
    lead: tuple[str, ...]
    group: int
    years: tuple[str, ...]
    order: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number stated in a document, with what it counts and what it holds for.

    Attributes:
        id: stable identifier, safe in a URL.
        statement_id: the statement that states it.
        page, start, end: the number's own span in the page text.
        quote_start, quote_end: the span to quote, number and label included.
        value: as written in the document.
        number: exact value; for a range, its lower bound.
        upper: upper bound of a range, else None.
        unit: singular noun or symbol (``membre``, ``%``, ``$``, ``heure``), else None.
        label: what it counts, readable.
        qualifier: ``plus de``, ``près de``, ``environ``, ``au moins``, ``en moyenne``,
            ``augmentation de``…, else None.
        year: the period it holds for (stated, else the document's).
        date: ISO date it holds for, when stated.
        heading, lead: as in Statement.
        confidence: under 0.7 the pairing of number and label is doubtful and shown so.
    """

    id: str
    statement_id: str
    document_id: str
    page: int
    start: int
    end: int
    quote_start: int
    quote_end: int
    value: str
    number: Decimal
    upper: Decimal | None
    unit: str | None
    label: str
    qualifier: str | None
    year: str | None
    date: str | None
    heading: tuple[str, ...]
    lead: tuple[str, ...]
    confidence: float

    @property
    def doubtful(self) -> bool:
        """Whether number and label may not belong together."""
        return self.confidence < 0.7


@dataclass(frozen=True, slots=True)
class Acronym:
    """A short form defined in a document: « Municipalité amie des aînés (MADA) ».

    ``implied``: nobody wrote the short form; it is the initials of a name.
    """

    short: str
    long: str
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Extract:
    """All that ingestion draws from one file; stored in one transaction."""

    document: Document
    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    acronyms: tuple[Acronym, ...]
    entries: tuple[Entry, ...] = ()
    refused: tuple[RefusedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, said so that a person can act.

    ``skipped``: it was left aside on purpose (unknown format, copy of another file), and
    nothing went wrong.
    """

    source: str
    code: str
    message: str
    skipped: bool = False
