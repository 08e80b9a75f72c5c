"""A workbook of figures opens whatever the documents say."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from assistant.export import figures_workbook
from assistant.service import FigureHit
from ingest.records import Document, Figure

FIGURE = Figure(
    "f-0", "s", "d", 1, 0, 3, 0, 3, "375", Decimal(375), None, "membre", "membres", None,
    "2021-2022", None, (), (), 1.0,
)  # fmt: skip
DOCUMENT = Document(
    "d", "d.pdf", "r", "Rapport", "rapport", None, None, None, "fr", None, "0", 1, True, 1
)


def cells(hit: FigureHit) -> list[object]:
    sheet = load_workbook(io.BytesIO(figures_workbook([hit]))).active
    assert sheet is not None
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [cell.value for cell in list(sheet.iter_rows())[1]]


@given(st.text(max_size=60))
@example("=1+1")
@example("\ud800 = @SUM(A1)")
@example("x" * 40_000)
def test_any_text_makes_a_file_that_opens(text: str) -> None:
    cells(FigureHit(replace(FIGURE, label=text), replace(DOCUMENT, title=text), text))


def test_a_number_no_spreadsheet_can_hold_stays_text() -> None:
    huge = Decimal(10) ** 30
    row = cells(FigureHit(replace(FIGURE, number=huge), DOCUMENT, "375 membres"))
    assert row[3] == str(huge)
    assert cells(FigureHit(FIGURE, DOCUMENT, "375 membres"))[3] == 375
    assert cells(FigureHit(replace(FIGURE, number=Decimal("2.59")), DOCUMENT, "x"))[3] == 2.59
