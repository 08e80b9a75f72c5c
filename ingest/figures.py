"""The register of figures: every number that a statement gives, with what it counts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.figure_labels import label_of, qualifier_of, unit_of
from ingest.french.dates import When, find_times
from ingest.french.numbers import Number, find_numbers
from ingest.records import Document, Figure, Page, Statement

_NOT_OF_THE_FIGURE = re.compile(
    r"(?:jusqu['’]en|jusqu['’]au|d['’]ici|depuis|dès|après|avant|comparativement à|prévus? (?:en|pour))"
    r"(?:\s+(?:l['’]année|la fin de|le|l['’]été|l['’]automne|l['’]hiver))?\s*$",
    re.IGNORECASE,
)
# « quatre coins du Québec », « 1 min 35 », and names that hold a number.
_IDIOM = re.compile(
    r"quatre coins|\d+ min \d+|[\d ]+$(?<=min \d\d)|1001 mesures|cent pour cent", re.I
)
# A line of a table of contents: several titles, each with its page.
_CONTENTS = re.compile(r"(?:[A-ZÀ-Þ ]{4,}\s+\d{1,3}(?:-\d{1,3})?\s+){2}")
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
    texts = {page.number: page.text for page in pages}
    found: list[Figure] = []
    section = _Section()
    for statement in statements:
        section.enter(statement)
        quote = texts[statement.page][statement.start : statement.end]
        at = 0
        for number in _numbers(statement):
            written = statement.text[number.start : number.end]
            span = _locate(quote, written, at) or _locate(quote, written, 0)
            if span is None:
                continue
            at = span[1]
            found.append(_figure(document, statement, number, span, section.time))
    return tuple(found)


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
    """Numbers of a statement; a person's card counts nothing."""
    if statement.kind in ("card", "heading") or _CONTENTS.search(statement.text):
        return ()
    return tuple(
        number
        for number in find_numbers(statement.text)
        if not _IDIOM.match(statement.text[number.start :])
    )


def _locate(quote: str, written: str, start: int) -> tuple[int, int] | None:
    """Span in the quote of a number as written, whatever white space is inside it."""
    pattern = r"\s*(?:\*\*)?\s*".join(re.escape(piece) for piece in written.split())
    match = re.compile(rf"(?<!\d){pattern}(?!\d)").search(quote, start)
    return match.span() if match else None


def _figure(
    document: Document,
    statement: Statement,
    number: Number,
    span: tuple[int, int],
    section: _Time,
) -> Figure:
    text = statement.text
    time = _time(statement, number)
    if time.year is None and not find_times(text):
        time = section
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


def _time(statement: Statement, number: Number) -> _Time:
    """The time said for this number: right after it, else opening its sentence."""
    text = statement.text
    times = [when for when in find_times(text) if when.period and _governs(text, when)]
    others = [other for other in find_numbers(text) if other.start != number.start]
    for when in times:
        between = [other for other in others if number.end <= other.start < when.start]
        near = 0 <= when.start - number.end <= _NEAR
        if near and not between and not re.search(r"[;.]", text[number.end : when.start]):
            return _Time(when.period, _day(when))
    opening = [when for when in times if when.end <= number.start]
    if opening:
        return _Time(opening[-1].period, _day(opening[-1]))
    if times:
        return _Time(None, None)
    for source in (*reversed(statement.lead), *reversed(statement.heading[-1:])):
        said = [when for when in find_times(source) if when.period]
        if said and " / " not in source:
            return _Time(said[-1].period, _day(said[-1]))
    return _Time(None, None)


def _governs(text: str, when: When) -> bool:
    return _NOT_OF_THE_FIGURE.search(text[: when.start]) is None


def _day(when: When) -> str | None:
    return when.iso if when.precision == "day" else None
