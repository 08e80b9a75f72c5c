"""How well a text covers the words of a question. Pure functions over stems."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.question.model import Term

_EXACT = 1.0
_OTHER = 0.75
_KIN = 0.6
_CONTEXT = 0.5
_PREFIX = 6  # letters that two kin words share at least
_COUSIN = 0.4
_COUSINS = {"municipal": "municipalit", "municipalit": "municipal"}
_NOT_KIN = frozenset({"municipal"})  # « municipal » is not « municipalité »


def match(term: Term, stems: Collection[str]) -> float:
    """1 when the stems hold the term, less for a synonym or a kin word, 0 for none."""
    if term.stem in stems:
        return _EXACT
    if any(all(stem in stems for stem in phrase) for phrase in term.others):
        return _OTHER
    if term.stem in _COUSINS and _COUSINS[term.stem] in stems:
        return _COUSIN
    if len(term.stem) >= _PREFIX and term.stem not in _NOT_KIN:
        prefix = term.stem[:_PREFIX]
        for stem in stems:
            if stem.startswith(prefix) and stem not in _NOT_KIN and _kin(stem, term.stem):
                return _KIN
    return 0.0


def _kin(left: str, right: str) -> bool:
    shared = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        shared += 1
    return len(left) - shared <= 4 and len(right) - shared <= 4


def coverage(terms: Sequence[Term], fields: Sequence[tuple[Collection[str], float]]) -> float:
    """Share of the terms' weight that the fields hold, 0 to 1.

    Each term counts once, in the field where it counts most.

    Args:
        terms: of the question.
        fields: stems of a field and how much a match there counts (0 to 1).
    """
    total = sum(term.weight for term in terms)
    if not total:
        return 0.0
    held = 0.0
    for term in terms:
        best = max((match(term, stems) * worth for stems, worth in fields), default=0.0)
        if term.name and best <= _CONTEXT:
            best *= 0.5  # a name said only nearby may be said of something else
        held += term.weight * best
    return held / total
