"""Learning which statement answers, from questions whose evidence is known."""

from __future__ import annotations

import numpy as np

from assistant.evidence.scoring import Scored
from assistant.evidence.statements import RULES, weighable
from assistant.pipeline import Assistant
from eval.gold import FIGURE_TYPES, GoldQuestion
from eval.text import unify
from eval.training.fitting import Group

_PART = 15  # characters of a statement that is right for being a part of the evidence


def group_of(assistant: Assistant, gold: GoldQuestion) -> Group | None:
    """The statements found for a question, and which hold its evidence.

    None for a question of figures (a figure is chosen by its own label), one that the
    documents do not answer, and one whose evidence was not found.
    """
    if not gold.answerable or gold.type in FIGURE_TYPES:
        return None
    question = assistant.understand(gold.question, gold.history)
    retrieved = assistant.evidence(question)
    found = weighable(retrieved.candidates, question, retrieved.years, assistant.corpus().org)
    right = np.array([float(_holds(one, gold)) for one in found.close])
    before = RULES * np.array([one.score for one in found.close])
    return Group(found.rows, right, before) if right.any() else None


def _holds(one: Scored, gold: GoldQuestion) -> bool:
    """Whether a statement of the right document holds, or is part of, the evidence."""
    if one.candidate.document.source.rpartition("/")[2] not in gold.docs:
        return False
    text = _letters(one.candidate.statement.text)
    proofs = [_letters(proof) for proof in gold.evidence]
    return any(proof in text or (len(text) > _PART and text in proof) for proof in proofs)


def _letters(text: str) -> str:
    """Letters and digits of a text in lower case, whatever stands between them."""
    return "".join(char for char in unify(text).lower() if char.isalnum())
