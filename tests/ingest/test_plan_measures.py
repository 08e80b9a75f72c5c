"""Measures drawn from action plans: table rows, over pages, and bullet lists."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from ingest.catalogue import Said
from ingest.entries import Entry
from ingest.pipeline import SourceFile, extract
from ingest.readers.base import reader_for
from ingest.records import Extract

HEADER = ("Axe", "Objectif", "Action", "Responsable", "Échéancier", "Indicateur")


def read(path: Path, said: Said | None = None) -> Extract:
    file = SourceFile(path, path.parent, path.name)
    return extract(file, "0" * 64, said or Said(), lambda one: reader_for(one).read(one))


def plan_pdf(path: Path, rows: int) -> Path:
    """A plan whose axis and objective cells are filled once for several actions."""
    body = getSampleStyleSheet()["BodyText"]
    lines = [[Paragraph(title, body) for title in HEADER]]
    for n in range(rows):
        cells = (
            f"Axe {n // 9 + 1} du plan" if n % 9 == 0 else "",
            f"Faciliter le projet {n // 3 + 1}" if n % 3 == 0 else "",
            f"Aménager le passage numéro {n + 1} près de la résidence", "Travaux publics",
            str(2025 + n % 3), f"Passages du secteur {n + 1}",
        )  # fmt: skip
        lines.append([Paragraph(cell, body) if cell else "" for cell in cells])  # type: ignore[misc]
    table = Table(lines, colWidths=[80, 130, 200, 90, 70, 120], repeatRows=1)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    title = Paragraph("Plan d'action 2025-2027 de la Ville de Test-sur-Lac", body)
    SimpleDocTemplate(str(path), pagesize=landscape(letter)).build([title, table])
    return path


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    return read(plan_pdf(tmp_path_factory.mktemp("plan") / "plan.pdf", 18))


def by_title(made: Extract) -> dict[str, Entry]:
    return {entry.title: entry for entry in made.entries}


def test_every_row_is_a_measure_over_the_page_break(pdf: Extract) -> None:
    assert len(pdf.pages) > 1
    assert [entry.title for entry in pdf.entries] == [
        f"Aménager le passage numéro {n} près de la résidence" for n in range(1, 19)
    ]
    assert {entry.page for entry in pdf.entries} == {page.number for page in pdf.pages}


def test_a_row_takes_its_axis_and_objective_from_above(pdf: Extract) -> None:
    for n, entry in enumerate(pdf.entries):
        assert entry.field("axis") == f"Axe {n // 9 + 1} du plan"
        assert entry.field("objective") == f"Faciliter le projet {n // 3 + 1}"
        assert entry.field("responsible") == "Travaux publics"
        assert entry.field("schedule") == str(2025 + n % 3)
        assert entry.field("indicator") == f"Passages du secteur {n + 1}"
        assert entry.field("source_page") == str(entry.page)


def test_a_measure_quotes_its_own_row(pdf: Extract) -> None:
    texts = {page.number: page.text for page in pdf.pages}
    for entry in pdf.entries:
        quote = texts[entry.page][entry.start : entry.end]
        assert entry.title in quote
        assert "\n" not in quote
    assert pdf.passages, "a plan stays a document like another"


def test_a_word_plan_gives_rows_and_listed_actions(tmp_path: Path) -> None:
    written = docx.Document()
    written.add_heading("Plan d'action 2025-2027 de la Ville de Test-sur-Lac", 1)
    table = written.add_table(rows=0, cols=4)
    for row in (
        ("Objectif", "Mesure", "Responsable", "Échéancier"),
        ("Se déplacer", "Ouvrir la navette du lac", "Loisirs", "2026"),
        ("", "Prolonger le sentier", "Travaux publics", "2027"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    written.add_heading("Actions prévues", 2)
    for text in ("Planter dix arbres.", "Réparer le quai"):
        written.add_paragraph(text, style="List Bullet")
    written.add_heading("Comité", 2)
    written.add_paragraph("Une personne du conseil", style="List Bullet")
    path = tmp_path / "plan.docx"
    written.save(str(path))
    found = by_title(read(path, Said(organization="Ville de Laval")))
    assert set(found) == {
        "Ouvrir la navette du lac", "Prolonger le sentier", "Planter dix arbres", "Réparer le quai",
    }  # fmt: skip
    assert found["Prolonger le sentier"].field("objective") == "Se déplacer"
    assert found["Réparer le quai"].field("region") == "Laval"


@pytest.mark.parametrize(
    "text",
    [
        "# Rapport\n\n| Région | Responsable |\n| --- | --- |\n| Estrie | Léa |\n",
        "# Rapport annuel 2022\n\n## Actions\n\n- Le comité a planté dix arbres.\n",
        "# Plan d'action\n\nLes mesures sont décrites ailleurs.\n",
    ],
)
def test_other_documents_plan_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "texte.md"
    path.write_text(text, "utf-8")
    assert read(path).entries == ()
