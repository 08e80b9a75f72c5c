"""What kind of answer a question wants, however it is put."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question.kinds import question_kind
from assistant.question.language import question_language
from assistant.question.lexicon import Lexicon
from assistant.question.understand import understand
from ingest.french.tokens import terms
from ingest.records import Acronym

_HELD = """abonnés bibliothèque raquettes patinoire visiteurs atelier poterie marché Noël mairesse
trésorier hangar coffre partagé compostage arbres plantés traversée canot animaux prêt festival
vélo phare quai équipement conseil"""
LEXICON = Lexicon.of(dict.fromkeys(terms(_HELD), 2.0), (), ())


def kind_of(text: str) -> str:
    return understand(text, (), LEXICON, lambda q: q).kind


@pytest.mark.parametrize(
    "text",
    [
        "Combien de raquettes ont été prêtées ?",
        "combien de monde a visité la patinoire",
        "Quel est le nombre d'abonnés de la bibliothèque ?",
        "nombre d’abonnés",
        "Nb de raquettes en 2022",
        "cmb de raquettes",
        "Quel pourcentage des déchets est composté ?",
        "Quel est le taux de compostage ?",
        "Quelle proportion des abonnés a répondu ?",
        "C'est quoi le budget du quai ?",
        "Quelle est la population du quartier du Phare ?",
        "Combien ça coûte, louer un canot ?",
        "Y a combien d'arbres au bord du ruisseau ?",
        "How many canoes were rented?",
        "How much was the library budget?",
        "What was the number of visitors at the rink?",
        "Les visiteurs, il y en avait combien ?",
    ],
)
def test_a_number_is_wanted(text: str) -> None:
    assert kind_of(text) == "figure"


@pytest.mark.parametrize(
    "text",
    [
        "Le nombre d'abonnés a-t-il augmenté entre 2021-2022 et 2023-2024 ?",
        "Compare les visiteurs de 2022 et de 2023",
        "Comment le nombre de visiteurs a-t-il évolué ?",
        "Y a-t-il eu plus de visiteurs en 2023 qu'en 2022 ?",
        "Combien d'abonnés de plus en 2023 qu'en 2022 ?",
        "abonnés 2022 vs 2023",
        "Est-ce que le nombre de visiteurs a baissé depuis 2021 ?",
        "Did the number of visitors increase between 2022 and 2024?",
        "Quelle est la différence entre le budget de 2022 et celui de 2023 ?",
    ],
)
def test_years_are_to_be_compared(text: str) -> None:
    assert kind_of(text) == "comparison"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("definition", "C'est quoi le Coffre partagé ?"),
        ("definition", "Qu'est-ce que le Coffre partagé ?"),
        ("definition", "Que veut dire CRH ?"),
        ("definition", "ça mange quoi en hiver, le Coffre partagé ?"),
        ("definition", "c koi le coffre partagé"),
        ("definition", "What is the shared chest?"),
        ("definition", "What does CRH stand for?"),
        ("definition", "À quoi sert le Coffre partagé ?"),
        ("list", "Quels sont les objets offerts ?"),
        ("list", "Quelles activités ont été offertes l'hiver ?"),
        ("list", "Nomme les objets prêtés"),
        ("list", "Liste des partenaires du marché"),
        ("list", "What are the conditions?"),
        ("list", "Which objects can be borrowed?"),
        ("who", "Qui est la mairesse ?"),
        ("who", "C'est qui le trésorier ?"),
        ("who", "c ki la mairesse"),
        ("who", "Avec qui la Ville a-t-elle travaillé ?"),
        ("who", "Who is the mayor?"),
        ("when", "Quand a eu lieu la Grande Traversée ?"),
        ("when", "À quelle date était le marché de Noël ?"),
        ("when", "c'est quand le marché de Noël"),
        ("when", "kan est la traversée ?"),
        ("when", "En quelle année le hangar a-t-il ouvert ?"),
        ("when", "When was the crossing held?"),
        ("where", "Où se trouve le hangar ?"),
        ("where", "C'était où, la traversée ?"),
        ("where", "Quelle est l'adresse du hangar ?"),
        ("where", "Where is the shed?"),
        ("yesno", "Est-ce que le prêt est gratuit ?"),
        ("yesno", "Le hangar est-il ouvert l'hiver ?"),
        ("yesno", "C'tu gratuit, le prêt ?"),
        ("yesno", "Y a-tu un marché de Noël cette année ?"),
        ("yesno", "Peut-on emprunter une remorque ?"),
        ("yesno", "Is the shed open in winter?"),
        ("yesno", "Can visitors borrow a tent?"),
        ("recommendation", "Que recommande le comité ?"),
        ("recommendation", "Quelles sont les suggestions pour le hangar ?"),
        ("recommendation", "What does the committee recommend?"),
        ("summary", "Résume le rapport"),
        ("summary", "Fais-moi un résumé de la section Loisirs"),
        ("summary", "Quelles sont les grandes lignes du guide ?"),
        ("summary", "Peux-tu me résumer le guide du prêt ?"),
        ("summary", "Summarize the loan guide"),
        ("keyword", "patinoire du quai"),
        ("keyword", "coffre partagé"),
        ("greeting", "Bonjour !"),
        ("greeting", "salut"),
        ("greeting", "Merci beaucoup !"),
        ("greeting", "merci"),
        ("greeting", "Hello"),
        ("help", "aide"),
        ("help", "Que peux-tu faire ?"),
        ("help", "What can you do?"),
        ("howto", "Comment faire pour emprunter une tente ?"),
        ("howto", "How do I borrow a tent?"),
    ],
)
def test_the_words_tell_the_kind(kind: str, text: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, combien de raquettes ont été prêtées ?",
        "Salut ! Combien de raquettes en 2022 ?",
        "Merci. Et combien de raquettes ?",
    ],
)
def test_a_greeting_before_a_question_is_not_the_question(text: str) -> None:
    assert kind_of(text) == "figure"


def test_case_and_typography_do_not_change_the_kind() -> None:
    for text in ("C’est quoi le Coffre partagé ?", "C'EST QUOI LE COFFRE PARTAGÉ?"):
        assert kind_of(text) == "definition"


@given(st.text(max_size=200), st.booleans())
def test_any_text_has_a_kind(text: str, several: bool) -> None:
    kind = question_kind(text, several)
    assert kind == question_kind(text, several)
    assert isinstance(kind, str)
    assert kind


@given(st.text(max_size=200))
def test_any_text_is_understood(text: str) -> None:
    question = understand(text, (), LEXICON, lambda q: q)
    assert question.text == text
    assert question.language == question_language(text)
    assert {term.stem for term in question.counted} <= {t.stem for t in question.terms} | {"person"}


def test_a_question_in_capitals_is_read_as_one_in_small_letters() -> None:
    shouted = understand("COMBIEN DE MEMBRES EN 2022 ?", (), LEXICON, lambda q: q)
    said = understand("combien de membres en 2022 ?", (), LEXICON, lambda q: q)
    assert (shouted.kind, shouted.terms, shouted.query) == (said.kind, said.terms, said.query)
    assert not any(term.name for term in shouted.terms)


def test_acronyms_and_short_searches_keep_their_capitals() -> None:
    lexicon = Lexicon.of({}, (Acronym("MADA", "Municipalité amie des aînés"),), ())
    asked = understand("COMBIEN DE MUNICIPALITÉS ONT MADA ?", (), lexicon, lambda q: q)
    assert "MADA" in asked.query
    assert "municipalités" in asked.query
    assert "PFM" in understand("PFM", (), lexicon, lambda q: q).query


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ki a anime le colloque", "qui a anime le colloque"),
        ("kel communautes sont la", "quelles communautes sont la"),
        ("kel est le budget", "quelle est le budget"),
        ("ke veut dire outiller", "que veut dire outiller"),
        ("keske ki a ete dit", "qu'est-ce que qui a ete dit"),
    ],
)
def test_short_forms_of_messages_are_read(typed: str, meant: str) -> None:
    found = understand(typed, (), LEXICON, lambda q: q)
    assert (found.kind, found.standalone) == (
        understand(meant, (), LEXICON, lambda q: q).kind,
        meant,
    )
