"""Learning what tells the figure that answers."""

from __future__ import annotations

import numpy as np

from assistant.evidence.traits import NONE_TRAITS, TRAITS
from eval.learning.__main__ import written
from eval.learning.examples import Example
from eval.learning.fitting import cross_validated, fit, outcome

FOR, AGAINST = TRAITS.index("sense"), TRAITS.index("left_out")


def example(number: int, right: bool = True) -> Example:
    """Three figures; the right one is near in meaning, the others leave words out."""
    chance = np.random.default_rng(number)
    rows = np.zeros((3, len(TRAITS)))
    rows[:, FOR] = chance.uniform(0, 0.4, 3)
    rows[:, AGAINST] = chance.uniform(0.5, 1, 3)
    if right:
        rows[1, FOR], rows[1, AGAINST] = 0.9, 0.1
    none = np.zeros(len(NONE_TRAITS))
    none[0] = 1.0
    return Example(
        f"q{number}", f"groupe {number % 7}", rows, none, np.array([0, 1, 2]),
        frozenset({1} if right else ()), 1.0, not right,
    )  # fmt: skip


EXAMPLES = [example(n) for n in range(30)] + [example(n, right=False) for n in range(30)]


def test_what_is_right_is_learned_and_what_is_absent_is_left() -> None:
    fitted = fit(EXAMPLES)
    known, absent = outcome(example(99), fitted), outcome(example(98, right=False), fitted)
    assert known.right
    assert known.chance > 0.6 > 0.4 > absent.chance


def test_a_trait_keeps_its_direction() -> None:
    fitted = fit(EXAMPLES)
    assert fitted.figure[FOR] >= 0 >= fitted.figure[AGAINST]
    turned = [
        Example(e.id, e.group, -e.rows, e.none, e.stated, e.right, e.weight, e.taken)
        for e in EXAMPLES
    ]
    assert fit(turned).figure[FOR] == 0


def test_every_example_is_judged_once_by_others() -> None:
    judged = cross_validated(EXAMPLES, folds=3)
    assert sorted(one.example.id for one in judged) == sorted(one.id for one in EXAMPLES)
    assert sum(one.right for one in judged) >= 28


def test_the_file_is_readable_and_the_same_each_time() -> None:
    text = written(fit(EXAMPLES), EXAMPLES)
    assert text == written(fit(EXAMPLES), EXAMPLES)
    assert "sense = " in text
    assert "left_out = -" in text
