"""Entries of a bank from the tables of a file: one row, one measure or grant.

Nothing is dropped in silence: a row that cannot be taken is returned as refused, with why.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.bank_columns import Columns, read_columns
from ingest.entries import Entry, RawTable, RefusedRow
from ingest.french.folding import fold
from ingest.records import Page

LONGEST_TITLE = 500
_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_NOT_SAFE = re.compile(r"[^a-z0-9]+")
_NAMING = ("municipality", "mrc", "organization", "year")  # with the title, what names an entry


@dataclass(frozen=True, slots=True)
class Bank:
    """What the tables of a file hold as a bank; no entry and no refusal: they are none."""

    entries: tuple[Entry, ...]
    refused: tuple[RefusedRow, ...]


def read_bank(
    document_id: str,
    pages: Sequence[Page],
    tables: Sequence[RawTable],
    columns: Mapping[str, str] | None = None,
    kind: str | None = None,
) -> Bank:
    """The entries of every table that is a bank.

    Args:
        columns: what a person says of columns, header → known name.
        kind: kind of the document, when a person gives it.
    """
    texts = {page.number: page.text for page in pages}
    entries: list[Entry] = []
    refused: list[RefusedRow] = []
    seen: dict[str, tuple[int, Entry]] = {}
    for table in tables:
        read = read_columns(table.header, columns, kind)
        if read is None:
            continue
        for number, spans in enumerate(table.rows, start=table.first):
            row = _Row(texts[table.page], table.header, read, spans)
            made = _entry(document_id, table.page, row, len(entries))
            if made is None:
                refused.append(_without_title(number, row))
                continue
            before = seen.get(made.id)
            if before is not None and _same(before[1], made):
                refused.append(_repeated(number, before[0], made))
                continue
            made = _renamed(made, seen)
            seen[made.id] = (number, made)
            entries.append(made)
    return Bank(tuple(entries), tuple(refused))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row and how to read it."""

    text: str
    header: Sequence[str]
    columns: Columns
    spans: Sequence[tuple[int, int]]

    def value(self, name: str) -> str:
        place = self.columns.place(name)
        return "" if place is None else self._at(place)

    def others(self) -> Iterator[tuple[str, str]]:
        """The filled columns that are neither id, title nor text."""
        for place, (title, name) in enumerate(zip(self.header, self.columns.names, strict=True)):
            value = self._at(place)
            if value and name not in ("id", "title", "text"):
                yield name or title, value

    def span(self) -> tuple[int, int]:
        """From the first filled cell's line to the end of the last filled cell."""
        filled = [span for span in self.spans if span[1] > span[0]]
        first = self.text.rfind("\n", 0, filled[0][0]) + 1
        return first, filled[-1][1]

    def _at(self, place: int) -> str:
        start, end = self.spans[place]
        return self.text[start:end]


def _entry(document_id: str, page: int, row: _Row, order: int) -> Entry | None:
    title = " ".join(row.value("title").split())
    if not title:
        return None
    start, end = row.span()
    return Entry(
        id=_identifier(row, title),
        kind=row.columns.kind,
        document_id=document_id,
        page=page,
        start=start,
        end=end,
        title=title[:LONGEST_TITLE],
        text=row.value("text"),
        fields=tuple(row.others()),
        order=order,
    )


def _identifier(row: _Row, title: str) -> str:
    given = row.value("id")
    if _SAFE_ID.fullmatch(given):
        return given
    named = given or title
    key = "\n".join((row.columns.kind, given, title, *(row.value(name) for name in _NAMING)))
    digest = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:8]
    stem = _NOT_SAFE.sub("-", fold(named)).strip("-")[:40].strip("-")
    return f"{stem or row.columns.kind}-{digest}"


def _same(one: Entry, other: Entry) -> bool:
    mine = (one.kind, one.title, one.text, one.fields)
    return mine == (other.kind, other.title, other.text, other.fields)


def _renamed(entry: Entry, seen: Mapping[str, object]) -> Entry:
    """The entry under an identifier of its own: other content under an id already met."""
    if entry.id not in seen:
        return entry
    content = "\n".join((entry.title, entry.text, *(f"{k}={v}" for k, v in entry.fields)))
    digest = hashlib.sha256(content.encode(errors="surrogatepass")).hexdigest()
    length = 4
    while (name := f"{entry.id[:60]}-{digest[:length]}") in seen:
        length += 1
    return Entry(
        name, entry.kind, entry.document_id, entry.page, entry.start, entry.end, entry.title,
        entry.text, entry.fields, entry.order,
    )  # fmt: skip


def _without_title(number: int, row: _Row) -> RefusedRow:
    place = row.columns.place("title") or 0
    return RefusedRow(
        number,
        "row_without_title",
        f"La colonne « {row.header[place]} » est vide à cette ligne : la fiche n’a pas de titre. "
        "Remplissez la cellule, ou supprimez la ligne.",
    )


def _repeated(number: int, before: int, entry: Entry) -> RefusedRow:
    return RefusedRow(
        number,
        "row_repeated",
        f"La ligne répète mot pour mot la ligne {before} (« {entry.title[:60]} ») : elle n’est "
        "comptée qu’une fois.",
    )
