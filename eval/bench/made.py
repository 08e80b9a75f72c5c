"""A made-up corpus of any size: real French words at their real frequency, from one seed.

What is drawn is drawn by document number, so that two runs, and two sizes, share their texts.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder
from index.sentence_encoder import unit_rows
from ingest.records import Document, Extract, Figure, Page, Passage, Statement

SEED = 20261121
PER_DOCUMENT = 50  # passages, one a page
SENTENCES, WORDS = 6, 20  # of a passage, of a sentence
PER_FIGURE = 4  # passages for one figure
FIRST_YEAR, YEARS = 2015, 10


class MadeCorpus:
    """Documents, passages, statements, figures, and questions about them."""

    def __init__(self, seed: int = SEED) -> None:
        self._seed = seed
        counts = _word_counts()
        self._words = list(counts)
        weights = np.fromiter(counts.values(), dtype=np.float64)
        self._cumulated = np.cumsum(weights / weights.sum())

    def shares(self) -> Iterator[tuple[str, float]]:
        """Words and the share of the text that each makes."""
        yield from zip(self._words, np.diff(self._cumulated, prepend=0.0).tolist(), strict=True)

    def extracts(self, passages: int) -> Iterator[Extract]:
        """Documents of ``PER_DOCUMENT`` passages, ``passages`` in all."""
        for number in range(-(-passages // PER_DOCUMENT)):
            yield self._extract(number, min(PER_DOCUMENT, passages - number * PER_DOCUMENT))

    def questions(self, passages: int, count: int) -> list[str]:
        """Half ask for a figure of the corpus, half for words of one of its sentences.

        ``passages`` is of whole documents.
        """
        chance = np.random.default_rng(self._seed)
        documents = -(-passages // PER_DOCUMENT)
        made = []
        for number in range(count):
            extract = self._extract(int(chance.integers(documents)), PER_DOCUMENT)
            if number % 2:
                label = extract.figures[int(chance.integers(len(extract.figures)))].label
                made.append(f"Combien de {label} en {extract.document.year} ?")
            else:
                place = int(chance.integers(PER_DOCUMENT)) * SENTENCES
                sentence = extract.statements[place + int(chance.integers(1, SENTENCES))].text
                rare = sorted(set(sentence[:-1].lower().split()), key=len)[-4:]
                made.append(f"Que dit-on de {' '.join(rare)} ?")
        return made

    def _extract(self, number: int, passages: int) -> Extract:
        chance = np.random.default_rng([self._seed, number])
        name, year = f"document-{number}", str(FIRST_YEAR + number % YEARS)
        title = f"Rapport {self._drawn(chance, 4)} {year}"
        texts = [self._passage(chance) for _ in range(PER_DOCUMENT)][:passages]
        statements: list[Statement] = []
        figures: list[Figure] = []
        for place, sentences in enumerate(texts):
            made = _statements(name, place, sentences, year)
            if place % PER_FIGURE == 0:
                figures.append(_figure(made[0], year, len(figures)))
            statements += made
        pages = tuple(Page(at + 1, " ".join(texts[at])) for at in range(passages))
        document = Document(
            name, f"{name}.md", "banc", title, "report", year, None, None, "fr", None, name,
            sum(len(page.text) for page in pages), True, passages,
        )  # fmt: skip
        kept = tuple(
            Passage(f"{name}-{at}", name, at + 1, 0, len(page.text), page.text, ("Bilan",), at)
            for at, page in enumerate(pages)
        )
        return Extract(document, pages, kept, tuple(statements), tuple(figures), ())

    def _passage(self, chance: np.random.Generator) -> list[str]:
        """Sentences; the first states a number, kept as a figure in one passage of four."""
        counted = f"{chance.integers(2, 9999)} {self._drawn(chance, 2)}"
        plain = [self._drawn(chance, WORDS).capitalize() + "." for _ in range(SENTENCES - 1)]
        return [f"Le bilan compte {counted}.", *plain]

    def _drawn(self, chance: np.random.Generator, count: int) -> str:
        places = np.searchsorted(self._cumulated, chance.random(count))
        return " ".join(self._words[min(place, len(self._words) - 1)] for place in places)


class MadeVectors:
    """Random unit vectors for passages; questions go through the real model where there is one.

    The search of vectors costs the same whatever they hold, so the model is spared for a
    million made-up passages; its speed is measured apart.

    Args:
        model: computes the vectors of questions; None: drawn at random too.
    """

    def __init__(self, model: Encoder | None = None, dim: int = 384) -> None:
        self._model = model
        self.dim = dim
        self.name = f"banc-{dim}"

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``index.encoder.Encoder``."""
        return self._model.encode_queries(texts) if self._model else self._drawn(texts)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """See ``index.encoder.Encoder``."""
        if progress is not None and texts:
            progress(len(texts))
        return self._drawn(texts)

    def _drawn(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.empty((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            chance = np.random.default_rng(zlib.crc32(text.encode()))
            row[:] = chance.standard_normal(self.dim, dtype=np.float32)
        return unit_rows(rows, self.name)


def _word_counts() -> dict[str, int]:
    file = resources.files("spellchecker") / "resources" / "fr.json.gz"
    counts: dict[str, int] = json.loads(gzip.decompress(file.read_bytes()))
    return {word: counts[word] for word in sorted(counts) if word.isalpha() and counts[word] > 0}


def _statements(name: str, place: int, sentences: Sequence[str], year: str) -> list[Statement]:
    made, start = [], 0
    for order, text in enumerate(sentences):
        made.append(
            Statement(
                f"{name}-{place}-{order}", f"{name}-{place}", name, place + 1, start,
                start + len(text), text, "sentence", ("Bilan",), (), order, (year,),
                place * SENTENCES + order,
            )
        )  # fmt: skip
        start += len(text) + 1
    return made


def _figure(statement: Statement, year: str, number: int) -> Figure:
    value, _, label = statement.text.removeprefix("Le bilan compte ").rstrip(".").partition(" ")
    start = statement.start + statement.text.index(value)
    return Figure(
        f"{statement.document_id}-c{number}", statement.id, statement.document_id,
        statement.page, start, start + len(value), statement.start, statement.end, value,
        Decimal(value), None, None, label, None, year, None, ("Bilan",), (), 1.0,
    )  # fmt: skip
