"""Tables as read, and what ingestion draws from a bank of measures or grants; frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table of a spreadsheet or of a list of records, whole or a run of its rows.

    Attributes:
        page: number of the page whose text holds the cells.
        header: the columns' names as written, in order.
        first: number of its first row in the file (1-based).
        rows: per row and column, the half-open span of the cell in the page text.
    """

    page: int
    header: tuple[str, ...]
    first: int
    rows: tuple[tuple[tuple[int, int], ...], ...]


EntryKind = Literal["measure", "grant"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure or a grant of a bank, with where it stands.

    Attributes:
        id: the bank's own identifier where it gives one, else made of what names the entry;
            unique in its document, safe in a URL.
        page, start, end: its row in the page text; ``page.text[start:end]`` is the quote.
        title: as written.
        text: description of a measure, purpose of a grant; may be empty.
        fields: the other filled columns ``(name, value)`` in the order of the bank; known
            columns under their English name (``ingest.bank_columns``), others as written.
        order: position in the document.
    """

    id: str
    kind: EntryKind
    document_id: str
    page: int
    start: int
    end: int
    title: str
    text: str
    fields: tuple[tuple[str, str], ...]
    order: int

    def field(self, name: str) -> str:
        """Value of a column; empty when the entry does not fill it."""
        return next((value for key, value in self.fields if key == name), "")


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of a bank that could not be taken.

    Attributes:
        row: its number as a spreadsheet shows it (1-based).
        code, message: why, and what to do, in French.
    """

    row: int
    code: str
    message: str
