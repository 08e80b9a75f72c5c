"""The words of the corpus: how many passages hold each, and how it is written there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index import bm25
from ingest.errors import StoreError
from ingest.french.folding import fold
from ingest.french.tokens import Token


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the corpus.

    Attributes:
        frequency: number of passages that hold it.
        form: how it is mostly written, accents and capitals kept.
    """

    frequency: int
    form: str

    @property
    def is_name(self) -> bool:
        """Mostly written with a capital."""
        return self.form[:1].isupper()

    @property
    def is_acronym(self) -> bool:
        """Mostly written in capitals."""
        return len(self.form) > 1 and self.form.isupper()


class Vocabulary:
    """Document frequencies of folded words and of stems.

    Args:
        passages: number of passages counted.
        words: folded word to what is known of it.
        stems: stem to the number of passages that hold it.
    """

    def __init__(self, passages: int, words: Mapping[str, Word], stems: Mapping[str, int]) -> None:
        self.passages = passages
        self.words = words
        self.stems = stems

    def idf(self, stem: str) -> float:
        """As BM25 weighs it; greatest for a stem never met."""
        return bm25.idf(self.stems.get(stem, 0), self.passages)

    def knows(self, token: Token) -> bool:
        """Whether the word, or another form of it, is in the corpus."""
        return token.stop or token.word in self.words or token.stem in self.stems

    def save(self, path: Path) -> None:
        """Write to ``path`` as JSON."""
        words = {word: [entry.frequency, entry.form] for word, entry in self.words.items()}
        value = {"passages": self.passages, "words": words, "stems": dict(self.stems)}
        path.write_text(json.dumps(value, ensure_ascii=False, sort_keys=True), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """Read what ``save`` wrote.

        Raises:
            StoreError: ``vocabulary_damaged`` when it is absent or is not whole.
        """
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
            words = {word: Word(*entry) for word, entry in value["words"].items()}
            return cls(value["passages"], words, value["stems"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                "vocabulary_damaged",
                "Le vocabulaire de l'index est absent ou abîmé. Relancez « repere ingest » pour "
                "le refaire.",
            ) from error


@dataclass(slots=True)
class VocabularyBuilder:
    """Counts while the index is built: ``add`` each passage once."""

    passages: int = 0
    words: Counter[str] = field(default_factory=Counter)
    stems: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)

    def add(self, text: str, tokens: Sequence[Token], header: Sequence[Token]) -> None:
        """Count a passage: ``tokens`` are of ``text``, ``header`` those of its header."""
        every = (*tokens, *header)
        self.passages += 1
        self.words.update({token.word for token in every})
        self.stems.update({token.stem for token in every if not token.stop})
        self.forms.update([text[token.start : token.end] for token in tokens])

    def build(self) -> Vocabulary:
        """The vocabulary of all that was added; the most frequent form speaks for a word."""
        return Vocabulary(self.passages, best_forms(self.words, self.forms), dict(self.stems))


def best_forms(frequencies: Mapping[str, int], forms: Mapping[str, int]) -> dict[str, Word]:
    """Folded words with the form that each is most often written in.

    Args:
        frequencies: folded word to number of passages.
        forms: form as written to number of times.
    """
    best: dict[str, tuple[int, bool, str]] = {}
    for form, count in forms.items():
        if form.isalpha():
            word = fold(form)
            best[word] = max(best.get(word, (0, False, "")), (count, form.islower(), form))
    return {
        word: Word(frequency, best[word][2] if word in best else word)
        for word, frequency in frequencies.items()
    }
