"""Tables for spreadsheets hold text, never formulas."""

from __future__ import annotations

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from assistant.export import DANGEROUS, safe_cell, table


@given(st.text())
@example("=1+1")
@example("\t=1+1")
@example(" @SUM(A1)")
@example("-12,5")
@example("+1-2")
def test_no_cell_begins_a_formula(text: str) -> None:
    cell = safe_cell(text)
    number = cell[1:].replace(".", "", 1).replace(",", "", 1)
    signed = cell[:1] in ("+", "-") and number.isascii() and number.isdigit()
    assert signed or not cell.lstrip().startswith(DANGEROUS)


def test_numbers_and_nothing_stay_as_they_are() -> None:
    assert [safe_cell(value) for value in (None, -3, "-3,5", "375", "a=b")] == [
        "", "-3", "-3,5", "375", "a=b",
    ]  # fmt: skip


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_a_table_reads_back(rows: list[tuple[str, str]]) -> None:
    text = table(("a", "b"), rows)
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read[0] == ["a", "b"]
    assert read[1:] == [[safe_cell(value) for value in row] for row in rows]
