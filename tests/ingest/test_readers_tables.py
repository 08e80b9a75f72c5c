"""Spreadsheets and lists of records: every cell is read, and stands where it is said to."""

from __future__ import annotations

import csv
import datetime
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_reading import through

from ingest.errors import ReadFailure
from ingest.readers.base import reader_for
from ingest.readers.csv_rows import separator
from ingest.readers.json_rows import cell
from ingest.records import RawDocument

CELLS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n;,|\t\"'"), max_size=30
)


def read(path: Path) -> RawDocument:
    return reader_for(path).read(path)


def cells(document: RawDocument) -> list[list[str]]:
    texts = {page.number: page.text for page in document.pages}
    return [
        [texts[table.page][start:end] for start, end in row]
        for table in document.tables
        for row in table.rows
    ]


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_every_cell_of_a_csv_comes_back_by_its_span(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "mesures.csv"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["titre", "description"])
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    document = read(path)
    expected = [[one.strip(), two.strip()] for one, two in rows if one.strip() or two.strip()]
    assert cells(document) == expected


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_encodings_are_found(tmp_path: Path, mark: str, encoding: str) -> None:
    path = tmp_path / "banque.csv"
    lines = [mark.join(("titre", "clientèle")), mark.join(("Été à l’aréna", "Aînées"))]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    document = read(path)
    assert document.tables[0].header == ("titre", "clientèle")
    assert cells(document) == [["Été à l’aréna", "Aînées"]]


def test_commas_in_quotes_do_not_decide_the_separator() -> None:
    assert separator('titre;texte\n"un, deux, trois";x\n"a, b, c";y\n') == ";"


def test_a_title_line_above_the_header_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("Plan d'action 2024\n\ntitre,responsable\nBanc,Travaux publics\n", "utf-8")
    table = read(path).tables[0]
    assert table.header == ("titre", "responsable")
    assert table.first == 4  # the line of the file, as a spreadsheet shows it


def test_a_column_alone_keeps_all_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "mesures.csv"
    path.write_text("mesure\nBanc\nParc\n", "utf-8")
    assert cells(read(path)) == [["Banc"], ["Parc"]]


def test_an_unclosed_quote_is_said_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mesures.csv"
    path.write_text('titre,texte\nBanc,"ouvert\n' + "x" * 200_000, "utf-8")
    with pytest.raises(ReadFailure) as caught:
        read(path)
    assert caught.value.code == "damaged_file"
    assert "ligne" in caught.value.message


def test_a_workbook_gives_what_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "mesures.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["titre", "montant", "taux", "date", "vrai", "erreur"])
    sheet.append(["Banc", 1234.5, 0.5, datetime.date(2026, 3, 31), True, "#N/A"])
    sheet["C2"].number_format = "0 %"
    hidden = book.create_sheet("caché")
    hidden.append(["titre", "x"])
    hidden.append(["Invisible", "y"])
    hidden.sheet_state = "hidden"
    book.save(path)
    assert cells(read(path)) == [["Banc", "1234.5", "50 %", "2026-03-31", "oui", ""]]


def test_a_swollen_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    with pytest.raises(ReadFailure) as caught:
        read(path)
    assert caught.value.code == "too_large"


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a zip", b"plain text", b"\xd0\xcf\x11\xe0x"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "faux.xlsx"
    path.write_bytes(content)
    with pytest.raises(ReadFailure) as caught:
        read(path)
    assert caught.value.code in ("damaged_file", "password_required")


@pytest.mark.parametrize(
    "value",
    [
        [{"titre": "Banc", "lieu": {"ville": "Laval"}, "tags": ["a", "b"], "n": 3.0}],
        {"mesures": [{"titre": "Banc", "lieu": {"ville": "Laval"}, "tags": ["a", "b"], "n": 3}]},
    ],
)
def test_json_lists_of_objects_are_tables(tmp_path: Path, value: object) -> None:
    path = tmp_path / "mesures.json"
    path.write_text(json.dumps(value), "utf-8")
    document = read(path)
    assert document.tables[0].header == ("titre", "lieu.ville", "tags", "n")
    assert cells(document) == [["Banc", "Laval", "a; b", "3"]]


def test_json_lines_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "mesures.json"
    path.write_text('{"titre": "A", "x": "1"}\n{"titre": "B", "x": "2"}\n', "utf-8")
    assert cells(read(path)) == [["A", "1"], ["B", "2"]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"a": 1}', "not_a_table"), ("[1, 2]", "not_a_table"), ("{", "damaged_file"),
        ("[" * 100_000, "damaged_file"), ("null", "not_a_table"),
    ],
)  # fmt: skip
def test_other_json_is_refused_with_what_is_expected(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ReadFailure) as caught:
        read(path)
    assert caught.value.code == code


def test_json_values_as_cells() -> None:
    assert [cell(v) for v in (None, True, 2.5, [1, None, "x"], {"a": 1})] == [
        "", "oui", "2.5", "1; x", "a : 1",
    ]  # fmt: skip


def test_a_plain_table_is_one_row_a_line_under_its_header(tmp_path: Path) -> None:
    path = tmp_path / "frequentation.csv"
    path.write_text("lieu,visites\nAréna,300\nPiscine,1 200\n", "utf-8")
    document = read(path)
    assert document.pages[0].text == "lieu | visites\nAréna | 300\nPiscine | 1 200\n"


def test_rows_are_spread_over_pages_and_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "mesures.csv"
    path.write_text("titre,texte\n" + "".join(f"M{n},t{n}\n" for n in range(250)), "utf-8")
    document = read(path)
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert [table.first for table in document.tables] == [2, 102, 202]
    assert cells(document)[-1] == ["M249", "t249"]


def test_tables_cross_to_the_reading_process_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "mesures.csv"
    path.write_text("titre,texte\nBanc,près du parc\n", "utf-8")
    document = read(path)
    assert through(document) == document
