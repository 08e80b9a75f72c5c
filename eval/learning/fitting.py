"""Weights from examples: a choice among figures and none, by gradient, in numpy alone.

The loss is that of a conditional logit: minus the logarithm of the chance of what is right,
plus a small charge on large weights. A trait that can only speak for a figure never weighs
against it, and the other way round: the weights stay readable, and what a few hundred
questions hold by chance has less hold on them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.traits import NONE_TRAITS, TRAITS
from eval.learning.examples import Example

Array = NDArray[np.float64]
_FOR = frozenset(
    "noun counts_told label said title mostly names_close title_asked change_asked fresh_asked "
    "total range day year sense sure ahead alone opening only over".split()
)
_CHARGE = 0.15  # on the squares of the weights
_STEPS = 300
_PACE = 0.1


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights: ``figure`` (len(TRAITS),), ``none`` (len(NONE_TRAITS),)."""

    figure: Array
    none: Array


@dataclass(frozen=True, slots=True)
class Outcome:
    """What weights make of an example that they were not learned from.

    ``chance`` of what they put first, and whether that is ``right``; 0 and False when the
    example has no figure.
    """

    example: Example
    chance: float
    right: bool


@dataclass(frozen=True, slots=True)
class _Stack:
    """Examples one under the other, « none » last in each; columns divided by their spread."""

    rows: Array
    right: Array
    weight: Array
    starts: NDArray[np.int64]
    of: NDArray[np.int64]
    spread: Array


def fit(examples: Sequence[Example]) -> Fitted:
    """The weights under which what is right is most likely."""
    stack = _stacked(examples)
    width = stack.rows.shape[1]
    signs = np.array([1 if name in _FOR else -1 for name in TRAITS] + [0] * len(NONE_TRAITS))
    weights, first, second = np.zeros(width), np.zeros(width), np.zeros(width)
    for step in range(1, _STEPS + 1):
        slope = _slope(stack, weights) + _CHARGE * weights / width
        first = 0.9 * first + 0.1 * slope  # Adam
        second = 0.99 * second + 0.01 * slope**2
        pace = _PACE * (1.0 if step < 0.5 * _STEPS else 0.3 if step < 0.8 * _STEPS else 0.1)
        weights -= pace * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-9)
        weights = np.where(signs > 0, np.maximum(weights, 0), weights)
        weights = np.where(signs < 0, np.minimum(weights, 0), weights)
    weights /= stack.spread
    return Fitted(weights[: len(TRAITS)], weights[len(TRAITS) :])


def _slope(stack: _Stack, weights: Array) -> Array:
    worth = stack.rows @ weights
    worth -= np.maximum.reduceat(worth, stack.starts)[stack.of]
    chance = np.exp(worth)
    chance /= np.add.reduceat(chance, stack.starts)[stack.of]
    wanted = chance * stack.right
    wanted /= np.maximum(np.add.reduceat(wanted, stack.starts)[stack.of], 1e-12)
    slope: Array = stack.rows.T @ (stack.weight * (chance - wanted))
    return slope


def _stacked(examples: Sequence[Example]) -> _Stack:
    width = len(TRAITS)
    blocks, right, weight, sizes = [], [], [], []
    for one in examples:
        size = len(one.rows)
        block = np.zeros((size + 1, width + len(NONE_TRAITS)))
        block[:size, :width] = one.rows
        block[size, width:] = one.none
        blocks.append(block)
        right.append([*np.isin(one.stated, sorted(one.right)), not one.right])
        weight.append(np.full(size + 1, one.weight))
        sizes.append(size + 1)
    rows = np.concatenate(blocks)
    last = np.cumsum(sizes) - 1
    spread = np.concatenate([
        np.delete(rows, last, axis=0)[:, :width].std(axis=0), rows[last][:, width:].std(axis=0)
    ])  # fmt: skip
    spread[spread == 0] = 1.0
    whole = sum(one.weight for one in examples)
    return _Stack(
        rows / spread,
        np.concatenate(right).astype(np.float64),
        np.concatenate(weight) / whole,
        np.concatenate([[0], np.cumsum(sizes)[:-1]]),
        np.repeat(np.arange(len(sizes)), sizes),
        spread,
    )


def outcome(example: Example, fitted: Fitted) -> Outcome:
    """What the weights make of one example."""
    if not len(example.rows):
        return Outcome(example, 0.0, False)
    worth = example.rows @ fitted.figure - float(example.none @ fitted.none)
    top = max(float(worth.max()), 0.0)
    shares = np.exp(worth - top)
    held = np.bincount(example.stated, weights=shares)
    best = int(held.argmax())
    chance = float(held[best] / (shares.sum() + np.exp(-top)))
    return Outcome(example, chance, best in example.right)


def cross_validated(examples: Sequence[Example], folds: int = 10) -> list[Outcome]:
    """Each example judged by weights learned without its group."""
    fold_of = [_fold(one.group, folds) for one in examples]
    made: list[Outcome] = []
    for fold in range(folds):
        known = [one for one, at in zip(examples, fold_of, strict=True) if at != fold]
        held = [one for one, at in zip(examples, fold_of, strict=True) if at == fold]
        if held and known:
            fitted = fit(known)
            made.extend(outcome(one, fitted) for one in held)
    return made


def _fold(group: str, folds: int) -> int:
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % folds
