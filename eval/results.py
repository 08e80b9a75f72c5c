"""What happened with one question."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Answer
from eval.exactness import Exactness
from eval.gold import GoldQuestion
from eval.metrics import (
    Ranks,
    average_precision,
    ndcg_at,
    recall_at,
    reciprocal_rank,
    success_at,
)
from eval.support import Support
from index.hits import Hit

DEPTH = 10


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What happened with one question.

    Attributes:
        answer: as given; an input error is an abstention whose text is the error's message.
        hits: the first ten passages.
        ranks: see ``eval.metrics.evidence_ranks``.
        score: 0, 0.5 or 1, see ``eval.metrics.answer_score``.
        exact: parts of the figure, None when the question asks for none.
        seconds: wall-clock time of ``ask`` alone.
    """

    question: GoldQuestion
    answer: Answer
    hits: tuple[Hit, ...]
    ranks: Ranks
    score: float
    wrong_figure: bool
    support: Support
    exact: Exactness | None
    seconds: float

    def recall(self, k: int) -> float:
        """Recall of the evidence in the top k, 0 or 1."""
        return recall_at(k, self.ranks, self.question.evidence_mode)

    def success(self, k: int) -> float:
        """Whether any evidence is in the top k, 0 or 1."""
        return success_at(k, self.ranks)

    @property
    def ndcg(self) -> float:
        """nDCG@10."""
        return ndcg_at(DEPTH, self.ranks, self.question.evidence_mode)

    @property
    def mrr(self) -> float:
        """Reciprocal rank at 10."""
        return reciprocal_rank(self.ranks, DEPTH)

    @property
    def average_precision(self) -> float:
        """Average precision at 10."""
        return average_precision(DEPTH, self.ranks, self.question.evidence_mode)
