"""Documents to hand out: what the PDF and DOCX files hold, whatever their text is."""

from __future__ import annotations

import io
import re

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from assistant.office.blockpdf import pdf_of
from assistant.office.blocks import (
    Bullets,
    Grid,
    Handout,
    Heading,
    Paragraph,
    Run,
    plain,
    web_link,
    words_of,
)
from assistant.office.blockword import docx_of

MARKUP = '<b>gras</b> & <a href="javascript:x">lien</a> <img src="/etc/passwd"/> &amp;'
BLOCKS = (
    plain("Un été à l’œuvre : 1\u202f234 $ « ici »"),
    Heading("Première partie"),
    Heading("Détail", 2),
    Bullets(((Run("Rapport, p. 4", link="https://exemple.ca/a?b=1&c=2"),),), ("[1]",)),
    Bullets(((Run("puce", bold=True),),)),
    Grid("Membres", ("Année", "Nombre"), (((Run("2021"),), (Run("375"),)),), (1, 1)),
    Paragraph((Run(MARKUP, italic=True),), "quote"),
)


def pdf_text(content: bytes) -> str:
    return " ".join(
        " ".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages).split()
    )


def test_a_pdf_holds_its_words_bookmarks_links_and_says_its_title_and_language() -> None:
    content = pdf_of(Handout("Ma conversation", "fr", BLOCKS))
    reader = PdfReader(io.BytesIO(content))
    text = pdf_text(content)
    for words in ("Un été à l’œuvre : 1 234 $ « ici »", "Première partie", "[1]", "375", "Page 1"):
        assert words.replace("\u00a0", " ") in text.replace("\u00a0", " ")
    assert reader.metadata is not None
    assert reader.metadata.title == "Ma conversation"
    assert reader.trailer["/Root"]["/Lang"] == "fr-CA"
    assert reader.outline[0]["/Title"] == "Ma conversation"  # type: ignore[call-overload,index]
    links = [a.get_object() for p in reader.pages for a in p.get("/Annots", ())]
    assert [link["/A"]["/URI"] for link in links] == ["https://exemple.ca/a?b=1&c=2"]


def test_its_fonts_are_embedded() -> None:
    reader = PdfReader(io.BytesIO(pdf_of(Handout("T", "fr", (plain("été"),)))))
    fonts = reader.pages[0]["/Resources"]["/Font"].get_object()  # type: ignore[index]
    used = [font.get_object() for font in fonts.values()]
    kept = [font for font in used if "/FontDescriptor" in font]
    assert any("/FontFile2" in font["/FontDescriptor"] for font in kept)


def test_markup_in_a_text_stays_text_in_both_files() -> None:
    handout = Handout(MARKUP, "fr", (Heading(MARKUP), *BLOCKS))
    assert pdf_text(pdf_of(handout)).count("<b>gras</b>") == 3
    made = docx.Document(io.BytesIO(docx_of(handout)))
    assert sum("<b>gras</b>" in p.text for p in made.paragraphs) == 3


def test_a_word_file_holds_the_same_words_and_its_link() -> None:
    handout = Handout("Ma conversation", "fr", BLOCKS)
    made = docx.Document(io.BytesIO(docx_of(handout)))
    text = "\n".join(p.text for p in made.paragraphs)
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    for words in words_of(handout):
        assert words in text or words in cells or words == "Membres"
    targets = [rel.target_ref for rel in made.part.rels.values() if rel.is_external]
    assert targets == ["https://exemple.ca/a?b=1&c=2"]
    styles = [p.style.name for p in made.paragraphs if p.style]
    assert styles[:4] == ["Title", "Normal", "Heading 1", "Heading 2"]


def test_what_the_font_lacks_is_shown_as_missing() -> None:
    text = pdf_text(pdf_of(Handout("T", "fr", (plain("une ᓄ fin"),))))
    assert "une ? fin" in text


def test_a_row_of_a_table_is_read_with_its_headings() -> None:
    text = pdf_text(pdf_of(Handout("T", "fr", BLOCKS)))
    assert "Année : 2021 · Nombre : 375" in text.replace("\u00a0", " ")


def test_headings_are_tagged_in_their_order() -> None:
    reader = PdfReader(io.BytesIO(pdf_of(Handout("T", "fr", BLOCKS))))
    whole = reader.trailer["/Root"]["/StructTreeRoot"]["/K"]
    tags = [kid.get_object()["/S"] for kid in whole["/K"]]
    assert tags[:4] == ["/H1", "/P", "/H2", "/H3"]


def test_a_cell_longer_than_a_page_goes_on_to_the_next() -> None:
    rows = (((Run("mot " * 4_000),), (Run("m" * 4_000),)),)
    reader = PdfReader(
        io.BytesIO(pdf_of(Handout("T", "fr", (Grid("", ("A", "B"), rows, (1, 1)),))))
    )
    assert len(reader.pages) > 2
    assert sum(page.extract_text().count("mot") for page in reader.pages) == 4_000


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "//x", "/a", "", "http://", "https://a b", "x:y"],
)
def test_only_web_addresses_are_links(address: str) -> None:
    assert web_link(address) is None
    content = pdf_of(Handout("T", "fr", (Paragraph((Run("x", link=address),)),)))
    assert not re.search(rb"/URI", content)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_any_text_makes_files_that_open(texts: list[str]) -> None:
    blocks = tuple(
        block
        for text in texts
        for block in (
            Heading(text, len(text)),
            plain(text),
            Bullets(((Run(text, link=text),),), (text,)),
            Grid(text, (text,), (((Run(text, bold=True),),),), (1,)),
        )
    )
    handout = Handout(texts[0], "en", blocks)
    assert len(PdfReader(io.BytesIO(pdf_of(handout))).pages) >= 1
    docx.Document(io.BytesIO(docx_of(handout)))
