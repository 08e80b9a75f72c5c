"""Fusion: the formulas, the order, and ties that never depend on input order."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.fusion import reciprocal_rank_fusion, weighted_fusion, z_scores

scores = st.floats(-1e6, 1e6, allow_nan=False)
rankings = st.dictionaries(st.integers(1, 60), scores, max_size=30).map(
    lambda found: sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
)


def test_z_scores_are_the_formula() -> None:
    deviation = math.sqrt(((1 - 3) ** 2 + (2 - 3) ** 2 + (6 - 3) ** 2) / 3)
    expected = [(1 - 3) / deviation, (2 - 3) / deviation, (6 - 3) / deviation]
    assert z_scores([1, 2, 6]) == pytest.approx(expected)
    assert z_scores([5, 5, 5]) == [0, 0, 0]
    assert z_scores([]) == []


def test_a_passage_of_one_channel_gets_the_lowest_score_of_the_other() -> None:
    dense, lexical = [(1, 3.0), (2, 1.0)], [(3, 9.0), (1, 5.0)]
    assert dict(weighted_fusion(dense, lexical, 0.6)) == pytest.approx(
        {1: 0.6 * 1 + 0.4 * -1, 2: 0.6 * -1 + 0.4 * -1, 3: 0.6 * -1 + 0.4 * 1}
    )


def test_a_rare_word_met_once_still_tells() -> None:
    dense = [(passage, 1.0 - passage / 100) for passage in range(1, 11)]
    fused = weighted_fusion(dense, [(9, 3.0)], 0.6)
    places = [passage for passage, _ in fused]
    assert places.index(9) < places.index(4)  # the meaning alone would rank it ninth
    zeros = [0.0] * 9
    expected = z_scores([3.0, *zeros])[0]
    low = z_scores([score for _, score in dense])[8]
    assert dict(fused)[9] == pytest.approx(0.6 * low + 0.4 * expected)


def test_one_empty_channel_leaves_the_order_of_the_other() -> None:
    ranking = [(4, 9.0), (2, 3.0), (7, 1.0)]
    assert [p for p, _ in weighted_fusion(ranking, [])] == [4, 2, 7]
    assert [p for p, _ in weighted_fusion([], ranking)] == [4, 2, 7]
    assert weighted_fusion([], []) == []


def test_reciprocal_ranks_are_the_formula() -> None:
    found = dict(reciprocal_rank_fusion([(1, 9.0), (2, 8.0)], [(2, 0.9)], k=60))
    assert found == pytest.approx({1: 1 / 61, 2: 1 / 62 + 1 / 61})


def test_a_weight_outside_0_to_1_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        weighted_fusion([(1, 1.0)], [(1, 1.0)], 1.5)


@given(rankings, rankings, st.floats(0, 1))
def test_fusion_is_a_sorted_union_whatever_the_input_order(
    dense: list[tuple[int, float]], lexical: list[tuple[int, float]], weight: float
) -> None:
    fused = weighted_fusion(dense, lexical, weight)
    assert {p for p, _ in fused} == {p for p, _ in dense} | {p for p, _ in lexical}
    assert fused == sorted(fused, key=lambda pair: (-pair[1], pair[0]))
    shuffled = list(dense), list(lexical)
    for order in shuffled:
        Random(7).shuffle(order)
    assert weighted_fusion(*shuffled, weight) == fused


@given(rankings, rankings)
def test_the_best_of_both_channels_is_the_best(
    dense: list[tuple[int, float]], lexical: list[tuple[int, float]]
) -> None:
    for fused in (
        weighted_fusion([(0, 2e6), *dense], [(0, 2e6), *lexical]),
        reciprocal_rank_fusion([(0, 2e6), *dense], [(0, 2e6), *lexical]),
    ):
        assert fused[0][0] == 0


@given(rankings, rankings, st.floats(0.01, 1000), st.floats(-1000, 1000))
def test_the_scale_of_a_channel_does_not_matter(
    dense: list[tuple[int, float]],
    lexical: list[tuple[int, float]],
    scale: float,
    shift: float,
) -> None:
    assume(len(lexical) >= len(dense))  # else passages without a word count as 0
    rounded = [(p, round(s)) for p, s in lexical]
    moved = [(p, s * scale + shift) for p, s in rounded]
    expected = dict(weighted_fusion(dense, [(p, float(s)) for p, s in rounded]))
    assert dict(weighted_fusion(dense, moved)) == pytest.approx(expected, abs=1e-4)
