"""How likely each figure is to answer: learned weights over its traits, and « none of them ».

A question is a choice among the figures found and none. What a figure says for itself is the
weighted sum of its traits; its chance is its share of the exponentials, so that two figures
that answer as well are both unlikely, and a figure alone is held against « none ».
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.register import Entry
from assistant.evidence.traits import NONE_TRAITS, TRAITS

Array = NDArray[np.float64]
_NOUN, _LABEL, _SAID, _ONLY, _OVER, _UNDER = (
    TRAITS.index(name) for name in ("noun", "label", "said", "only", "over", "under")
)


@dataclass(frozen=True, slots=True)
class Weights:
    """What the traits weigh, and from which chance on a figure answers.

    Attributes:
        figure: (len(TRAITS),). none: (len(NONE_TRAITS),).
        sure: least chance of a figure that is given as the answer.
        perhaps: least chance of one that is shown as the nearest.
    """

    figure: Array
    none: Array
    sure: float
    perhaps: float


@lru_cache(maxsize=1)
def learned() -> Weights:
    """The weights that ship with the package.

    Raises:
        KeyError: the file lacks a trait or names one that does not exist.
    """
    text = files("assistant.evidence").joinpath("figure_weights.toml").read_text(encoding="utf-8")
    held = tomllib.loads(text)
    unknown = (held["figure"].keys() - set(TRAITS)) | (held["none"].keys() - set(NONE_TRAITS))
    if unknown:
        raise KeyError(f"figure_weights.toml: {', '.join(sorted(unknown))}")
    return Weights(
        np.array([held["figure"].get(name, 0.0) for name in TRAITS]),
        np.array([held["none"][name] for name in NONE_TRAITS]),
        held["least"]["sure"],
        held["least"]["perhaps"],
    )


def rows_of(entries: Sequence[Entry], traits: Sequence[tuple[float, ...]]) -> Array:
    """Traits as rows, with those that a figure has only among the others.

    How much more (``over``) or less (``under``) of the question is said of it than of those
    near it, under the same titles and with another value: by their labels in one sentence, by
    their sentences otherwise. Whether it is the ``only`` value of its document that counts the
    very noun asked.

    Returns:
        (len(entries), len(TRAITS)).
    """
    rows = np.array(traits, dtype=np.float64).reshape(len(entries), len(TRAITS))
    near: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for at, entry in enumerate(entries):
        near.setdefault((entry.document.id, entry.figure.heading), []).append(at)
    for at, entry in enumerate(entries):
        beside = near[entry.document.id, entry.figure.heading]
        others = [o for o in beside if entries[o].figure.number != entry.figure.number]
        if others:
            gap = min(_gap(rows, entries, at, other) for other in others)
            rows[at, _OVER], rows[at, _UNDER] = max(gap, 0.0), max(-gap, 0.0)
    counted: dict[str, set[Decimal]] = {}
    named = [(at, one) for at, one in enumerate(entries) if rows[at, _NOUN] > 0]
    for _, entry in named:
        counted.setdefault(entry.document.id, set()).add(entry.figure.number)
    for at, entry in named:
        rows[at, _ONLY] = float(len(counted[entry.document.id]) == 1)
    return rows


def _gap(rows: Array, entries: Sequence[Entry], at: int, other: int) -> float:
    same = entries[at].figure.statement_id == entries[other].figure.statement_id
    column = _LABEL if same else _SAID
    return float(rows[at, column] - rows[other, column])


def chances(
    rows: Array, none: Sequence[float], groups: Sequence[object], weights: Weights
) -> tuple[Array, Array]:
    """Chance of what each row states, and what each says for itself.

    Args:
        rows: (n, len(TRAITS)).
        groups: for each row, what it states; rows that state the same share their chances.

    Returns:
        (n,) chances of the groups of the rows; (n,) weighted sums over « none ».
    """
    worth = rows @ weights.figure - float(np.asarray(none) @ weights.none)
    top = max(float(worth.max(initial=0.0)), 0.0)
    shares = np.exp(worth - top)
    whole = float(shares.sum()) + float(np.exp(-top))
    held: dict[object, float] = {}
    for group, share in zip(groups, shares, strict=True):
        held[group] = held.get(group, 0.0) + float(share)
    return np.array([held[group] / whole for group in groups]), worth
