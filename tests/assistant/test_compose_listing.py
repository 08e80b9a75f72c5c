"""Lists whole and in order, recommendations, summaries."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from lake_town import opened

from assistant.pipeline import Assistant

TOOLS = [f"outil fictif numéro {n} du hangar communautaire" for n in range(1, 61)]
LONG = "# Inventaire du hangar\n\n## Outils prêtés\nLes outils prêtés sont :\n" + "".join(
    f"- {tool};\n" for tool in TOOLS
)
CHAPTERS = "# Bilan de la saison nautique 2022-2023\n\n" + "".join(
    f"## Escale {n}\nL'escale {n} a accueilli {100 + n} plaisanciers venus de loin sur le lac.\n"
    f"Les plaisanciers de l'escale {n} ont reçu une carte dessinée à la main par les élèves.\n\n"
    for n in range(1, 41)
)


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    files = {"inventaire.md": LONG, "bilan-2022-2023.md": CHAPTERS}
    with opened(tmp_path_factory.mktemp("port"), files) as assistant:
        yield assistant


def items(answer: str) -> list[str]:
    text = re.sub(r"\s*\[\d+\]", "", answer)
    first, *rest = text.split("\n- ")
    return [first.rsplit(" : ", 1)[-1], *rest]


@pytest.mark.parametrize(
    "question",
    [
        "Quels objets peuvent être empruntés ?",
        "Nomme les objets qui peuvent être empruntés",
        "Liste des objets à emprunter",
    ],
)
def test_the_whole_list_in_its_order(lake: Assistant, question: str) -> None:
    answer = lake.ask(question)
    assert items(answer.answer) == [
        "Des raquettes.", "Une tente de fête.", "Un presse-pommes.", "Une remorque à vélo.",
    ]  # fmt: skip
    assert {citation.source for citation in answer.citations} == {"guide-pret.md"}


def test_recommendations_are_listed(lake: Assistant) -> None:
    answer = lake.ask("Que recommande le comité ?")
    assert answer.kind == "recommendation"
    assert [item.split()[0] for item in items(answer.answer)] == [
        "D'étiqueter", "D'inspecter", "De",
    ]  # fmt: skip


def test_a_council_is_listed_with_roles(lake: Assistant) -> None:
    answer = lake.ask("Qui sont les membres du conseil municipal ?").answer
    for name in ("Rosalie Tremblay-Fictif", "Hubert Lavigne-Fictif", "Odette Grandpré-Fictif"):
        assert name in answer


def test_a_long_list_stays_within_its_words(harbour: Assistant) -> None:
    answer = harbour.ask("Quels sont les outils prêtés ?")
    shown = items(answer.answer)
    assert len(re.sub(r"\[\d+\]", "", answer.answer).split()) <= 250
    assert len(shown) >= 10
    assert shown[0].startswith("Outil fictif numéro 1 ")
    numbers = [int(re.findall(r"numéro (\d+)", one)[0]) for one in shown]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("question", ["Résume le bilan de la saison nautique", "Résume l'escale 7"])
def test_a_summary_stays_within_its_words(harbour: Assistant, question: str) -> None:
    answer = harbour.ask(question)
    assert answer.kind == "summary"
    assert answer.answered
    assert 1 <= len(answer.citations) <= 9
    assert len(re.sub(r"\[\d+\]", "", answer.answer).split()) <= 250


def test_a_summary_is_of_the_section_named(harbour: Assistant) -> None:
    answer = harbour.ask("Résume l'escale 7")
    assert "107 plaisanciers" in answer.answer
    assert {citation.heading.split(" › ")[-1] for citation in answer.citations} == {"Escale 7"}


def test_a_summary_follows_the_order_and_year_of_the_document(lake: Assistant) -> None:
    answer = lake.ask("Résume la section Loisirs de 2021-2022")
    assert {citation.year for citation in answer.citations} == {"2021-2022"}
    starts = [citation.start for citation in answer.citations]
    assert starts == sorted(starts)
    assert "18 ateliers" in answer.answer
    assert "24 ateliers" not in answer.answer
