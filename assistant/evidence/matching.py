"""How well a text covers the words of a question. Pure functions over stems."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.question.model import COUSINS, Term

_EXACT = 1.0
_OTHER = 0.75
_KIN = 0.6
_CONTEXT = 0.5
_COUSIN = 0.4


def match(term: Term, stems: frozenset[str]) -> float:
    """1 when the stems hold the term, less for a synonym or a kin word, 0 for none."""
    if term.reach.isdisjoint(stems):
        return 0.0  # most often
    if term.stem in stems:
        return _EXACT
    if not term.singles.isdisjoint(stems):
        return _OTHER
    if term.phrases and any(stems.issuperset(phrase) for phrase in term.phrases):
        return _OTHER
    if not term.kin.isdisjoint(stems):
        return _KIN
    cousin = COUSINS.get(term.stem)
    return _COUSIN if cousin is not None and cousin in stems else 0.0


def weight(terms: Sequence[Term]) -> float:
    """What all the terms weigh together."""
    return sum([term.weight for term in terms])


def within(terms: Sequence[Term], stems: frozenset[str] | None) -> list[Term]:
    """The terms that a text may hold something of; all of them for a text unknown."""
    return [term for term in terms if stems is None or not term.reach.isdisjoint(stems)]


def coverage(
    terms: Sequence[Term],
    fields: Sequence[tuple[frozenset[str], float]],
    total: float | None = None,
) -> float:
    """Share of the terms' weight that the fields hold, 0 to 1.

    Each term counts once, in the field where it counts most.

    Args:
        terms: of the question.
        fields: stems of a field and how much a match there counts (0 to 1).
        total: weight of all terms of the question, where ``terms`` are only those of them
            that the fields may hold.
    """
    total = weight(terms) if total is None else total
    if not total:
        return 0.0
    held = 0.0
    for term in terms:
        best, absent = 0.0, term.reach.isdisjoint
        for stems, worth in fields:
            # Most fields hold nothing of a term: said before any call, as it is asked
            # thousands of times a question.
            if worth > best and not absent(stems):
                found = match(term, stems) * worth
                if found > best:
                    best = found
        if term.name and best <= _CONTEXT:
            best *= 0.5  # a name said only nearby may be said of something else
        held += term.weight * best
    return held / total
