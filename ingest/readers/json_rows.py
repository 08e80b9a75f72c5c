"""Lists of JSON objects as tables: a key is a column."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ingest.errors import ReadFailure
from ingest.readers.opening import unreadable
from ingest.readers.sheet import MAX_COLUMNS, MAX_ROWS, Sheet, too_many_rows
from ingest.readers.text import decode

MAX_BYTES = 300 * 1024 * 1024
JOINED = "; "
_DEPTH = 3  # objects in objects whose keys become columns, « lieu.ville »


def json_sheets(path: Path) -> tuple[Sheet, ...]:
    """The tables of a JSON file: a list of objects, an object of such lists, or JSON lines.

    Raises:
        ReadFailure: ``damaged_file`` when it is no JSON, ``not_a_table`` when it holds no
            list of objects, ``too_large``, ``undecodable``, ``unreadable``.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise too_many_rows()
        text = decode(path.read_bytes())
    except OSError as error:
        raise unreadable(error) from error
    value = _parsed(text)
    tables = _tables(value)
    if not tables:
        raise ReadFailure(
            "not_a_table",
            "Le fichier JSON ne contient pas de tableau : une liste d’objets est attendue, "
            'comme [{"titre": "…", "description": "…"}].',
        )
    if any(len(records) > MAX_ROWS for _, records in tables):
        raise too_many_rows()
    return tuple(Sheet(name, _rows(records)) for name, records in tables)


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and lines[0].lstrip().startswith("{"):
            try:
                return [json.loads(line) for line in lines]
            except (ValueError, RecursionError):
                pass
        raise ReadFailure(
            "damaged_file", f"Le fichier n’est pas du JSON valide ({_where(error)})."
        ) from error


def _where(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"ligne {error.lineno}, colonne {error.colno}"
    return "structure trop profonde"


def _tables(value: object) -> list[tuple[str, Sequence[Mapping[str, object]]]]:
    records = _records(value)
    if records:
        return [("", records)]
    if not isinstance(value, dict):
        return []
    named = [(str(key), _records(inner)) for key, inner in value.items()]
    return [(key, records) for key, records in named if records]


def _records(value: object) -> Sequence[Mapping[str, object]]:
    if not isinstance(value, list) or not value:
        return ()
    records = [item for item in value if isinstance(item, dict)]
    return records if len(records) == len(value) else ()


def _rows(records: Sequence[Mapping[str, object]]) -> Iterator[Sequence[str]]:
    flat = [dict(_flattened(record)) for record in records]
    columns = list(dict.fromkeys(key for record in flat for key in record))[:MAX_COLUMNS]
    yield columns
    for record in flat:
        yield [record.get(column, "") for column in columns]


def _flattened(
    record: Mapping[str, object], prefix: str = "", depth: int = 0
) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and depth < _DEPTH:
            yield from _flattened(value, f"{name}.", depth + 1)
        else:
            yield name, cell(value)


def cell(value: object) -> str:
    """A JSON value as a cell: nothing for null, a list joined, « oui » or « non »."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return JOINED.join(filter(None, map(cell, value)))
    if isinstance(value, dict):
        return JOINED.join(f"{key} : {cell(inner)}" for key, inner in value.items())
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
