"""A list as a table: CSV, and a workbook with a sheet of measures and one of grants."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assistant.bank.model import BankKind
from assistant.export import safe_cell, table
from assistant.lists.clean import fit_line, fit_text
from assistant.lists.columns import cell, columns_of, headers
from assistant.lists.model import ListView, ShownItem
from assistant.service import Language

SHEETS: tuple[tuple[BankKind, str, str], ...] = (
    ("measure", "Mesures", "Measures"),
    ("grant", "Subventions", "Grants"),
)
NUMBERS = frozenset({"amount_min", "amount_max", "page", "source_page"})
WIDTHS = {"title": 40, "text": 60, "note": 40, "eligibility": 40, "id": 12, "kind": 12}
USUAL_WIDTH = 22
LONGEST_CELL = 32_767  # of a workbook
TOP = Alignment(vertical="top", wrap_text=True)
HEAD = PatternFill("solid", fgColor="FFE4E9EE")
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def list_csv(view: ListView, lang: Language = "fr") -> bytes:
    """CSV in UTF-8 with a byte-order mark, which spreadsheets need to read accents."""
    names = columns_of(view)
    rows = ([fit_text(cell(shown, name, lang)) for name in names] for shown in view.items)
    return table([safe_cell(head) for head in headers(names, lang)], rows).encode("utf-8-sig")


def list_xlsx(view: ListView, lang: Language = "fr") -> bytes:
    """A workbook; every cell is text, a number or a date, none is a formula."""
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    for kind, french, english in SHEETS:
        shown = view.of_kind(kind)
        if shown or (kind == "measure" and not view.items):
            sheet = book.create_sheet(french if lang == "fr" else english)
            _fill(sheet, ListView(view.stored, shown), lang)
    book.properties.title = fit_line(view.stored.name)
    book.properties.creator = "Repère"
    book.properties.created = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, view: ListView, lang: Language) -> None:
    names = columns_of(view)
    for column, head in enumerate(headers(names, lang), 1):
        made = _text_cell(sheet, 1, column, head)
        made.font, made.fill = Font(bold=True), HEAD
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = WIDTHS.get(names[column - 1], USUAL_WIDTH)
    for line, shown in enumerate(view.items, 2):
        _fill_row(sheet, line, shown, names, lang)
    sheet.freeze_panes = "A2"
    if view.items:
        sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _fill_row(
    sheet: Worksheet, line: int, shown: ShownItem, names: Sequence[str], lang: Language
) -> None:
    for column, name in enumerate(names, 1):
        text = cell(shown, name, lang)
        value = _number(text) if name in NUMBERS else _day(text) if name == "deadline" else None
        if value is None:
            made = _text_cell(sheet, line, column, text)
        else:
            made = sheet.cell(line, column, value)
            if isinstance(value, date):
                made.number_format = "yyyy-mm-dd"
        made.alignment = TOP


def _text_cell(sheet: Worksheet, line: int, column: int, text: str) -> Cell:
    """A cell that is text, whatever it holds: said to be so, and guarded as in CSV."""
    made = sheet.cell(line, column)
    assert isinstance(made, Cell)  # noqa: S101  (a merged cell is made nowhere here)
    made.value = safe_cell(fit_text(text))[:LONGEST_CELL]
    made.data_type = "s"
    made.quotePrefix = True
    return made


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 13 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None
