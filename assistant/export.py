"""Tables for spreadsheets: comma-separated values that no program runs as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from assistant.service import FigureHit

FIGURE_COLUMNS = (
    "figure_id", "label", "value", "number", "unit", "year", "date",
    "document_id", "title", "source", "page", "quote",
)  # fmt: skip
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
