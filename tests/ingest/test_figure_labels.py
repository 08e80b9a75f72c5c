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
        ("Des 90 nageuses, 38 venaient de Laval et 28, de Gatineau.",
         [("nageuses", "nageuse"), ("nageuses venaient de Laval", "nageuse"),
          ("nageuses Gatineau", "nageuse")]),
        ("Sur les 77 nageuses, 44 étaient membres et 33 ne l’étaient pas.",
         [("nageuses", "nageuse"), ("nageuses membres", "nageuse"),
          ("nageuses non membres", "nageuse")]),
        ("Le bal réunit 69 élèves sur place et 20 en ligne.",
         [("élèves sur place", "élève"), ("élèves en ligne", "élève")]),
        ("On y compte 196 abonnés; ils étaient 45 en 2020.",
         [("abonnés", "abonné"), ("abonnés", "abonné")]),
        ("Le site a 60 000 lectrices (20 000 de plus).",
         [("lectrices", "lectrice"), ("lectrices", "lectrice")]),
        ("L’année en a ajouté 6.", [("L’année en a ajouté", None)]),
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


@pytest.mark.parametrize(
    "text",
    [
        "Un partenariat tout neuf avec le club aide les membres.",
        "Toutes trois y siègent depuis longtemps.",
        "Les élèves trouvent les trois au même endroit.",
        "Une lettre sur deux est ouverte.",
        "Portrait des membres .............................. 4",
    ],
)
def test_words_that_count_nothing_are_no_figures(text: str) -> None:
    assert figures(text) == ()


def test_nine_counts_before_a_plural_or_a_verb() -> None:
    assert [f.number for f in figures("Le club tient neuf séances; neuf ont eu lieu l’hiver.")] == [
        Decimal(9), Decimal(9)
    ]  # fmt: skip


def test_a_change_is_told_apart_from_what_it_changes() -> None:
    first, second = figures("Le site a 60 000 lectrices (20 000 de plus).")
    assert (first.qualifier, second.qualifier) == (None, "augmentation de")


def test_the_size_of_towns_is_not_a_number_of_people() -> None:
    (figure,) = figures("Les villes de 100 000 personnes et plus en sont.")
    assert figure.qualifier == "taille de"
    assert figures("Elle représente les villes de 5 000 à 9 999 personnes.") == ()


def test_when_a_thing_began_is_not_when_it_is_counted() -> None:
    begun, held, spanned = (
        figures(text)[0]
        for text in (
            "Lancée le 7 avril 2015, la charte porte la signature de 152 villes.",
            "Tenue le 7 avril 2015, la fête a réuni 152 personnes.",
            "Il a ajouté 3 outils entre le 1er avril 2018 et le 31 mars 2019.",
        )
    )
    assert (begun.year, held.year, spanned.year) == ("2020-2021", "2015", "2018-2019")


TABLE = """Région | Lieu | Élèves
1 | Rive | 14
3 et 4 | Baie | 25
"""


def test_a_number_that_names_a_row_is_no_figure_and_the_row_is_its_lead() -> None:
    found = figures(TABLE)
    assert [(f.label, f.number) for f in found] == [
        ("Élèves", Decimal(14)), ("Élèves", Decimal(25)),
    ]  # fmt: skip
    assert ["Rive" in f.lead[-1] for f in found] == [True, False]


def test_a_title_quoted_at_the_opening_holds_for_the_section() -> None:
    found = figures("# Club\n\n## Congrès\n\nLe congrès « Eaux vives » a réuni 12 clubs.\n\n"
                    "Il a tenu 4 ateliers.\n\n## Bal\n\nLe bal a réuni 8 clubs.\n")  # fmt: skip
    assert ["Eaux vives" in figure.lead for figure in found] == [True, True, False]
