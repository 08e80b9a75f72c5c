"""Regions, MRC and municipalities that a document is about, and how sure it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.catalogue import Said, read_catalogue
from ingest.pipeline import SourceFile, extract
from ingest.records import Document, Page, RawDocument
from ingest.territory import places_of


def named(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in places_of(text)]


def test_a_municipality_says_its_mrc_and_its_region() -> None:
    text = "Politique familiale de la Ville de Granby\n"
    places = places_of(text + "La Ville de Granby agit. " * 3)
    assert [(one.kind, one.name) for one in places] == [
        ("municipality", "Granby"), ("mrc", "La Haute-Yamaska"), ("region", "Estrie"),
    ]  # fmt: skip
    assert places[0].confidence > 0.7
    assert places[1].confidence < places[0].confidence


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Plan de la MRC d’Acton, déposé.", ("mrc", "Acton")),
        ("Portrait de la région de la Mauricie en 2024.", ("region", "Mauricie")),
        ("Bilan. La région administrative de l’Estrie compte.", ("region", "Estrie")),
        ("Le conseil de la Ville de La Tuque a adopté.", ("municipality", "La Tuque")),
        ("Rapport de Saint-Jean-sur-Richelieu.", ("municipality", "Saint-Jean-sur-Richelieu")),
        ("Ville d’Alma, rapport annuel.", ("municipality", "Alma")),
    ],
)
def test_a_place_is_known_by_its_designation_or_its_hyphens(
    text: str, place: tuple[str, str]
) -> None:
    assert place in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "La municipalité compte un parc.", "Chaque municipalité du Québec, les villes du Québec.",
        "Alma et Granby Tremblay ont parlé.", "Ville de Rien", "",
    ],
)
def test_what_names_no_place_names_none(text: str) -> None:
    assert named(text) == []


def test_a_document_that_names_many_is_about_none() -> None:
    many = ("Granby", "Alma", "Sherbrooke", "Rimouski", "Gatineau", "Terrebonne", "Repentigny")
    assert named("x" * 2000 + " ".join(f"la Ville de {name}," for name in many)) == []


def made(tmp_path: Path, text: str, said: Said) -> Document:
    path = tmp_path / "a.txt"
    path.write_text("x", "utf-8")
    raw = RawDocument((Page(1, text),), False)
    return extract(SourceFile(path, tmp_path, "a.txt"), "d", said, lambda _: raw).document


def test_what_a_person_says_wins_and_is_sure(tmp_path: Path) -> None:
    toml = '["a.txt"]\ndate = 2024-05-01\nmunicipality = "Alma"\nregion = "Estrie"\ntitle = "T"\n'
    (tmp_path / "corpus.toml").write_text(toml, "utf-8")
    said = read_catalogue(tmp_path)["a.txt"]
    document = made(tmp_path, "Rapport annuel 2022 de la Ville de Granby. Il parle.", said)
    assert [(p.name, p.confidence) for p in document.places] == [("Alma", 1.0), ("Estrie", 1.0)]
    assert (document.date, dict(document.sure)["title"]) == ("2024-05-01", 1.0)


def test_each_field_says_how_sure_its_rule_is(tmp_path: Path) -> None:
    report = dict(made(tmp_path, "Rapport annuel 2021-2022. Le club a 12 prix.", Said()).sure)
    other = dict(made(tmp_path, "une page sans titre\n", Said()).sure)
    assert report["year"] == 0.9
    assert report["kind"] > other["kind"]
    assert "year" not in other
    assert all(0 < one <= 1 for one in (*report.values(), *other.values()))
