"""One ranking from two. Pure functions over ``(id, score)`` lists, best first.

Ties are broken by ascending id everywhere, so the order never depends on the machine.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Ranking = Sequence[tuple[int, float]]

DENSE_WEIGHT = 0.6
RRF_K = 60


def z_scores(scores: Sequence[float]) -> list[float]:
    """Standard scores: z_i = (s_i − μ) / σ, σ of the population; all 0 when σ = 0.

    Source: score normalisation for combining systems, Montague and Aslam 2001
    (« Relevance score normalization for metasearch », ZMUV).
    """
    if not scores:
        return []
    mean = math.fsum(scores) / len(scores)
    centred = [score - mean for score in scores]
    deviation = math.sqrt(math.fsum(c * c for c in centred) / len(centred))
    if deviation <= 1e-12 * max(1.0, abs(mean)):
        return [0.0] * len(scores)
    return [c / deviation for c in centred]


def weighted_fusion(
    dense: Ranking, lexical: Ranking, dense_weight: float = DENSE_WEIGHT
) -> list[tuple[int, float]]:
    """Weighted sum of standard scores over the union of two rankings.

    s(d) = w · z_dense(d) + (1 − w) · z_lexical(d), where z is over the scores that the
    channel returned, and a passage that it did not return gets its lowest z.

    Where the words returned fewer passages than the meaning, they returned all that hold
    one: the others score 0 for words and count in μ and σ, so that a rare word met in one
    or two passages still tells.
    """
    if not 0.0 <= dense_weight <= 1.0:
        raise ValueError(f"dense_weight must be between 0 and 1, got {dense_weight}")
    if not dense or not lexical:
        return ranked(dict(_standard(dense or lexical)))
    fused: dict[int, float] = {}
    semantic, words = _standard(dense), _standard(_with_zeros(lexical, dense))
    low_semantic, low_words = min(semantic.values()), min(words.values())
    for passage in semantic.keys() | words.keys():
        fused[passage] = dense_weight * semantic.get(passage, low_semantic) + (
            1.0 - dense_weight
        ) * words.get(passage, low_words)
    return ranked(fused)


def reciprocal_rank_fusion(
    *rankings: Ranking, k: int = RRF_K, weights: Sequence[float] | None = None
) -> list[tuple[int, float]]:
    """s(d) = Σ_r w_r / (k + rank_r(d)), ranks from 1; absent: 0.

    Source: Cormack, Clarke and Büttcher 2009, « Reciprocal rank fusion outperforms
    Condorcet and individual rank learning methods ».
    """
    fused: dict[int, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, (passage, _) in enumerate(ranking, start=1):
            fused[passage] = fused.get(passage, 0.0) + weight / (k + rank)
    return ranked(fused)


def ranked(scores: Mapping[int, float]) -> list[tuple[int, float]]:
    """By falling score, then rising id."""
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def _with_zeros(lexical: Ranking, dense: Ranking) -> Ranking:
    if len(lexical) >= len(dense):
        return lexical
    held = {passage for passage, _ in lexical}
    return [*lexical, *((passage, 0.0) for passage, _ in dense if passage not in held)]


def _standard(ranking: Ranking) -> dict[int, float]:
    return dict(
        zip((p for p, _ in ranking), z_scores([score for _, score in ranking]), strict=True)
    )
