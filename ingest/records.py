"""The values that ingestion produces, frozen, from the bottom type up.

Provenance is carried, never recomputed: every passage, statement and figure holds its
document, its page (1-based) and a half-open character span of that page's text, so that
``page.text[start:end]`` is what may be quoted. ``None`` means unknown; an empty tuple
means looked for and none found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ingest.entries import Entry, RefusedRow
from ingest.pages import Aside as Aside
from ingest.pages import AsideKind as AsideKind
from ingest.pages import LabelledNumber as LabelledNumber
from ingest.pages import Page as Page
from ingest.pages import RawDocument as RawDocument
from ingest.pages import WordBox as WordBox
from ingest.pages import WordBoxes as WordBoxes

StatementKind = Literal["sentence", "item", "card", "key_figure", "heading", "note", "caption"]
PlaceKind = Literal["region", "mrc", "municipality"]


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A region, MRC or municipality that a document is about; ``confidence`` is 0 to 1."""

    kind: PlaceKind
    name: str
    confidence: float


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
        sure: how sure is what was worked out (title, kind, year…), field to 0 to 1; 1 for
            what a person said.
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
    sure: tuple[tuple[str, float], ...] = ()

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
    pages: Sequence[Page]
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
