"""What a figure counts: people under several names, containers, ratios, times, joint counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lake_town import opened

from assistant.pipeline import Assistant

REPORT = """# Rapport d'activités 2022-2023 de la Ville de Test-sur-Lac

## Déclaration des quais
La Ville fait partie des 13 signataires de la déclaration des quais.
Le dévoilement de la déclaration des quais a réuni 240 personnes.

## Coffre du hangar
Durant l'année, 7 nouveaux outils se sont ajoutés au coffre du hangar.
Le coffre du hangar comprend 58 outils.

## Site de la patinoire
- 149 000 pages vues
- 3,12 pages par visite

## Soirée du phare
88 personnes participantes sont venues à la soirée du phare.

## Accompagnement
- 31 projets RVE/LAC entrepris par la Ville
- 92 projets LAC réalisés

## Plateforme des rives
La plateforme des rives a été consultée 1 055 fois.
La plateforme des rives a coûté 4 200 $.
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    root = tmp_path_factory.mktemp("counting")
    with opened(root, {"rapport-2022-2023.md": REPORT}) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Ils étaient combien à signer la déclaration des quais ?", "13"),
        ("Combien de personnes au dévoilement de la déclaration des quais ?", "240"),
        ("Le coffre du hangar contient combien d'outils ?", "58"),
        ("Combien de nouveaux outils au coffre du hangar ?", "7"),
        ("Combien de pages par visite sur le site de la patinoire ?", "3,12"),
        ("Combien de pages vues sur le site de la patinoire ?", "149 000"),
        ("Combien de participants à la soirée du phare ?", "88"),
        ("Combien de projets LAC en 2022-2023 ?", "92"),
        ("La plateforme des rives a été consultée combien de fois ?", "1 055"),
    ],
)
def test_the_figure_counts_what_was_asked(town: Assistant, question: str, value: str) -> None:
    answer = town.ask(question)
    assert answer.answered, answer.answer
    assert answer.figures[0].value == value, answer.answer


def test_times_are_not_made_of_another_number(town: Assistant) -> None:
    answer = town.ask("La patinoire a été consultée combien de fois ?")
    assert not answer.answered or "1 055" not in answer.answer
