"""Measures of a ranking against judgements, pure. Definitions are those of trec_eval.

A ranking is a list of document ids, best first; judgements give the gain of each judged
document (0 and absent: not relevant). Every measure runs from 0 to 1, and is 0 where nothing
is relevant.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

Ranking = Sequence[str]
Judged = Mapping[str, int]


def ndcg(k: int, ranking: Ranking, judged: Judged) -> float:
    """``DCG@k / IDCG@k``, ``DCG = sum of gain / log2(rank + 1)`` (Järvelin & Kekäläinen 2002)."""
    ideal = sorted((gain for gain in judged.values() if gain > 0), reverse=True)
    best = _dcg(ideal[:k])
    return _dcg([max(0, judged.get(one, 0)) for one in ranking[:k]]) / best if best else 0.0


def recall(k: int, ranking: Ranking, judged: Judged) -> float:
    """Share of the relevant documents that are among the first k."""
    relevant = _relevant(judged)
    return len(relevant.intersection(ranking[:k])) / len(relevant) if relevant else 0.0


def success(k: int, ranking: Ranking, judged: Judged) -> float:
    """1 when a relevant document is among the first k."""
    return float(not _relevant(judged).isdisjoint(ranking[:k]))


def reciprocal_rank(k: int, ranking: Ranking, judged: Judged) -> float:
    """``1 / rank`` of the first relevant document, 0 past rank k (Voorhees 1999)."""
    relevant = _relevant(judged)
    ranks = (rank for rank, one in enumerate(ranking[:k], start=1) if one in relevant)
    return 1.0 / next(ranks, math.inf)


def average_precision(ranking: Ranking, judged: Judged) -> float:
    """Mean over the relevant documents of the precision at their rank, 0 for one not found."""
    relevant = _relevant(judged)
    ranks = (rank for rank, one in enumerate(ranking, start=1) if one in relevant)
    total = math.fsum(found / rank for found, rank in enumerate(ranks, start=1))
    return total / len(relevant) if relevant else 0.0


MEASURES: Mapping[str, Callable[[Ranking, Judged], float]] = {
    "ndcg@10": lambda ranking, judged: ndcg(10, ranking, judged),
    "recall@1": lambda ranking, judged: recall(1, ranking, judged),
    "recall@5": lambda ranking, judged: recall(5, ranking, judged),
    "recall@10": lambda ranking, judged: recall(10, ranking, judged),
    "recall@100": lambda ranking, judged: recall(100, ranking, judged),
    "mrr@10": lambda ranking, judged: reciprocal_rank(10, ranking, judged),
    "map": average_precision,
    "success@1": lambda ranking, judged: success(1, ranking, judged),
    "success@5": lambda ranking, judged: success(5, ranking, judged),
}


def score_run(
    run: Mapping[str, Mapping[str, float]], qrels: Mapping[str, Judged]
) -> dict[str, dict[str, float]]:
    """Measure to query to value, for every query that has a relevant document.

    A query that the run lacks counts 0; a query of the run without judgement does not count.
    """
    asked = [query for query, judged in qrels.items() if _relevant(judged)]
    orders = {query: order(run.get(query, {})) for query in asked}
    return {
        name: {query: measure(orders[query], qrels[query]) for query in asked}
        for name, measure in MEASURES.items()
    }


def order(scores: Mapping[str, float]) -> list[str]:
    """Ids by falling score; equal scores by falling id, as trec_eval does."""
    return [one for one, _ in sorted(scores.items(), key=lambda pair: (pair[1], pair[0]))[::-1]]


def _dcg(gains: Sequence[int]) -> float:
    return math.fsum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _relevant(judged: Judged) -> set[str]:
    return {one for one, gain in judged.items() if gain > 0}
