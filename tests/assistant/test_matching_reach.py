"""The quick way of matching gives what the plain formula gives."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evidence.matching import coverage, match
from assistant.question.model import Term

STEMS = ("a", "b", "c", "d", "municipal", "municipalit")
stem_sets = st.frozensets(st.sampled_from(STEMS))
terms_drawn = st.builds(
    Term,
    word=st.just("mot"),
    stem=st.sampled_from(STEMS),
    weight=st.floats(0, 5),
    others=st.lists(st.lists(st.sampled_from(STEMS), max_size=3).map(tuple), max_size=3).map(tuple),
    name=st.booleans(),
    kin=stem_sets,
)


def plain_match(term: Term, stems: frozenset[str]) -> float:
    cousins = {"municipal": "municipalit", "municipalit": "municipal"}
    if term.stem in stems:
        return 1.0
    if any(phrase and set(phrase) <= stems for phrase in term.others):
        return 0.75
    if term.kin & stems:
        return 0.6
    return 0.4 if cousins.get(term.stem) in stems else 0.0


def plain_coverage(terms: Sequence[Term], fields: Sequence[tuple[frozenset[str], float]]) -> float:
    total = sum(term.weight for term in terms)
    held = 0.0
    for term in terms:
        best = max((plain_match(term, stems) * worth for stems, worth in fields), default=0.0)
        held += term.weight * (best * 0.5 if term.name and best <= 0.5 else best)
    return held / total if total else 0.0


@given(terms_drawn, stem_sets)
def test_a_term_matches_as_the_plain_rule_says(term: Term, stems: frozenset[str]) -> None:
    assert match(term, stems) == plain_match(term, stems)


@given(
    st.lists(terms_drawn, max_size=4),
    st.lists(st.tuples(stem_sets, st.sampled_from((1.0, 0.9, 0.55, 0.4))), max_size=5),
)
def test_coverage_is_that_of_the_plain_formula(
    terms: list[Term], fields: list[tuple[frozenset[str], float]]
) -> None:
    assert coverage(terms, fields) == pytest.approx(plain_coverage(terms, fields), abs=1e-12)
