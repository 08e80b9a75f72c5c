"""What the corpus tells about words: how rare, how spelled, what they stand for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.question.synonyms import synonym_stems
from ingest.french.dates import years_of
from ingest.french.folding import fold
from ingest.french.tokens import terms
from ingest.records import Acronym, Document

# Short forms of administrative French that no document needs to define.
_COMMON_SHORT = {
    "ca": "conseil d'administration",
    "aga": "assemblée générale annuelle",
    "ag": "assemblée générale",
    "dg": "direction générale",
    "obnl": "organismes à but non lucratif",
    "osbl": "organismes à but non lucratif",
    "rh": "ressources humaines",
}


_ROOT = 6  # letters that two kin words share at least
_NOT_KIN = frozenset({"municipal"})


def _kin(left: str, right: str) -> bool:
    shared = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        shared += 1
    return len(left) - shared <= 4 and len(right) - shared <= 4


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Snapshot of one index generation.

    Attributes:
        idf: stem to weight; absent stems are unknown to the corpus.
        top: weight of a stem met once.
        meanings: folded short form to the stems of its long forms.
        shorts: first stem of a long form to (long stems, short stem).
        periods: reporting periods, oldest first.
        spelled: folded short form to its long form as written.
        ordered: the stems in order.
    """

    idf: dict[str, float]
    top: float
    meanings: dict[str, tuple[tuple[str, ...], ...]]
    shorts: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    periods: tuple[str, ...]
    spelled: dict[str, str] = field(default_factory=dict)
    ordered: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, idf: dict[str, float], acronyms: Iterable[Acronym], documents: Sequence[Document]
    ) -> Lexicon:
        """From the vocabulary, the acronyms and the documents of an index."""
        meanings: dict[str, dict[tuple[str, ...], None]] = {}
        spelled: dict[str, str] = {}
        shorts: dict[str, dict[tuple[tuple[str, ...], str], None]] = {}
        for acronym in acronyms:
            long = tuple(dict.fromkeys(terms(acronym.long)))
            short = terms(acronym.short)
            if len(long) < 2 or len(short) > 1:
                continue
            word = fold(acronym.short)
            if acronym.implied and word in idf:
                continue
            meanings.setdefault(word, {})[long] = None
            spelled.setdefault(word, acronym.long)
            if not acronym.implied and short:
                shorts.setdefault(long[0], {})[(long, short[0])] = None
        for word, phrase in _COMMON_SHORT.items():
            meanings.setdefault(word, {})[tuple(dict.fromkeys(terms(phrase)))] = None
        years = {document.year for document in documents if document.year}
        ordered = sorted(years, key=lambda year: (years_of(year)[-1], years_of(year)[0]))
        return cls(
            idf,
            max(idf.values(), default=1.0),
            {word: tuple(found)[:4] for word, found in meanings.items()},
            {stem: tuple(found) for stem, found in shorts.items()},
            tuple(ordered),
            spelled,
            tuple(sorted(idf)),
        )

    def weight(self, stem: str) -> float:
        """How much a stem tells; a stem the corpus does not hold tells the most."""
        return self.idf.get(stem, self.top)

    def knows(self, stem: str) -> bool:
        """Whether the corpus holds the stem."""
        return stem in self.idf

    def kin(self, stem: str) -> frozenset[str]:
        """Stems of the corpus that share a root with ``stem``: « signataire », « signature ».

        « municipal » and « municipalité » are told apart: one is not the other.
        """
        if len(stem) < _ROOT or stem in _NOT_KIN:
            return frozenset()
        root = stem[:_ROOT]
        found = []
        for other in self.ordered[bisect_left(self.ordered, root) :]:
            if not other.startswith(root):
                break
            if other != stem and other not in _NOT_KIN and _kin(stem, other):
                found.append(other)
        return frozenset(found)

    def others(self, word: str, stem: str) -> tuple[tuple[str, ...], ...]:
        """Stem sequences that stand for a word: long forms of an acronym, synonyms."""
        return (*self.meanings.get(word, ()), *synonym_stems().get(stem, ()))
