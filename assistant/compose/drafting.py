"""Which way of composing answers which kind of question."""

from __future__ import annotations

from collections.abc import Callable

from assistant.compose.comparison import compose_comparison
from assistant.compose.definition import compose_definition
from assistant.compose.draft import Draft
from assistant.compose.figure import compose_figure
from assistant.compose.found import Found
from assistant.compose.listing import compose_announced, compose_list
from assistant.compose.prose import compose_prose
from assistant.compose.summary import compose_summary
from assistant.compose.yesno import compose_yesno
from assistant.question.kinds import asks_yesno

COUNTING = ("figure", "comparison")  # answered by a figure, chosen by its own label
_COMPOSE: dict[str, Callable[[Found], Draft | None]] = {
    "definition": compose_definition,
    "figure": compose_figure,
    "comparison": compose_comparison,
    "list": compose_list,
    "recommendation": compose_list,
    "summary": compose_summary,
    "keyword": compose_announced,
    "open": compose_announced,
    "howto": compose_announced,
    "yesno": compose_yesno,
}


def compose(found: Found) -> Draft | None:
    """A draft answer of the kind asked; None when the evidence holds none."""
    draft = _COMPOSE.get(found.question.kind, compose_prose)(found)
    if draft is None and found.question.kind == "comparison":
        return _not_compared(found)
    return draft


def _not_compared(found: Found) -> Draft | None:
    """An answer to a comparison for which no figures of several years were found."""
    if len(found.question.asked.years) < 2:
        return compose_figure(found)
    if asks_yesno(found.question.standalone):
        return compose_yesno(found)
    return compose_prose(found)
