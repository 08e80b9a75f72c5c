"""The demonstration corpus: reproducible, readable, honest about what it is."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from eval.text import unify
from ingest.readers.base import reader_for
from ingest.records import RawDocument

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
DOCUMENTS = CORPUS / "documents"
BANKS = ("mesures.csv", "mesures.xlsx", "subventions.csv")
BUILT = [*(f"documents/{p.name}" for p in sorted(DOCUMENTS.iterdir())), *BANKS]
REPORTS = ["2021-2022", "2023-2024", "2024-2025"]
PUBLISHERS = {
    "rapport-activites": "Espace MUNI a publié",
    "presentation-camf": "est du Carrefour action municipale et famille",
    "compte-rendu": "diffusé par le Réseau québécois de développement social",
}
MEASURES = (
    "id,titre,description,politique,theme,clientele,population visée,portée,responsable,"
    "partenaires,échéancier,indicateur,année,municipalité,mrc,région,source,page"
).split(",")
GRANTS = (
    "nom,organisme,objet,admissibilité,clientele,theme,montant_min,montant_max,taux,"
    "date_limite,periode,url,source"
).split(",")


@cache
def read_document(path: Path) -> RawDocument:
    return reader_for(path).read(path)


def rows(name: str) -> list[dict[str, str]]:
    with (CORPUS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def build(folder: Path, seed: str) -> Path:
    """A copy of the sources and of the builder, built where it stands."""
    shutil.copytree(CORPUS / "sources", folder / "sources")
    shutil.copytree(CORPUS / "builder", folder / "builder")
    shutil.copy(CORPUS / "build.py", folder)
    command = [sys.executable, "-B", str(folder / "build.py")]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
    return folder


@pytest.mark.slow
@pytest.mark.skipif("ng" in zlib.ZLIB_RUNTIME_VERSION, reason="zlib-ng compresses otherwise")
def test_building_elsewhere_gives_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    for library in ("reportlab", "pyphen", "font_source_sans_pro"):
        pytest.importorskip(library)
    built = build(tmp_path / "un dossier à part", "7")
    made = {name for name in BUILT if (built / name).is_file()}
    assert made == set(BUILT)
    changed = [n for n in BUILT if (built / n).read_bytes() != (CORPUS / n).read_bytes()]
    assert changed == []


@pytest.mark.parametrize("path", sorted(DOCUMENTS.iterdir()), ids=lambda p: p.name)
def test_the_product_reads_every_document(path: Path) -> None:
    read = read_document(path)
    # Where tesseract is installed, the chart of one report is read, and said to be.
    assert [told for told in read.warnings if not told.startswith("Texte lu dans des images")] == []
    assert not any(page.needs_ocr for page in read.pages)
    assert sum(len(page.text) for page in read.pages) > 1000


@pytest.mark.parametrize("path", sorted(DOCUMENTS.iterdir()), ids=lambda p: p.name)
def test_every_document_says_that_it_is_a_rewriting_and_whose(path: Path) -> None:
    text = unify("\n".join(page.text for page in read_document(path).pages))
    repaired = text.replace("- ", "")
    assert re.search(r"réécritures? à des fins de démonstration", repaired, re.IGNORECASE)
    for start, publisher in PUBLISHERS.items():
        if path.name.startswith(start):
            assert publisher in repaired


@pytest.mark.parametrize("years", REPORTS)
def test_a_report_has_bookmarks_running_heads_and_links_that_lead_somewhere(years: str) -> None:
    report = PdfReader(DOCUMENTS / f"rapport-activites-{years}.pdf")
    links = [
        note.get_object()
        for page in report.pages
        for note in page.get("/Annots", [])
        if note.get_object()["/Subtype"] == "/Link"
    ]
    inside = [link["/Dest"] for link in links if "/Dest" in link]
    outside = [link for link in links if "/URI" in link.get("/A", {})]
    pages = {page.indirect_reference.idnum for page in report.pages if page.indirect_reference}
    assert len(report.outline) >= 8
    assert len(inside) >= 8
    assert {target[0].idnum for target in inside} <= pages
    assert len({target[0].idnum for target in inside}) > 4
    assert outside
    running = "".join(f"RAPPORTD’ACTIVITÉS{years}".split())
    furnished = [running in "".join(page.extract_text().split()) for page in report.pages[1:]]
    assert all(furnished)


@pytest.mark.parametrize("years", REPORTS)
def test_a_report_is_set_like_print(years: str) -> None:
    path = DOCUMENTS / f"rapport-activites-{years}.pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    assert "ﬁ" in text
    assert re.search(r"\w-\s*\n\w", text)
    pairs = [pair for page in read_document(path).pages for pair in page.pairs]
    assert len(pairs) >= 15


def test_a_chart_is_a_picture() -> None:
    report = PdfReader(DOCUMENTS / "rapport-activites-2023-2024.pdf")
    assert sum(len(page.images) for page in report.pages) == 1


def test_measures_have_their_columns_and_no_two_are_alike() -> None:
    measures = rows("mesures.csv")
    assert list(measures[0]) == MEASURES
    assert len(measures) >= 400
    for column in ("id", "titre", "description"):
        assert len({row[column].casefold() for row in measures}) == len(measures)
    assert len({row["theme"] for row in measures}) == 9
    assert len({row["clientele"] for row in measures}) == 4
    needed = ("titre", "description", "politique", "responsable", "indicateur", "source")
    assert [row["id"] for row in measures if not all(row[column] for column in needed)] == []


def test_a_type_measure_has_no_place_and_a_real_one_has_its_page() -> None:
    kinds = {row["source"] == "mesure type" for row in rows("mesures.csv")}
    assert kinds == {True, False}
    for row in rows("mesures.csv"):
        place = [row[column] for column in ("municipalité", "mrc", "région", "année", "page")]
        if row["source"] == "mesure type":
            assert not any(place)
            continue
        path = DOCUMENTS / row["source"]
        read = read_document(path)
        assert bool(row["page"]) == read.paged
        page = read.pages[int(row["page"] or 1) - 1]
        name = (row["municipalité"] or row["mrc"]).split(" (")[0]
        assert letters(name) in letters(page.text), row["titre"]


def letters(text: str) -> str:
    return "".join(c for c in unify(text).casefold() if c.isalnum())


def test_the_spreadsheet_is_the_twin_of_the_csv() -> None:
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(CORPUS / "mesures.xlsx") as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    found = []
    for row in sheet.iterfind(".//m:row", space):
        cells = {re.sub(r"\d", "", c.get("r", "")): c for c in row.iterfind("m:c", space)}
        texts = (cells.get(chr(ord("A") + n)) for n in range(len(MEASURES)))
        found.append(["" if c is None else "".join(c.itertext()) for c in texts])
    with (CORPUS / "mesures.csv").open(encoding="utf-8", newline="") as file:
        assert found == list(csv.reader(file))


def test_grants_have_their_columns_and_examples_say_so() -> None:
    grants = rows("subventions.csv")
    assert list(grants[0]) == GRANTS
    assert len(grants) >= 40
    assert len({row["nom"] for row in grants}) == len(grants)
    real = [row for row in grants if row["source"] != "exemple"]
    assert real
    assert all((DOCUMENTS / row["source"]).is_file() for row in real)
    assert all("fictif" in row["organisme"] for row in grants if row["source"] == "exemple")
    amounts = [row for row in grants if row["montant_min"]]
    assert all(int(row["montant_min"]) <= int(row["montant_max"]) for row in amounts)
