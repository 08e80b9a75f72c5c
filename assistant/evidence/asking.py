"""What figures are weighed against: the question, and what was found for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assistant.evidence.counted import times_asked
from assistant.evidence.label_words import denies, tells_total
from assistant.evidence.register import mentions_increase
from assistant.question.model import Question, Term
from ingest.french.folding import fold
from ingest.french.numbers import find_numbers
from ingest.french.tokens import terms

_BOUNDS = re.compile(
    r"\b(?:minim|maxim|au (?:plus|moins)\b|jusqu|fourchette|entre\b|de combien a combien)"
)
_FRESH = re.compile(r"\bnouve(?:aux|lles?|au)\b|\bpremi(?:er|ere)s?\b")
_QUANTITIES = frozenset(terms("population superficie tirage portée âge salaire déficit"))
_MEASURES = frozenset(
    terms("heures minutes secondes jours semaines mois kilomètres mètres kilogrammes litres tonnes")
)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question, with what is worked out of it once for all figures.

    Attributes:
        org: stems of the bodies' own names, which tell nothing.
        content: its terms, ``org`` left out.
        worth: for each of ``content``, its share of their weight.
        focus: the terms other than those counted, ``org`` left out.
        names: proper names, short forms and numbers among its terms.
        near: stems of its terms and of all that can stand for them.
        values: numbers that it states itself.
        measures, quantities: units of measure counted, quantities asked by their name.
        acts: what something was done to, when it is asked how many times it was.
        fresh: new ones are asked; ratio: so many by something; change: a change rather than
            a level; denied: those that are not; total: the whole; bounds: a least or a most.
    """

    question: Question
    org: frozenset[str]
    content: tuple[Term, ...]
    worth: tuple[float, ...]
    focus: tuple[Term, ...]
    names: tuple[Term, ...]
    near: frozenset[str]
    values: frozenset[Decimal]
    measures: frozenset[str]
    quantities: tuple[Term, ...]
    acts: tuple[Term, ...]
    fresh: bool
    ratio: bool
    change: bool
    denied: bool
    total: bool
    bounds: bool

    @classmethod
    def of(cls, question: Question, org: frozenset[str]) -> Asking:
        """What is asked, the names of the bodies left aside."""
        own = tuple(term for term in question.terms if term.stem not in org)
        whole = sum(term.weight for term in own) or 1.0
        folded = fold(question.standalone)
        noun = re.escape(fold(question.counted[0].word)) if question.counted else ""
        measures = (t.stem for t in question.counted[:1] if t.stem in _MEASURES)
        return cls(
            question=question,
            org=org,
            content=own,
            worth=tuple(term.weight / whole for term in own),
            focus=tuple(term for term in question.focus if term.stem not in org),
            names=() if question.series else tuple(term for term in own if term.name),
            near=frozenset(stem for term in question.terms for stem in term.reach),
            values=frozenset(number.value for number in find_numbers(question.standalone)),
            measures=frozenset(measures),
            quantities=tuple(term for term in question.terms if term.stem in _QUANTITIES),
            acts=_objects(question, org),
            fresh=_FRESH.search(folded) is not None,
            ratio=bool(noun) and re.search(rf"\b{noun} par \w", folded) is not None,
            change=mentions_increase(question.standalone),
            denied=denies(folded),
            total=tells_total(folded),
            bounds=_BOUNDS.search(folded) is not None,
        )


def _objects(question: Question, org: frozenset[str]) -> tuple[Term, ...]:
    if not times_asked(question):
        return ()
    return tuple(term for term in question.focus if term.known and term.stem not in org)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for a question, as far as figures are told by it.

    Attributes:
        said: statement to the score with which it answers, of those found.
        best, second: the two best of these scores.
        told: (document, titles) to the calendar years that its statements state.
        words: document to the stems of what was found in it.
        limited: the question is about chosen documents.
        nouns: stems of all that figures of the corpus count.
    """

    said: Mapping[str, float]
    best: float
    second: float
    told: Mapping[tuple[str, tuple[str, ...]], frozenset[int]]
    words: Mapping[str, frozenset[str]]
    limited: bool
    nouns: frozenset[str]
