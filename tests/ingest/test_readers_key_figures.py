from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_making import Pen, make_pdf

from ingest.readers.key_figures import is_number
from ingest.readers.pdf import PdfReader
from ingest.records import Page

BODY = [
    "L’année a été marquée par de nombreuses réalisations dans les milieux,",
    "grâce à l’engagement de toute une équipe et de ses partenaires, qui ont",
    "accompagné les municipalités dans leurs démarches et leurs projets.",
]
FIGURES = (
    ("375", "membres"),
    ("24 304", "citoyennes et citoyens rejoints"),
    ("1,8 M$", "en subventions versées"),
    ("37,5 %", "de taux de réponse"),
    ("12", "webinaires"),
    ("2 700 $", "montant moyen"),
)


def page_of(tmp_path: Path, draw: Callable[[Pen], None]) -> Page:
    return PdfReader().read(make_pdf(tmp_path / "k.pdf", [draw])).pages[0]


def pairs(page: Page) -> dict[str, str]:
    return {
        page.text[slice(*pair.number)]: " ".join(page.text[slice(*span)] for span in pair.labels)
        for pair in page.pairs
    }


def grid(n: int) -> tuple[float, float]:
    return 140 + 170 * (n % 3), 260 + 110 * (n // 3)


def below(pen: Pen) -> None:
    for n, (number, label) in enumerate(FIGURES):
        x, y = grid(n)
        pen.centred(x, y, number, 30)
        pen.centred(x, y + 16, label, 9)


def above(pen: Pen) -> None:
    for n, (number, label) in enumerate(FIGURES):
        x, y = grid(n)
        pen.centred(x, y - 30, label.upper(), 8)
        pen.centred(x, y, number, 28)


def beside(pen: Pen) -> None:
    for n, (number, label) in enumerate(FIGURES):
        pen.right(200, 260 + 40 * n, number, 22)
        pen.text(212, 260 + 40 * n, label, 10)


def beside_closely(pen: Pen) -> None:
    for n, (number, label) in enumerate(FIGURES):
        pen.right(200, 260 + 18 * n, number, 16)
        pen.text(208, 259 + 18 * n, label, 10)


def numbers_then_labels(pen: Pen) -> None:
    for n, (number, _) in enumerate(FIGURES):
        pen.text(grid(n)[0] - 40, grid(n)[1], number, 26)
    for n, (_, label) in reversed(list(enumerate(FIGURES))):
        pen.text(grid(n)[0] - 40, grid(n)[1] + 14, label, 8)


def one_under_the_other(pen: Pen) -> None:
    for n, (number, label) in enumerate(FIGURES):
        pen.text(80, 240 + 60 * n, number, 24)
        pen.text(80, 255 + 60 * n, label, 9)


def label_before(pen: Pen) -> None:
    for n, (number, label) in enumerate(FIGURES):
        pen.right(300, 260 + 40 * n, label, 10)
        pen.text(310, 260 + 40 * n, number, 22)


LAYOUTS = [
    below, above, beside, beside_closely, numbers_then_labels, one_under_the_other, label_before,
]  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("body", [True, False], ids=["with_text", "alone"])
def test_numbers_are_paired_with_their_labels(
    tmp_path: Path, layout: Callable[[Pen], None], body: bool
) -> None:
    def draw(pen: Pen) -> None:
        pen.bold(60, 90, "Nos chiffres clés", 20)
        if body:
            pen.column(60, 130, BODY)
        layout(pen)

    page = page_of(tmp_path, draw)
    found = {number: label.lower() for number, label in pairs(page).items()}
    assert found == dict(FIGURES)
    assert all(pair.confidence >= 0.7 for pair in page.pairs)


def test_number_and_label_stand_together_in_the_text(tmp_path: Path) -> None:
    text = page_of(tmp_path, numbers_then_labels).text
    assert "375\nmembres\n\n24 304\ncitoyennes et citoyens rejoints\n\n" in text


def test_a_label_of_two_lines_is_kept_whole(tmp_path: Path) -> None:
    def draw(pen: Pen) -> None:
        pen.column(60, 130, BODY)
        pen.centred(200, 300, "48", 32)
        pen.centred(200, 314, "municipalités", 9)
        pen.centred(200, 325, "accréditées", 9)

    assert pairs(page_of(tmp_path, draw)) == {"48": "municipalités accréditées"}


def test_a_qualifier_above_is_part_of_the_label(tmp_path: Path) -> None:
    def draw(pen: Pen) -> None:
        pen.column(60, 130, BODY)
        pen.centred(200, 270, "Plus de", 9)
        pen.centred(200, 300, "150", 32)
        pen.centred(200, 314, "participantes", 9)

    page = page_of(tmp_path, draw)
    assert pairs(page) == {"150": "Plus de participantes"}
    assert page.text.endswith("Plus de\n150\nparticipantes")


def test_a_number_set_larger_in_its_own_line_is_paired(tmp_path: Path) -> None:
    def draw(pen: Pen) -> None:
        pen.column(60, 130, BODY)
        pen.text(60, 300, "375", 28)
        pen.text(112, 300, "membres en règle", 10)

    page = page_of(tmp_path, draw)
    assert pairs(page) == {"375": "membres en règle"}
    assert "375 membres en règle" in page.text


def test_a_label_between_two_numbers_is_doubtful(tmp_path: Path) -> None:
    def draw(pen: Pen) -> None:
        pen.column(60, 130, BODY)
        pen.centred(200, 300, "48", 24)
        pen.centred(200, 324, "municipalités", 9)
        pen.centred(200, 358, "96", 24)

    (pair,) = page_of(tmp_path, draw).pairs
    assert pair.confidence < 0.7


@pytest.mark.parametrize("title", ["2023", "2023-2024", "01"])
def test_years_and_numerals_of_order_are_no_figures(tmp_path: Path, title: str) -> None:
    def draw(pen: Pen) -> None:
        pen.text(60, 90, title, 36)
        pen.text(60, 110, "Rapport d’activités", 12)
        pen.column(60, 160, BODY)

    assert page_of(tmp_path, draw).pairs == ()


def test_the_number_of_a_title_is_no_figure(tmp_path: Path) -> None:
    def draw(pen: Pen) -> None:
        pen.text(60, 100, "2", 18)
        pen.text(90, 100, "Historique", 18)
        pen.column(60, 120, BODY)

    page = page_of(tmp_path, draw)
    assert page.pairs == ()
    assert page.text.startswith("2 Historique\n\n")


def test_numbers_in_running_text_are_no_key_figures(tmp_path: Path) -> None:
    def draw(pen: Pen) -> None:
        pen.column(60, 130, [*BODY, "375", "membres"])

    assert page_of(tmp_path, draw).pairs == ()


@pytest.mark.parametrize(
    "text",
    ["375", "1 284", "1\u202f284", "42 %", "3,6 M$", "148,2 M$", "12 450", "24 304", "2 700 $",
     "+ 12 %", "+ de 300", "33,5", "1 020", "2 M", "1,8 million", "150 000 $", "plus de 40", "5 h"],
)  # fmt: skip
def test_quantities_are_numbers(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize(
    "text", ["2024", "1999", "2023-2024", "01", "33e", "membres", "450 555-0199", "H2X 1Y4", "3.",
             "12 mars", "", "12 345 678 901 234 567 x"],
)  # fmt: skip
def test_other_texts_are_not(text: str) -> None:
    assert not is_number(text)
