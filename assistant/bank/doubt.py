"""Whether a row that comes first really holds the answer: close enough, and what is asked."""

from __future__ import annotations

import re

from assistant.bank.merging import Best, told_by
from assistant.bank.model import BankHit
from assistant.question.model import Question
from ingest.french.folding import fold
from ingest.french.number_words import words_value
from ingest.french.tokens import subject_stems, tokenize
from ingest.places import places

CLOSE = 0.85  # cosine from which a row is about the question…
BETTER = 0.1  # …when it beats the passages by this much,
FAR_BETTER = 0.6  # or when it beats them by so much that its cosine does not matter
OVER = 0.2  # how much better than the passages, where the documents answer,
MORE = 0.15  # with so much more of the question's words than what they cite
_COUNTED = frozenset(
    "amount_min amount_max rate budget indicator population schedule period".split()
)
_COST_ASKED = re.compile(r"\bcout\w*|\bprix\b|\bmontant\b|\bcost\b|\bprice\b|\$")
_COST = re.compile(r"\d\s?(?:\$|dollars|cents)|\$\s?\d|\bgratuit|\bsans frais\b")
_DIGIT = re.compile(r"\d")
_NUMBER_ASKED = re.compile(r"\bcombien\b|\bquel(?:le)? (?:montant|cout|taux|prix|somme)\b|\bhow m")


def answers(question: Question, best: Best) -> bool:
    """Whether the best row is about the question and holds the kind of thing that it asks."""
    near = best.cosine >= CLOSE and best.margin >= BETTER
    if not near and best.margin < FAR_BETTER:
        return False
    said = told_by(best.entry)
    asked = fold(question.text)
    if _NUMBER_ASKED.search(asked) and not _states_number(best.entry, asked):
        return False
    return _names_the_places(question.text, said)


def _states_number(entry: BankHit, asked: str) -> bool:
    stated = (value for name, value in entry.fields if name in _COUNTED)
    said = " ".join((entry.title, entry.text, *stated))
    if entry.kind == "measure" and _COST_ASKED.search(asked):
        return _COST.search(fold(said)) is not None
    return _DIGIT.search(said) is not None or any(
        words_value(token.word) is not None for token in tokenize(said) if len(token.word) > 3
    )


def _names_the_places(question: str, said: str) -> bool:
    """Whether what is said holds the municipalities that a question names by a capital."""
    names = re.findall(r"(?<=\s)[A-ZÀ-Þ][^\W\d_]+(?:-[^\W\d_]+)*", question)
    towns = [name for name in names if fold(name).replace("-", " ") in places()]
    held = subject_stems(said)
    return all(subject_stems(town) <= held for town in towns)
