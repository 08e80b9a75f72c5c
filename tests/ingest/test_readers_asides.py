"""Footnotes and captions of a PDF stand apart; a page in two languages is cut by language."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_making import Pen, make_pdf
from pdf_reading import LEFT, RIGHT, check_boxes, joined, read, through
from pypdf import PdfWriter

from ingest.languages import by_language, language_of
from ingest.passages import Cut, cut
from ingest.records import Page, RawDocument
from ingest.structure import read_structure

ENGLISH = [
    "The municipality went on with its family",
    "policy. The work was about the parks, the",
    "library and the housing of the families.",
    "This year a committee of the council met",
    "with the groups of the town four times.",
]
NOTE = "1 Selon le recensement de 2021, publié par Statistique Canada."
SECOND = "2 Voir le plan d’action de la ville pour les aînés."


def cut_of(raw: RawDocument, language: str = "fr") -> Cut:
    return cut("d", raw.pages, read_structure(raw.pages).parts, language=language)


def notes_page(pen: Pen) -> None:
    pen.bold(60, 80, "Une année bien remplie", 16)
    pen.column(60, 110, [*LEFT, *RIGHT])
    pen.column(60, 700, [NOTE, SECOND], 7.5)
    pen.column(320, 110, [*RIGHT, *LEFT])


def test_footnotes_end_the_page_and_are_no_part_of_its_passages(tmp_path: Path) -> None:
    raw = read(make_pdf(tmp_path / "a.pdf", [notes_page]))
    (page,) = raw.pages
    check_boxes(page)
    assert {aside.kind for aside in page.asides} == {"note"}
    assert joined(page.text).endswith(f"{NOTE} {SECOND}")
    made = cut_of(raw)
    notes = [one for one in made.statements if one.kind == "note"]
    assert [one.text for one in notes] == [NOTE[2:], SECOND[2:]]
    held = {one.passage_id for one in notes}
    assert all("recensement" not in p.text for p in made.passages if p.id not in held)
    assert all("comité" not in p.text for p in made.passages if p.id in held)


def test_a_note_that_text_stands_under_is_text(tmp_path: Path) -> None:
    def draw(pen: Pen) -> None:
        pen.column(60, 110, LEFT)
        pen.column(60, 190, [NOTE], 7.5)
        pen.column(60, 230, RIGHT)

    assert read(make_pdf(tmp_path / "a.pdf", [draw])).pages[0].asides == ()


CAPTION = "Photo : le parc des Érables, un matin de mai."


@pytest.mark.parametrize(
    ("caption", "size"),
    [(CAPTION, 10.0), ("Figure 2. Les familles par quartier", 9.0), ("Au parc, en juin", 7.5)],
)
def test_a_caption_is_apart_and_a_sentence_runs_past_it(
    tmp_path: Path, caption: str, size: float
) -> None:
    def draw(pen: Pen) -> None:
        pen.column(60, 110, LEFT)
        pen.picture(60, 330, 200, 150)
        pen.text(60, 343, caption, size)
        pen.column(60, 400, RIGHT)

    raw = read(make_pdf(tmp_path / "a.pdf", [draw]))
    (page,) = raw.pages
    (aside,) = page.asides
    assert (aside.kind, page.text[aside.start : aside.end]) == ("caption", caption)
    made = cut_of(raw)
    (told,) = [one for one in made.statements if one.kind == "caption"]
    assert told.text == caption
    assert all(caption not in p.text for p in made.passages if p.id != told.passage_id)


def test_small_lines_far_from_a_picture_and_titles_are_no_captions(tmp_path: Path) -> None:
    def draw(pen: Pen) -> None:
        pen.bold(60, 80, "Images de la ville", 16)
        pen.column(60, 110, [*LEFT, *RIGHT])
        pen.picture(60, 430, 200, 150)
        pen.column(60, 560, ["Dernière mise à jour au printemps"], 7.5)

    assert read(make_pdf(tmp_path / "a.pdf", [draw])).pages[0].asides == ()


def two_columns(pen: Pen) -> None:
    pen.column(60, 110, [*LEFT, *RIGHT])
    pen.column(320, 110, [*ENGLISH, *ENGLISH])


def line_by_line(pen: Pen) -> None:
    for n, (left, right) in enumerate(zip([*LEFT, *RIGHT], [*ENGLISH, *ENGLISH], strict=True)):
        pen.text(60, 110 + 12 * n, left)
        pen.text(320, 110 + 12 * n, right)


def one_under_the_other(pen: Pen) -> None:
    pen.column(60, 110, [*LEFT, *RIGHT])
    pen.column(60, 300, ENGLISH)


@pytest.mark.parametrize("draw", [two_columns, line_by_line, one_under_the_other])
def test_a_page_in_two_languages_is_cut_by_language(tmp_path: Path, draw: object) -> None:
    raw = read(make_pdf(tmp_path / "a.pdf", [draw]))  # type: ignore[list-item]
    passages = cut_of(raw).passages
    assert {one.language for one in passages} == {None, "en"}
    for one in passages:
        assert ("municipality" in one.text or "groups" in one.text) == (one.language == "en")
        assert ("municipalité" in one.text) <= (one.language is None)


def test_a_page_in_one_language_with_an_english_title_is_not_cut() -> None:
    text = "Best practices\n\n" + "\n".join([*LEFT, *RIGHT])
    parts = read_structure([Page(1, text)]).parts
    assert {part.language for part in by_language(parts)} == {None}
    assert (language_of(text), language_of("The plan of the town is for families")) == ("fr", "en")


def test_asides_cross_to_the_reading_process(tmp_path: Path) -> None:
    raw = read(make_pdf(tmp_path / "a.pdf", [notes_page]))
    assert through(raw) == raw


def test_attachments_are_listed(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [two_columns])
    writer = PdfWriter(clone_from=path)
    writer.add_attachment("budget 2024.xlsx", b"x")
    writer.add_attachment("annexe.pdf", b"x")
    writer.write(path)
    assert read(path).warnings == (
        "Fichiers joints au PDF, non lus : annexe.pdf, budget 2024.xlsx.",
    )


def test_a_rank_in_small_letters_stays_with_its_person(tmp_path: Path) -> None:
    def draw(pen: Pen) -> None:
        roles = {"Anne Roy": "1er vice-président, conseiller", "Luc Cyr": "2e vice-présidente"}
        for n, (name, role) in enumerate(roles.items()):
            pen.bold(60 + 200 * n, 100, name, 10)
            pen.text(60 + 200 * n, 112, role, 8)
        pen.column(60, 160, [*LEFT, *RIGHT])

    text = joined(read(make_pdf(tmp_path / "a.pdf", [draw])).pages[0].text)
    assert text.startswith("Anne Roy 1er vice-président, conseiller Luc Cyr 2e vice-présidente")


def test_the_last_line_over_a_table_stays_with_its_paragraph(tmp_path: Path) -> None:
    def draw(pen: Pen) -> None:
        pen.column(60, 100, ["Des personnes sont présentes dans les régions du", "Québec."])
        rows = [("Région", "Nom"), ("Estrie", "Anne Roy"), ("Gaspésie", "Luc Cyr")]
        for row, cells in enumerate(rows):
            pen.text(60, 130 + 14 * row, cells[0])
            pen.text(220, 130 + 14 * row, cells[1])

    text = read(make_pdf(tmp_path / "a.pdf", [draw])).pages[0].text
    assert "régions du\nQuébec.\n\nRégion | Nom\nEstrie | Anne Roy\nGaspésie | Luc Cyr" in text
