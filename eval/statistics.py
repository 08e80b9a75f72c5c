"""How sure a measured number is: bootstrap intervals, paired randomisation. Seeded, pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

SEED = 13
RESAMPLES = 2_000
ROUNDS = 10_000
LEVEL = 0.95
_EXACT = 12  # differences up to which every sign pattern is tried: 2¹² of them
_SAME = 1e-12

Interval = tuple[float, float]


def bootstrap_interval(
    parts: Sequence[float], wholes: Sequence[float] | None = None, *, level: float = LEVEL
) -> Interval | None:
    """Percentile bootstrap of ``sum(parts) / sum(wholes)``, questions drawn with replacement.

    Source: Efron and Tibshirani 1993, « An Introduction to the Bootstrap », ch. 13.

    Args:
        parts: one value per question.
        wholes: what each one is out of; None for 1 each, a mean then.

    Returns:
        Lower and upper bound; None for fewer than two questions.
    """
    if len(parts) < 2:
        return None
    top = np.asarray(parts, dtype=np.float64)
    bottom = np.ones(len(top)) if wholes is None else np.asarray(wholes, dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(top), size=(RESAMPLES, len(top)))
    below = bottom[drawn].sum(axis=1)
    usable = below > 0
    if not usable.any():
        return None
    shares = top[drawn].sum(axis=1)[usable] / below[usable]
    edge = (1.0 - level) / 2
    low, high = np.quantile(shares, [edge, 1.0 - edge])
    return float(low), float(high)


def randomization_p(differences: Sequence[float], *, worse_only: bool = False) -> float:
    """Paired randomisation test: how often chance alone makes such a mean difference.

    The sign of each question's difference is drawn anew; all patterns are tried where they
    are few, else 10,000 are drawn and the observed one counts among them.
    Source: Smucker, Allan and Carterette 2007, « A comparison of statistical significance
    tests for information retrieval evaluation ».

    Args:
        differences: second minus first, one per question.
        worse_only: one-sided, for the alternative « second is lower ».
    """
    moved = np.asarray([d for d in differences if abs(d) > _SAME], dtype=np.float64)
    if not len(moved):
        return 1.0
    observed = float(moved.sum())
    if len(moved) <= _EXACT:
        sums = _every_sum(moved)
        return float(np.mean(_as_far(sums, observed, worse_only)))
    signs = np.random.default_rng(SEED).integers(0, 2, size=(ROUNDS, len(moved))) * 2 - 1
    far = int(np.sum(_as_far(signs @ moved, observed, worse_only)))
    return (far + 1) / (ROUNDS + 1)


def _every_sum(moved: NDArray[np.float64]) -> NDArray[np.float64]:
    signs = np.array(list(product((-1.0, 1.0), repeat=len(moved))))
    sums: NDArray[np.float64] = signs @ moved
    return sums


def _as_far(sums: NDArray[np.float64], observed: float, worse_only: bool) -> NDArray[np.bool_]:
    slack = _SAME * max(1.0, abs(observed))
    far: NDArray[np.bool_] = (
        sums <= observed + slack if worse_only else np.abs(sums) >= abs(observed) - slack
    )
    return far
