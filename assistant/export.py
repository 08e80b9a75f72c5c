"""Tables for spreadsheets, CSV and XLSX, that no program runs as formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from assistant.service import FigureHit

FIGURE_COLUMNS = (
    "figure_id", "label", "value", "number", "unit", "year", "date",
    "document_id", "title", "source", "page", "quote",
)  # fmt: skip
FIGURE_HEADINGS = (
    "Identifiant", "Ce qui est compté", "Valeur", "Nombre", "Unité", "Année", "Date",
    "Document (identifiant)", "Titre", "Fichier", "Page", "Extrait",
)  # fmt: skip
_WIDTHS = (20, 44, 14, 14, 16, 12, 12, 30, 44, 40, 8, 80)
_LONGEST_CELL = 32_000  # characters; spreadsheets hold 32,767
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_EXACT = Decimal(10) ** 15  # spreadsheets keep 15 digits: a longer number stays text
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> str:
    """A cell that spreadsheets show as text: formulas get an apostrophe in front.

    A plain number keeps its sign: ``-12.5`` cannot be a formula.
    """
    text = "" if value is None else str(value).replace("\x00", "")
    text = text.encode("utf-8", "replace").decode("utf-8")
    if not text.lstrip().startswith(DANGEROUS) and not text.startswith(DANGEROUS):
        return text
    return text if _is_number(text) else "'" + text


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV text with a header line; lines end in CRLF as RFC 4180 says."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue()


def figures_table(hits: Iterable[FigureHit]) -> str:
    """Figures as CSV, in the order given, each with its source."""
    return table(FIGURE_COLUMNS, (_figure_row(hit) for hit in hits))


def figures_workbook(hits: Iterable[FigureHit]) -> bytes:
    """Figures as an XLSX file, in the order given, each with its source."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Chiffres")
    sheet.freeze_panes = "A2"
    for rank, width in enumerate(_WIDTHS):
        sheet.column_dimensions[chr(ord("A") + rank)].width = width
    sheet.append([_cell(sheet, heading, bold=True) for heading in FIGURE_HEADINGS])
    for hit in hits:
        sheet.append([_cell(sheet, value) for value in _figure_row(hit)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: object, bold: bool = False) -> Cell:
    """A cell of text or of a number, never of a formula."""
    if isinstance(value, int) or (isinstance(value, Decimal) and abs(value) < _EXACT):
        return WriteOnlyCell(sheet, value=int(value) if value == int(value) else float(value))
    text = _NOT_IN_XML.sub("", safe_cell(value))[:_LONGEST_CELL]
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # whatever it begins with
    if bold:
        cell.font = Font(bold=True)
    return cell


def _figure_row(hit: FigureHit) -> tuple[object, ...]:
    figure, document = hit.figure, hit.document
    return (
        figure.id, figure.label, figure.value, figure.number, figure.unit, figure.year,
        figure.date, document.id, document.title, document.source,
        figure.page if document.paged else None, hit.quote,
    )  # fmt: skip


def _is_number(text: str) -> bool:
    digits = text[1:].replace(".", "", 1).replace(",", "", 1)
    return text[0] in "+-" and digits.isascii() and digits.isdigit()
