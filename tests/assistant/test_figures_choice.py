"""Which figure answers, among many that look alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lake_town import ENCODER, opened

from assistant.pipeline import Assistant, Scope
from index.build import Indexer
from index.search import Searcher
from ingest.catalogue import Said
from ingest.pipeline import SourceFile, extract
from ingest.readers.base import reader_for

HARBOUR = """# Rapport d'activités 2022-2023 de la Ville de Test-sur-Lac

## Marina
La marina regroupe 340 plaisanciers, dont 95 plaisanciers venus de loin.
La marina a accueilli 28 nouveaux plaisanciers.
Le nombre de plaisanciers est en hausse de 6 %.
La marina compte 7 employés et 31 bénévoles.

## École de voile
L'école de voile compte 64 élèves.
Parmi les élèves, 52 % ont moins de 15 ans.
Les droits d'inscription ont rapporté 9 870 $.
Entre 12 et 15 bateaux sortent chaque jour.

## Régate
La régate a réuni 22 équipages et plus de 1 400 spectateurs.
Douze partenaires ont soutenu la régate.
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with opened(tmp_path_factory.mktemp("marina"), {"rapport-2022-2023.md": HARBOUR}) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Combien de plaisanciers regroupe la marina ?", "340"),
        ("Combien de nouveaux plaisanciers la marina a-t-elle accueillis ?", "28"),
        ("Combien d'élèves compte l'école de voile ?", "64"),
        ("Quel pourcentage des élèves a moins de 15 ans ?", "52"),
        ("Combien d'employés compte la marina ?", "7"),
        ("Combien de bénévoles compte la marina ?", "31"),
        ("Combien d'équipages à la régate ?", "22"),
        ("Combien de spectateurs à la régate ?", "1 400"),
        ("nombre d'équipages de la régate", "22"),
        ("Combien de partenaires ont soutenu la régate ?", "Douze"),
        ("Combien ont rapporté les droits d'inscription ?", "9 870"),
    ],
)
def test_the_figure_counts_what_is_asked(harbour: Assistant, question: str, value: str) -> None:
    answer = harbour.ask(question)
    assert answer.answered
    assert answer.figures[0].value.startswith(value)
    assert value in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "Combien de plongeurs à la régate ?",
        "Quel est le salaire des employés de la marina ?",
        "Quel pourcentage des équipages a gagné la régate ?",
        "Combien d'heures de bénévolat à la marina ?",
        "Combien de bénévoles compte la marina de Québec ?",
        "Combien d'élèves compte l'école de voile au programme XYZ ?",
    ],
)
def test_a_figure_of_something_else_is_not_given(harbour: Assistant, question: str) -> None:
    answer = harbour.ask(question)
    assert not answer.answered, answer.answer
    assert answer.figures == ()


def test_a_qualifier_is_kept(harbour: Assistant) -> None:
    assert "plus de 1 400" in harbour.ask("Combien de spectateurs à la régate ?").answer


def test_a_number_in_words_is_a_number(harbour: Assistant) -> None:
    (figure, *_) = harbour.ask("Combien de partenaires ont soutenu la régate ?").figures
    assert figure.number == 12
    assert figure.n == 1


def test_two_figures_asked_are_two_figures_given(harbour: Assistant) -> None:
    answer = harbour.ask("Combien d'élèves à l'école de voile et combien d'équipages à la régate ?")
    assert "64 élèves" in answer.answer
    assert "22 équipages" in answer.answer
    assert len(answer.citations) == 2


def test_a_doubtful_figure_is_said_doubtful(tmp_path: Path) -> None:
    path = tmp_path / "rapport-2022-2023.md"
    path.write_text(HARBOUR, encoding="utf-8")
    file = SourceFile(path, tmp_path, path.name)
    whole = extract(file, "0" * 64, Said(), lambda one: reader_for(one).read(one))
    doubtful = tuple(replace(one, confidence=0.5) for one in whole.figures)
    with Indexer(tmp_path / "data", ENCODER) as indexer:
        indexer.apply(replace(whole, figures=doubtful))
        indexer.commit()
    searcher = Searcher(tmp_path / "data", ENCODER)
    assistant = Assistant(searcher)
    question = "Combien d'élèves compte l'école de voile ?"
    french, english = assistant.ask(question), assistant.ask(question, (), Scope(lang="en"))
    searcher.close()
    assert "64 élèves (lecture à vérifier" in french.answer.replace(" (2022-2023)", "")
    assert "to be checked" in english.answer
    assert french.figures[0].doubtful


def test_a_sure_figure_is_not_said_doubtful(harbour: Assistant) -> None:
    answer = harbour.ask("Combien d'élèves compte l'école de voile ?")
    assert "vérifier" not in answer.answer
    assert not answer.figures[0].doubtful
