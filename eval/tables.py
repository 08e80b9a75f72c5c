"""Tables of words, as text for a terminal and as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the heads of the columns, and rows of as many cells."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def text_table(table: Table) -> str:
    """For a terminal: first column to the left, the others to the right."""
    lines = [table.title, *grid([table.columns, *table.rows])]
    return "\n".join([*lines, *([table.note] if table.note else [])])


def grid(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows with columns lined up."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
        for row in rows
    ]


def csv_text(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """CSV that spreadsheets read as text: no cell from a document starts a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([[_inert(cell) for cell in row] for row in rows])
    return "\ufeff" + out.getvalue()


def _inert(cell: str) -> str:
    if cell.startswith(_FORMULA) and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", ".").replace(" ", ""))
    except ValueError:
        return False
    return True
