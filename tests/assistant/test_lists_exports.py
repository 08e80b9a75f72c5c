"""Exports of a list, opened back by the programs that read them."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from small_bank import make_grant, make_measure, small_bank

from assistant.bank.model import BankHit
from assistant.export import DANGEROUS
from assistant.lists.form import json_file
from assistant.lists.importing import read_csv, read_json
from assistant.lists.model import Item, ListView, ShownItem, StoredList
from assistant.lists.tables import list_csv, list_xlsx
from assistant.office.plan import list_plan

FORMULAS = (
    "=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1",
    '=HYPERLINK("http://x")', "#N/A", "'=1",
)  # fmt: skip
ANY = st.text(st.characters(codec="utf-8"), max_size=40)


def make_view(entries: list[BankHit], note: str = "", name: str = "Ma liste") -> ListView:
    """A list of these entries; those whose id ends in « x » have left the bank."""
    items = [Item(f"i{n}", entry, note, "2026-11-21T00:00:00Z") for n, entry in enumerate(entries)]
    stored = StoredList("l", name, "owner", 3, "2026", "2026", tuple(items))
    shown = (ShownItem(item, item.kept, not item.entry_id.endswith("x")) for item in items)
    return ListView(stored, tuple(shown))


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def hostile(text: str, name: str = "x") -> BankHit:
    return BankHit(
        name, text, text, "d", text, 1, (("theme", text), ("objective", text), ("sien", text))
    )


def test_csv_has_the_columns_that_are_filled() -> None:
    rows = rows_of(list_csv(make_view(small_bank(), "à voir")))
    assert len(rows) == 29
    assert rows[0]["titre"] == "Mesure 1"
    assert rows[0]["thème"] == "Habitation"
    assert (rows[0]["source"], rows[0]["page"], rows[0]["note"]) == ("rapport.pdf", "11", "à voir")
    assert (rows[-1]["type"], rows[-1]["date limite"]) == ("subvention", "2031-05-01")
    assert rows[-1]["source"] == "exemple : fonds inventé"
    assert "MRC" not in rows[0]
    assert rows_of(list_csv(make_view(small_bank()), "en"))[0]["in charge"] == "Service 1"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_spreadsheet_is_a_formula(text: str) -> None:
    view = make_view([hostile(text)], text, text)
    for cell in rows_of(list_csv(view))[0].values():
        assert not cell.lstrip().startswith(DANGEROUS)
    book = openpyxl.load_workbook(io.BytesIO(list_xlsx(view)))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 8
    assert all(cell.data_type in "sn" for cell in cells)
    assert not any(str(cell.value).lstrip().startswith(DANGEROUS) for cell in cells)
    assert all(cell.quotePrefix for cell in cells if cell.data_type == "s")


def test_a_header_of_the_bank_cannot_be_a_formula() -> None:
    entry = BankHit("a", "t", "", "d", "s", 1, (("=1+1", "x"),))
    assert "'=1+1" in rows_of(list_csv(make_view([entry])))[0]
    sheet = openpyxl.load_workbook(io.BytesIO(list_xlsx(make_view([entry])))).active
    assert "'=1+1" in [cell.value for cell in sheet[1]]


def test_a_workbook_has_a_sheet_of_each_kind() -> None:
    book = openpyxl.load_workbook(io.BytesIO(list_xlsx(make_view(small_bank(), name="Été"))))
    assert book.sheetnames == ["Mesures", "Subventions"]
    assert book.properties.title == "Été"
    sheet = book["Subventions"]
    heads = [cell.value for cell in sheet[1]]
    first = dict(zip(heads, [cell.value for cell in sheet[2]], strict=True))
    assert first["date limite"] == datetime(2031, 3, 15)  # noqa: DTZ001
    assert first["montant maximal"] == 10_000
    assert (sheet.freeze_panes, sheet.max_row) == ("A2", 6)
    assert book["Mesures"].max_row == 25
    assert openpyxl.load_workbook(io.BytesIO(list_xlsx(make_view([])))).sheetnames == ["Mesures"]


@settings(deadline=None, max_examples=30)
@given(ANY, ANY, ANY)
def test_any_text_can_be_exported_and_read_again(title: str, text: str, note: str) -> None:
    entry = BankHit("m-1", f"T{title}", text, "d", "s.csv", 2, (("theme", title), ("sien", text)))
    view = make_view([entry], note)
    book = openpyxl.load_workbook(io.BytesIO(list_xlsx(view)))
    assert book.active.max_row == 2
    [row] = rows_of(list_csv(view))
    assert row["id"] == "m-1"
    document = docx.Document(io.BytesIO(list_plan(view)))
    assert len(document.tables) == 1
    for read in (read_json(json_file(view)), read_csv(list_csv(view))):
        [back] = read.rows
        assert back.entry is not None
        assert (back.entry.id, back.entry.page) == ("m-1", 2)


@settings(deadline=None)
@given(st.text(st.sampled_from("=+-@'\t \n\"a;,é1"), max_size=8))
def test_a_note_survives_csv(note: str) -> None:
    """But for tabs, which a note does not hold, and for the apostrophe that hides a formula."""
    kept = note.replace("\t", " ").strip()
    [row] = read_csv(list_csv(make_view([make_measure(1)], kept))).rows
    hidden = kept.startswith("'") and kept[1:].lstrip().startswith(DANGEROUS)
    assert row.note == (kept[1:].strip() if hidden else kept)


def test_the_json_file_says_its_format() -> None:
    value = json.loads(json_file(make_view(small_bank()[:1], "n", "Été")))
    assert (value["format"], value["format_version"], value["name"]) == ("repere-list", 1, "Été")
    assert value["items"][0]["entry"]["fields"]["theme"] == "Habitation"


def open_plan(view: ListView, lang: str = "fr") -> docx.document.Document:
    return docx.Document(io.BytesIO(list_plan(view, "en" if lang == "en" else "fr")))


def cells(table: docx.table.Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_plan_has_axes_objectives_and_a_table_for_each() -> None:
    measures = [
        make_measure(1, objective="Loger", axis="Milieu de vie"),
        make_measure(2, objective="Loger", axis="Milieu de vie"),
        make_measure(3, objective="Bouger", axis="Milieu de vie"),
        make_measure(4, theme="Mobilité; Habitation"),
        make_measure(5, theme=""),
    ]
    document = open_plan(make_view(measures, "à faire", "Plan 2027"))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.text]
    assert headings[0] == ("Title", "Plan d'action – Plan 2027")
    assert [pair for pair in headings if pair[0].startswith("Heading")] == [
        ("Heading 1", "Axe 1 : Milieu de vie"),
        ("Heading 2", "Objectif : Loger"),
        ("Heading 2", "Objectif : Bouger"),
        ("Heading 1", "Axe 2 : Mobilité"),
        ("Heading 1", "Autres mesures"),
    ]
    assert [len(table.rows) for table in document.tables] == [3, 2, 2, 2]
    head, row, _ = cells(document.tables[0])
    assert head == [
        "Mesure", "Responsable", "Échéancier", "Indicateur", "Partenaires", "Source", "Notes",
    ]  # fmt: skip
    assert row == [
        "Mesure 1\nCe que fait la mesure 1.", "Service 1", "2027", "personnes rejointes",
        "CLSC; école", "rapport.pdf, p. 11", "à faire",
    ]  # fmt: skip


def test_the_plan_can_be_read_by_a_screen_reader() -> None:
    document = open_plan(make_view(small_bank()))
    for table in document.tables:
        head = table.rows[0]._tr.trPr
        assert head.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        caption = table._tbl.tblPr.find(qn("w:tblCaption"))
        assert caption is not None
        assert caption.get(qn("w:val"))
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "fr-CA"
    assert document.core_properties.language == "fr-CA"
    assert document.core_properties.title == "Plan d'action – Ma liste"
    assert "PAGE" in document.sections[0].footer._element.xml


def test_the_plan_sorts_grants_and_keeps_every_mark() -> None:
    document = open_plan(make_view(small_bank()))
    grants = cells(document.tables[-1])[1:]
    assert [row[0].split("\n")[0] for row in grants] == [
        "Subvention 1", "Subvention 5 (exemple)", "Subvention 3", "Subvention 4", "Subvention 2",
    ]  # fmt: skip
    assert [row[3] for row in grants] == [
        "15 mars 2031", "1er mai 2031", "février 2032", "aucune indiquée", "18 juin 2021 (échue)",
    ]  # fmt: skip
    assert grants[0][2] == "de 2\u00a0700 à 10\u00a0000 $"
    told = "\n".join(cell for table in document.tables for row in cells(table) for cell in row)
    assert "Mesure 24 (mesure type)" in told
    assert any("modèle rédigé pour démonstration" in p.text for p in document.paragraphs)
    assert not any(
        "modèle rédigé" in p.text for p in open_plan(make_view([make_measure(1)])).paragraphs
    )


def test_the_plan_says_what_left_the_bank_and_what_is_empty() -> None:
    gone = BankHit("m-x", "Ancienne", "", "d", "s", 1)
    assert "n'est plus dans la banque" in cells(open_plan(make_view([gone])).tables[0])[1][0]
    assert "Cette liste est vide." in [p.text for p in open_plan(make_view([])).paragraphs]
    english = open_plan(make_view([make_measure(1), make_grant(1, "2031-03-15")]), "en")
    assert cells(english.tables[0])[0][1] == "In charge"
    assert cells(english.tables[1])[1][3] == "March 15, 2031"


def test_markup_stays_text_in_the_plan() -> None:
    text = "<w:p/>]]></w:t>&amp;\x00\x0b\ud800".encode("utf-8", "replace").decode()
    document = open_plan(make_view([hostile(text)], text, text))
    assert "<w:p/>]]></w:t>&amp;" in cells(document.tables[0])[1][0]
    assert len(document.tables) == 1
