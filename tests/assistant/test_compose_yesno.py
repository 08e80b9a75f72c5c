"""Oui or non: never oui when the document says the contrary."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lake_town import opened

from assistant.pipeline import Assistant

RULES = """# Règlement de la plage Bellerive de Test-sur-Lac

## Accès
La plage est ouverte aux chiens tenus en laisse.
Le stationnement du quai est gratuit.
La baignade de nuit est interdite.
Aucun feu de camp n'est autorisé sur la grève.
Le kiosque n'est pas accessible en fauteuil roulant.
La rampe de mise à l'eau est réservée exclusivement aux résidents.
Les cours de voile ont été annulés.
L'inscription au camp de jour est obligatoire.
La navette circule sans réservation.
Le concours de châteaux de sable est réservé aux enfants.
Les drones ne sont plus permis au-dessus du lac.
"""


@pytest.fixture(scope="module")
def beach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with opened(tmp_path_factory.mktemp("plage"), {"reglement.md": RULES}) as assistant:
        yield assistant


@pytest.mark.parametrize(
    "question",
    [
        "Est-ce que le stationnement du quai est gratuit ?",
        "Le stationnement du quai est-il gratuit ?",
        "C'tu gratuit, le stationnement du quai ?",
        "Est-ce que la plage est ouverte aux chiens ?",
        "L'inscription au camp de jour est-elle obligatoire ?",
    ],
)
def test_yes_when_the_document_says_so(beach: Assistant, question: str) -> None:
    answer = beach.ask(question)
    assert answer.kind == "yesno"
    assert answer.answer.startswith("Oui")


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("La baignade de nuit est-elle permise ?", "interdite"),
        ("Est-ce que la baignade de nuit est autorisée ?", "interdite"),
        ("Est-ce qu'un feu de camp est autorisé sur la grève ?", "Aucun feu"),
        ("Le kiosque est-il accessible en fauteuil roulant ?", "n'est pas accessible"),
        ("Les drones sont-ils permis au-dessus du lac ?", "ne sont plus permis"),
        ("Les cours de voile ont-ils eu lieu ?", "annulés"),
        ("Le stationnement du quai est-il payant ?", "gratuit"),
        ("L'inscription au camp de jour est-elle facultative ?", "obligatoire"),
        ("Is night swimming allowed at the plage?", ""),
    ],
)
def test_never_yes_when_the_document_says_the_contrary(
    beach: Assistant, question: str, quoted: str
) -> None:
    answer = beach.ask(question)
    assert not answer.answer.lower().startswith(("oui", "yes"))
    if answer.answered:
        assert quoted in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "Est-ce que la rampe de mise à l'eau est ouverte aux non-résidents ?",
        "Est-ce qu'un feu de camp est autorisé sur la grève ?",
        "Le kiosque est-il accessible en fauteuil roulant ?",
        "La baignade de nuit est-elle permise ?",
    ],
)
def test_no_when_the_document_excludes_it(beach: Assistant, question: str) -> None:
    assert beach.ask(question).answer.startswith("Non")


@pytest.mark.parametrize(
    "question",
    [
        "Est-ce que la plage est équipée d'un téléphérique ?",
        "Y a-t-il un casino sur le quai ?",
        "Est-ce que le maire aime le fromage ?",
    ],
)
def test_neither_when_the_documents_do_not_say(beach: Assistant, question: str) -> None:
    answer = beach.ask(question)
    assert not answer.answer.startswith(("Oui", "Non"))


def test_a_negation_elsewhere_is_not_a_no(beach: Assistant) -> None:
    """« sans réservation » says how the shuttle runs, not that it does not."""
    assert not beach.ask("Est-ce que la navette circule ?").answer.startswith("Non")


def test_a_reserve_says_nothing_of_the_price(lake: Assistant) -> None:
    assert not lake.ask("Le prêt est-il gratuit ?").answer.startswith("Non")


@pytest.mark.parametrize(
    "question",
    ["Le festival des cerfs-volants a-t-il été annulé ?", "La plage est-elle fermée aux chiens ?"],
)
def test_a_contrary_denied_is_not_a_no(lake: Assistant, beach: Assistant, question: str) -> None:
    asked = beach if "plage" in question else lake
    answer = asked.ask(question).answer
    assert "n'a pas eu lieu" in answer or "ouverte" in answer
    assert answer.startswith("Non") == ("ouverte" in answer)


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("Est-ce que la bibliothèque compte plus de 500 abonnés ?", "Oui. Au 31 mars 2024"),
        ("Est-ce que la bibliothèque comptait plus de 500 abonnés en 2021-2022 ?", "Non. Au 31"),
        ("Est-ce que la bibliothèque compte moins de 503 abonnés ?", "Non. Au 31 mars 2024"),
        ("Est-ce que la bibliothèque compte au moins 503 abonnés ?", "Oui. Au 31 mars 2024"),
        (
            "Est-ce que le taux de compostage dépasse 50 % ?",
            "Non. Environnement (2023-2024) : Le taux de compostage atteint 46 %",
        ),
        ("La patinoire a-t-elle accueilli plus de 2 500 visiteurs en 2022-2023 ?", "Non. La pati"),
        ("Does the library have more than 500 subscribers?", "Yes. Au 31 mars 2024"),
    ],
)
def test_a_count_is_held_against_the_number_asked(
    lake: Assistant, question: str, opening: str
) -> None:
    assert lake.ask(question).answer.startswith(opening)


def test_without_the_figure_no_bound_is_judged(lake: Assistant) -> None:
    assert not lake.ask("Est-ce que le hangar compte plus de 40 dragons ?").answered


def test_the_festival_that_was_not_held(lake: Assistant) -> None:
    held = lake.ask("Le festival des cerfs-volants a-t-il eu lieu en 2021-2022 ?")
    assert held.answer.startswith("Non")
    assert "grands vents" in held.citations[0].quote


def test_a_loan_reserved_to_residents(lake: Assistant) -> None:
    assert lake.ask("Est-ce que le prêt est offert aux non-résidents ?").answer.startswith("Non")
    assert not lake.ask("Est-ce que les animaux sont permis dans le hangar ?").answer.startswith(
        "Oui"
    )
