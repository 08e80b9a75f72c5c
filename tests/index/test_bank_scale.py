"""What makes a bank of a million entries fast gives what a plain way gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.analysis import WeightedTerm
from index.bank import picking, scoring
from index.bank.columns import FacetColumn
from index.bank.facets import Spread
from index.bank.picking import best_places, cut
from index.bank.scoring import WordScores
from index.bank.words import BankWords
from index.vocabulary import VocabularyBuilder
from ingest.french.tokens import tokenize

LEVELS = st.lists(st.sampled_from([-10.0, 0.0, 0.25, 0.5, 3.0]), max_size=300)
TEXTS = st.text(alphabet="aéb L'’-\n\u00adjour 12e^{}", max_size=40)


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picking, "SMALL", 20)
    monkeypatch.setattr(picking, "SAMPLE", 10)
    monkeypatch.setattr(scoring, "SMALL", 3)


@given(LEVELS, st.integers(0, 40), st.data())
def test_the_best_are_those_of_a_whole_sort(
    levels: list[float], k: int, data: st.DataObject
) -> None:
    scores = np.array(levels, dtype=np.float32)
    left_out = data.draw(st.sets(st.integers(0, max(len(levels) - 1, 0))))
    places = np.array([at for at in range(len(levels)) if at not in left_out], dtype=np.int64)
    whole = sorted(places.tolist(), key=lambda at: (-levels[at], at))
    assert best_places(places, scores, k).tolist() == whole[:k]


@given(LEVELS, st.integers(1, 40))
def test_a_cut_leaves_enough(levels: list[float], k: int) -> None:
    values = np.array(levels, dtype=np.float32)
    found = cut(values, k, 0.0)
    assert found >= 0.0
    assert found == 0.0 or np.count_nonzero(values > found) >= k


@given(st.lists(st.lists(st.integers(0, 4), unique=True, max_size=3), max_size=20), st.data())
def test_a_facet_is_counted_and_held_as_its_pairs_say(
    held: list[list[int]], data: st.DataObject
) -> None:
    pairs = [(entry, code) for entry, codes in enumerate(held) for code in codes]
    both: NDArray[np.int32] = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    spread = Spread.of(FacetColumn(tuple("abcde"), both[:, 0], both[:, 1]), len(held))
    some = sorted(data.draw(st.sets(st.integers(0, max(len(held) - 1, 0))))) if held else []
    counted = spread.count(np.array(some, dtype=np.int64)).tolist()
    assert counted == [sum(code in held[entry] for entry in some) for code in range(5)]
    assert spread.count(None).tolist() == [sum(code in one for one in held) for code in range(5)]
    codes = sorted(data.draw(st.sets(st.integers(0, 4))))
    assert spread.holding(codes).tolist() == [bool(set(codes) & set(one)) for one in held]


def counted_words(entries: list[tuple[str, str, str]], at_once: int = 10**6) -> BankWords:
    words = BankWords(at_once=at_once)
    for entry in entries:
        words.add(*entry)
    return words


ENTRIES = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=12)


@given(ENTRIES)
def test_words_are_counted_as_one_by_one(entries: list[tuple[str, str, str]]) -> None:
    plain = VocabularyBuilder()
    for parts in entries:
        text = "\n".join(parts)
        tokens = [token for part in parts for token in tokenize(part)]
        # Forms stand in the text of each part: they are given by it.
        plain.passages += 1
        plain.words.update({token.word for token in tokens})
        plain.stems.update({token.stem for token in tokens if not token.stop})
        plain.forms.update(part[t.start : t.end] for part in parts for t in tokenize(part))
        assert text.count("\n") >= 2
    expected, found = plain.build(), counted_words(entries).vocabulary()
    assert (found.passages, found.stems) == (expected.passages, expected.stems)
    assert {w: e.frequency for w, e in found.words.items()} == {
        w: e.frequency for w, e in expected.words.items()
    }


@given(ENTRIES)
def test_counting_by_runs_gives_the_same_postings(entries: list[tuple[str, str, str]]) -> None:
    whole, runs = counted_words(entries).postings(), counted_words(entries, at_once=2).postings()
    assert whole.terms == runs.terms
    for name in ("idf", "bounds", "entries", "weights"):
        assert np.array_equal(getattr(whole, name), getattr(runs, name))


@given(ENTRIES, st.lists(st.sampled_from(["jour", "a", "b", "l", "inconnu"]), max_size=3))
def test_frequent_words_score_as_the_others_do(
    entries: list[tuple[str, str, str]], asked: list[str]
) -> None:
    posted = counted_words(entries).postings()
    words = tuple((WeightedTerm(stem), WeightedTerm("b", 0.6)) for stem in asked)
    words += tuple((WeightedTerm(stem),) for stem in asked)
    index = WordScores(posted, len(entries))
    spread = [index.of(words), index.of(words)]  # the second time, rows are kept
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scoring, "SMALL", 10**6)
        plain = WordScores(posted, len(entries)).of(words)
    for scores, share in spread:
        assert np.allclose(scores, plain[0], atol=1e-5)
        assert np.allclose(share, plain[1], atol=1e-5)
