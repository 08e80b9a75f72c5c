"""The register of figures: every number that a statement gives, with what it counts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.figure_labels import SIZE, label_of, qualifier_of, unit_of
from ingest.figure_nouns import is_nounless
from ingest.figure_times import Said, Section, Time
from ingest.french.numbers import Number, find_numbers
from ingest.pages import ByNumber
from ingest.records import Document, Figure, Page, Statement

# « quatre coins du Québec », and names that hold a number.
_IDIOM = re.compile(r"quatre coins|1001 mesures|cent pour cent", re.IGNORECASE)
# A line of a table of contents: several titles, each with its page.
_CONTENTS = re.compile(r"(?:[A-ZÀ-Þ ]{4,60}\s{1,8}\d{1,3}(?:-\d{1,3})?\s{1,8}){2}")
# « Portrait des membres ........ 4 »: a line of contents, and its page.
_LEADERS = re.compile(r"(?:[.…·_]\s?){5,200}\d{1,4}\s{0,8}$")
# « De ces 466 comptes, 48… »: a number told before, then shared out.
_TOLD_AGAIN = re.compile(r"^(?:De|Parmi|Sur|Les|Ces|Des|Dont)\s(?:(?:ces|les|nos|ses)\s)?$")
_GOES_ON = re.compile(r"[.,]{1,3}\d")
_WENT_ON = re.compile(r"\d[.,]{1,3}$")
_TURNED = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # marks of direction
_ROW = " | "
_LONGEST_CELL = 160  # characters of a cell that names its row
_MOST_NUMBERS = 40  # of a statement
_OCR_SURE = 0.9  # at most, for a number that OCR read
_OCR_UNSURE = 0.6  # doubtful, whatever the layout says



def find_figures(
    document: Document, pages: Sequence[Page], statements: Sequence[Statement]
) -> tuple[Figure, ...]:
    """Figures of a document, in the order of its statements.

    The period of a figure is the one its sentence states for it, else that of its
    lead-ins and title, else the document's.
    """
    by_number = ByNumber(pages)
    found: dict[str, Figure] = {}
    section = Section()
    told = _Told()
    for statement in map(_alone, statements):
        section.enter(statement)
        numbers = _numbers(statement)
        if not numbers:
            continue
        page = by_number[statement.page]
        quote = page.text[statement.start : statement.end]
        said = Said(statement, numbers, section.time)
        lead = (*section.named, *_row_lead(statement), *told.again(statement, numbers))
        at = 0
        for number in numbers:
            written = statement.text[number.start : number.end]
            span = _locate(quote, written, at) or _locate(quote, written, 0)
            if span is None:
                continue
            at = span[1]
            figure = _figure(document, statement, number, span, said.of(number), lead)
            figure = _as_sure_as_read(figure, page)
            told.add(statement, figure)
            found.setdefault(figure.id, figure)  # a number is stated once, whoever quotes it
    return tuple(found.values())


def _as_sure_as_read(figure: Figure, page: Page) -> Figure:
    """A figure with the confidence that OCR, where it read the page, leaves it."""
    if page.ocr is None:
        return figure
    unsure = any(start < figure.end and figure.start < end for start, end in page.unsure)
    most = _OCR_UNSURE if unsure else min(_OCR_SURE, page.ocr)
    return replace(figure, confidence=min(figure.confidence, most))


def _alone(statement: Statement) -> Statement:
    """A note without the sentence that calls it: its numbers are its own."""
    return replace(statement, lead=()) if statement.kind == "note" else statement


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
        and not _in_series(text, number)
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
    cells = [cell for cell in statement.text.split("; ") if cell[-1:] not in "–-:"]
    short = (cell for cell in cells if len(cell) <= _LONGEST_CELL)
    named = "; ".join(cell for cell in short if not find_numbers(cell))
    return (*statement.lead[:-1], named) if named else statement.lead


def _in_series(text: str, number: Number) -> bool:
    """« 1,2,3,4 », « 12..5 »: marks or a slip, of which no single number can be read."""
    before = text[max(0, number.start - 4) : number.start]
    return _GOES_ON.match(text, number.end) is not None or _WENT_ON.search(before) is not None


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
    time: Time,
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
        label=_TURNED.sub("", label_of(statement, number)).strip(),
        qualifier=qualifier_of(text, number),
        year=time.year or document.year,
        date=time.date,
        heading=statement.heading,
        lead=lead,
        confidence=statement.confidence,
    )
