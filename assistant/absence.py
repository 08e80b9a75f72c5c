"""Why the documents do not answer, as a person is told."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.question.model import Question
from assistant.retrieval import Retrieved
from assistant.state import Corpus
from assistant.wording import say


def absence_reason(
    question: Question, retrieved: Retrieved, names: Sequence[str], corpus: Corpus, language: str
) -> str:
    """What the documents lack: a name, a year, or the answer itself."""
    if names:
        return say("not_found_name", language, names=", ".join(f"« {name} »" for name in names))
    if retrieved.uncovered and not retrieved.years:
        covered = ", ".join(corpus.lexicon.periods) or "—"
        return say(
            "not_found_year", language, years=", ".join(retrieved.uncovered), covered=covered
        )
    if question.asked.years:
        return say("not_found_in_year", language, years=", ".join(question.asked.years))
    return say("not_found", language)
