"""The register of figures: every number that a statement gives, with what it counts."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.figure_labels import SIZE, label_of, qualifier_of, unit_of
from ingest.figure_nouns import is_nounless
from ingest.french.dates import When, find_times
from ingest.french.numbers import Number, find_numbers
from ingest.records import Document, Figure, Page, Statement

_NOT_OF_THE_FIGURE = re.compile(
    r"(?:jusqu['’]en|jusqu['’]au|d['’]ici|depuis(?: (?:le|la|l['’]) ?\w+(?: \w+)?)?|dès|après|avant|comparativement à"
    r"|prévus? (?:en|pour))"
    r"(?:\s+(?:l['’]année|la fin de|le|l['’]été|l['’]automne|l['’]hiver))?\s*$",
    re.IGNORECASE,
)
# « quatre coins du Québec », and names that hold a number.
_IDIOM = re.compile(r"quatre coins|1001 mesures|cent pour cent", re.IGNORECASE)
# A line of a table of contents: several titles, each with its page.
_CONTENTS = re.compile(r"(?:[A-ZÀ-Þ ]{4,}\s+\d{1,3}(?:-\d{1,3})?\s+){2}")
# « Portrait des membres ........ 4 »: a line of contents, and its page.
_LEADERS = re.compile(r"(?:[.…·_]\s?){5,}\d{1,4}\s*$")
# « Lancée en 2009, la revue compte… »: when it began, not when it is counted.
_BEGAN = re.compile(
    r"(?:^|[.;]\s)\s*(?:Née?|Lancée?|Créée?|Fondée?|Établie?|Inaugurée?|Ouverte?|Constituée?"
    r"|Instaurée?|Amorcée?|Implantée?|Mise? (?:sur pied|en place))s?\b[^,;.]*$"
)
_NOW = re.compile(
    r"\b(?:aujourd['’]hui|maintenant|désormais|présentement|actuellement|à ce jour|jusqu['’]ici)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\s*(?:et|au|à|-|–)\s*(?:le\s+)?")
_QUOTED = re.compile(r"[«“]\s?([^«»“”]{3,80}?)\s?[»”]")
# « De ces 466 comptes, 48… »: a number told before, then shared out.
_TOLD_AGAIN = re.compile(r"^(?:De|Parmi|Sur|Les|Ces|Des|Dont)\s(?:(?:ces|les|nos|ses)\s)?$")
_ROW = " | "
_MOST_NUMBERS = 40  # of a statement
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
    found: dict[str, Figure] = {}
    section = _Section()
    told = _Told()
    for statement in statements:
        section.enter(statement)
        numbers = _numbers(statement)
        if not numbers:
            continue
        quote = texts[statement.page][statement.start : statement.end]
        said = _Said(statement, numbers, section.time)
        lead = (*section.named, *_row_lead(statement), *told.again(statement, numbers))
        at = 0
        for number in numbers:
            written = statement.text[number.start : number.end]
            span = _locate(quote, written, at) or _locate(quote, written, 0)
            if span is None:
                continue
            at = span[1]
            figure = _figure(document, statement, number, span, said.of(number), lead)
            told.add(statement, figure)
            found.setdefault(figure.id, figure)  # a number is stated once, whoever quotes it
    return tuple(found.values())


class _Section:
    """What a section says at its opening for all its figures.

    Attributes:
        time: the day it opens with (« Le 3 juin 2023… »).
        named: the title it quotes (« Le colloque « Objectif citoyen 3.0 » »), which holds in
            the sections within it too.
    """

    def __init__(self) -> None:
        self._heading: tuple[str, ...] | None = None
        self._open = False
        self._first = 0
        self._names: dict[tuple[str, ...], str] = {}
        self.time = _Time(None, None)

    @property
    def named(self) -> tuple[str, ...]:
        """The titles quoted at the opening of the section and of those it is in."""
        path = self._heading or ()
        above = [path[:end] for end in range(2, len(path) + 1)]
        return tuple(self._names[one] for one in above if one in self._names)

    def enter(self, statement: Statement) -> None:
        """Follow the statements in order."""
        if statement.heading != self._heading:
            self._heading, self.time = statement.heading, _Time(None, None)
            self._open = bool(statement.heading) and " / " not in statement.heading[-1]
            self._first = 0
        if statement.kind in ("sentence", "item"):
            self._first += 1
            quoted = _QUOTED.search(statement.text)
            if quoted is not None and self._first <= 2:
                self._names.setdefault(statement.heading, quoted[1].strip())
        if statement.kind == "heading" or not self._open:
            return
        days = [when for when in find_times(statement.text) if _day(when)]
        if days and days[0].start <= 12:
            self.time = _Time(days[0].period, _day(days[0]))
        self._open = statement.text.endswith(":")


class _Told:
    """Figures of a section, by value: a sentence that opens on one shares it out."""

    def __init__(self) -> None:
        self._heading: tuple[str, ...] = ()
        self._labels: dict[Decimal, str] = {}

    def add(self, statement: Statement, figure: Figure) -> None:
        """Take note of a figure of the section."""
        if statement.heading != self._heading:
            self._heading, self._labels = statement.heading, {}
        self._labels.setdefault(figure.number, figure.label)

    def again(self, statement: Statement, numbers: Sequence[Number]) -> tuple[str, ...]:
        """The label told before for the number that a sentence opens on."""
        if statement.heading != self._heading or len(numbers) < 2:
            return ()
        if not _TOLD_AGAIN.match(statement.text[: numbers[0].start]):
            return ()
        label = self._labels.get(numbers[0].value)
        return (label,) if label else ()


def _numbers(statement: Statement) -> tuple[Number, ...]:
    """Numbers of a statement; a person's card counts nothing, and a row of data is no sentence."""
    text = statement.text
    if statement.kind in ("card", "heading") or _CONTENTS.search(text) or _LEADERS.search(text):
        return ()
    name = _row_name(statement)
    found = tuple(
        number
        for number in find_numbers(text)
        if not _IDIOM.match(text, number.start)
        and not (number.end <= name)
        and not _is_pronoun(text, number)
        and not (number.upper is not None and qualifier_of(text, number) == SIZE)
    )
    return found if len(found) <= _MOST_NUMBERS else ()


