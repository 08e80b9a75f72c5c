"""Spreadsheets and lists of records: rows under a header, as text and as tables.

The formats meet in :class:`Sheet`: a name and rows of cells. The header is the first
row that fills at least two cells, or the first one where there is but one column. A bank
of measures or grants is written one entry a block, one filled cell a line; another table
one row a line. Cells keep their characters, so that what is quoted is in the file.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.bank_columns import read_columns
from ingest.entries import RawTable
from ingest.errors import ReadFailure
from ingest.readers.csv_rows import csv_sheets
from ingest.readers.json_rows import json_sheets
from ingest.readers.ods_rows import ods_sheets
from ingest.readers.opening import read_head
from ingest.readers.sheet import CELL_LENGTH, Sheet
from ingest.readers.xlsx_rows import xlsx_sheets
from ingest.records import Page, RawDocument

ROWS_PER_PAGE = 100
TITLE_ROWS = 5  # among which the header is looked for
CELL_MARK = " | "
_READERS = {
    ".csv": csv_sheets,
    ".tsv": csv_sheets,
    ".xlsx": xlsx_sheets,
    ".xlsm": xlsx_sheets,
    ".ods": ods_sheets,
    ".json": json_sheets,
}


class TableReader:
    """Reads ``.csv``, ``.tsv``, ``.xlsx``, ``.xlsm``, ``.ods`` and ``.json``."""

    def read(self, path: Path, password: str | None = None) -> RawDocument:
        """Read a file of tables; see :class:`ingest.readers.base.Reader`."""
        read_head(path)
        made = _Made()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of spreadsheet extensions that hold no cell
            for sheet in _READERS[path.suffix.lower()](path):
                _add_sheet(made, sheet)
        if not made.pages:
            raise ReadFailure(
                "no_text",
                "Le tableau est vide : une ligne de titres et des lignes sont attendues.",
            )
        return RawDocument(
            pages=tuple(made.pages),
            paged=False,
            tables=tuple(made.tables),
            warnings=tuple(made.warnings),
        )


@dataclass(slots=True)
class _Made:
    """What is read so far."""

    pages: list[Page] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def _add_sheet(made: _Made, sheet: Sheet) -> None:
    rows = _numbered(sheet)
    opening = list(itertools.islice(rows, TITLE_ROWS))
    if not opening:
        return
    place = _header_place(opening)
    titles = _filled(opening[place][1])
    numbered = itertools.chain(opening[place + 1 :], rows)
    as_blocks = read_columns(titles) is not None
    batch: list[tuple[int, Sequence[str]]] = []
    wrote = False
    for number, cells in numbered:
        batch.append((number, cells))
        if len(batch) == ROWS_PER_PAGE:
            _add_page(made, sheet.name, titles, batch, as_blocks)
            batch, wrote = [], True
    if batch or not wrote:
        _add_page(made, sheet.name, titles, batch, as_blocks)


def _numbered(sheet: Sheet) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows that hold something, with their number in the file."""
    for number, cells in enumerate(sheet.rows, start=1):
        cleaned = [cell.strip()[:CELL_LENGTH] for cell in cells]
        if any(cleaned):
            yield number, cleaned


def _header_place(opening: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Which row holds the titles; rows of one cell before it only name the table."""
    wide = (place for place, (_, cells) in enumerate(opening) if sum(map(bool, cells)) > 1)
    return next(wide, 0)


def _filled(header: Sequence[str]) -> tuple[str, ...]:
    """Titles without line breaks; an empty one is named by its place."""
    names = [" ".join(title.split()) for title in header]
    while names and not names[-1]:
        names.pop()
    return tuple(name or f"colonne {place}" for place, name in enumerate(names, start=1))


def _add_page(
    made: _Made,
    name: str,
    header: tuple[str, ...],
    rows: Sequence[tuple[int, Sequence[str]]],
    as_blocks: bool,
) -> None:
    text = _Text()
    if name and not as_blocks:
        text.add(name + "\n\n")
    if not as_blocks:
        text.add(CELL_MARK.join(header) + "\n")
    spans = []
    for _, cells in rows:
        wide = [*cells, *[""] * len(header)][: len(header)]
        spans.append(_block(text, header, wide) if as_blocks else _line(text, wide))
    number = len(made.pages) + 1
    made.pages.append(Page(number=number, text=text.joined()))
    first = rows[0][0] if rows else 1
    consecutive = [n for n, _ in rows] == list(range(first, first + len(rows)))
    if consecutive or not rows:
        made.tables.append(RawTable(number, header, first, tuple(spans)))
        return
    for (row, _), one in zip(rows, spans, strict=True):
        made.tables.append(RawTable(number, header, row, (one,)))


class _Text:
    """A text that grows, and where it stands."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0

    def add(self, part: str) -> tuple[int, int]:
        """Append; the half-open span of what was appended."""
        start = self.length
        self._parts.append(part)
        self.length += len(part)
        return start, self.length

    def joined(self) -> str:
        return "".join(self._parts)


def _block(text: _Text, header: Sequence[str], cells: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """An entry: « Titre : … », one filled cell a line, a blank line after it."""
    spans = []
    for title, cell in zip(header, cells, strict=True):
        if not cell:
            spans.append((text.length, text.length))
            continue
        text.add(f"{title} : ")
        spans.append(text.add(cell))
        text.add("\n")
    text.add("\n")
    return tuple(spans)


def _line(text: _Text, cells: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """A row on one line, its cells between marks that stand for the columns."""
    spans = []
    for place, cell in enumerate(cells):
        if place:
            text.add(CELL_MARK)
        spans.append(text.add(" ".join(cell.split())))
    text.add("\n")
    return tuple(spans)
