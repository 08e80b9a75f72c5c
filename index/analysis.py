"""What of a passage is indexed: the terms of its text and of its header."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.french.dates import years_of
from ingest.records import Document, Passage


@dataclass(frozen=True, slots=True)
class LexicalRow:
    """A passage as the word index takes it.

    Attributes:
        rowid: integer id of the passage.
        body, header: terms, repetitions kept.
        document_id, kind: of its document.
        years: every year or period that a filter may name to find it.
    """

    rowid: int
    body: tuple[str, ...]
    header: tuple[str, ...]
    document_id: str
    kind: str
    years: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    """A term of a query and how much it counts (1 for a word as typed)."""

    term: str
    weight: float = 1.0


def filter_years(year: str | None) -> tuple[str, ...]:
    """What a year filter may ask for to find a document of ``year``.

    >>> filter_years("2021-2022")
    ('2021-2022', '2021', '2022')
    """
    if year is None:
        return ()
    return tuple(dict.fromkeys((year, *map(str, years_of(year)))))


def header_text(document: Document, passage: Passage) -> str:
    """Title, year and heading: what is embedded before the text of a passage.

    A title that states its year does not get it twice.
    """
    year = document.year if document.year and document.year not in document.title else None
    parts = [document.title, year, *passage.heading]
    return " — ".join(part.strip() for part in parts if part and part.strip())


def embedded_text(header: str, text: str) -> str:
    """What the model reads of a passage: header, then text."""
    return f"{header}\n{text}" if header else text


def weigh(terms: Iterable[str], weight: float = 1.0) -> tuple[WeightedTerm, ...]:
    """Distinct terms in order, each with ``weight``; a question counts a word once."""
    return tuple(WeightedTerm(term, weight) for term in dict.fromkeys(terms))
