"""The subject of a question: its words, and the ones it counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question.lexicon import Lexicon
from assistant.question.model import Question
from assistant.question.subject import counted_terms, subject_terms, wanted_symbol
from assistant.question.understand import understand
from ingest.french.tokens import terms
from ingest.records import Acronym

HELD = """abonnés bibliothèque raquettes patinoire visiteurs ateliers poterie marché Noël hangar
familles bénévoles arbres ruisseau exposants kiosque personnes comité rives habitées canots Phare
quartier déchets compostés budget ententes service"""
LEXICON = Lexicon.of(
    dict.fromkeys(terms(HELD), 2.0), (Acronym("CRH", "Comité des rives habitées"),), ()
)


def read(text: str) -> Question:
    return understand(text, (), LEXICON, lambda q: q)


def stems(text: str) -> set[str]:
    return set(terms(text))


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Combien d'abonnés compte la bibliothèque ?", "abonnés"),
        ("Combien de raquettes ont été prêtées ?", "raquettes"),
        ("Combien d'ateliers de poterie ?", "ateliers poterie"),
        ("Combien y a-t-il d'arbres au bord du ruisseau ?", "arbres"),
        ("Quel est le nombre de visiteurs de la patinoire ?", "visiteurs patinoire"),
        ("Quel est le nombre total de familles ?", "familles"),
        ("nb d'exposants au marché de Noël", "exposants"),
        ("Quel est le taux d'abonnés satisfaits ?", "abonnés"),
        ("Les exposants, il y en avait combien ?", "exposants"),
        ("Au kiosque, ils étaient combien ?", "personnes"),
        ("Combien y ont participé au marché ?", "personnes"),
        ("How many volunteers were there?", "bénévoles"),
    ],
)
def test_the_noun_after_the_cue_is_what_is_counted(text: str, counted: str) -> None:
    found = {term.stem for term in read(text).counted}
    assert found
    assert found <= stems(counted)
    assert stems(counted.split()[0]) <= found


def test_place_and_owner_are_not_counted() -> None:
    question = read("Combien d'abonnés la bibliothèque du quartier compte-t-elle ?")
    assert {term.stem for term in question.counted} == stems("abonnés")
    assert stems("bibliothèque") <= {term.stem for term in question.focus}


def test_times_and_question_words_are_not_the_subject() -> None:
    question = read("Combien de raquettes selon le rapport au 31 mars 2022 ?")
    assert {term.stem for term in question.terms} == stems("raquettes")


def test_a_long_form_is_met_by_its_acronym_and_back() -> None:
    (first, *_) = read("Que fait le comité des rives habitées ?").terms
    assert ("crh",) in first.others
    (short,) = [t for t in read("C'est quoi le CRH ?").terms if t.word == "CRH"]
    assert short.known
    assert any(stems("comité rives habitées") <= set(phrase) for phrase in short.others)


@pytest.mark.parametrize(
    ("text", "word"),
    [("Qui est Zénobie Dufictif ?", "Dufictif"), ("Que fait le CRZZ ?", "CRZZ")],
)
def test_a_name_that_no_document_holds_is_unknown(text: str, word: str) -> None:
    (term,) = [one for one in read(text).terms if one.word == word]
    assert term.name
    assert not term.known


def test_a_capital_that_opens_the_question_is_no_name() -> None:
    (term, *_) = read("Raquettes en 2022").terms
    assert not term.name


def test_a_part_left_out_is_not_the_subject() -> None:
    question = read("À part les raquettes, combien de canots ont été prêtés ?")
    assert stems("raquettes").isdisjoint(term.stem for term in question.terms)


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("Quel pourcentage des déchets est composté ?", "%"),
        ("Quel est le taux de compostage ?", "%"),
        ("la part des abonnés en %", "%"),
        ("Quel est le budget du hangar ?", "$"),
        ("Combien de dollars ?", "$"),
        ("Quels sont les revenus ?", "$"),
        ("Combien de raquettes ?", None),
        ("Qui tient le budget ouvert à part les visiteurs ?", "$"),
    ],
)
def test_a_symbol_is_wanted(text: str, symbol: str | None) -> None:
    assert wanted_symbol(text) == symbol


def test_spelling_is_corrected_and_said() -> None:
    question = understand(
        "Combien de raquetes ?", (), LEXICON, lambda q: q.replace("raquetes", "raquettes")
    )
    assert question.corrected == "Combien de raquettes ?"
    assert question.standalone == "Combien de raquettes ?"
    assert question.text == "Combien de raquetes ?"
    assert {term.stem for term in question.counted} == stems("raquettes")


def test_nothing_is_said_corrected_when_nothing_was() -> None:
    assert read("Combien de raquettes ?").corrected is None
    assert read("c koi le CRH").corrected is None


@given(st.text(max_size=150))
def test_terms_are_of_the_question_and_each_once(text: str) -> None:
    found = subject_terms(text, (), LEXICON)
    assert len({term.stem for term in found}) == len(found)
    for term in found:
        assert term.word in text
        assert term.weight >= 0
    assert len(counted_terms(text, found)) <= 2
