from __future__ import annotations

import json
import math
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.compare import compare, read_rows
from eval.statistics import bootstrap_interval, randomization_p
from ingest.errors import InputError

SHARES = st.lists(st.floats(0, 1), min_size=2, max_size=40)


@settings(deadline=None)
@given(SHARES)
def test_an_interval_holds_its_mean_and_stays_within_the_values(values: list[float]) -> None:
    interval = bootstrap_interval(values)
    assert interval is not None
    low, high = interval
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9


def test_an_interval_is_near_the_normal_one() -> None:
    values = [1.0] * 80 + [0.0] * 20
    interval = bootstrap_interval(values)
    half = 1.96 * math.sqrt(0.8 * 0.2 / 100)
    assert interval == pytest.approx((0.8 - half, 0.8 + half), abs=0.015)
    assert interval == bootstrap_interval(values), "seeded: the same every time"


def test_a_ratio_weighs_each_question_by_what_it_is_out_of() -> None:
    assert bootstrap_interval([9.0, 9.0], [10.0, 10.0]) == pytest.approx((0.9, 0.9))
    assert bootstrap_interval([1.0]) is None
    assert bootstrap_interval([0.0, 0.0], [0.0, 0.0]) is None


@settings(deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=1, max_size=8))
def test_the_test_is_exact_where_patterns_are_few(differences: list[int]) -> None:
    observed = abs(sum(differences))
    patterns = list(product((-1, 1), repeat=len(differences)))
    sums = [sum(s * d for s, d in zip(signs, differences, strict=True)) for signs in patterns]
    expected = sum(abs(total) >= observed for total in sums) / len(patterns)
    assert randomization_p(differences) == pytest.approx(expected)


def test_chance_and_effect_are_told_apart() -> None:
    assert randomization_p([0.1, -0.1] * 30) > 0.9
    assert randomization_p([0.1] * 30 + [-0.1] * 5) < 0.001
    assert randomization_p([0.0] * 50) == 1
    assert randomization_p([-0.1] * 30, worse_only=True) < 0.001
    assert randomization_p([0.1] * 30, worse_only=True) > 0.99


def test_wins_and_losses_follow_the_sense_of_the_measure() -> None:
    first = {"recall@5": {"a": 0.0, "b": 1.0, "c": 1.0}, "wrong_figures": {"a": 0.0, "b": 1.0}}
    second = {"recall@5": {"a": 1.0, "b": 1.0, "c": 0.0}, "wrong_figures": {"a": 1.0, "b": 1.0}}
    recall, wrong = compare(first, second)
    assert (recall.better, recall.worse, recall.ties) == (("a",), ("c",), 1)
    assert (recall.first, recall.second, recall.difference) == (2 / 3, 2 / 3, 0)
    assert (wrong.better, wrong.worse, wrong.ties, wrong.count) == ((), ("a",), 1, 2)


def test_only_common_questions_and_measures_are_compared() -> None:
    (one,) = compare({"map": {"a": 1.0, "x": 0.0}, "old": {"a": 1}}, {"map": {"a": 0.5, "b": 1.0}})
    assert (one.count, one.first, one.second, one.interval) == (1, 1.0, 0.5, None)
    with pytest.raises(InputError, match="aucune question en commun"):
        compare({"map": {"a": 1.0}}, {"map": {"b": 1.0}})


def test_reports_and_runs_are_read_alike(tmp_path: Path) -> None:
    report, run, qrels = tmp_path / "rapport.json", tmp_path / "run.trec", tmp_path / "qrels.tsv"
    report.write_text(json.dumps({"rows": {"map": {"q": 0.5}}}))
    run.write_text("q Q0 x 1 2.0 t\nq Q0 y 2 1.0 t\n")
    qrels.write_text("q 0 y 1\n")
    assert read_rows(report) == {"map": {"q": 0.5}}
    assert read_rows(run, qrels)["map"] == {"q": 0.5}
    with pytest.raises(InputError, match="--qrels"):
        read_rows(run)
