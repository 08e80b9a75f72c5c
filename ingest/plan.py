"""Measures of action plans: rows of their tables, and items under « Mesures » or « Actions ».

A table is a plan when its header names the action and at least two of what a plan says of it
(responsible, schedule, indicator, objective…). Cells left empty by a merged cell above
inherit from it; a table that goes on over the page goes on here.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.bank_columns import Columns, read_columns
from ingest.entries import Entry
from ingest.french.folding import fold
from ingest.pages import ByNumber
from ingest.places import find_place
from ingest.records import Document, Page, Statement

CELL = " | "
INHERITED = ("axis", "objective", "theme", "audience", "policy")
_MARKS = frozenset("responsible schedule indicator partners objective axis budget".split())
_LEAST_MARKS = 2
_SHORTEST, _LONGEST = 8, 400  # characters of an action
_PLANS = ("plan", "politique")
_UNDER = re.compile(r"^(?:\W|\d)*(?:nos |les )?(?:mesures|actions|moyens|engagements)\b")
_LETTERS = re.compile(r"[^a-z0-9]+")
_MARK = re.compile(r"^[\s•▪◦‣·–—-]+|^\d{1,2}[.)]\s+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page: its cells' spans, and the whole."""

    page: Page
    start: int
    end: int
    cells: tuple[Span, ...]

    def texts(self) -> list[str]:
        return [self.page.text[a:b].strip() for a, b in self.cells]


def read_plan(
    document: Document, pages: Sequence[Page], statements: Sequence[Statement]
) -> tuple[Entry, ...]:
    """The measures that a document plans; none where it is no plan."""
    found = [*_from_tables(document, pages)]
    if document.kind in _PLANS:
        found.extend(_from_items(document, pages, statements))
    unique: dict[str, Entry] = {}
    for entry in found:
        unique.setdefault(entry.id, entry)
    return tuple(unique.values())


def _from_tables(document: Document, pages: Sequence[Page]) -> Iterator[Entry]:
    header: _Line | None = None
    columns: Columns | None = None
    above: dict[str, str] = {}
    order = 0
    for line in _lines(pages):
        if len(line.cells) < 2:
            # Titles between pages do not end a table; text of its own does.
            if header is not None and line.page.number == header.page.number:
                header = columns = None
            continue
        read = _plan_columns(line.texts())
        if read is not None:
            if columns is None or read.names != columns.names:
                above = {}
            header, columns = line, read
            continue
        if header is None or columns is None:
            continue
        cells = _placed(line, header, columns)
        values = {name: cells[name] for name in INHERITED if cells.get(name)}
        if values:  # a new objective does not keep the audience of the one before
            first = min(INHERITED.index(name) for name in values)
            above = {k: v for k, v in above.items() if INHERITED.index(k) < first} | values
        title = cells.get("title", "")
        if _SHORTEST <= len(title) <= _LONGEST:
            yield _entry(document, line, title, {**above, **cells}, order)
            order += 1


def _lines(pages: Sequence[Page]) -> Iterator[_Line]:
    for page in pages:
        start = 0
        for text in page.text.split("\n"):
            if text.strip():
                yield _Line(page, start, start + len(text), tuple(_cells(text, start)))
            start += len(text) + 1


def _cells(text: str, start: int) -> Iterator[Span]:
    at = 0
    for piece in text.split(CELL):
        yield start + at, start + at + len(piece)
        at += len(piece) + len(CELL)


def _plan_columns(header: Sequence[str]) -> Columns | None:
    columns = read_columns(header)
    if columns is None or columns.kind != "measure":
        return None
    return columns if len(_MARKS & set(columns.names)) >= _LEAST_MARKS else None


def _placed(line: _Line, header: _Line, columns: Columns) -> dict[str, str]:
    """The cells of a row by the known name of their column."""
    texts = line.texts()
    places: Sequence[int] = range(len(texts))
    if len(texts) < len(header.cells):
        places = _by_position(line, header) or range(
            len(header.cells) - len(texts), len(header.cells)
        )
    found: dict[str, str] = {}
    for place, text in zip(places, texts, strict=False):
        name = columns.names[place] if place < len(columns.names) else None
        if name and text:
            found[name] = text
    return found


def _by_position(line: _Line, header: _Line) -> list[int] | None:
    """Columns of a row's cells by where they are drawn; None where nothing says it."""
    columns = [_left(header.page, span) for span in header.cells]
    cells = [_left(line.page, span) for span in line.cells]
    known = [x for x in columns if x is not None]
    if len(known) < len(columns) or any(x is None for x in cells):
        return None
    return [
        min(range(len(known)), key=lambda place, x=x: abs(known[place] - x))  # type: ignore[misc]
        for x in cells
        if x is not None
    ]


def _left(page: Page, span: Span) -> float | None:
    first = bisect_left(page.words, span[0], key=lambda word: word.start)
    found = [word.x0 for word in page.words[first : first + 40] if word.start < span[1]]
    return min(found, default=None)


def _from_items(
    document: Document, pages: Sequence[Page], statements: Sequence[Statement]
) -> Iterator[Entry]:
    by_number = ByNumber(pages)
    for order, statement in enumerate(statements):
        heading = statement.heading
        if statement.kind != "item" or not heading or not _UNDER.match(fold(heading[-1])):
            continue
        title = _MARK.sub("", statement.text).strip().rstrip(".;")
        if not _SHORTEST <= len(title) <= _LONGEST or CELL in title:
            continue
        page = by_number[statement.page]
        line = _Line(page, statement.start, statement.end, ())
        said = {"objective": heading[-2]} if len(heading) > 1 else {}
        yield _entry(document, line, title, said, 10_000 + order)


def _entry(document: Document, line: _Line, title: str, cells: dict[str, str], order: int) -> Entry:
    title = " ".join(title.split())
    fields = {name: value for name, value in cells.items() if name not in ("title", "text", "id")}
    fields |= _origin(document, line.page)
    key = "\n".join((document.id, title, cells.get("objective", "")))
    digest = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:8]
    stem = _LETTERS.sub("-", fold(title)).strip("-")[:40].strip("-")
    return Entry(
        id=f"{stem or 'mesure'}-{digest}",
        kind="measure",
        document_id=document.id,
        page=line.page.number,
        start=line.start,
        end=line.end,
        title=title,
        text=cells.get("text", ""),
        fields=tuple(fields.items()),
        order=order,
    )


def _origin(document: Document, page: Page) -> dict[str, str]:
    """Whose plan it is, for when, and where it says so."""
    said = {"year": document.year or "", "source": document.source}
    said["source_page"] = str(page.number) if document.paged else ""
    place = find_place(document.organization or "")
    if place is not None:
        said |= {"municipality": place.name, "mrc": place.mrc, "region": place.region}
    return {name: value for name, value in said.items() if value}
