"""Retrieval and answer measures, pure.

Evidence. An evidence string is found in a passage when its unified text (NFKC, one form of
quotes, white space collapsed) stands in the unified text of the passage, and the passage's
source is one of the question's documents. In mode ``any`` one string is enough; in mode
``all`` every string is needed, in one passage or several. A string cut in two by a passage
boundary is not found.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from eval.gold import LONG_TYPES, GoldQuestion
from eval.text import plain, unify, words
from index.hits import Hit

SHORT_LIMIT = 120
LONG_LIMIT = 250

Ranks = tuple[int | None, ...]


def from_docs(source: str, docs: Sequence[str]) -> bool:
    """Whether a source path is one of the documents, named by path or by file name."""
    return any(source == doc or source.endswith("/" + doc) for doc in docs)


def evidence_ranks(question: GoldQuestion, hits: Sequence[Hit]) -> Ranks:
    """For each evidence string, the 1-based rank of the first hit that holds it, or None."""
    usable = [
        (rank, unify(hit.passage.text))
        for rank, hit in enumerate(hits, start=1)
        if from_docs(hit.document.source, question.docs)
    ]
    wanted = [unify(evidence) for evidence in question.evidence]
    return tuple(next((rank for rank, text in usable if e in text), None) for e in wanted)


def recall_at(k: int, ranks: Ranks, mode: str) -> float:
    """1 when the evidence is in the top k, else 0; no partial credit.

    any: ``min r_i <= k``. all: ``max r_i <= k``, a string not found being at infinity.
    """
    inside = [rank is not None and rank <= k for rank in ranks]
    return float(bool(inside) and (all(inside) if mode == "all" else any(inside)))


def reciprocal_rank(ranks: Ranks, k: int = 10) -> float:
    """``1 / r`` for the first hit that holds any evidence string, 0 past rank k.

    The same in both modes: with evidence in three reports, no ranking could hold all of it
    at rank 1. The mean over questions is MRR@k (Voorhees, TREC-8, 1999).
    """
    first = min((rank for rank in ranks if rank is not None), default=None)
    return 1.0 / first if first is not None and first <= k else 0.0


def ndcg_at(k: int, ranks: Ranks, mode: str) -> float:
    """``DCG@k / IDCG@k`` with ``DCG = sum of g_r / log2(r + 1)`` (Järvelin & Kekäläinen, 2002).

    any: the first hit that holds evidence gains 1, the others nothing.
    all: ``g_r`` is the number of evidence strings first found at rank r, so that repeating
    one gains nothing. The ideal puts the same hits at the top, largest gain first; a string
    not found counts there as a hit of its own.
    """
    found = [rank for rank in ranks if rank is not None]
    if mode == "any":
        return 1.0 / math.log2(min(found) + 1) if found and min(found) <= k else 0.0
    gains = {rank: found.count(rank) for rank in set(found)}
    ideal = sorted([*gains.values(), *[1] * (len(ranks) - len(found))], reverse=True)
    best = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(ideal[:k], start=1))
    got = sum(gain / math.log2(rank + 1) for rank, gain in gains.items() if rank <= k)
    return got / best if best else 0.0


def success_at(k: int, ranks: Ranks) -> float:
    """1 when a hit of the top k holds any evidence string, else 0."""
    return float(any(rank is not None and rank <= k for rank in ranks))


def average_precision(k: int, ranks: Ranks, mode: str) -> float:
    """Mean precision at the ranks of the evidence, cut at k (Buckley & Voorhees, 2000).

    any: one hit is wanted, the first that holds evidence. all: the hits where the strings
    are first found; a string not found counts as a hit that never comes.
    """
    found = sorted({rank for rank in ranks if rank is not None})
    if mode == "any":
        return 1.0 / found[0] if found and found[0] <= k else 0.0
    wanted = len(found) + sum(rank is None for rank in ranks)
    total = sum(place / rank for place, rank in enumerate(found, start=1) if rank <= k)
    return total / wanted if wanted else 0.0


def search_in(pattern: str, answer: str) -> bool:
    """Whether a gold pattern matches an answer.

    Case-insensitive; on the text without citation markers and with plain spaces, as written
    and with its typographic apostrophes made straight.
    """
    text = plain(answer)
    forms = {text, text.replace("’", "'")}
    return any(re.search(pattern, form, re.IGNORECASE) is not None for form in forms)


def says_wrong(question: GoldQuestion, answer: str) -> bool:
    """Whether the answer says what no right answer says."""
    return question.wrong_regex is not None and search_in(question.wrong_regex, answer)


def says_right(question: GoldQuestion, answer: str) -> bool:
    """Whether the text satisfies every criterion of an answerable question.

    ``answer_regex`` matches, each of ``answer_regex_all`` matches, at least ``any_min`` of
    ``answer_regex_any`` match, and ``wrong_regex`` does not.
    """
    needed = (question.answer_regex, *question.answer_regex_all)
    any_of = question.answer_regex_any
    return (
        all(search_in(pattern, answer) for pattern in needed if pattern is not None)
        and (not any_of or sum(search_in(p, answer) for p in any_of) >= question.any_min)
        and not says_wrong(question, answer)
    )


def answer_score(question: GoldQuestion, answer: str, answered: bool) -> float:
    """1 right, 0.5 right but too long, 0 wrong.

    Answerable: answered and ``says_right``; over 120 words (250 for lists and summaries) it
    counts half. Unanswerable: not answered and the wrong pattern does not match.
    """
    if not question.answerable:
        return float(not answered and not says_wrong(question, answer))
    if not answered or not says_right(question, answer):
        return 0.0
    limit = LONG_LIMIT if question.type in LONG_TYPES else SHORT_LIMIT
    return 1.0 if words(answer) <= limit else 0.5


def mean(values: Sequence[float]) -> float | None:
    """Arithmetic mean; None for no value."""
    return sum(values) / len(values) if values else None


def ratio(part: int, whole: int) -> float | None:
    """``part / whole``; None when there is nothing to divide."""
    return part / whole if whole else None


def f1(precision: float | None, recall: float | None) -> float | None:
    """``2PR / (P + R)``; None when either is unknown, 0 when both are 0."""
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def percentile(values: Sequence[float], share: float) -> float | None:
    """Nearest-rank percentile: the smallest value with at least ``share`` of them at or below."""
    if not values:
        return None
    return sorted(values)[max(math.ceil(share * len(values)), 1) - 1]
