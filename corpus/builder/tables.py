"""A table as CSV and as a spreadsheet: same rows, same bytes every time."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

MOMENT = (2020, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."

_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
        f'"{_KIND}sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        f'"{_KIND}worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}relationships"><Relationship Id="rId1" Type='
        f'"{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}relationships"><Relationship Id="rId1" Type='
        f'"{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def write_csv(rows: Sequence[Sequence[str]], target: Path) -> None:
    """Comma separated, UTF-8 without mark, ``\\n`` at line ends; the header is row 0."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    target.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def write_xlsx(rows: Sequence[Sequence[str]], sheet: str, target: Path) -> None:
    """One sheet of text cells; empty cells are left out."""
    parts = dict(_PARTS)
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{escape(sheet)}" '
        'sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    body = "".join(_row(n, row) for n, row in enumerate(rows, start=1))
    parts["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<sheetData>{body}</sheetData></worksheet>"
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(entry, (_HEAD + content).encode("utf-8"))


def _row(number: int, row: Sequence[str]) -> str:
    cells = "".join(
        f'<c r="{_letters(n)}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}'
        "</t></is></c>"
        for n, value in enumerate(row)
        if value
    )
    return f'<row r="{number}">{cells}</row>'


def _letters(column: int) -> str:
    """0 is A, 26 is AA."""
    high, low = divmod(column, 26)
    return (_letters(high - 1) if high else "") + chr(ord("A") + low)
