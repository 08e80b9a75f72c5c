"""Misspelt words are mended from the corpus; names, numbers and acronyms are not touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexicon import french_words
from index.spelling import Corrector, most_edits
from index.vocabulary import Vocabulary, VocabularyBuilder
from ingest.french.tokens import tokenize

CORPUS = (
    "Les municipalités accompagnent les communautés depuis 2022.",
    "Le colloque annuel a réuni 210 membres à Longueuil et à Rimouski.",
    "Les membres du conseil et les partenaires MADA participent au colloque.",
    "Une formation offerte aux municipalités, une information aux membres.",
    "La marche et le marché.",
)


def vocabulary(texts: tuple[str, ...] = CORPUS) -> Vocabulary:
    builder = VocabularyBuilder()
    for text in texts:
        builder.add(text, tokenize(text), ())
    return builder.build()


CORRECTOR = Corrector(vocabulary())


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        ("Combien de menbres en 2022 ?", "Combien de membres en 2022 ?"),
        ("coloque annuel", "colloque annuel"),
        ("municpalités et comunautés", "municipalités et communautés"),
        ("l’anuel colloque", "l’annuel colloque"),
        ("le colloque à Longueil", "le colloque à Longueuil"),
        ("MENBRES DU COLLOQUE", "MEMBRES DU COLLOQUE"),
        ("Menbres du conseil", "Membres du conseil"),
        ("particpent", "participent"),
        ("Conbien de membres ?", "Combien de membres ?"),
        ("quuelles municipalités", "quelles municipalités"),
        ("le colloque MDAA", "le colloque MADA"),
    ],
)
def test_a_misspelt_word_becomes_that_of_the_corpus(query: str, corrected: str) -> None:
    assert CORRECTOR.correct(query).text == corrected


@pytest.mark.parametrize(
    "query",
    [
        "Combien de membres au colloque ?",
        "municipalite",  # missing accents are not misspelt: folding takes care of them
        "membre",  # another form of a known word
        "covid19 2031 MADO",
        "sigles DAMA et MDA",  # more than two neighbours exchanged: other acronyms
        "le Quek de Rimouski",  # nor are names made into question words
        "Mme Menbre et M. Longue",  # names are not made into common words
        "zut",
        "how many members were there",
        "",
        "🙂 <b>",
    ],
)
def test_what_is_not_surely_misspelt_is_left(query: str) -> None:
    found = CORRECTOR.correct(query.replace("members", "membres"))
    assert found.text == query.replace("members", "membres")
    assert not found.changed


def test_what_was_done_is_said() -> None:
    found = CORRECTOR.correct("Le coloque des xylophones à Zanzibar, xylophones")
    assert found.replaced == (("coloque", "colloque"),)
    assert found.unknown == ("xylophones", "Zanzibar")


def test_the_nearest_then_the_same_initial_then_the_most_frequent_wins() -> None:
    words = vocabulary(("manque langue", "langue", "langue banque", "banque", "bloque"))
    assert Corrector(words).correct("mangue").text == "manque"
    assert Corrector(words).correct("blnque").text == "banque"
    assert Corrector(words).correct("panque").text == "banque"


def test_words_of_a_lexicon_are_right_though_absent() -> None:
    corrector = Corrector(vocabulary(), lexicon={"colloquer"})
    assert not corrector.correct("colloquer").changed


def test_common_french_words_are_in_the_lexicon_and_slips_are_not() -> None:
    pytest.importorskip("spellchecker")
    assert {"proportion", "recourir", "suggere", "payant"} <= french_words()
    assert french_words().isdisjoint({"menbres", "coloque", "municpalite", "acceuil"})


def test_a_word_is_not_mended_into_an_empty_word_or_an_acronym() -> None:
    words = Corrector(vocabulary(("La CALM, ayant eu lieu.", "ayant", "comptable")))
    for typed in ("calme", "payant", "acomptable"):
        assert words.correct(typed).changed is (typed == "acomptable")
    assert not words.correct("tromptable").changed


@pytest.mark.parametrize(("word", "edits"), [("abc", 0), ("abcd", 1), ("abcdefg", 1)])
def test_short_words_allow_fewer_edits(word: str, edits: int) -> None:
    assert most_edits(word) == edits
    assert most_edits("abcdefgh") == 2


@given(st.text(max_size=200))
def test_any_text_keeps_all_but_the_replaced_words(query: str) -> None:
    found = CORRECTOR.correct(query)
    rest, corrected = query, found.text
    for typed, better in found.replaced:
        before, _, rest = rest.partition(typed)
        assert corrected.startswith(before + better)
        corrected = corrected[len(before) + len(better) :]
    assert rest == corrected


@given(st.sampled_from(["municipalites", "communautes", "partenaires", "accompagnent"]), st.data())
def test_one_typo_in_a_long_word_is_mended(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(word) - 2))
    kind = data.draw(st.sampled_from(["drop", "double", "swap"]))
    middle = {
        "drop": "",
        "double": word[place] * 2,
        "swap": word[place + 1] + word[place],
    }[kind]
    typo = word[:place] + middle + word[place + (2 if kind == "swap" else 1) :]
    mended = tokenize(CORRECTOR.correct(typo).text)[0].stem
    assert mended == tokenize(word)[0].stem
