"""Questions to go on with, each of which the documents can answer."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Answer
from assistant.compose.figure import rank_figures
from assistant.compose.found import Found
from assistant.wording import say

_MOST = 3


def follow_ups(answer: Answer, found: Found, language: str) -> Answer:
    """The answer with up to three follow-up questions."""
    made: list[str] = []
    if found.question.kind == "figure":
        made.extend(_other_years(answer, found, language))
    if answer.answered and answer.citations:
        heading = answer.citations[0].heading.split(" › ")[-1]
        if heading and " / " not in heading and len(heading) <= 60 and answer.kind != "summary":
            made.append(say("follow_summary", language, topic=heading))
    return replace(answer, follow_ups=tuple(dict.fromkeys(made))[:_MOST])


def _other_years(answer: Answer, found: Found, language: str) -> list[str]:
    """The same figure for another year, and its history, when both exist."""
    shown = {figure.year for figure in answer.figures} | {one.year for one in answer.citations}
    held = []
    for period in reversed(found.lexicon.periods):
        if period in shown or period in found.years:
            continue
        scored = rank_figures(found, (period,))
        if scored and scored[0].score >= 0.75:
            held.append(period)
    made = [say("follow_year", language, year=year) for year in held[:1]]
    if held and answer.answered:
        made.append(say("follow_history", language))
    return made
