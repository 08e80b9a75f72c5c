"""Reading a list that was exported (JSON or CSV), or any table that names entries."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.bank.model import BankHit, BankKind
from assistant.export import DANGEROUS
from assistant.lists.clean import fit_line, fit_text
from assistant.lists.columns import KINDS, OWN, field_of
from assistant.lists.errors import ListError
from assistant.lists.model import MAX_NAME, MAX_NOTE
from assistant.lists.snapshot import entry_of
from ingest.french.folding import fold

MAX_ROWS = 2_000
FORMAT = "repere-list"
FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: the entry that it names, or the code of why it is refused."""

    number: int
    entry: BankHit | None
    note: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class ReadList:
    """A file read: the name that it gives the list (empty when none) and its rows."""

    name: str
    rows: tuple[Row, ...]


def read_json(content: bytes) -> ReadList:
    """The list that ``export.json`` wrote.

    Raises:
        ListError: ``bad_import``.
    """
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ListError("bad_import") from None
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        raise ListError("bad_import")
    if isinstance(value.get("format_version"), int) and value["format_version"] > FORMAT_VERSION:
        raise ListError("newer_list")
    items = _limited(value["items"])
    name = value.get("name")
    rows = tuple(_json_row(number, item) for number, item in enumerate(items, 1))
    return ReadList(_name(name) if isinstance(name, str) else "", rows)


def read_csv(content: bytes) -> ReadList:
    """A table in UTF-8 (or Windows-1252) whose columns name entries: id, title, note…

    Raises:
        ListError: ``bad_import``.
    """
    text = _decoded(content)
    head = text.split("\n", 1)[0]
    delimiter = max(";\t,", key=head.count) if any(c in head for c in ";\t,") else ","
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise ListError("bad_import") from None
    names = [field_of(cell) for cell in table[0]] if table else []
    if not {"id", "title"} & set(names):
        raise ListError("bad_import")
    filled = [row for row in table[1:] if any(cell.strip() for cell in row)]
    rows = (
        _csv_row(number, dict(_cells(names, row))) for number, row in enumerate(_limited(filled), 1)
    )
    return ReadList("", tuple(rows))


def _json_row(number: int, item: object) -> Row:
    if not isinstance(item, dict):
        return Row(number, None, refusal="row_malformed")
    entry = item.get("entry")
    told: dict[str, Any] = entry if isinstance(entry, dict) else item
    named = item.get("entry_id") or told.get("id") or item.get("id")
    kind = _kind(item.get("kind"))
    if kind is None or not isinstance(named, (str, int)) or isinstance(named, bool):
        return Row(number, None, refusal="row_malformed")
    note = item.get("note")
    return _row(number, kind, str(named), told, note if isinstance(note, str) else "")


def _csv_row(number: int, cells: Mapping[str, str]) -> Row:
    kind = _kind(cells.get("kind"))
    named = cells.get("id") or cells.get("title") or ""
    if kind is None:
        return Row(number, None, refusal="row_malformed")
    page = cells.get("page", "")
    told: dict[str, Any] = {
        "title": cells.get("title"), "text": cells.get("text"), "url": cells.get("url"),
        "source": cells.get("file"), "page": int(page) if _is_count(page) else None,
        "fields": {name: text for name, text in cells.items() if name not in OWN},
    }  # fmt: skip
    return _row(number, kind, named, told, cells.get("note", ""))


def _row(number: int, kind: BankKind, named: str, told: Mapping[str, Any], note: str) -> Row:
    entry = entry_of(kind, named, told)
    if not entry.id:
        return Row(number, None, refusal="row_without_id")
    kept = fit_text(note).strip()
    if len(kept) > MAX_NOTE:
        return Row(number, None, refusal="row_note_too_long")
    return Row(number, entry, kept)


def _kind(value: object) -> BankKind | None:
    """Of which bank; a row that does not say is a measure."""
    if value is None or value == "":
        return "measure"
    return KINDS.get(fold(value.strip())) if isinstance(value, str) else None


def _cells(names: list[str], row: list[str]) -> Iterable[tuple[str, str]]:
    """Cells under their field names; of two columns of one name the first filled one."""
    seen: set[str] = set()
    for name, cell in zip(names, row, strict=False):
        text = _unguarded(cell)
        if name and text.strip() and name not in seen:
            seen.add(name)
            yield name, text


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that an export put in front of what looks like a formula."""
    if cell.startswith("'") and cell[1:].lstrip().startswith(DANGEROUS):
        return cell[1:]
    return cell


def _limited(rows: list[Any]) -> list[Any]:
    if len(rows) > MAX_ROWS:
        raise ListError("import_too_long", {"limit": MAX_ROWS}, limit=MAX_ROWS, rows=len(rows))
    return rows


def _decoded(content: bytes) -> str:
    if b"\x00" in content:
        raise ListError("bad_import")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What spreadsheets of Windows write when not told otherwise.
        return content.decode("cp1252", "replace")


def _name(text: str) -> str:
    return fit_line(text)[:MAX_NAME]


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8
