"""What each number counts: label, unit, qualifier, time."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.figure_nouns import singular
from ingest.figures import find_figures
from ingest.passages import cut
from ingest.records import Document, Figure, Page
from ingest.structure import read_structure

DOCUMENT = Document(
    "d", "d.txt", "r", "Titre", "rapport", "2020-2021", None, None, "fr", None, "0", 1, False, 1
)


def figures(text: str) -> tuple[Figure, ...]:
    pages = [Page(1, text)]
    found = find_figures(DOCUMENT, pages, cut("d", pages, read_structure(pages).parts).statements)
    for figure in found:
        assert figure.label
        assert text[figure.start : figure.end].split() == figure.value.split()
        assert figure.quote_start <= figure.start < figure.end <= figure.quote_end
    return found


def labels(text: str) -> list[tuple[str, str | None]]:
    return [(figure.label, figure.unit) for figure in figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le club réunit 48 nageuses.", [("nageuses", "nageuse")]),
        ("Nombre d’adhérentes : 53", [("Nombre d’adhérentes", "adhérente")]),
        ("Parmi ces bénévoles, 14 sont issus de la région.",
         [("bénévoles issus de la région", "bénévole")]),
        ("On compte 900 affiches, dont 300 envoyées aux écoles.",
         [("affiches", "affiche"), ("affiches envoyées aux écoles", "affiche")]),
        ("La salle accueille 12 non-voyants.", [("non-voyants", "non-voyant")]),
        ("Le club a 70 abonnés, comparativement à 45 en 2019.",
         [("abonnés", "abonné"), ("abonnés", "abonné")]),
        ("Le don moyen fut de 40 $.", [("Le don moyen", "$")]),
        ("Il dure 2 jours.", [("jours", "jour")]),
        ("Elle existe depuis plus de 30 ans.", [("ans", "an")]),
    ],
)  # fmt: skip
def test_label_and_unit(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert labels(text) == expected


def test_an_increase_takes_the_label_of_what_grew() -> None:
    first, second = figures("Le bulletin a 400 lectrices, une augmentation de 25 % en un an.")
    assert second.label == first.label == "lectrices"
    assert second.qualifier == "augmentation de"


def test_a_duration_is_one_figure() -> None:
    (figure,) = figures("La durée moyenne de visite est de 3 min 15.")
    assert (figure.value, figure.number, figure.unit) == ("3 min 15", Decimal("3.25"), "min")


@pytest.mark.parametrize("text", ["4500, rue des Érables", "14.2 AUTOMNE 2020", "Info : 1.2.3"])
def test_codes_are_no_figures(text: str) -> None:
    assert figures(f"Le club nage.\n\n{text}\n\nIl nage bien.") == ()


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [("plus de 30 clubs", "plus de"), ("près d’une centaine de clubs", "près de"),
     ("une vingtaine de clubs", "environ"), ("30 clubs", None)],
)  # fmt: skip
def test_qualifier(text: str, qualifier: str | None) -> None:
    assert figures(f"Le réseau aide {text}.")[0].qualifier == qualifier


def test_the_time_said_for_a_number_wins_over_the_documents() -> None:
    first, second = figures("Le club a 12 prix en 2015. Il a 3 salles.")
    assert (first.year, second.year) == ("2015", "2020-2021")


def test_the_day_of_the_sentence_is_kept() -> None:
    (figure,) = figures("Au 30 juin 2021, le club compte 80 membres.")
    assert (figure.year, figure.date) == ("2021", "2021-06-30")


def test_a_row_of_data_is_no_statement_of_figures() -> None:
    assert figures("Valeurs : " + " et ".join(f"{n} x" for n in range(100, 160)) + ".") == ()


@pytest.mark.parametrize(
    ("plural", "one"),
    [("bateaux", "bateau"), ("journaux", "journal"), ("JOURS", "jour"), ("MRC", "MRC"),
     ("printemps", "printemps"), ("sous-comités", "sous-comité"), ("CIUSS", "CIUSS")],
)  # fmt: skip
def test_singular(plural: str, one: str) -> None:
    assert singular(plural) == one
