"""Chances of figures: shares among figures and none, by readable weights."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assistant.evidence.traits import NONE_TRAITS, TRAITS
from assistant.evidence.weighing import Weights, chances, learned

FIGURE = np.zeros(len(TRAITS))
FIGURE[0] = 1.0
WEIGHTS = Weights(FIGURE, np.zeros(len(NONE_TRAITS)), 0.4, 0.1)
NONE = (0.0,) * len(NONE_TRAITS)


def rows(*worths: float) -> np.ndarray:
    made = np.zeros((len(worths), len(TRAITS)))
    made[:, 0] = worths
    return made


def test_a_figure_alone_is_held_against_none() -> None:
    shares, worth = chances(rows(0.0), NONE, ["a"], WEIGHTS)
    assert shares[0] == pytest.approx(0.5)
    assert worth[0] == 0.0


def test_two_that_answer_as_well_are_both_less_likely_but_not_when_they_state_the_same() -> None:
    apart, _ = chances(rows(3.0, 3.0), NONE, ["a", "b"], WEIGHTS)
    same, _ = chances(rows(3.0, 3.0), NONE, ["a", "a"], WEIGHTS)
    assert apart[0] < 0.5 < same[0]
    assert same[0] == pytest.approx(2 * math.exp(3) / (2 * math.exp(3) + 1))


def test_large_worths_do_not_overflow() -> None:
    shares, _ = chances(rows(2000.0, -2000.0), NONE, ["a", "b"], WEIGHTS)
    assert shares.tolist() == [1.0, 0.0]


def test_the_weights_that_ship_name_traits_and_order_their_chances() -> None:
    weights = learned()
    assert weights.figure.shape == (len(TRAITS),)
    assert 0 < weights.perhaps < weights.sure < 1


@pytest.mark.parametrize("name", ["left_out", "unasked", "under", "change", "premise"])
def test_what_tells_against_a_figure_never_speaks_for_it(name: str) -> None:
    assert learned().figure[TRAITS.index(name)] < 0
