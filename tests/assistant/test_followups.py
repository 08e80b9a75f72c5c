"""Follow-up questions are made to stand alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pipeline import Assistant
from assistant.question.followup import resolve

FIRST = "Combien d'abonnés compte la bibliothèque en 2021-2022 ?"


@pytest.mark.parametrize(
    ("text", "standalone"),
    [
        ("Et en 2022-2023 ?", "Combien d'abonnés compte la bibliothèque en 2022-2023 ?"),
        ("2023 ?", "Combien d'abonnés compte la bibliothèque en 2023 ?"),
        ("pis en 22-23 ?", "Combien d'abonnés compte la bibliothèque en 22-23 ?"),
        ("and in 2023?", "Combien d'abonnés compte la bibliothèque en 2023 ?"),
        ("et pour 2022-2023", "Combien d'abonnés compte la bibliothèque en 2022-2023 ?"),
        ("et l'an dernier ?", "Combien d'abonnés compte la bibliothèque en l'an dernier ?"),
    ],
)
def test_a_year_alone_asks_the_same_for_that_year(text: str, standalone: str) -> None:
    resolved = resolve(text, [FIRST])
    assert resolved.substituted
    assert resolved.standalone.replace("en l'an", "l'an") == standalone.replace("en l'an", "l'an")
    assert resolved.context == ""


def test_a_year_is_added_when_the_first_question_had_none() -> None:
    resolved = resolve("et en 2023 ?", ["Combien d'abonnés à la bibliothèque ?"])
    assert resolved.standalone == "Combien d'abonnés à la bibliothèque en 2023 ?"


@pytest.mark.parametrize(
    "text", ["Et les visiteurs ?", "et pour la patinoire ?", "what about the rink?"]
)
def test_a_topic_alone_leans_on_the_question_before(text: str) -> None:
    resolved = resolve(text, [FIRST])
    assert resolved.question == text
    assert "2021-2022" in resolved.context
    assert "bibliothèque" in resolved.standalone


@pytest.mark.parametrize(
    "text",
    ["Qui s'en occupe ?", "Et il sert à quoi ?", "Où est-ce que ça se trouve ?", "Pourquoi ?"],
)
def test_a_pronoun_leans_on_the_question_before(text: str) -> None:
    assert "coffre" in resolve(text, ["C'est quoi le coffre partagé ?"]).context


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("non, je parlais du hangar", "hangar"),
        ("Non, je voulais dire la patinoire", "patinoire"),
        ("no, I meant the shed", "shed"),
        ("plutôt le marché de Noël", "marché de Noël"),
    ],
)
def test_a_correction_keeps_only_what_was_meant(text: str, meant: str) -> None:
    resolved = resolve(text, ["Où est le coffre partagé ?"])
    assert meant in resolved.question
    assert "je" not in resolved.question.split()
    assert "coffre" in resolved.context


@pytest.mark.parametrize(
    "text",
    [
        "Qui est la mairesse de Test-sur-Lac ?",
        "Quels objets peuvent être empruntés au hangar cette année ?",
        "Combien y a-t-il d'arbres plantés le long du ruisseau ?",
        "Le prêt est-il réservé aux résidents du quartier ?",
        "Résume la section Loisirs du rapport 2022-2023",
    ],
)
def test_a_whole_question_stands_alone(text: str) -> None:
    resolved = resolve(text, [FIRST])
    assert resolved.standalone == text
    assert resolved.context == ""


def test_follow_ups_chain() -> None:
    resolved = resolve("et en 2023-2024 ?", [FIRST, "et en 2022-2023 ?"])
    assert resolved.standalone == "Combien d'abonnés compte la bibliothèque en 2023-2024 ?"


def test_a_new_question_forgets_the_older_ones() -> None:
    resolved = resolve("et en 2023 ?", [FIRST, "Combien d'arbres ont été plantés en 2022 ?"])
    assert resolved.standalone == "Combien d'arbres ont été plantés en 2023 ?"


@given(st.text(max_size=120), st.lists(st.text(max_size=120), max_size=4))
def test_resolution_never_fails_and_shows_something(text: str, history: list[str]) -> None:
    resolved = resolve(text, history)
    assert resolved == resolve(text, history)
    assert len(resolved.context) <= 600
    if not history:
        assert resolved.standalone == text


@given(st.lists(st.sampled_from([FIRST, "et en 2023 ?", "qui ?", "et le hangar ?"]), max_size=40))
def test_a_long_conversation_stays_short(history: list[str]) -> None:
    assert len(resolve("et lui ?", history).context) <= 600


@pytest.mark.parametrize(
    ("history", "text", "stated", "absent"),
    [
        ([FIRST], "et en 2022-2023 ?", "455", "412"),
        ([FIRST], "et en 23-24 ?", "503", "412"),
        ([FIRST, "et en 2022-2023 ?"], "et en 2023-2024 ?", "503", "455"),
        ([FIRST], "non, je parlais du budget", "48 500", "412"),
        ([FIRST], "et les visiteurs de la patinoire ?", "2 340", "412"),
        (["Qui est la mairesse ?"], "et le trésorier ?", "Hubert Lavigne-Fictif", "Rosalie"),
        (["Combien d'abonnés en 2021-2022 ?"], "et en 2019 ?", "2019", "412 abonnés"),
    ],
)
def test_the_answer_is_to_the_question_in_context(
    lake: Assistant, history: list[str], text: str, stated: str, absent: str
) -> None:
    answer = lake.ask(text, history)
    assert stated in answer.answer
    assert absent not in answer.answer


def test_what_was_understood_is_shown(lake: Assistant) -> None:
    understood = lake.ask("et en 2022-2023 ?", [FIRST]).understood
    assert understood.standalone == "Combien d'abonnés compte la bibliothèque en 2022-2023 ?"
    assert understood.years == ("2022-2023",)
    assert understood.kind == "figure"


def test_a_year_set_by_the_person_stands_for_the_year_typed(lake: Assistant) -> None:
    question = lake.understand(FIRST, (), "2023-2024")
    assert question.asked.years == ("2023-2024",)


def test_suggested_follow_ups_can_be_answered(lake: Assistant) -> None:
    first = lake.ask("Combien d'abonnés compte la bibliothèque en 2021-2022 ?")
    assert first.follow_ups
    for text in first.follow_ups:
        assert lake.ask(text, [FIRST]).answered, text


def test_no_suggestion_for_the_year_just_shown(lake: Assistant) -> None:
    answer = lake.ask("Combien d'abonnés compte la bibliothèque ?")
    assert "503" in answer.answer
    assert not any("2023-2024" in text for text in answer.follow_ups)


def test_a_time_alone_goes_back_to_the_question_that_had_one() -> None:
    history = ["Combien de raquettes à l'été 2021 ?", "c'était quoi déjà ce prêt ?"]
    resolved = resolve("pis à l'été 2023 ?", history)
    assert resolved.substituted
    assert "raquettes" in resolved.question
    assert "2023" in resolved.question
