"""Picking the best of many entries without putting them all in order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.bank.columns import Floats

SMALL = 50_000  # entries of a bank that needs none of this
SAMPLE = 4096


def best_places(places: NDArray[np.int64], scores: Floats, k: int) -> NDArray[np.int64]:
    """The ``k`` best of some places, best first, ties by place.

    Args:
        places: ascending.
        scores: (n,) of every place.
    """
    if k <= 0 or not len(places):
        return places[:0]
    if len(places) <= k:
        return places[np.lexsort((places, -scores[places]))]
    own = scores[places]
    if len(own) > SMALL:  # a cheaper cut first
        kept = own > cut(own, k, -np.inf)
        places, own = places[kept], own[kept]
    last = np.partition(own, len(own) - k)[len(own) - k]
    above = places[own > last]
    level = places[own == last][: k - len(above)]
    return np.concatenate([above[np.lexsort((above, -scores[above]))], level])


def cut(values: Floats, k: int, least: float) -> float:
    """A value, ``least`` or more, over which there are ``k`` values, or all over ``least``.

    It is guessed from a sample, then checked.
    """
    if len(values) <= SMALL:
        return least
    sample = values[:: len(values) // SAMPLE]
    rank = 4 * k * len(sample) // len(values) + 16
    if rank >= len(sample):
        return least
    guess = float(np.partition(sample, len(sample) - rank)[len(sample) - rank])
    enough = guess > least and np.count_nonzero(values > guess) >= k
    return guess if enough else least
