"""OpenDocument spreadsheets: the values that the file shows, sheet by sheet."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from ingest.errors import ReadFailure
from ingest.readers.packed import check_size, damaged, parse_xml
from ingest.readers.sheet import CELL_LENGTH, MAX_COLUMNS, MAX_ROWS, Sheet, too_many_rows

WHAT = "Le classeur OpenDocument"
MAX_REPEATED = 10_000  # a row that holds something is written at most so many times
_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "Err:")


def _tag(space: str, name: str) -> str:
    return f"{{{_SPACE}{space}:1.0}}{name}"


_TABLE, _ROW = _tag("table", "table"), _tag("table", "table-row")
_CELLS = (_tag("table", "table-cell"), _tag("table", "covered-table-cell"))
_P, _NOTE = _tag("text", "p"), _tag("office", "annotation")
_HIDING = "".join(("{", _SPACE, "table:1.0}display"))


def ods_sheets(path: Path) -> Iterator[Sheet]:
    """The visible sheets of a workbook; a formula counts for the value saved with it.

    Raises:
        ReadFailure: ``password_required``, ``damaged_file``, ``too_large``.
    """
    check_size(path, WHAT)
    # A damaged archive or part makes zipfile and lxml raise nearly anything.
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            manifest = "META-INF/manifest.xml"
            locked = manifest in names and b"encryption-data" in archive.read(manifest)
            root = None if locked else parse_xml(archive.read("content.xml"))
    except Exception as error:
        raise damaged(WHAT) from error
    if root is None:
        raise ReadFailure(
            "password_required",
            f"{WHAT} est protégé par un mot de passe. Enregistrez-en une copie sans mot de passe.",
        )
    hidden = _hidden_styles(root)
    for table in root.iter(_TABLE):
        inner = any(parent.tag == _TABLE for parent in table.iterancestors())
        if not inner and table.get(_tag("table", "style-name")) not in hidden:
            yield Sheet(table.get(_tag("table", "name")) or "", _rows(table))


def _hidden_styles(root: etree._Element) -> frozenset[str | None]:
    """Names of the styles of sheets that are not shown."""
    properties = root.iter(_tag("style", "table-properties"))
    hiding = (one for one in properties if one.get(_HIDING) == "false")
    parents = (one.getparent() for one in hiding)
    return frozenset(
        one.get(_tag("style", "name")) for one in parents if one is not None
    ) - {None}


def _rows(table: etree._Element) -> Iterator[Sequence[str]]:
    """Rows of a sheet. One that is repeated is written again only while it holds something."""
    written = 0
    for row in table.iter(_ROW):
        if next(row.iterancestors(_TABLE)) is not table:
            continue
        cells = _row(row)
        times = _times(row, "number-rows-repeated")
        times = min(times, MAX_REPEATED if any(cells) else 1)
        if written + times > MAX_ROWS:
            raise too_many_rows()
        written += times
        for _ in range(times):
            yield cells


def _row(row: etree._Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag not in _CELLS or len(cells) >= MAX_COLUMNS:
            continue
        times = min(_times(cell, "number-columns-repeated"), MAX_COLUMNS - len(cells))
        cells.extend([_value(cell)] * times)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _times(item: etree._Element, name: str) -> int:
    said = item.get(_tag("table", name)) or "1"
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 10 else 1


def _value(cell: etree._Element) -> str:
    """The text of a cell, close to what the spreadsheet shows; dates as ISO."""
    kind = cell.get(_tag("office", "value-type"))
    shown = "\n".join(_text(line) for line in cell if line.tag == _P).strip()
    if kind == "boolean":
        return "oui" if cell.get(_tag("office", "boolean-value")) == "true" else "non"
    if kind == "date":
        said = (cell.get(_tag("office", "date-value")) or "").removesuffix("T00:00:00")
        return said.replace("T", " ")[:16] if "T" in said else said or shown
    if shown.startswith(_ERRORS):
        return ""
    return (shown or cell.get(_tag("office", "value")) or "")[:CELL_LENGTH]


def _text(item: etree._Element) -> str:
    """The characters of a paragraph of a cell; comments left out."""
    parts = [item.text or ""]
    for child in item:
        if child.tag == _tag("text", "s"):
            said = child.get(_tag("text", "c")) or "1"
            parts.append(" " * (min(int(said), 100) if said.isdecimal() else 1))
        elif child.tag in (_tag("text", "tab"), _tag("text", "line-break")):
            parts.append(" ")
        elif child.tag != _NOTE:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
