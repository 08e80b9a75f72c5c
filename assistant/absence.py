"""Why the documents do not answer, as a person is told."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose.figure import rank_figures
from assistant.compose.found import Found
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


def other_years(found: Found) -> tuple[str, ...]:
    """The same figure for other years, when only the year was missing."""
    if found.question.kind != "figure" or not found.question.asked.years:
        return ()
    known: list[str] = []
    for period in found.lexicon.periods:
        scored = rank_figures(found, (period,))
        if scored and scored[0].head >= 0.9 and scored[0].score >= 0.8:
            figure = scored[0].entry.figure
            known.append(figure.year or period)
    return tuple(dict.fromkeys(known))
