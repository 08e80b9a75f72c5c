"""Comma-separated values, whichever the separator and the encoding."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.errors import ReadFailure
from ingest.readers.opening import unreadable
from ingest.readers.sheet import CELL_LENGTH, MAX_COLUMNS, MAX_ROWS, Sheet, too_many_rows
from ingest.readers.text import decode

MAX_BYTES = 1024 * 1024 * 1024
_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_LINES = 20


def csv_sheets(path: Path) -> tuple[Sheet, ...]:
    """The one table of a CSV file.

    Raises:
        ReadFailure: ``too_large``, ``undecodable``, ``binary_content``, ``unreadable``.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise too_many_rows()
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(error) from error
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    return (Sheet("", _rows(text)),)


def _rows(text: str) -> Iterator[Sequence[str]]:
    # A cell without a closing quote runs to the end of the file: the field limit stops it.
    csv.field_size_limit(4 * CELL_LENGTH)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    try:
        for number, row in enumerate(reader):
            if number >= MAX_ROWS:
                raise too_many_rows()
            yield row[:MAX_COLUMNS]
    except csv.Error as error:
        raise ReadFailure(
            "damaged_file",
            f"Le tableau CSV ne peut plus être lu à la ligne {reader.line_num} : un guillemet "
            "ouvert n’est sans doute pas fermé.",
        ) from error


def separator(text: str) -> str:
    """The separator that cuts the first lines into the same number of cells, most of all.

    Each candidate is tried on the opening lines, quotes respected; a comma where none cuts.
    """
    lines = text[: 64 * 1024].split("\n")
    sample = "\n".join(lines[:_SAMPLE_LINES])
    best, best_score = ",", 0.0
    for mark in _SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=mark) if row]
        except csv.Error:
            continue
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        usual = max(set(wide), key=wide.count)
        score = wide.count(usual) / len(widths) * min(usual, 10)
        if score > best_score:
            best, best_score = mark, score
    return best
