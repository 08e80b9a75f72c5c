"""Who, when, where, what: the sentence that answers, of the right kind."""

from __future__ import annotations

import pytest

from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("Qui est la mairesse ?", "Rosalie Tremblay-Fictif"),
        ("c'est qui la mairesse", "Rosalie Tremblay-Fictif"),
        ("Qui est le trésorier ?", "Hubert Lavigne-Fictif"),
        ("Qui a organisé le marché de Noël ?", "Gaston Beaupré-Fictif"),
        ("Par qui le marché de Noël a-t-il été organisé ?", "Gaston Beaupré-Fictif"),
        ("Odette Grandpré-Fictif", "conseillère du quartier du Phare"),
        ("Quel est le rôle d'Odette Grandpré-Fictif ?", "conseillère du quartier du Phare"),
        ("Quand a eu lieu la Grande Traversée en 2021-2022 ?", "14 août 2021"),
        ("c'était quand la traversée en canot en 2023-2024 ?", "17 août 2023"),
        ("Où a eu lieu la Grande Traversée ?", "plage Bellerive"),
        ("Où se trouve le hangar ?", "12, rue du Phare"),
        ("Quelle est l'adresse du hangar ?", "12, rue du Phare"),
        ("C'est quoi le Coffre partagé ?", "service de prêt d'outils entre voisins"),
        ("Qu'est-ce que le coffre partagé ?", "service de prêt d'outils entre voisins"),
        ("Que veut dire CRH ?", "Comité des rives habitées"),
        ("crh", "Comité des rives habitées"),
        ("raquettes", "raquettes"),
    ],
)
def test_the_sentence_that_answers_comes_first(lake: Assistant, question: str, stated: str) -> None:
    answer = lake.ask(question)
    assert answer.answered
    assert stated in answer.answer.split("[1]")[0]


@pytest.mark.parametrize(
    "question",
    [
        "Qui est le capitaine du bateau ?",
        "Qui a planté les arbres chez Zénobie Dufictif ?",
        "Quelle est l'adresse de la bibliothèque ?",
        "Quel est le numéro de téléphone du hangar ?",
        "Quand ouvre la bibliothèque du Nord ?",
        "Que veut dire CRZZ ?",
    ],
)
def test_nothing_is_answered_for_want_of_the_right_kind(lake: Assistant, question: str) -> None:
    answer = lake.ask(question)
    assert not answer.answered, answer.answer


def test_a_short_form_is_spelled_out_where_a_document_does(lake: Assistant) -> None:
    answer = lake.ask("C'est quoi le CRH ?")
    assert answer.answer.startswith("CRH : Comité des rives habitées [1]")
    assert "(CRH)" in answer.citations[0].quote


def test_a_statement_without_its_year_is_given_it(lake: Assistant) -> None:
    answer = lake.ask("Qui a organisé le marché de Noël ?").answer
    assert "(2023-2024)" in answer


def test_the_year_in_the_statement_is_not_said_twice(lake: Assistant) -> None:
    answer = lake.ask("Quand a eu lieu la Grande Traversée en 2021-2022 ?").answer
    assert "(2021-2022)" not in answer
