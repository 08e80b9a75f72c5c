"""Query words that the corpus does not hold, mended from its own vocabulary.

Distance: optimal string alignment (insertion, deletion, substitution, transposition of
neighbours), by rapidfuzz; at most 1 for words of 4 to 7 letters, 2 from 8 on, and with two
the first letter must be right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.vocabulary import Vocabulary, Word
from ingest.french.stopwords import QUESTION_WORDS, STOP_WORDS
from ingest.french.tokens import Token, tokenize

_SHORTEST = 4
_LONGEST = 40
_KNOWN = 256  # queries whose correction is remembered
_MOST_WORDS = 64  # corrected per query; a longer text is no question any more

# Function words of English questions: neither misspelt French nor unknown subjects.
_ENGLISH = frozenset(
    "about after all also and any are been before between both but can could did does during "
    "each find for from had has have how into its many more most much not off our out over "
    "same she should show since some such tell than that the their them then there these they "
    "this those through under until was were what when where which while who whom whose why "
    "will with would you your".split()
)
_EMPTY = STOP_WORDS | QUESTION_WORDS  # finding nothing, they mend nothing…
# … but these say what is asked: « conbien » is « combien » though no document says either.
_ASKING = {
    word: Word(1_000_000, word)
    for word in "combien comment laquelle lequel lesquelles lesquels nombre pourquoi quand quel "
    "quelle quelles quels quoi".split()
}


@dataclass(frozen=True, slots=True)
class Correction:
    """A query after spelling correction.

    Attributes:
        text: the query with the replaced words, all else untouched.
        replaced: (as typed, as corrected), in order.
        unknown: words as typed that the corpus does not hold and that were kept.
    """

    text: str
    replaced: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether a word was replaced."""
        return bool(self.replaced)


def most_edits(word: str) -> int:
    """Greatest distance at which a word is taken for a misspelling of another."""
    if len(word) < _SHORTEST:
        return 0
    return 1 if len(word) < 8 else 2


class Corrector:
    """Corrects queries against a vocabulary. Safe in threads.

    Args:
        vocabulary: of the corpus.
        lexicon: folded words that are right though the corpus does not hold them.
    """

    def __init__(self, vocabulary: Vocabulary, lexicon: Container[str] = frozenset()) -> None:
        self._vocabulary = vocabulary
        self._lexicon = lexicon
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._words = {**vocabulary.words, **_ASKING} if vocabulary.words else {}
        for word in sorted(self._words):
            usable = word.isalpha() and len(word) >= _SHORTEST - 1 and word not in _EMPTY
            if usable or word in _ASKING:
                self._by_length[len(word)].append(word)
        # One question is corrected by all who read it; the words do not change.
        self._known = lru_cache(maxsize=_KNOWN)(self._correct)

    def correct(self, query: str) -> Correction:
        """Replace what is surely misspelt; say what stays unknown.

        Words with digits are never replaced, acronyms only where two letters were exchanged;
        a word with a capital inside a sentence is a name and may only become a name of the
        corpus. The last queries are remembered.
        """
        return self._known(query)

    def _correct(self, query: str) -> Correction:
        tokens = tokenize(query)
        shouting = query.upper() == query
        pieces: list[str] = []
        replaced: list[tuple[str, str]] = []
        unknown: list[str] = []
        done = 0
        for order, token in enumerate(tokens[:_MOST_WORDS]):
            if not self._suspect(token):
                continue
            typed = query[token.start : token.end]
            better = self._better(typed, token.word, opening=order == 0, shouting=shouting)
            if better is None:
                unknown.append(typed)
                continue
            pieces += [query[done : token.start], better]
            done = token.end
            replaced.append((typed, better))
        text = "".join(pieces) + query[done:]
        return Correction(text, tuple(replaced), tuple(dict.fromkeys(unknown)))

    def _suspect(self, token: Token) -> bool:
        return (
            token.word.isalpha()
            and len(token.word) > 1
            and token.word not in _ENGLISH
            and not self._vocabulary.knows(token)
        )

    def _better(self, typed: str, word: str, *, opening: bool, shouting: bool) -> str | None:
        if not typed.isalpha() or word in self._lexicon or len(word) > _LONGEST:
            return None
        acronym = typed.isupper() and len(typed) > 1 and not shouting
        if acronym:
            return self._exchanged(word)
        name = typed[:1].isupper() and not opening and not shouting
        found = self._nearest(word, names_only=name, acronyms=shouting)
        if found is None:
            return None
        form = self._words[found].form
        if typed.isupper():
            return form.upper()
        return form[:1].upper() + form[1:] if typed[:1].isupper() else form

    def _exchanged(self, word: str) -> str | None:
        """The one acronym that a word is, but for two neighbouring letters exchanged.

        Any other slip in an acronym makes what may well be another one.
        """
        if len(word) < _SHORTEST:
            return None
        found = [
            candidate
            for candidate in self._by_length.get(len(word), ())
            if self._words[candidate].is_acronym
            and sorted(candidate) == sorted(word)
            and OSA.distance(candidate, word) == 1
        ]
        return self._words[found[0]].form if len(found) == 1 else None

    def _nearest(self, word: str, *, names_only: bool, acronyms: bool) -> str | None:
        limit = most_edits(word)
        if limit == 0:
            return None
        best: tuple[tuple[int, bool, int, str], str] | None = None
        for length in range(len(word) - limit, len(word) + limit + 1):
            choices = self._by_length.get(length)
            if not choices:
                continue
            matches = process.extract(
                word, choices, scorer=OSA.distance, score_cutoff=limit, limit=None
            )
            for candidate, distance, _ in matches:
                entry = self._words[candidate]
                if (names_only and not entry.is_name) or (entry.is_acronym and not acronyms):
                    continue
                if distance > 1 and candidate[0] != word[0]:
                    continue
                key = _preference(word, candidate, int(distance), entry)
                if best is None or key < best[0]:
                    best = (key, candidate)
        return None if best is None else best[1]


def idle_corrector() -> Corrector:
    """One that knows no word, and so never corrects any."""
    return Corrector(Vocabulary(0, {}, {}))


def _preference(
    word: str, candidate: str, distance: int, entry: Word
) -> tuple[int, bool, int, str]:
    """Nearest first, then the same first letter, then the more frequent word."""
    return (distance, candidate[0] != word[0], -entry.frequency, candidate)
