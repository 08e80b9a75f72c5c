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


def test_the_festival_that_was_not_held(lake: Assistant) -> None:
    held = lake.ask("Le festival des cerfs-volants a-t-il eu lieu en 2021-2022 ?")
    assert held.answer.startswith("Non")
    assert "grands vents" in held.citations[0].quote


def test_a_loan_reserved_to_residents(lake: Assistant) -> None:
    assert lake.ask("Est-ce que le prêt est offert aux non-résidents ?").answer.startswith("Non")
    assert not lake.ask("Est-ce que les animaux sont permis dans le hangar ?").answer.startswith(
        "Oui"
    )
