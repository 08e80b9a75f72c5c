from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from eval import wording
from eval.gold import GoldQuestion
from eval.perturb import RULES, no_accents, perturbed, slip
from ingest.french.folding import fold

FRENCH = st.text("abcdeéèêçœ 'ÀÉ-?0123456789.,", max_size=60)
WORDS = st.text("abcdefghéèàç", min_size=4, max_size=14)
ASKED = "Combien de municipalités et d'élus étaient présents au 31 mars 2022 ?"


def spoilt(kind: str, question: str = ASKED, draw: int = 0) -> str:
    return perturbed(GoldQuestion(id="q", question=question, type="figure"), kind, draw).question


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("no_accents", "Combien de municipalites et d'elus etaient presents au 31 mars 2022 ?"),
        ("capitals", "COMBIEN DE MUNICIPALITÉS ET D'ÉLUS ÉTAIENT PRÉSENTS AU 31 MARS 2022 ?"),
        ("keywords", "municipalités élus présents 31 mars 2022"),
        ("sms", "cb de municipalites et d elus ete presents au 31 mars 2022"),
    ],
)
def test_each_rule_spoils_as_people_do(kind: str, expected: str) -> None:
    assert spoilt(kind) == expected


def test_typos_are_one_slip_a_word_and_the_same_every_time() -> None:
    words = ASKED.split()
    for draw in range(20):
        for kind, count in (("one_typo", 1), ("two_typos", 2)):
            text = spoilt(kind, draw=draw)
            assert text == spoilt(kind, draw=draw)
            changed = [(a, b) for a, b in zip(words, text.split(), strict=True) if a != b]
            assert len(changed) == count
            assert all(OSA.distance(a, b) == 1 for a, b in changed)
    assert len({spoilt("one_typo", draw=draw) for draw in range(20)}) > 10


@settings(deadline=None)
@given(FRENCH, st.sampled_from(sorted(RULES)))
def test_numbers_are_never_touched_and_something_is_always_asked(text: str, kind: str) -> None:
    made = spoilt(kind, text)
    if kind != "sms":
        assert re.findall(r"\d+", made) == re.findall(r"\d+", text) or kind == "keywords"
    assert bool(made.strip()) == bool(text.strip()) or kind == "sms"


@settings(deadline=None)
@given(WORDS, st.integers())
def test_a_slip_changes_a_word_by_one_edit(word: str, seed: int) -> None:
    assert OSA.distance(word, slip(word, Random(seed))) == 1


@given(FRENCH)
def test_without_accents_the_folded_text_is_the_same(text: str) -> None:
    assert fold(no_accents(text, Random(0))) == fold(text)


def test_a_question_without_long_word_stays_as_it_is() -> None:
    assert spoilt("two_typos", "Qui a dit oui ?") == "Qui a dit oui ?"


def test_one_word_takes_both_slips() -> None:
    assert 1 <= OSA.distance("bibliothèque", spoilt("two_typos", "bibliothèque")) <= 2


def test_every_kind_has_a_french_name() -> None:
    assert set(RULES) <= set(wording.KINDS)
