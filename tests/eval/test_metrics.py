"""Expected values are written as the formula, worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.gold import GoldQuestion
from eval.metrics import (
    answer_score,
    evidence_ranks,
    f1,
    from_docs,
    mean,
    ndcg_at,
    percentile,
    ratio,
    recall_at,
    reciprocal_rank,
    says_right,
    search_in,
)
from index.hits import Channels, Hit
from ingest.records import Document, Passage

RANKS = st.lists(st.none() | st.integers(1, 20), min_size=1, max_size=5).map(tuple)
MODES = st.sampled_from(["any", "all"])


def hit(text: str, source: str = "rapport.txt") -> Hit:
    document = Document(
        source, source, "", source, "rapport", None, None, None, "fr", None, "0", 1, False, 1
    )
    passage = Passage("p", source, 1, 0, len(text), text, (), 0)
    return Hit(passage, document, 1.0, Channels(None, None))


def gold(**changes: object) -> GoldQuestion:
    values: dict[str, object] = {
        "id": "q", "question": "Combien ?", "type": "figure", "docs": ("rapport.txt",),
        "evidence": ("375 membres",), "answer_regex": r"\b375\b",
    }  # fmt: skip
    return GoldQuestion(**(values | changes))  # type: ignore[arg-type]


def test_evidence_is_found_across_spaces_apostrophes_and_ligatures() -> None:
    question = gold(evidence=("340 \nMUNICIPALITÉS", "l'année", "ef\ufb01cace"))
    hits = [hit("rien"), hit("340\u202fMUNICIPALITÉS de l’année"), hit("efficace, certes")]
    assert evidence_ranks(question, hits) == (2, 2, 3)


def test_evidence_does_not_count_in_another_document() -> None:
    assert evidence_ranks(gold(), [hit("375 membres", "autre.txt")]) == (None,)


def test_evidence_cut_by_a_passage_boundary_is_not_found() -> None:
    assert evidence_ranks(gold(), [hit("il y a 375"), hit("membres")]) == (None,)


@pytest.mark.parametrize(
    ("source", "same"),
    [("r.txt", True), ("2024/r.txt", True), ("2024/xr.txt", False), ("xr.txt", False)],
)
def test_a_document_is_named_by_its_path_or_its_file_name(source: str, same: bool) -> None:
    assert from_docs(source, ("r.txt",)) is same


def test_recall_needs_every_string_in_mode_all_and_one_in_mode_any() -> None:
    assert recall_at(5, (2, 6), "any") == 1
    assert recall_at(5, (2, 6), "all") == 0
    assert recall_at(6, (2, 6), "all") == 1
    assert recall_at(10, (2, None), "all") == 0
    assert recall_at(1, (None,), "any") == 0
    assert recall_at(10, (), "all") == 0


def test_reciprocal_rank_is_that_of_the_first_evidence() -> None:
    assert reciprocal_rank((4, 2, None)) == 1 / 2
    assert reciprocal_rank((10,)) == 1 / 10
    assert reciprocal_rank((11,)) == 0
    assert reciprocal_rank((None,)) == 0


def test_ndcg_by_hand() -> None:
    assert ndcg_at(10, (3, 5), "any") == pytest.approx(1 / math.log2(4))
    # A string found past rank k gains nothing, and still stands in the ideal.
    assert (
        ndcg_at(4, (1, 4), "all")
        > ndcg_at(3, (1, 4), "all")
        == pytest.approx(1 / (1 + 1 / math.log2(3)))
    )
    # Two strings in the first hit and one in the fourth; the ideal has them at 1 and 2.
    got = 2 / math.log2(2) + 1 / math.log2(5)
    assert ndcg_at(10, (1, 4, 1), "all") == pytest.approx(
        got / (2 / math.log2(2) + 1 / math.log2(3))
    )
    # A string not found stands in the ideal as a hit of its own.
    assert ndcg_at(10, (1, None), "all") == pytest.approx(1 / (1 + 1 / math.log2(3)))
    assert ndcg_at(10, (10,), "all") == pytest.approx(1 / math.log2(11))
    assert ndcg_at(10, (10,), "any") == pytest.approx(1 / math.log2(11))
    assert ndcg_at(10, (11,), "any") == 0
    assert ndcg_at(10, (11,), "all") == 0
    assert ndcg_at(10, (), "all") == 0


@given(RANKS, MODES, st.integers(1, 20))
def test_retrieval_measures_stay_between_0_and_1_and_recall_grows_with_k(
    ranks: tuple[int | None, ...], mode: str, k: int
) -> None:
    assert 0 <= ndcg_at(k, ranks, mode) <= 1 + 1e-12
    assert 0 <= reciprocal_rank(ranks, k) <= 1
    assert recall_at(k, ranks, mode) <= recall_at(k + 1, ranks, mode)
    assert recall_at(k, ranks, "all") <= recall_at(k, ranks, "any")


@given(st.lists(st.integers(1, 10), min_size=1, max_size=5))
def test_ndcg_is_1_exactly_for_an_ideal_order(ranks: list[int]) -> None:
    gains = [ranks.count(rank) for rank in sorted(set(ranks))]
    ideal = sorted(set(ranks)) == list(range(1, len(gains) + 1)) and gains == sorted(
        gains, reverse=True
    )
    assert (ndcg_at(10, tuple(ranks), "all") > 1 - 1e-12) is ideal


@given(RANKS, st.integers(0, 4))
def test_moving_all_evidence_up_never_lowers_ndcg_in_mode_any(
    ranks: tuple[int | None, ...], by: int
) -> None:
    higher = tuple(None if rank is None else max(1, rank - by) for rank in ranks)
    assert ndcg_at(10, higher, "any") >= ndcg_at(10, ranks, "any")


def test_patterns_see_plain_spaces_and_no_markers() -> None:
    assert search_in(r"37 000 citoyen", "Au total, 37\u202f000 Citoyens [1].")
    assert not search_in(r"\[1\]", "375 [1]")
    assert not search_in(r"\b2\b", "375 membres [2].")
    assert search_in("l'accueil", "l’accueil")
    assert search_in(r"\A(?!.*mai).*juin", "du 3 au 5 juin")


def test_every_criterion_must_hold() -> None:
    question = gold(
        answer_regex="a", answer_regex_all=("b", "c"), answer_regex_any=("d", "e", "f"),
        any_min=2, wrong_regex="z",
    )  # fmt: skip
    assert says_right(question, "a b c d e")
    assert not says_right(question, "b c d e")
    assert not says_right(question, "a b d e")
    assert not says_right(question, "a b c d")
    assert not says_right(question, "a b c d e z")


@pytest.mark.parametrize(
    ("kind", "length", "score"),
    [("figure", 120, 1.0), ("figure", 121, 0.5), ("list", 250, 1.0), ("summary", 251, 0.5)],
)
def test_a_right_answer_that_is_too_long_counts_half(kind: str, length: int, score: float) -> None:
    answer = " ".join(["375", *["mot"] * (length - 1)]) + " [1]."
    assert answer_score(gold(type=kind), answer, True) == score


def test_a_right_text_not_given_as_an_answer_is_not_right() -> None:
    assert answer_score(gold(), "375 membres", False) == 0


def test_an_unanswerable_question_is_right_when_left_unanswered() -> None:
    question = gold(type="unanswerable", docs=(), evidence=(), answer_regex=None, wrong_regex="825")
    assert answer_score(question, "Les documents ne le disent pas.", False) == 1
    assert answer_score(question, "Ils ne le disent pas, mais 825 ailleurs.", False) == 0
    assert answer_score(question, "Douze.", True) == 0


def test_means_and_ratios_of_nothing_are_unknown() -> None:
    assert mean([]) is None
    assert ratio(0, 0) is None
    assert percentile([], 0.5) is None
    assert f1(None, 1.0) is None
    assert f1(0.0, 0.0) == 0
    assert f1(0.5, 1.0) == pytest.approx(2 * 0.5 * 1 / 1.5)


def test_percentile_is_the_nearest_rank() -> None:
    times = [15.0, 20.0, 35.0, 40.0, 50.0]
    assert percentile(times, 0.30) == 20
    assert percentile(times, 0.50) == 35
    assert percentile(times, 1.00) == 50


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.01, 1))
def test_a_percentile_is_a_value_with_enough_values_at_or_below(
    values: list[float], share: float
) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values)
