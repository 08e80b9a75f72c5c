"""Acronyms of the corpus, expanded both ways: « MADA » ↔ « Municipalité amie des aînés »."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.analysis import WeightedTerm
from ingest.french.folding import fold
from ingest.french.tokens import Token, terms, tokenize
from ingest.records import Acronym

EXPANSION_WEIGHT = 0.5
_MOST_MEANINGS = 3


@dataclass(frozen=True, slots=True)
class _Meaning:
    """One acronym, ready to be matched: its short form, and the stems of its long form."""

    short: str
    stem: str
    long: tuple[str, ...]


class AcronymTable:
    """The acronyms of a corpus, those of most documents first. Safe in threads."""

    def __init__(self, acronyms: Iterable[Acronym]) -> None:
        self._by_short: dict[str, list[_Meaning]] = defaultdict(list)
        self._by_first_stem: dict[str, list[_Meaning]] = defaultdict(list)
        for acronym in acronyms:
            short = tokenize(acronym.short)
            long = tuple(terms(acronym.long))
            # « MADA/MAE » and one-word long forms would match far too much.
            if len(short) != 1 or len(long) < 2:
                continue
            meaning = _Meaning(short[0].word, short[0].stem, long)
            known = self._by_short[meaning.short]
            if meaning not in known and len(known) < _MOST_MEANINGS:
                known.append(meaning)
                if not acronym.implied:  # nobody wrote the short form: nothing to find by it
                    self._by_first_stem[long[0]].append(meaning)

    def __contains__(self, short: str) -> bool:
        return fold(short) in self._by_short

    def expand(self, text: str, weight: float = EXPANSION_WEIGHT) -> tuple[WeightedTerm, ...]:
        """Terms that the acronyms and long forms of ``text`` bring, each once.

        A short form that is also an ordinary stop word (« OU ») counts only in capitals.
        """
        return self.expand_tokens(text, tokenize(text), weight)

    def expand_tokens(
        self, text: str, tokens: Sequence[Token], weight: float = EXPANSION_WEIGHT
    ) -> tuple[WeightedTerm, ...]:
        """As `expand`, of a text whose ``tokens`` are at hand."""
        content = [token for token in tokens if not token.stop]
        present = {token.stem for token in content}
        added: dict[str, None] = {}
        for meaning in self._shorts(text, tokens):
            added.update(dict.fromkeys(meaning.long))
        stems = [token.stem for token in content]
        for place in range(len(stems)):
            for meaning in self._by_first_stem.get(stems[place], ()):
                if _starts_with(stems, place, meaning.long):
                    added[meaning.stem] = None
        return tuple(WeightedTerm(term, weight) for term in added if term not in present)

    def _shorts(self, text: str, tokens: Sequence[Token]) -> list[_Meaning]:
        found: list[_Meaning] = []
        for token in tokens:
            if token.stop and not text[token.start : token.end].isupper():
                continue
            found.extend(self._by_short.get(token.word, ()))
        return found


def _starts_with(stems: Sequence[str], place: int, long: tuple[str, ...]) -> bool:
    return tuple(stems[place : place + len(long)]) == long
