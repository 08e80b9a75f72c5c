"""Platforms and plans as PDF: what they say and cite, their tags, fonts, links and title."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from small_bank import small_bank

from assistant.lists.model import Item, ListView, ShownItem, StoredList
from assistant.office.pdf import Sheet
from assistant.office.portable import list_plan_pdf
from tests.assistant.fake_service import FakeService


@pytest.fixture(autouse=True)
def bank(service: FakeService) -> None:
    service.entries = small_bank()


SECTIONS = [
    {"theme": "Mobilité", "measures": [{"id": "m-02"}, {"id": "m-05", "text": "Récrite."}]},
    {"theme": "Vide", "measures": []},
    {"theme": "Habitation", "measures": [{"id": "m-24", "title": "Œuvrer « autrement » !"}]},
]


def made(client: TestClient, **body: Any) -> PdfReader:
    answer = client.post("/api/platform/export", json={"file": "pdf", **body})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.content))


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages).replace("\u00a0", " ")


def tags_of(reader: PdfReader) -> list[str]:
    """Tags in reading order, those inside a list after it."""
    root: Any = reader.trailer["/Root"]

    def under(element: Any) -> list[str]:
        kids = element.get("/K")
        inside = [tag for kid in kids for tag in under(kid.get_object())] if isinstance(
            kids, list) else []  # fmt: skip
        return [str(element["/S"]), *inside]

    return under(root["/StructTreeRoot"]["/K"].get_object())


def test_the_page_cites_every_measure(client: TestClient) -> None:
    reader = made(client, municipality="Val-Témoin", sections=SECTIONS)
    assert len(reader.pages) == 1
    lines = [" ".join(line.split()) for line in text_of(reader).splitlines()]
    for said in (
        "Plateforme électorale – Val-Témoin", "Mobilité", "Habitation", "Sources",
        "Mesure 2 : Ce que fait la mesure 2. [1]", "Mesure 5 : Récrite. [2]",
        "[1] Mesure 2 – rapport.pdf, p. 12", "[2] Mesure 5 – rapport.pdf, p. 15",
        "[3] Mesure 24 – mesure type, mesures.csv, p. 25",
    ):  # fmt: skip
        assert any(said in line for line in lines), said
    assert any("Œuvrer « autrement » ! (mesure type)" in line for line in lines)


def test_its_title_language_fonts_and_tags_are_told(client: TestClient) -> None:
    reader = made(client, title="Plan d'été", sections=SECTIONS)
    root: Any = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Plan d'été"
    assert root["/Lang"] == "fr-CA"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    fonts: Any = reader.pages[0]["/Resources"]["/Font"]
    used = [font.get_object() for font in fonts.values()]
    embedded = [font for font in used if "SourceSansPro" in font["/BaseFont"]]
    assert embedded
    assert all("/FontFile2" in font["/FontDescriptor"] for font in embedded)
    assert tags_of(reader) == [
        "/Document", "/H1", "/P", "/H2", "/L", "/LI", "/LI", "/H2", "/L", "/LI", "/H2",
        "/P", "/P", "/P", "/P",
    ]  # fmt: skip


def test_every_run_of_content_has_its_place_in_the_tree(client: TestClient) -> None:
    long = "Un engagement raconté longuement, avec ses raisons et ses étapes. " * 12
    measures = [{"id": f"m-{n:02d}", "text": long} for n in range(1, 24)]
    reader = made(client, form="plan", sections=[{"theme": "T", "measures": measures}])
    assert len(reader.pages) > 2
    root: Any = reader.trailer["/Root"]
    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    for rank, page in enumerate(reader.pages):
        assert page["/StructParents"] == rank
        content = page.get_contents()
        assert content is not None
        marked = content.get_data().count(b"BDC")
        places = [one.get_object() for one in numbers[2 * rank + 1]]
        assert [one["/K"] for one in places] == list(range(marked))


def test_numbers_lead_to_their_sources(client: TestClient) -> None:
    reader = made(client, sections=SECTIONS)
    annotations: Any = reader.pages[0]["/Annots"]
    heights = [float(one.get_object()["/Dest"][3]) for one in annotations]
    assert len(heights) == 3
    assert heights == sorted(heights, reverse=True)  # the three sources, from top to bottom


def test_a_source_on_the_web_is_linked(client: TestClient, service: FakeService) -> None:
    service.entries[1] = replace(service.entries[1], url="https://ville.exemple/plan?a=1&b=2")
    reader = made(client, form="plan", sections=SECTIONS)
    annotations: Any = reader.pages[0]["/Annots"]
    [web] = [one.get_object()["/A"]["/URI"] for one in annotations]
    assert web == "https://ville.exemple/plan?a=1&b=2"


def test_a_long_platform_still_fits_one_page(client: TestClient) -> None:
    long = "Un engagement raconté longuement, avec ses raisons et ses étapes. " * 12
    measures = [{"id": f"m-{n:02d}", "text": long} for n in range(1, 24)]
    reader = made(client, sections=[{"theme": "T", "measures": measures}])
    assert len(reader.pages) == 1
    assert text_of(reader).count("[23]") == 2


def test_a_plan_tells_of_measures_and_grants(client: TestClient) -> None:
    sections = [*SECTIONS, {"theme": "Aides", "measures": [{"kind": "grant", "id": "s-1"}]}]
    said = text_of(made(client, form="plan", introduction="Un\ndébut", sections=sections))
    for part in (
        "Axe 1 : Mobilité", "Responsable : Service 2", "Échéancier : 2027",
        "Source : rapport.pdf, p. 12", "Subventions à examiner", "Organisme : Fondation des lacs",
        "Montant : de 2 700 à 10 000 $", "Date limite : 15 mars 2031",
    ):  # fmt: skip
        assert part in said, part


def test_a_list_is_exported_too() -> None:
    items = [Item(f"i{n}", entry, "", "2026") for n, entry in enumerate(small_bank())]
    stored = StoredList("l", "Été <b>", "owner", 3, "2026", "2026", tuple(items))
    shown = tuple(ShownItem(item, item.kept, item.entry_id != "m-01") for item in items)
    said = text_of(PdfReader(io.BytesIO(list_plan_pdf(ListView(stored, shown)))))
    for part in ("Plan d'action – Été <b>", "n'est plus dans la banque", "Mesure 2", "(échue)"):
        assert part in said, part


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_file_kind_that_is_not_known_is_refused(client: TestClient, lang: str) -> None:
    refused = client.post(
        f"/api/platform/export?lang={lang}", json={"file": "exe", "sections": SECTIONS}
    )
    assert refused.status_code == 422


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=200))
def test_any_text_is_set_as_text(text: str) -> None:
    sheet = Sheet(text, "fr")
    sheet.heading(text)
    sheet.paragraph(sheet.plain(text) + sheet.link("<a>&", 'https://x.ca/?"a=1&b'))
    sheet.bullet(sheet.bold(text))
    content, pages = sheet.content()
    assert pages >= 1
    assert "<a>&" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
