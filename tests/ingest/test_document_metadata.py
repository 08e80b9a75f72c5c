"""Title, kind, period and language, from the strongest sign to the weakest."""

from __future__ import annotations

import pytest

from ingest.metadata import Metadata, describe
from ingest.records import Page, RawDocument
from ingest.structure import read_structure


def metadata(text: str, name: str = "fichier", title: str | None = None) -> Metadata:
    raw = RawDocument((Page(1, text),), False, title=title)
    made = read_structure(raw.pages)
    return describe(raw, made.parts, made.furniture, name)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Rapport d’activités 2021-2022\n\nLe club nage.", "2021-2022"),
        ("Rapport annuel 2022\n\nLe club nage.", "2022"),
        ("RAPPORT ANNUEL\n2020-\n2021\n\nLe club nage.", "2020-2021"),
        ("Rapport annuel 2019-20\n\nLe club nage.", "2019-2020"),
        ("Le club nage.", None),
    ],
)
def test_the_period_that_the_report_states(text: str, year: str | None) -> None:
    assert metadata(text).year == year


def test_a_title_spelled_letter_by_letter_is_read() -> None:
    pieces = "RA\n\nPP\n\nORT D’AC\n\nTI\n\nVI\n\nTÉS 20\n\n22\n\n-20\n\n23"
    found = metadata(f"Le club nage bien cette année encore.\n\n{pieces}\n\nMerci à tout le monde.")
    assert (found.kind, found.year) == ("rapport", "2022-2023")


@pytest.mark.parametrize(
    ("name", "year"), [("Bilan_2018-2019", "2018-2019"), ("notes 2017", "2017"), ("notes", None)]
)
def test_the_file_name_is_the_last_resort(name: str, year: str | None) -> None:
    assert metadata("Le club nage.", name).year == year


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rapport annuel 2022\n\nTexte.", "rapport"),
        ("Procès-verbal de la rencontre\n\nTexte.", "compte_rendu"),
        ("Guide pour les camps\n\nTexte.", "guide"),
        ("Plan d’action en accessibilité\n\nTexte.", "plan"),
        ("Une histoire\n\nTexte.", "document"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert metadata(text).kind == kind


def test_title_declared_stated_or_from_the_name() -> None:
    assert metadata("Texte court.", title="Le jardin partagé").title == "Le jardin partagé"
    stated = metadata("Le jardin partagé\n\nOn y sème.", title="doc.docx")
    assert stated.title == "Le jardin partagé"
    assert metadata("Ok", "le_jardin-neuf").title == "le jardin neuf"


def test_language_and_date() -> None:
    assert metadata("The club is open to all and the pool is warm.").language == "en"
    assert metadata("Réunion du 5 mai 2020 pour le club.").date == "2020-05-05"
