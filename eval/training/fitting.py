"""Two small linear models, fitted by gradient: which of several, and whether. Pure.

``choose``: softmax over the rows of a group, the right ones sharing its probability (Cao et
al. 2007, ListNet; several right rows as in Xia et al. 2008). ``judge``: logistic regression.
Both with features in standard scores and a penalty on the square of the weights, minimised by
Adam (Kingma and Ba 2015) over all groups at once: a few hundred questions, no chance involved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
_STEPS, _RATE = 600, 0.03


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one question: (n, features), which are right: (n,) of 0 or 1.

    ``before``: (n,) their scores without anything learned, to which what is learned adds.
    """

    rows: Matrix
    right: Matrix
    before: Matrix


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights of the features as they are (not standard scores), and what is added."""

    weights: Matrix
    bias: float


def choose(groups: Sequence[Group], penalty: float) -> Fitted:
    """Weights that put a right row first; groups without one teach nothing."""
    told = [group for group in groups if group.right.any()]
    mean, spread = _standard(np.vstack([group.rows for group in told]))
    rows = [(group.rows - mean) / spread for group in told]

    def slope(weights: Matrix) -> Matrix:
        total = np.zeros_like(weights)
        for group, scaled in zip(told, rows, strict=True):
            score = scaled @ weights + group.before
            chance = np.exp(score - score.max())
            chance /= chance.sum()
            held = chance * group.right
            total -= scaled.T @ (held / max(held.sum(), 1e-12) - chance)
        return total / len(told) + penalty * weights

    return Fitted(_descend(slope, rows[0].shape[1]) / spread, 0.0)


def judge(rows: Matrix, right: Matrix, penalty: float) -> Fitted:
    """Weights and bias of the chance that a row is right: (n, features), (n,)."""
    mean, spread = _standard(rows)
    scaled = np.hstack(((rows - mean) / spread, np.ones((len(rows), 1))))
    kept = np.full(scaled.shape[1], penalty)
    kept[-1] = 0.0

    def slope(weights: Matrix) -> Matrix:
        chance = 1.0 / (1.0 + np.exp(-scaled @ weights))
        return np.asarray(scaled.T @ (chance - right) / len(rows) + kept * weights)

    found = _descend(slope, scaled.shape[1])
    weights = found[:-1] / spread
    return Fitted(weights, float(found[-1] - weights @ mean))


def _standard(rows: Matrix) -> tuple[Matrix, Matrix]:
    spread = rows.std(axis=0)
    spread[spread < 1e-9] = 1.0
    return rows.mean(axis=0), spread


def _descend(slope: Callable[[Matrix], Matrix], size: int) -> Matrix:
    weights, first, second = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, _STEPS + 1):
        now = slope(weights)
        first = 0.9 * first + 0.1 * now
        second = 0.999 * second + 0.001 * now * now
        move = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        weights = weights - _RATE * (1 - step / (_STEPS + 1)) * move
    return weights
