"""The words of the corpus: how many passages hold each, and how it is written there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from index import bm25
from ingest.errors import StoreError
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
    forms: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, text: str, tokens: Iterable[Token], header: Iterable[Token]) -> None:
        """Count a passage: ``tokens`` are of ``text``, ``header`` those of its header."""
        body = tuple(tokens)
        every = (*body, *header)
        self.passages += 1
        self.words.update({token.word for token in every})
        self.stems.update({token.stem for token in every if not token.stop})
        for token in body:
            if token.word.isalpha():
                form = text[token.start : token.end]
                self.forms.setdefault(token.word, Counter())[form] += 1

    def build(self) -> Vocabulary:
        """The vocabulary of all that was added."""
        words = {word: Word(count, self._form(word)) for word, count in self.words.items()}
        return Vocabulary(self.passages, words, dict(self.stems))

    def _form(self, word: str) -> str:
        forms = self.forms.get(word)
        if not forms:
            return word
        whole = [(count, form) for form, count in forms.items() if form.isalpha()]
        if not whole:
            return word
        return max(whole, key=lambda pair: (pair[0], pair[1].islower(), pair[1]))[1]
