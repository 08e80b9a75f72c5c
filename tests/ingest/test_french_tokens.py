"""Words and sentences: where they stand, and which writings are the same word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.french.folding import fold
from ingest.french.sentences import cut_long, split_sentences
from ingest.french.stems import stem
from ingest.french.tokens import subject_stems, terms, tokenize, word_keys

TEXTS = st.text(alphabet="aéÀœT .!?…,;:-’'\n\u00ad«»12eè^{}()\u00a0M", max_size=120)


@given(TEXTS)
def test_tokens_stand_inside_the_text_in_order(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert end <= token.start < token.end <= len(text)
        assert token.word == fold(token.word)
        end = token.end


@given(TEXTS)
def test_sentences_hold_every_visible_character_once(text: str) -> None:
    spans = split_sentences(text)
    held = [at for start, end in spans for at in range(start, end)]
    assert len(held) == len(set(held))
    assert {at for at, char in enumerate(text) if not char.isspace()} <= set(held)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


@given(TEXTS, st.integers(min_value=1, max_value=20))
def test_a_long_run_is_cut_without_loss(text: str, most: int) -> None:
    spans = cut_long(text, 0, len(text), most)
    assert all(end - start <= most for start, end in spans)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("M. Roy est venu. Il repart.", 2),
        ("Le prix est de 3.5 millions. Voilà!", 2),
        ("Robert B. Brière préside.", 1),
        ("Avez-vous lu? Oui… Peut-être.", 3),
        ("Voir p. 12. Puis", 2),
    ],
)
def test_sentence_ends(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("33^e", "33e"), ("1^{er}", "1er"), ("2^e", "2e"), ("22es", "22e"), ("33e", "33e"),
        ("2ème", "2e"), ("1ère", "1re"), ("1ers", "1er"), ("3ᵉ", "3e"), ("2nde", "2e"),
    ],
)  # fmt: skip
def test_an_ordinal_is_one_word_whatever_its_writing(raw: str, word: str) -> None:
    (token,) = tokenize(raw)
    assert token.word == word
    assert (token.start, token.end) == (0, len(raw))


def test_numbers_and_codes_are_no_ordinals() -> None:
    assert [token.word for token in tokenize("12 3D 10^6 4e2")] == ["12", "3d", "10", "6", "4e2"]


@pytest.mark.parametrize(
    "same",
    [
        ["1er", "1re", "1ère", "premier", "première", "Premières", "premiers"],
        ["2e", "2ème", "deuxième", "deuxièmes"],
        ["10^e", "dixième"],
        ["municipal", "municipaux", "municipales"],
    ],
)
def test_one_stem(same: list[str]) -> None:
    assert len({tuple(terms(word)) for word in same}) == 1


def test_ordinals_of_different_ranks_differ() -> None:
    assert stem("deuxieme") != stem("troisieme")


def test_a_word_cut_at_a_line_end_is_whole_and_a_compound_is_two() -> None:
    assert [t.word for t in tokenize("muni-\ncipal")] == ["municipal"]
    assert [t.word for t in tokenize("peut-\nêtre")] == ["peut", "etre"]


def test_elided_articles_are_stop_words_only_before_an_apostrophe() -> None:
    tokens = tokenize("l’eau")
    assert [(t.word, t.stop) for t in tokens] == [("l", True), ("eau", False)]


@given(st.text(max_size=60))
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_unifies_apostrophes_ligatures_and_accents() -> None:
    assert fold("L’ŒUVRE d`Été\u00ad") == "l'oeuvre d'ete"


@given(TEXTS)
def test_words_analysed_one_by_one_are_those_of_the_text(text: str) -> None:
    whole = [(token.word, token.stem, token.stop) for token in tokenize(text)]
    parts = [tokenize(key) for key in word_keys(text)]
    assert [(one.word, one.stem, one.stop) for part in parts for one in part] == whole
    assert subject_stems(text) == {token.stem for token in tokenize(text) if not token.stop}
