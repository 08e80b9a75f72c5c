"""The word index against ten lines of BM25 with a dict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpus import make_document

from index import bm25
from index.analysis import LexicalRow, WeightedTerm, filter_years, weigh
from index.hits import Filters
from index.lexical import LexicalIndex
from index.view import passes
from ingest.errors import StoreError

BOOST = 0.5


def row(
    rowid: int, body: str, header: str = "", *, doc: str = "d", kind: str = "k", year: str = ""
) -> LexicalRow:
    years = filter_years(year or None)
    return LexicalRow(rowid, tuple(body.split()), tuple(header.split()), doc, kind, years)


def oracle(rows: Sequence[LexicalRow], terms: Sequence[WeightedTerm]) -> dict[int, float]:
    scores: dict[int, float] = {}
    for field, boost in (("body", 1.0), ("header", BOOST)):
        texts = {r.rowid: getattr(r, field) for r in rows}
        mean = sum(map(len, texts.values())) / len(texts)
        for weighted in terms:
            n = sum(weighted.term in text for text in texts.values())
            idf = math.log(1 + (len(texts) - n + 0.5) / (n + 0.5))
            for rowid, text in texts.items():
                if tf := text.count(weighted.term):
                    part = tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * len(text) / mean))
                    scores[rowid] = scores.get(rowid, 0) + weighted.weight * boost * idf * part
    return scores


words = st.lists(st.sampled_from("abcdefgh"), max_size=12)
corpora = st.lists(st.tuples(words, words), min_size=1, max_size=25)
queries = st.dictionaries(st.sampled_from("abcdefghz"), st.sampled_from([0.5, 1.0, 2.0]))


@settings(max_examples=40, deadline=None)
@given(corpora, queries)
def test_scores_and_order_are_those_of_the_formula(
    corpus: list[tuple[list[str], list[str]]], query: dict[str, float]
) -> None:
    rows = [row(i + 1, " ".join(b), " ".join(h)) for i, (b, h) in enumerate(corpus)]
    terms = [WeightedTerm(term, weight) for term, weight in query.items()]
    found = LexicalIndex.build(rows, header_boost=BOOST).search(terms, 100)
    expected = oracle(rows, terms)
    assert dict(found) == pytest.approx(expected, rel=1e-4)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))


def test_our_formula_is_that_of_the_index() -> None:
    rows = [row(1, "a a b"), row(2, "a c d e"), row(3, "f")]
    found = dict(LexicalIndex.build(rows).search(weigh(["a"]), 5))
    mean = 8 / 3
    expected = {
        1: bm25.idf(2, 3) * bm25.saturation(2, 3, mean),
        2: bm25.idf(2, 3) * bm25.saturation(1, 4, mean),
    }
    assert found == pytest.approx(expected, rel=1e-5)


def test_ties_at_the_cut_are_decided_by_id() -> None:
    index = LexicalIndex.build([row(i, "same words") for i in range(1, 301)])
    assert [rowid for rowid, _ in index.search(weigh(["same"]), 7)] == [1, 2, 3, 4, 5, 6, 7]


FILTERED = [
    row(1, "x", doc="a", kind="rapport", year="2021-2022"),
    row(2, "x", doc="b", kind="rapport", year="2022"),
    row(3, "x", doc="c", kind="guide", year="2023-2024"),
    row(4, "x", doc="d e", kind="guide"),
]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), [1, 2, 3, 4]),
        (Filters(years=("2022",)), [1, 2]),
        (Filters(years=("2021-2022",)), [1]),
        (Filters(years=("2021", "2024")), [1, 3]),
        (Filters(years=("1999", "’; DROP", "")), []),
        (Filters(kinds=("guide",)), [3, 4]),
        (Filters(document_ids=("d e", "b")), [2, 4]),
        (Filters(years=("2022",), kinds=("rapport",), document_ids=("b", "c")), [2]),
    ],
)
def test_filters_hold_inside_the_search(filters: Filters, expected: list[int]) -> None:
    index = LexicalIndex.build(FILTERED)
    assert [rowid for rowid, _ in index.search(weigh(["x"]), 10, filters)] == expected
    years = {"a": "2021-2022", "b": "2022", "c": "2023-2024", "d e": None}
    kept = [
        r.rowid
        for r in FILTERED
        if passes(make_document(r.document_id, year=years[r.document_id], kind=r.kind), filters)
    ]
    assert kept == expected


def test_a_filter_does_not_change_scores() -> None:
    index = LexicalIndex.build(FILTERED)
    everything = dict(index.search(weigh(["x"]), 10))
    some = dict(index.search(weigh(["x"]), 10, Filters(kinds=("guide",))))
    assert some == {rowid: everything[rowid] for rowid in (3, 4)}


def test_no_term_no_result() -> None:
    index = LexicalIndex.build(FILTERED)
    assert index.search([], 10) == []
    assert index.search(weigh(["absent", "", "\x00", "a" * 70_000]), 10) == []
    assert index.search(weigh(["x"]), 0) == []
    assert LexicalIndex.build([]).search(weigh(["x"]), 10) == []


def test_a_reopened_index_answers_the_same(tmp_path: Path) -> None:
    built = LexicalIndex.build(FILTERED, tmp_path / "words")
    reopened = LexicalIndex.open(tmp_path / "words")
    assert len(reopened) == 4
    assert reopened.search(weigh(["x"]), 10) == built.search(weigh(["x"]), 10)


def test_a_damaged_index_is_said(tmp_path: Path) -> None:
    LexicalIndex.build(FILTERED, tmp_path / "words")
    (tmp_path / "words" / "meta.json").write_text("{", encoding="utf-8")
    for folder in ("words", "absent"):
        with pytest.raises(StoreError, match="absent ou abîmé"):
            LexicalIndex.open(tmp_path / folder)
