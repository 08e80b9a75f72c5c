"""What speaks of the thing asked is no answer unless it holds what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_town import opened

from assistant.compose.drafting import compose
from assistant.compose.surety import TRAITS, surety, traits
from assistant.evidence.demands import enumerates
from assistant.pipeline import Assistant
from assistant.question.kinds import question_kind
from assistant.question.lexicon import Lexicon
from assistant.question.model import Question
from assistant.question.spoken import plain_spoken
from assistant.question.understand import understand

REPORT = """# Rapport d'activités 2023-2024 de la Ville de Test-sur-Lac

## Salon des rives
Le Salon des rives a réuni 340 personnes autour du thème « Rives vivantes ».
La conférencière Odile Fictive-Roy a ouvert le salon.

## Foire des semences
La Foire des semences a eu lieu à Rimouski, le 4 mai 2023.

## Navette du marché
La navette du marché a été suspendue en août, faute de conductrices et de conducteurs.

## Plan des quais
Le Plan des quais a été adopté par le conseil municipal de Test-sur-Lac.

## Jardin partagé
Pour obtenir une parcelle, il faut remplir le formulaire au comptoir avant le 1er avril.

## Bulletin Le Héron
Le bulletin Le Héron compte 812 abonnées et abonnés.

## Comité des berges
Les 14 membres du comité des berges se sont rencontrés quatre fois.

## Comité du quai
Le comité du quai réunit Ana Fictive-Côté, Luc Fictif-Roy, Mia Fictive-Gagnon et Jo Fictif-Lavoie.

## Événements soulignés
- Journée GRAB
- Semaine du canot

## Vocabulaire
PDR : Plan de développement des rives.
La rive vivante est une bande de terrain où la végétation indigène retient le sol.
"""


@pytest.fixture(scope="module")
def shore(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with opened(tmp_path_factory.mktemp("rive"), {"rapport-2023-2024.md": REPORT}) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("silent", "told", "answer"),
    [
        ("Où a eu lieu le Salon des rives ?", "Où a eu lieu la Foire des semences ?", "Rimouski"),
        (
            "Pourquoi le Plan des quais a-t-il été adopté ?",
            "Pourquoi la navette du marché a-t-elle été suspendue ?",
            "faute de",
        ),
        (
            "Comment me désabonner du bulletin Le Héron ?",
            "Comment obtenir une parcelle du jardin partagé ?",
            "formulaire",
        ),
        (
            "Quels sont les 14 membres du comité des berges ?",
            "Quels sont les membres du comité du quai ?",
            "Lavoie",
        ),
        ("Que signifie GRAB ?", "Que signifie PDR ?", "Plan de développement des rives"),
    ],
)
def test_a_near_miss_is_not_answered_and_its_twin_is(
    shore: Assistant, silent: str, told: str, answer: str
) -> None:
    assert not shore.ask(silent).answered
    made = shore.ask(told)
    assert made.answered
    assert answer in made.answer


def test_abstaining_still_shows_the_closest_passages(shore: Assistant) -> None:
    made = shore.ask("Où a eu lieu le Salon des rives ?")
    assert any("Salon des rives" in one.text for one in made.closest)
    assert made.confidence is None


def test_an_answer_says_how_sure_it_is(shore: Assistant) -> None:
    made = shore.ask("Où a eu lieu la Foire des semences ?")
    assert made.confidence is not None
    assert 0.2 <= made.confidence <= 1


def test_an_answer_on_something_else_is_less_sure(shore: Assistant) -> None:
    question = shore.understand("Où a eu lieu la Foire des semences ?")
    found = shore.found(question, shore.evidence(question))
    draft = compose(found)
    assert draft is not None
    told = dict(zip(TRAITS, traits(found, draft), strict=True))
    assert told["first"] == 1
    assert told["missing"] == 0
    assert 0 < told["chance"] <= 1
    elsewhere = replace(found, ranked=found.ranked[3:])
    assert surety(elsewhere, draft) < surety(found, draft)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dans quel édifice le salon s'est-il tenu ?", "where"),
        ("Où la foire a-t-elle été lancée ?", "where"),
        ("In which town was the fair held?", "where"),
        ("Qu'entend-on par rive vivante ?", "definition"),
        ("PDR c'est l'acronyme de quoi", "definition"),
        ("C'est quoi le nom de la coordonnatrice du quai ?", "who"),
        ("on fait comment pour avoir une parcelle", "howto"),
        ("Name the members of the committee", "list"),
    ],
)
def test_kinds_are_read_wherever_the_question_word_stands(text: str, kind: str) -> None:
    assert question_kind(text, False) == kind


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Kicé la mairesse de St-Test ?", "qui est la mairesse de saint-Test ?"),
        ("le Bas-St-Laurent", "le Bas-saint-Laurent"),
        ("jtrouve ou le bulletin", "où se trouve le bulletin"),
        ("c'est-à-dire une fête", "c'est-à-dire une fête"),
        ("le 1st-class", "le 1st-class"),
    ],
)
def test_short_forms_of_saint_and_of_speech(said: str, meant: str) -> None:
    assert plain_spoken(said) == meant


@given(st.integers(3, 40), st.integers(1, 12))
def test_a_list_names_about_as_many_as_asked(asked: int, named: int) -> None:
    question = _question(f"Quels sont les {asked} membres ?")
    text = ", ".join(f"Nom{at}" for at in range(named))
    assert enumerates([text], question) == (named >= min(asked, 6))


def _question(text: str) -> Question:
    return understand(text, (), Lexicon.of({}, (), ()), lambda q: q)
