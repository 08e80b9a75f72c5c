"""Years side by side: the difference, its direction, and the years that lack."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lake_town import opened

from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        (
            "Compare les visiteurs de la patinoire en 2021-2022 et en 2022-2023",
            "Baisse : 2 340 en 2021-2022, 2 105 en 2022-2023, soit 235 de moins",
        ),
        (
            "Compare les visiteurs de la patinoire en 2022-2023 et en 2021-2022",
            "Baisse : 2 340 en 2021-2022, 2 105 en 2022-2023, soit 235 de moins",
        ),
        (
            "Compare les visiteurs de la patinoire en 2022-2023 et en 2023-2024",
            "Hausse : 2 105 en 2022-2023, 2 890 en 2023-2024, soit 785 de plus",
        ),
        (
            "Combien d'arbres plantés en 2021-2022 et en 2022-2023 ?",
            "Stable : 150 en 2021-2022 et 150 en 2022-2023, soit le même nombre",
        ),
        (
            "Différence entre le budget de la bibliothèque de 2021-2022 et celui de 2023-2024 ?",
            "Hausse : 48 500 $ en 2021-2022, 55 250 $ en 2023-2024, soit 6 750 $ de plus",
        ),
        (
            "Comment a évolué le taux de compostage entre 2021-2022 et 2023-2024 ?",
            "Hausse : 37 % en 2021-2022, 46 % en 2023-2024, soit 9 points de plus",
        ),
    ],
)
def test_the_difference_and_its_direction(lake: Assistant, question: str, opening: str) -> None:
    answer = lake.ask(question)
    assert answer.kind == "comparison"
    assert answer.answer.replace("\u00a0", " ").startswith(opening)


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Le nombre d'abonnés a-t-il augmenté entre 2021-2022 et 2022-2023 ?", "Oui"),
        ("Le nombre d'abonnés a-t-il diminué entre 2021-2022 et 2022-2023 ?", "Non"),
        ("Le nombre de visiteurs a-t-il augmenté entre 2021-2022 et 2022-2023 ?", "Non"),
        ("Le nombre de visiteurs a-t-il baissé entre 2021-2022 et 2022-2023 ?", "Oui"),
        ("Les arbres plantés ont-ils augmenté entre 2021-2022 et 2022-2023 ?", "Non"),
        ("Est-ce que le nombre d'arbres plantés a changé entre 2021-2022 et 2022-2023 ?", "Non"),
        ("Est-ce que le nombre d'arbres plantés a changé entre 2022-2023 et 2023-2024 ?", "Oui"),
        ("Y a-t-il eu plus d'abonnés en 2022-2023 qu'en 2021-2022 ?", "Oui"),
        ("Y a-t-il eu plus d'abonnés en 2021-2022 qu'en 2022-2023 ?", "Non"),
        ("Y a-t-il eu moins d'abonnés en 2021-2022 qu'en 2022-2023 ?", "Oui"),
        ("Y a-t-il eu plus d'arbres plantés en 2021-2022 qu'en 2022-2023 ?", "Non"),
    ],
)
def test_a_yes_no_comparison_says_the_right_one(
    lake: Assistant, question: str, verdict: str
) -> None:
    answer = lake.ask(question).answer
    assert answer.startswith(f"{verdict}, ")


def test_each_year_has_its_line_its_figure_and_its_source(lake: Assistant) -> None:
    answer = lake.ask("Comment le nombre d'abonnés a-t-il évolué entre 2021-2022 et 2023-2024 ?")
    lines = answer.answer.split("\n- ")[1:]
    assert [line.split(" : ")[0] for line in lines] == ["2021-2022", "2022-2023", "2023-2024"]
    assert [figure.number for figure in sorted(answer.figures, key=lambda f: f.year or "")] == [
        412, 455, 503,
    ]  # fmt: skip
    by_number = {citation.n: citation for citation in answer.citations}
    for line in lines:
        (mark,) = re.findall(r"\[(\d+)\]", line)
        assert by_number[int(mark)].year == line.split(" : ")[0]


@pytest.mark.parametrize(
    "question",
    [
        "Comment le nombre d'abonnés a-t-il évolué au fil des ans ?",
        "Comment le nombre d'abonnés a-t-il évolué depuis 2021-2022 ?",
    ],
)
def test_a_history_holds_every_year(lake: Assistant, question: str) -> None:
    answer = lake.ask(question)
    assert "Hausse : 412" in answer.answer
    assert all(value in answer.answer for value in ("412", "455", "503"))
    assert "91 de plus" in answer.answer


@pytest.mark.parametrize("year", ["2023-2024", "2018"])
def test_a_year_that_lacks_is_said(lake: Assistant, year: str) -> None:
    answer = lake.ask(f"Compare les ateliers de poterie en 2021-2022 et en {year}")
    assert "18" in answer.answer
    assert f"Aucun chiffre correspondant n’a été trouvé pour {year}" in answer.answer
    assert "de plus" not in answer.answer
    assert "de moins" not in answer.answer


def test_no_figure_at_all_is_no_comparison(lake: Assistant) -> None:
    answer = lake.ask("Compare le nombre de dragons en 2021-2022 et en 2022-2023")
    assert not answer.answered


def test_figures_that_count_other_things_are_not_compared(tmp_path: Path) -> None:
    files = {
        "rapport-2021-2022.md": "# Rapport d'activités 2021-2022\n\n## Verger\n"
        "Le verger de Test-sur-Lac a donné 640 kilos de pommes.\n",
        "rapport-2022-2023.md": "# Rapport d'activités 2022-2023\n\n## Verger\n"
        "Le verger de Test-sur-Lac a reçu 85 visiteurs.\n",
    }
    with opened(tmp_path, files) as assistant:
        answer = assistant.ask("Compare les kilos de pommes du verger en 2021-2022 et en 2022-2023")
    assert "85" not in answer.answer
    assert "640" in answer.answer
    assert "trouvé pour 2022-2023" in answer.answer