def _row_name(statement: Statement) -> int:
    """Where the first cell of a table row ends, when numbers alone name the row; else 0."""
    if not statement.lead or _ROW not in statement.lead[-1]:
        return 0
    first = statement.lead[-1].split(_ROW)[0]
    cell, _, rest = statement.text.partition("; ")
    if not cell.startswith(f"{first} : ") or not rest:
        return 0
    written = cell.removeprefix(f"{first} : ")
    return len(cell) if re.fullmatch(r"[\d\s,.]+(?:(?:et|à|-|,) ?[\d\s]+)*", written) else 0


def _row_lead(statement: Statement) -> tuple[str, ...]:
    """Lead-ins of a table row: the cells that name it stand for the line of headings."""
    if not statement.lead or _ROW not in statement.lead[-1]:
        return statement.lead
    cells = [cell for cell in statement.text.split("; ") if cell[-1:] not in "–-:" and len(cell) <= 160]
    named = "; ".join(cell for cell in cells if not find_numbers(cell))
    return (*statement.lead[:-1], named) if named else statement.lead


def _is_pronoun(text: str, number: Number) -> bool:
    """« les trois se complètent »: the word stands for things told before."""
    if text[number.start : number.start + 1].isdigit() or not is_nounless(text, number):
        return False
    return re.search(r"\b(?:les|ces|ses|leurs) $", text[: number.start], re.I) is not None


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
    lead: tuple[str, ...],
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
        lead=lead,
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
            return self._span(rank)
        if rank and self._times[rank - 1].end <= number.start:
            when = self._times[rank - 1]
            if _NOW.search(self._text[when.end : number.start]):
                return _Time(None, None)
            return _said(when)
        return _Time(None, None) if self._times else self._above

    def _span(self, rank: int) -> _Time:
        """The time said, with the one it runs to (« entre le 1er avril 2023 et le 31 mars 2024 »)."""
        first, later = self._times[rank], self._times[rank + 1 : rank + 2]
        if not later or not _SPAN.fullmatch(self._text[first.end : later[0].start]):
            return _said(first)
        ends = (first.period or "")[:4], (later[0].period or "")[-4:]
        return _Time(ends[0] if ends[0] == ends[1] else "-".join(ends), None)

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
    head = text[max(0, when.start - 60) : when.start]
    if _BEGAN.search(head) and "," in text[when.end : when.end + 60]:
        return False
    return _NOT_OF_THE_FIGURE.search(head) is None


def _day(when: When) -> str | None:
    return when.iso if when.precision == "day" else None
