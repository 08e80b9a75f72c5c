"""The BM25 formula, pure. Source: Robertson and Zaragoza 2009, eq. 3.15; idf of Lucene."""

from __future__ import annotations

import math

K1 = 1.2
B = 0.75


def idf(frequency: int, passages: int) -> float:
    """ln(1 + (N − n + ½) / (n + ½)): n of the N passages hold the term; never negative."""
    n = min(frequency, passages)
    return math.log(1 + (passages - n + 0.5) / (n + 0.5))


def saturation(count: int, length: int, mean_length: float) -> float:
    """tf · (k1 + 1) / (tf + k1 · (1 − b + b · |d| / avgdl)): 0 to k1 + 1."""
    if count == 0:
        return 0.0
    relative = length / mean_length if mean_length > 0 else 1.0
    return count * (K1 + 1) / (count + K1 * (1 - B + B * relative))
