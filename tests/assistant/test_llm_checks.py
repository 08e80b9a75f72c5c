"""A model's sentence held against its excerpt, one way of lying at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.llm.checks import fault_of
from assistant.llm.claims import Claim, claims_of
from assistant.llm.nuances import same_nuances
from assistant.llm.sources import Source
from ingest.records import Document, Statement

DOCUMENT = Document(
    "marina", "marina.md", "corpus", "Rapport de la marina", "rapport", "2021-2022",
    "Ville de Test-sur-Lac", None, "fr", None, "0" * 64, 100, False, 1,
)  # fmt: skip


def source(quote: str, *, heading: tuple[str, ...] = ("La marina",)) -> Source:
    statement = Statement(
        "s1", "p1", "marina", 1, 0, len(quote), quote, "sentence", heading, (), 0, (), 0
    )
    return Source(1, DOCUMENT, statement, quote, (), True)


RENT = source("En 2022, la marina a loué 1 250 canots et 48 kayaks à Jean Tremblay et à Zoé Roy.")
MONEY = source("Le budget de la marina était de 48 500 $ et celui du quai, de 20 000 $.")
YEARS = source("La marina comptait 48 membres en 2021 et 55 membres en 2022.")
PLAN = source("La Ville prévoit agrandir la marina, sauf si les riverains s'y opposent.")
GIFT = source("L'Association nautique finance la Fondation du quai.")
ROLES = source("Anne Roy, directrice du quai, et Luc Côté, directrice de la Ville.")
CARD = source("Membres : 412")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("En 2022, la marina a loué 1 250 canots.", RENT),
        ("La marina a loué 1250 canots et 48 kayaks.", RENT),
        ("Le budget de la marina était de 48 500 $.", MONEY),
        ("Le budget de la marina était de 48 500 $ et celui du quai de 20 000 $.", MONEY),
        ("La marina comptait 48 membres en 2021 et 55 membres en 2022.", YEARS),
        ("La Ville prévoit agrandir la marina sauf si les riverains s’y opposent.", PLAN),
        ("L’Association nautique finance la Fondation du quai.", GIFT),
        ("La marina compte 412 membres.", replace(CARD, quote="La marina compte, membres : 412")),
    ],
)
def test_a_faithful_sentence_is_held(text: str, held: Source) -> None:
    assert fault_of(text, held) is None


@pytest.mark.parametrize(
    ("text", "held", "fault"),
    [
        ("La marina a loué 1 251 canots.", RENT, "number"),
        ("La marina a loué 1 250 kayaks.", RENT, "number"),
        ("La marina a loué 48 canots.", RENT, "number"),
        ("La marina a loué 48 $ de kayaks.", RENT, "number"),
        ("La marina a loué trente kayaks.", RENT, "number"),
        ("En 2023, la marina a loué 48 kayaks.", RENT, "time"),
        ("En mars 2022, la marina a loué 48 kayaks.", RENT, "time"),
        ("La marina a loué 48 kayaks à Jean Roy.", RENT, "name"),
        ("La marina a loué à Zoé Roy et à Jean Tremblay.", RENT, "name"),
        ("La Marina Royale a loué 48 kayaks.", RENT, "name"),
        ("Le budget du quai était de 48 500 $.", MONEY, "number"),
        ("Le budget de la marina était de 20 000 $.", MONEY, "number"),
        ("La marina comptait 55 membres en 2021.", YEARS, "number"),
        ("La marina comptait 48 membres en 2022 et 55 membres en 2021.", YEARS, "time"),
        ("La marina comptait 55 membres et 48 membres.", YEARS, "number"),
        ("Le budget du quai était de 20 000 $.", MONEY, "meaning"),
        ("La marina a loué 48 kayaks en 2022.", RENT, "meaning"),
        ("Anne Roy, directrice de la Ville.", ROLES, "meaning"),
        ("Anne Roy, directrice du quai, et Luc Côté, directeur de Marina.", ROLES, "name"),
        ("La Ville agrandit la marina.", PLAN, "meaning"),
        ("La Ville prévoit agrandir la marina.", PLAN, "meaning"),
        ("La Ville ne prévoit pas agrandir la marina sauf si les riverains.", PLAN, "meaning"),
        ("La Fondation du quai finance l'Association nautique.", GIFT, "name"),
        ("L'Association nautique dirige la Fondation du quai.", GIFT, "words"),
        ("L'Association finance toute la Fondation du quai.", GIFT, "meaning"),
        ("Elle finance la Fondation du quai.", GIFT, "pronoun"),
        ("L'Association **nautique** finance la Fondation.", GIFT, "markup"),
        ("L'Association nautique, association.quebec, finance la Fondation.", GIFT, "markup"),
        ("L'Association « paie » la Fondation du quai.", GIFT, "quoted"),
    ],
)
def test_each_lie_has_its_fault(text: str, held: Source, fault: str) -> None:
    assert fault_of(text, held) == fault


@given(st.integers(0, 10_000_000))
@example(1250)
def test_no_other_number_is_ever_held(number: int) -> None:
    fault = fault_of(f"La marina a loué {number} canots.", RENT)
    assert (fault is None) == (number == 1250)


@given(st.integers(1900, 2099))
@example(2022)
def test_no_other_year_is_ever_held(year: int) -> None:
    fault = fault_of(f"En {year}, la marina a loué 1 250 canots.", RENT)
    assert (fault is None) == (year == 2022)


@given(st.text(max_size=300))
def test_any_text_is_judged_and_none_is_shown_unsupported(text: str) -> None:
    for claim in claims_of(text):
        fault = fault_of(claim.text, GIFT)
        words = {word for word in claim.text.casefold().split() if word.isalpha()}
        if fault is None and any(len(word) > 11 for word in words):
            assert words & set(GIFT.quote.casefold().split())


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Une phrase [1]. Une autre [2].", [("Une phrase.", (1,)), ("Une autre.", (2,))]),
        ("Une phrase. [1] Une autre. [2]", [("Une phrase.", (1,)), ("Une autre.", (2,))]),
        ("Une phrase [1][2].", [("Une phrase.", (1, 2))]),
        ("Une phrase [1, 2].", [("Une phrase.", (1, 2))]),
        ("Une phrase [2][2].", [("Une phrase.", (2,))]),
        ("Une phrase.\n[1]", [("Une phrase.", (1,))]),
        ("Sans renvoi. Avec [3].", [("Sans renvoi.", ()), ("Avec.", (3,))]),
        ("M. Roy est là [1].", [("M. Roy est là.", (1,))]),
        ("", []),
        ("[1]", []),
        ("…", []),
    ],
)
def test_marks_go_with_their_sentence(text: str, claims: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(claim.text, claim.cited) for claim in claims_of(text)] == claims


def test_lines_of_a_list_are_items() -> None:
    first, second = Claim("Un", (1,), True), Claim("Deux", (2,), True)
    assert claims_of("- Un [1]\n2. Deux [2]") == (first, second)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("10 membres", "environ 10 membres"),
        ("environ 10 membres", "10 membres"),
        ("au moins 10", "au plus 10"),
        ("en hausse de 10", "en baisse de 10"),
        ("le parc est ouvert", "le parc n’est pas ouvert"),
        ("le parc ouvrira", "le parc est ouvert"),
        ("il peut ouvrir", "il doit ouvrir"),
        ("tous les membres", "les membres"),
        ("le parc est sûr", "selon la mairesse, le parc est sûr"),
        ("un ancien maire", "un maire"),
        ("11 organisations", "11 autres organisations"),
        ("11 membres", "11 nouveaux membres"),
        ("plus de 11 des plus de 20 membres", "11 des plus de 20 membres"),
    ],
)
def test_a_nuance_is_neither_added_nor_lost(text: str, quote: str) -> None:
    assert not same_nuances(text, quote)
    assert same_nuances(quote, quote)
