"""Excel workbooks: the values that the file shows, sheet by sheet."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from ingest.errors import ReadFailure
from ingest.readers.sheet import MAX_COLUMNS, MAX_ROWS, Sheet, too_many_rows

MAX_UNPACKED = 2 * 1024 * 1024 * 1024
MAX_RATIO = 400  # unpacked over packed; real workbooks stay under 60
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!")


def xlsx_sheets(path: Path) -> Iterator[Sheet]:
    """The visible sheets of a workbook; a formula counts for the value saved with it.

    Raises:
        ReadFailure: ``password_required``, ``damaged_file``, ``too_large``.
    """
    _check(path)
    # A damaged archive or part makes openpyxl raise nearly anything.
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        raise _damaged() from error
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                yield Sheet(sheet.title, _rows(sheet))
    finally:
        book.close()


def _rows(sheet: Any) -> Iterator[Sequence[str]]:
    sheet.reset_dimensions()  # a wrong declared size would cut rows or swell memory
    try:
        for number, row in enumerate(sheet.iter_rows()):
            if number >= MAX_ROWS:
                raise too_many_rows()
            yield [_cell(one) for one in row[:MAX_COLUMNS]]
    except ReadFailure:
        raise
    except Exception as error:
        raise _damaged() from error


def _cell(one: Any) -> str:
    """The text of a cell, close to what the spreadsheet shows."""
    value = one.value
    if value is None or (isinstance(value, str) and value.strip() in _ERRORS):
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime.datetime):
        at_midnight = value.time() == datetime.time()
        return value.date().isoformat() if at_midnight else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, int | float):
        percent = "%" in str(getattr(one, "number_format", "") or "")
        return f"{_number(value * 100)} %" if percent else _number(value)
    return str(value)


def _number(value: float) -> str:
    """Digits without what binary numbers add: 0.1 + 0.2 is « 0.3 »."""
    return f"{value:.12g}" if abs(value) < 1e12 else str(value)


def _check(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(8)
        if start.startswith(b"\xd0\xcf\x11\xe0"):
            raise ReadFailure(
                "password_required",
                "Le classeur Excel est protégé par un mot de passe ou dans l’ancien format "
                ".xls. Enregistrez-le en .xlsx sans mot de passe.",
            )
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged() from error
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(path.stat().st_size, 50_000):
        raise ReadFailure(
            "too_large",
            "Le classeur Excel est anormalement comprimé : il ne sera pas ouvert. "
            "Enregistrez-le de nouveau, ou divisez-le.",
        )


def _damaged() -> ReadFailure:
    return ReadFailure(
        "damaged_file", "Le classeur Excel est endommagé : son contenu est illisible."
    )
