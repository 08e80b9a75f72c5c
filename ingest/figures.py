"""The register of figures: every number that a statement gives, with what it counts."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.figure_labels import label_of, qualifier_of, unit_of
from ingest.french.dates import When, find_times
from ingest.french.numbers import Number, find_numbers
from ingest.records import Document, Figure, Page, Statement

_NOT_OF_THE_FIGURE = re.compile(
    r"(?:jusqu['’]en|jusqu['’]au|d['’]ici|depuis|dès|après|avant|comparativement à"
    r"|prévus? (?:en|pour))"
    r"(?:\s+(?:l['’]année|la fin de|le|l['’]été|l['’]automne|l['’]hiver))?\s*$",
    re.IGNORECASE,
)
# « quatre coins du Québec », and names that hold a number.
_IDIOM = re.compile(r"quatre coins|1001 mesures|cent pour cent", re.IGNORECASE)
# A line of a table of contents: several titles, each with its page.
_CONTENTS = re.compile(r"(?:[A-ZÀ-Þ ]{4,}\s+\d{1,3}(?:-\d{1,3})?\s+){2}")
_MOST_NUMBERS = 40  # of a statement
_OCR_SURE = 0.9  # at most, for a number that OCR read
_OCR_UNSURE = 0.6  # doubtful, whatever the layout says
_NEAR = 70  # characters between a number and the time said after it


@dataclass(frozen=True, slots=True)
class _Time:
    year: str | None
    date: str | None


def find_figures(
    document: Document, pages: Sequence[Page], statements: Sequence[Statement]
) -> tuple[Figure, ...]:
    """Figures of a document, in the order of its statements.

    The period of a figure is the one its sentence states for it, else that of its
    lead-ins and title, else the document's.
    """
    by_number = {page.number: page for page in pages}
    found: dict[str, Figure] = {}
    section = _Section()
    for statement in statements:
        section.enter(statement)
        numbers = _numbers(statement)
        if not numbers:
            continue
        page = by_number[statement.page]
        quote = page.text[statement.start : statement.end]
        said = _Said(statement, numbers, section.time)
        at = 0
        for number in numbers:
            written = statement.text[number.start : number.end]
            span = _locate(quote, written, at) or _locate(quote, written, 0)
            if span is None:
                continue
            at = span[1]
            figure = _figure(document, statement, number, span, said.of(number))
            figure = _as_sure_as_read(figure, page)
            found.setdefault(figure.id, figure)  # a number is stated once, whoever quotes it
    return tuple(found.values())


def _as_sure_as_read(figure: Figure, page: Page) -> Figure:
    """A figure with the confidence that OCR, where it read the page, leaves it."""
    if page.ocr is None:
        return figure
    unsure = any(start < figure.end and figure.start < end for start, end in page.unsure)
    most = _OCR_UNSURE if unsure else min(_OCR_SURE, page.ocr)
    return replace(figure, confidence=min(figure.confidence, most))


class _Section:
    """The day that a section opens with, which its figures hold for (« Le 3 juin 2023… »)."""

    def __init__(self) -> None:
        self._heading: tuple[str, ...] | None = None
        self._open = False
        self.time = _Time(None, None)

    def enter(self, statement: Statement) -> None:
        """Follow the statements in order."""
        if statement.heading != self._heading:
            self._heading, self.time = statement.heading, _Time(None, None)
            self._open = bool(statement.heading) and " / " not in statement.heading[-1]
        if statement.kind == "heading" or not self._open:
            return
        days = [when for when in find_times(statement.text) if _day(when)]
        if days and days[0].start <= 12:
            self.time = _Time(days[0].period, _day(days[0]))
        self._open = statement.text.endswith(":")


def _numbers(statement: Statement) -> tuple[Number, ...]:
    """Numbers of a statement; a person's card counts nothing, and a row of data is no sentence."""
    if statement.kind in ("card", "heading") or _CONTENTS.search(statement.text):
        return ()
    found = tuple(
        number
        for number in find_numbers(statement.text)
        if not _IDIOM.match(statement.text, number.start)
    )
    return found if len(found) <= _MOST_NUMBERS else ()


def _locate(quote: str, written: str, start: int) -> tuple[int, int] | None:
    """Span in the quote of a number as written, whatever white space is inside it."""
    at = quote.find(written, start)
    if at >= 0 and not quote[at - 1 : at].isdigit():
        stop = at + len(written)
        if not quote[stop : stop + 1].isdigit():
            return at, stop
    pattern = r"\s*(?:\*\*)?\s*".join(re.escape(piece) for piece in written.split())
    match = re.compile(rf"(?<!\d){pattern}(?!\d)").search(quote, start)
    return match.span() if match else None


def _figure(
    document: Document,
    statement: Statement,
    number: Number,
    span: tuple[int, int],
    time: _Time,
) -> Figure:
    text = statement.text
    digest = hashlib.sha256(
        f"{document.id}|{statement.page}|{statement.start + span[0]}".encode()
    ).hexdigest()
    return Figure(
        id=f"f-{digest[:16]}",
        statement_id=statement.id,
        document_id=document.id,
        page=statement.page,
        start=statement.start + span[0],
        end=statement.start + span[1],
        quote_start=statement.start,
        quote_end=statement.end,
        value=text[number.start : number.end],
        number=number.value,
        upper=number.upper,
        unit=unit_of(text, number),
        label=label_of(statement, number),
        qualifier=qualifier_of(text, number),
        year=time.year or document.year,
        date=time.date,
        heading=statement.heading,
        lead=statement.lead,
        confidence=statement.confidence,
    )


class _Said:
    """The times that a statement says for its numbers."""

    def __init__(self, statement: Statement, numbers: Sequence[Number], section: _Time) -> None:
        self._text = statement.text
        named = find_times(self._text)
        self._times = [when for when in named if when.period and _governs(self._text, when)]
        self._starts = [when.start for when in self._times]
        self._numbers = [number.start for number in numbers]
        self._above = _time_above(statement)
        if self._above.year is None and not named:
            self._above = section

    def of(self, number: Number) -> _Time:
        """The time said right after the number, else opening its sentence, else above it."""
        rank = bisect_left(self._starts, number.end)
        if rank < len(self._times) and self._is_tied(number, self._times[rank]):
            return _said(self._times[rank])
        if rank and self._times[rank - 1].end <= number.start:
            return _said(self._times[rank - 1])
        return _Time(None, None) if self._times else self._above

    def _is_tied(self, number: Number, when: When) -> bool:
        between = bisect_left(self._numbers, when.start) - bisect_left(self._numbers, number.end)
        near = when.start - number.end <= _NEAR
        return near and not between and not re.search("[;.]", self._text[number.end : when.start])


def _time_above(statement: Statement) -> _Time:
    for source in (*reversed(statement.lead), *reversed(statement.heading[-1:])):
        said = [when for when in find_times(source) if when.period]
        if said and " / " not in source:
            return _said(said[-1])
    return _Time(None, None)


def _said(when: When) -> _Time:
    return _Time(when.period, _day(when))


def _governs(text: str, when: When) -> bool:
    return _NOT_OF_THE_FIGURE.search(text[max(0, when.start - 60) : when.start]) is None


def _day(when: When) -> str | None:
    return when.iso if when.precision == "day" else None
