"""Our measures against hand-worked values and against the reference library."""

from __future__ import annotations

import math

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.ranking import MEASURES, average_precision, ndcg, order, reciprocal_rank, score_run

IDS = st.sampled_from([f"d{n}" for n in range(30)])
# Halves and small integers: equal in single and double precision, with many ties.
SCORES = st.integers(-8, 8).map(lambda n: n / 2)
RUNS = st.dictionaries(
    st.sampled_from(["a", "b", "c"]), st.dictionaries(IDS, SCORES, min_size=1, max_size=25),
    min_size=1,
)  # fmt: skip
QRELS = st.dictionaries(
    st.sampled_from(["a", "b", "c"]), st.dictionaries(IDS, st.integers(0, 3), min_size=1),
    min_size=1,
)  # fmt: skip
REFERENCE = {
    "ndcg@10": "nDCG@10", "recall@1": "R@1", "recall@5": "R@5", "recall@10": "R@10",
    "recall@100": "R@100", "mrr@10": "RR", "map": "AP", "success@1": "Success@1",
    "success@5": "Success@5",
}  # fmt: skip


def test_every_measure_has_its_reference() -> None:
    assert set(REFERENCE) == set(MEASURES)


@settings(deadline=None)
@given(RUNS, QRELS)
def test_every_measure_is_that_of_the_reference_library(
    run: dict[str, dict[str, float]], qrels: dict[str, dict[str, int]]
) -> None:
    ours = score_run(run, qrels)
    parsed = {ir_measures.parse_measure(text): name for name, text in REFERENCE.items()}
    for row in ir_measures.iter_calc(list(parsed), qrels, run):
        if row.query_id in ours["map"]:  # the library also gives 0 to queries without answer
            name = parsed[row.measure]
            # The library breaks ties otherwise under a cutoff: cut here, at rank 10.
            value = 0.0 if name == "mrr@10" and row.value < 1 / 10.5 else row.value
            assert value == pytest.approx(ours[name][row.query_id], abs=1e-6), (row, run, qrels)


def test_ndcg_weighs_gains_by_rank() -> None:
    judged = {"x": 2, "y": 1}
    ideal = 2 / math.log2(2) + 1 / math.log2(3)
    assert ndcg(10, ["y", "z", "x"], judged) == pytest.approx((1 + 2 / math.log2(4)) / ideal)
    assert ndcg(1, ["y"], judged) == pytest.approx(1 / 2)


def test_average_precision_counts_what_was_not_found() -> None:
    judged = {"x": 1, "y": 1, "lost": 1}
    assert average_precision(["x", "z", "y"], judged) == pytest.approx((1 / 1 + 2 / 3) / 3)


def test_reciprocal_rank_stops_at_k() -> None:
    assert reciprocal_rank(2, ["a", "b", "x"], {"x": 1}) == 0
    assert reciprocal_rank(3, ["a", "b", "x"], {"x": 1}) == pytest.approx(1 / 3)


def test_ties_go_by_falling_id_as_in_trec_eval() -> None:
    assert order({"a": 1.0, "c": 1.0, "b": 2.0}) == ["b", "c", "a"]


def test_a_query_that_the_run_lacks_counts_zero_and_one_without_answer_does_not_count() -> None:
    rows = score_run({"q": {"x": 1.0}}, {"q": {"x": 1}, "lost": {"y": 1}, "none": {"z": 0}})
    assert rows["success@1"] == {"q": 1.0, "lost": 0.0}


@pytest.mark.parametrize(
    ("name", "last"),
    [("mrr@10", 10), ("ndcg@10", 10), ("recall@1", 1), ("recall@5", 5), ("recall@10", 10),
     ("recall@100", 100), ("success@1", 1), ("success@5", 5)],
)  # fmt: skip
def test_each_measure_is_cut_where_its_name_says(name: str, last: int) -> None:
    def value(rank: int) -> float:
        run = {"a": {f"d{place:03d}": -float(place) for place in range(1, 121)}}
        return score_run(run, {"a": {f"d{rank:03d}": 1}})[name]["a"]

    assert value(last) > 0
    assert value(last + 1) == 0
