"""Learning when to answer, from answers whose rightness is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.compose.draft import Draft
from assistant.compose.drafting import COUNTING, compose
from assistant.compose.surety import traits
from assistant.evidence.statements import missing_names
from assistant.pipeline import Assistant
from eval.gold import GoldQuestion
from eval.metrics import answer_score
from eval.training.fitting import Matrix, judge
from eval.training.held_out import PARTS


@dataclass(frozen=True, slots=True)
class Told:
    """A draft: its traits, whether it is right, whether the question has an answer at all."""

    row: Matrix
    right: bool
    answerable: bool


def told_of(assistant: Assistant, gold: GoldQuestion) -> Told | None:
    """What is drafted for a question; None when nothing is, or a figure."""
    question = assistant.understand(gold.question, gold.history)
    found = assistant.found(question, assistant.evidence(question))
    if missing_names(question, found.org):
        return None
    draft = compose(found)
    if draft is None or draft.kind in COUNTING:
        return None
    right = gold.answerable and answer_score(gold, _text(draft), answered=True) >= 1
    return Told(traits(found, draft), right, gold.answerable)


def _text(draft: Draft) -> str:
    return "\n".join(f"{one.text} {one.note}".strip() for one in draft.sentences)


def chances(told: Sequence[Told], penalty: float) -> Matrix:
    """(n,) the chance of each draft to be right, by what the other nine tenths taught."""
    made = np.zeros(len(told))
    for part in range(PARTS):
        others = [one for at, one in enumerate(told) if at % PARTS != part]
        fitted = judge(rows_of(others), right_of(others), penalty)
        held = rows_of(told[part::PARTS]) @ fitted.weights + fitted.bias
        made[part::PARTS] = 1.0 / (1.0 + np.exp(-held))
    return made


def rows_of(told: Sequence[Told]) -> Matrix:
    """(n, traits)."""
    return np.vstack([one.row for one in told])


def right_of(told: Sequence[Told]) -> Matrix:
    """(n,) of 0 or 1."""
    return np.array([float(one.right) for one in told])


def ordered_right(chance: Matrix, right: Matrix) -> float:
    """Chance that a right answer is held surer than a wrong one (area under the ROC curve)."""
    wins = chance[right == 1][:, None] - chance[right == 0][None, :]
    return float((wins > 0).mean() + (wins == 0).mean() / 2) if wins.size else 1.0
