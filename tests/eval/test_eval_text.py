from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.text import content, markers, numbers, plain, sentences, states, unify, words


@given(st.text())
def test_unify_and_plain_are_stable(text: str) -> None:
    assert unify(unify(text)) == unify(text)
    assert plain(plain(text)) == plain(text)


@given(st.text())
def test_sentences_lose_no_letter(text: str) -> None:
    letters = [c for c in text if c.isalnum()]
    assert [c for piece in sentences(text) for c in piece if c.isalnum()] == letters


@given(st.integers(0, 10**12))
def test_a_number_written_with_any_space_is_stated(number: int) -> None:
    for separator in (" ", "\u00a0", "\u202f", ""):
        written = f"{number:,}".replace(",", separator)
        assert numbers(f"Il y en a {written} ici [3].") == (plain(written),)
        assert states(f"Un total de {written} personnes", str(number))


def test_markers_are_neither_words_nor_numbers() -> None:
    assert words("Il y en a 375 [1][2, 3].") == 5
    assert numbers("Il y en a 375 [1][2, 3].") == ("375",)
    assert markers("Il y en a 375 [1][2, 3] et [1].") == (1, 2, 3)


def test_a_marker_after_the_stop_belongs_to_the_sentence_before() -> None:
    assert sentences("Un fait. [1] Un autre fait [2].") == ("Un fait [1].", "Un autre fait [2].")


def test_abbreviations_and_initials_do_not_end_a_sentence() -> None:
    text = "M. Riendeau et Mme. Roy ont reçu J. Tremblay [1]. Fin [2]."
    assert len(sentences(text)) == 2


def test_list_ordinals_are_not_numbers_but_ordinals_in_text_are() -> None:
    assert numbers("1. Austin [1]\n2) Belœil [1]\nla 32e édition") == ("32",)


@pytest.mark.parametrize(
    ("quote", "number"),
    [
        ("340 \nMUNICIPALITÉS", "340"),
        ("37,5% des participants", "37,5"),
        ("1,8 million de dollars", "1 800 000"),
        ("onze ententes", "11"),
        ("une personne", "1"),
        ("54 116 579", "54"),
        ("37 000 personnes", "37,000"),
    ],
)
def test_a_number_is_stated_in_digits_scaled_or_in_words(quote: str, number: str) -> None:
    assert states(quote, number)


@pytest.mark.parametrize(
    ("quote", "number"),
    [
        ("37 000 personnes", "37"),
        ("1375 membres", "375"),
        ("37,5 %", "37"),
        ("3,75 %", "75"),
        ("trente membres", "13"),
    ],
)
def test_a_part_of_a_number_is_not_stated(quote: str, number: str) -> None:
    assert not states(quote, number)


def test_content_ignores_accents_case_endings_and_empty_words() -> None:
    assert content("Les Municipalités, dans leur région") == content("municipal RÉGIONS")
