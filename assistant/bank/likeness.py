"""How close entries are in meaning to a question, on a scale that passages share.

A cosine tells little by itself: a model gives 0.8 to two texts that share nothing, another
0. What is kept is how far it stands above what two entries of the banks have in common,
(c − b) / (1 − b), with b the square of the length of their mean vector: about the mean
cosine of two entries taken at random.
"""

from __future__ import annotations

import numpy as np

from index.contents import Banks

_SAMPLE = 2_048  # entries that the mean is taken over
_MOST = 0.95


def common_cosine(banks: Banks) -> float:
    """Cosine of two entries taken at random, 0 to ``_MOST``; 0 without vectors."""
    drawn = []
    for bank in (banks.measures, banks.grants):
        vectors = bank.columns.vectors
        if len(vectors):
            step = max(1, len(vectors) // _SAMPLE)
            drawn.append(np.asarray(vectors[::step], dtype=np.float32))
    if not drawn:
        return 0.0
    mean = np.concatenate(drawn).mean(axis=0)
    return float(np.clip(mean @ mean, 0.0, _MOST))


def above(cosine: float, common: float) -> float:
    """A cosine on the common scale: 0 for what any two texts share, 1 for the same text."""
    return (cosine - common) / (1.0 - common)
