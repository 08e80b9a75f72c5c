"""Key words: « heures accompagnement 2024-2025 » may well ask for a figure."""

from __future__ import annotations

from dataclasses import replace

from assistant.compose.draft import Draft, within
from assistant.compose.figure import figure_sentence, rank_figures
from assistant.compose.found import Found
from assistant.compose.prose import LIMIT, compose_prose
from assistant.evidence.figures import Scored
from assistant.evidence.matching import match


def compose_keyword(found: Found) -> Draft | None:
    """The figure that holds for the year named and counts the first word, else prose."""
    figure = _figure(found)
    if figure is None:
        return compose_prose(found)
    sentences = within([figure_sentence(found, figure)], LIMIT)
    return Draft("keyword", tuple(sentences), figure.score)


def _figure(found: Found) -> Scored | None:
    """The figure of which every word asked is said; None without a year or a plural first."""
    terms = [term for term in found.question.terms if term.stem not in found.org]
    if not found.question.asked.years or len(terms) < 2 or terms[0].name:
        return None
    if terms[0].word[-1:] not in "sx":
        return None
    asked = replace(found.question, kind="figure", counted=(terms[0],))
    for one in rank_figures(replace(found, question=asked), found.years):
        held = [one.entry.label, one.entry.context]
        if one.candidate is not None:
            held += [one.candidate.own, one.candidate.lead, one.candidate.heading]
        if match(terms[0], one.entry.head) == 1 and all(
            any(match(term, stems) for stems in held) for term in terms
        ):
            return one
    return None
