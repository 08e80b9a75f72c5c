"""English questions over French documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pipeline import Assistant, Scope
from assistant.question.english import to_french
from assistant.question.language import question_language
from assistant.wording import CATALOGUES, say


@pytest.mark.parametrize(
    "text",
    [
        "How many trees were planted?",
        "Who is the mayor of Test-sur-Lac?",
        "What is the shared chest?",
        "Where is the shed?",
        "list the partners",
    ],
)
def test_english_is_known_by_its_small_words(text: str) -> None:
    assert question_language(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Combien d'arbres ?",
        "patinoire",
        "newsletter 2022",
        "C'est quoi le hangar ?",
        "Qui a gagné le prix « Best of » ?",
        "",
        "2022",
        "budget total",
    ],
)
def test_french_when_in_doubt(text: str) -> None:
    assert question_language(text) == "fr"


@pytest.mark.parametrize(
    ("english", "words"),
    [
        ("How many members as of March 31, 2025?", ("membres", "31", "mars", "2025")),
        ("Who is the mayor?", ("maire",)),
        ("How many library subscribers?", ("bibliothèque", "abonnés")),
        ("What was the recycling rate?", ("taux",)),
        ("Who is Rosalie Tremblay-Fictif?", ("Rosalie", "Tremblay-Fictif")),
        ("volunteers in 2021-2022", ("bénévoles", "2021-2022")),
    ],
)
def test_the_subject_is_put_into_french(english: str, words: tuple[str, ...]) -> None:
    made = to_french(english).split()
    assert [word for word in words if word not in made] == []


@given(st.text(max_size=150))
def test_any_text_can_be_put_into_french(text: str) -> None:
    assert to_french(text) == to_french(text)
    assert question_language(text) in ("fr", "en")


def test_both_catalogues_say_the_same_things_with_the_same_blanks() -> None:
    french, english = CATALOGUES["fr"], CATALOGUES["en"]
    assert set(french) == set(english)
    for key, sentence in french.items():
        blanks = {piece.split("}")[0] for piece in sentence.split("{")[1:]}
        assert blanks == {piece.split("}")[0] for piece in english[key].split("{")[1:]}, key


def test_an_unknown_language_is_answered_in_french() -> None:
    assert say("yes", "de") == "Oui"


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("How many library subscribers were there as of March 31, 2024?", "503"),
        ("What was the library budget in 2022-2023?", "51 000 $"),
        ("Who is the mayor?", "Rosalie Tremblay-Fictif"),
    ],
)
def test_english_questions_are_answered_with_french_quotes(
    lake: Assistant, question: str, stated: str
) -> None:
    answer = lake.ask(question)
    assert answer.answered
    assert answer.understood.language == "en"
    assert stated in answer.answer
    for citation in answer.citations:
        page = lake._searcher.store.page(citation.document_id, citation.text_page)
        assert page.text[citation.start : citation.end] == citation.quote


def test_english_questions_get_english_wording(lake: Assistant) -> None:
    unknown = lake.ask("How many dragons were there in 1950?")
    assert not unknown.answered
    assert "No indexed document covers 1950" in unknown.answer
    compared = lake.ask("Did the number of subscribers increase between 2022-2023 and 2023-2024?")
    assert "Yes, increase: 455 in 2022-2023, 503 in 2023-2024" in compared.answer
    assert "Combien" not in " ".join(compared.follow_ups)
    assert lake.ask("Hello").answer == say("greeting", "en")


def test_the_language_can_be_asked_for(lake: Assistant) -> None:
    english = lake.ask("Combien de dragons en 1950 ?", (), Scope(lang="en"))
    assert "No indexed document covers 1950" in english.answer
    french = lake.ask("How many dragons in 1950?", (), Scope(lang="fr"))
    assert "Aucun document indexé ne porte sur 1950" in french.answer
    compared = lake.ask(
        "Compare les arbres plantés en 2022-2023 et en 2023-2024", (), Scope(lang="en")
    )
    assert "Increase: 150 in 2022-2023" in compared.answer
