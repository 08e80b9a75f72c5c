"""« Plus de 500 abonnés ? »: the figure asked about, against the number of the question."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.compose.draft import Draft
from assistant.compose.figure import compose_figure
from assistant.compose.found import Found
from assistant.question.model import Question
from assistant.wording import say
from ingest.french.folding import fold
from ingest.french.numbers import find_numbers
from ingest.french.tokens import terms

Test = Callable[[Decimal, Decimal], bool]
_TESTS: tuple[tuple[str, Test], ...] = (
    (r"\b(?:plus d[e']|more than|over|depass\w+|excede\w*)", lambda held, bound: held > bound),
    (r"\b(?:moins d[e']|less than|fewer than|under)", lambda held, bound: held < bound),
    (r"\b(?:au moins|at least)", lambda held, bound: held >= bound),
    (r"\b(?:au plus|at most)", lambda held, bound: held <= bound),
)
_AGE = re.compile(r"\W*(?:ans|annees|years|mois|months|jours|days)\b")


@dataclass(frozen=True, slots=True)
class Bound:
    """A number of the question, as written, and how a count is held against it."""

    test: Test
    number: Decimal
    written: str


def bound_of(question: Question) -> Bound | None:
    """The bound that a yes/no question puts to a count; None without one."""
    text = fold(question.standalone)
    for pattern, test in _TESTS:
        for match in re.finditer(pattern, text):
            number = next(iter(find_numbers(text[match.end() :])), None)
            if number is None or text[match.end() : match.end() + number.start].strip():
                continue
            end = match.end() + number.end
            if not _AGE.match(text[end:]):
                written = text[match.end() + number.start : end]
                return Bound(test, number.value, written)
    return None


def compose_bound(found: Found, bound: Bound) -> Draft | None:
    """The figure with oui or non by its value; None when no figure answers."""
    draft = compose_figure(replace(found, question=_as_figure(found.question, bound)))
    if draft is None or not draft.sentences[0].figures:
        return None
    first = draft.sentences[0]
    held = first.figures[0].figure.number
    opening = say("yes" if bound.test(held, bound.number) else "no", found.question.language)
    return Draft("yesno", (replace(first, text=f"{opening}. {first.text}"),), draft.score)


def _as_figure(question: Question, bound: Bound) -> Question:
    """The question as one for the figure: its number left out, the noun after it counted."""
    number = set(terms(bound.written))
    places = [at for at, term in enumerate(question.terms) if term.stem in number]
    after = question.terms[places[-1] + 1 :][:1] if places else ()
    kept = tuple(t for t in question.terms if t.stem not in number and (t.known or t.name))
    counted = tuple(term for term in (*after, *kept) if term in kept)[:1]
    return replace(question, kind="figure", terms=kept, counted=counted)
