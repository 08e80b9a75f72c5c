"""The small models of answers: what they learn, and that the product reads what was written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evidence.features import NAMES
from assistant.evidence.learned import STATEMENTS, read_weights, statement_weights
from eval.training.fitting import Group, choose
from eval.training.held_out import PARTS, First, first_of, held_out


def groups(count: int, seed: int = 7) -> list[Group]:
    """Questions of five rows: the second feature tells the right one, the first misleads."""
    chance = np.random.default_rng(seed)
    made: list[Group] = []
    for _ in range(count):
        rows = chance.normal(size=(5, 3))
        right = np.zeros(5)
        right[int(rows[:, 1].argmax())] = 1.0
        made.append(Group(rows, right, rows[:, 0].copy()))
    return made


def test_what_tells_the_right_row_is_learned() -> None:
    told = groups(120)
    before = first_of(told, [group.before for group in told])
    after = first_of(told, held_out(told, lambda part: choose(part, 0.01)))
    assert before.first < 50
    assert after.first > 85
    assert after.three >= after.first


def test_a_heavy_penalty_leaves_the_rules_as_they_are() -> None:
    told = groups(60)
    weights = choose(told, 1e6).weights
    assert np.abs(weights).max() < 1e-3
    scores = [group.before + group.rows @ weights for group in told]
    assert first_of(told, scores) == first_of(told, [group.before for group in told])


def test_no_question_is_scored_by_what_it_taught() -> None:
    told = groups(23)
    seen: list[set[int]] = []

    def fit(part: list[Group]) -> object:
        seen.append({id(group) for group in part})
        return choose(part, 1.0)

    assert len(held_out(told, fit)) == len(told)  # type: ignore[arg-type]
    assert len(seen) <= PARTS
    left_out = [{id(group) for group in told} - part for part in seen]
    assert sum(map(len, left_out)) == len(told)
    assert set().union(*left_out) == {id(group) for group in told}


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=8, unique=True), st.integers(0, 7))
def test_a_row_is_first_only_above_every_wrong_one(scores: list[float], at: int) -> None:
    right = np.zeros(len(scores))
    right[at % len(scores)] = 1.0
    group = Group(np.zeros((len(scores), 1)), right, np.zeros(len(scores)))
    wins = max(scores) == scores[at % len(scores)]
    assert first_of([group], [np.array(scores)]).first == (100 if wins else 0)
    assert first_of([group], [np.zeros(len(scores))]).first == 0  # a tie is no choice
    assert first_of([], []) == First(0, 0)


def test_the_weights_of_the_product_are_of_its_features() -> None:
    weights = statement_weights()
    assert weights.values.shape == (len(NAMES),)
    assert np.isfinite(weights.values).all()
    assert np.abs(weights.values).max() > 0.01
    assert STATEMENTS.read_text("utf-8").startswith("# Made by")


def test_weights_of_other_features_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.toml"
    path.write_text('[weights]\n"cover" = 1.0\n"colour" = 2.0\n', "utf-8")
    with pytest.raises(ValueError, match="colour"):
        read_weights(path, ("cover",))
    with pytest.raises(ValueError, match="shape"):
        read_weights(path, ("cover", "colour", "shape"))
    assert read_weights(path, ("colour", "cover")).values.tolist() == [2.0, 1.0]
