"""Follow-ups that name another thing, another rank, or a year told by the one before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lake_town import FILES, opened

from assistant.pipeline import Assistant
from assistant.question.followup import resolve

NETWORKS = """# Rapport d'activités 2024-2025 de la Ville de Test-sur-Lac

## Réseaux
### Mouette
- 318 abonnés
### Goéland
- 127 abonnés

## Rencontres
La 7e rencontre des quais a réuni 64 personnes au phare.
La 8e rencontre des quais a réuni 51 personnes au hangar.
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    root = tmp_path_factory.mktemp("topics")
    with opened(root, {**FILES, "rapport-2024-2025.md": NETWORKS}) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("history", "question", "value"),
    [
        (["Combien d'abonnés sur Mouette en 2024-2025 ?"], "et sur goéland ?", "127"),
        (["Combien d'abonnés sur Goéland en 2024-2025 ?"], "non non, Mouette", "318"),
        (["Combien de personnes à la 8e rencontre des quais ?"], "et à la 7e ?", "64"),
        (["Combien de visiteurs à la patinoire en 2021-2022 ?"], "l'année suivante ?", "2 105"),
        (
            ["Combien de visiteurs à la patinoire en 2022-2023 ?"],
            "et l'année précédente ?",
            "2 340",
        ),
        (
            [
                "Combien de visiteurs à la patinoire en 2022-2023 ?",
                "et d'abonnés à la bibliothèque ?",
            ],
            "et en 2021-2022 ?",
            "412",
        ),
    ],
)
def test_the_figure_of_what_is_now_named(
    town: Assistant, history: list[str], question: str, value: str
) -> None:
    answer = town.ask(question, history)
    assert answer.answered, answer.answer
    assert answer.figures[0].value == value, answer.answer


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("et l'année suivante ?", "2023-2024"),
        ("pis l'année d'après ?", "2023-2024"),
        ("the year after?", "2023-2024"),
        ("et l'année d'avant ?", "2021-2022"),
        ("l'année précédente ?", "2021-2022"),
        ("and the previous year?", "2021-2022"),
    ],
)
def test_a_year_told_by_the_one_before(text: str, year: str) -> None:
    resolved = resolve(text, ["Combien d'abonnés en 2022-2023 ?"])
    assert resolved.question == f"Combien d'abonnés en {year} ?"


def test_a_short_period_keeps_its_two_digits() -> None:
    resolved = resolve("l'année suivante ?", ["Combien d'abonnés en 21-22 ?"])
    assert "22-23" in resolved.question


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("et sur Goéland ?", True),
        ("et combien de prêts ?", False),
        ("elle est mairesse d'où ?", False),
    ],
)
def test_only_a_bare_name_takes_the_place_of_another(text: str, replaced: bool) -> None:
    assert resolve(text, ["Combien d'abonnés sur Mouette ?"]).replaced is replaced


def test_a_question_about_the_outcome_is_not_a_yes_or_no(town: Assistant) -> None:
    history = ["Le festival des cerfs-volants a-t-il eu lieu en 2021-2022 ?"]
    assert town.understand("ça a donné quoi ?", history).kind != "yesno"
