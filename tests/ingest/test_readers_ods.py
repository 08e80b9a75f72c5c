"""OpenDocument spreadsheets: sheets, repeated cells, dates, hidden sheets, bombs."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest.bank import read_bank
from ingest.errors import ReadFailure
from ingest.readers.tabular import TableReader

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def ods(path: Path, *tables: str, styles: str = "", manifest: str = "") -> Path:
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles>{body}</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", content)
        if manifest:
            archive.writestr("META-INF/manifest.xml", manifest)
    return path


def table(name: str, *rows: str, style: str = "ta1") -> str:
    said = f'table:name="{name}" table:style-name="{style}"'
    return f"<table:table {said}>{''.join(rows)}</table:table>"


def test_a_plain_table_is_read_with_what_it_shows(tmp_path: Path) -> None:
    held = 'office:value-type="currency" office:value="1234.5"'
    date = 'office:value-type="date" office:date-value="2024-03-15T00:00:00"'
    yes = 'office:value-type="boolean" office:boolean-value="true"'
    path = ods(
        tmp_path / "a.ods",
        table("Budget", row(cell("Poste"), cell("Montant"), cell("Date"), cell("Voté")),
              row(cell("Parc"), cell("1 234,50 $", held), cell("15/03/24", date),
                  cell("VRAI", yes)),
              row('<table:table-cell table:number-columns-repeated="16384"/>',
                  more='table:number-rows-repeated="1048570"')),
    )  # fmt: skip
    (page,) = TableReader().read(path).pages
    assert page.text == (
        "Budget\n\nPoste | Montant | Date | Voté\nParc | 1 234,50 $ | 2024-03-15 | oui\n"
    )


def test_a_bank_is_read_and_rows_keep_their_number(tmp_path: Path) -> None:
    path = ods(
        tmp_path / "a.ods",
        table("Banque", row(cell("Mesure"), cell("Clientèle")),
              row("<table:table-cell/>"),
              row(cell("Jardin collectif"), cell("Familles<text:s text:c='2'/>et aînés"))),
    )  # fmt: skip
    raw = TableReader().read(path)
    (entry,) = read_bank("d", raw.pages, raw.tables).entries
    assert (entry.title, entry.field("audience")) == ("Jardin collectif", "Familles  et aînés")
    assert raw.tables[0].first == 3


def test_repeated_cells_are_written_and_a_hidden_sheet_is_not(tmp_path: Path) -> None:
    shown = '<style:table-properties table:display="false"/>'
    hidden = f'<style:style style:name="h">{shown}</style:style>'
    twice = 'table:number-rows-repeated="2"'
    path = ods(
        tmp_path / "a.ods",
        table("Vu", row(cell("A"), cell("B"), cell("C")),
              row(cell("x", 'table:number-columns-repeated="3"'), more=twice)),
        table("Caché", row(cell("secret"), cell("secret")), style="h"),
        styles=hidden,
    )  # fmt: skip
    text = "".join(page.text for page in TableReader().read(path).pages)
    assert text.count("x | x | x") == 2
    assert "secret" not in text


@pytest.mark.parametrize(
    ("manifest", "code"), [("<a><encryption-data/></a>", "password_required"), ("", "damaged_file")]
)
def test_a_locked_or_broken_workbook_is_refused(tmp_path: Path, manifest: str, code: str) -> None:
    path = ods(tmp_path / "a.ods", manifest=manifest)
    if code == "damaged_file":
        path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(ReadFailure, match="classeur OpenDocument") as caught:
        TableReader().read(path)
    assert caught.value.code == code


def test_a_workbook_that_swells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", " " * 60_000_000)
    with pytest.raises(ReadFailure, match="décompressé") as caught:
        TableReader().read(path)
    assert caught.value.code == "too_large"


def test_a_repeated_row_that_holds_something_is_bounded(tmp_path: Path) -> None:
    path = ods(
        tmp_path / "a.ods",
        table("T", row(cell("A"), cell("B")),
              row(cell("x"), cell("y"), more='table:number-rows-repeated="1048576"')),
    )  # fmt: skip
    raw = TableReader().read(path)
    assert sum(len(one.rows) for one in raw.tables) == 10_000
