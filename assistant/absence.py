"""Why the documents do not answer, as a person is told."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose.figure import likely_figures, nearest_figure
from assistant.compose.found import Found
from assistant.evidence.matching import match
from assistant.evidence.register import Entry
from assistant.question.model import Question
from assistant.question.subject import is_verbal
from assistant.retrieval import Retrieved
from assistant.state import Corpus
from assistant.wording import say

_COUNTED = 0.9  # from here on a figure of another year counts what is asked


def absence_said(
    question: Question,
    retrieved: Retrieved,
    names: Sequence[str],
    corpus: Corpus,
    found: Found,
    language: str,
) -> list[str]:
    """Sentences that say what is lacking, and what is nearest to it.

    Args:
        names: names of the question that no document mentions.
    """
    said = [absence_reason(question, retrieved, names, corpus, language)]
    if names:
        return said
    known = other_years(found)
    if known:
        said.append(say("other_years", language, known="; ".join(known)))
    elif near := nearest(found):
        said.append(say("nearest_figure", language, figure=near))
    return said


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
        scored = likely_figures(found, (period,))
        if scored and scored[0].head >= _COUNTED and _all_said(scored[0].entry, found):
            figure = scored[0].entry.figure
            known.append(figure.year or period)
    return tuple(dict.fromkeys(known))


def _all_said(entry: Entry, found: Found) -> bool:
    """Whether all that is asked is said of a figure: its year's passages were not searched."""
    fields = (entry.label, entry.context, entry.about)
    return all(
        any(match(term, field) for field in fields)
        for term in found.question.terms
        if term.stem not in found.org and term.known and (term.name or not is_verbal(term.word))
    )


def nearest(found: Found) -> str:
    """The figure nearest to what is asked, with what it counts and where; empty for none."""
    one = nearest_figure(found) if found.question.kind == "figure" else None
    if one is None:
        return ""
    figure = one.entry.figure
    label = figure.label.partition(" — ")[0]
    place = ", ".join(part for part in (*figure.heading[-1:], figure.year or "") if part)
    symbol = f" {figure.unit}" if figure.unit in ("%", "$") else ""
    shown = f"{figure.value}{symbol} {label}"
    return f"{shown} ({place})" if place else shown
