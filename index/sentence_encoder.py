"""Embeddings by a sentence-transformers model, on the processor, without a network.

The heavy libraries are imported when the first vector is asked for, not before.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.engines import Engine, load_engine
from ingest.errors import ModelError

CACHED_QUERIES = 512
_CHARACTERS_PER_TOKEN = 20  # a text is cut there before it is tokenised
_E5 = re.compile(r"(?:^|[-_])e5(?:[-_]|$)", re.IGNORECASE)


class SentenceTransformerEncoder:
    """A sentence-transformers model; safe to share between threads.

    Args:
        model: folder, or name of a model that is already in the local cache.
        name: fingerprint kept with the vectors; another name means other vectors.
        dim: length of a vector where it is known before the model is loaded.
        load: how its engine is chosen and loaded.

    Queries and passages are prefixed as the model says, or with ``query: `` and
    ``passage: `` for an e5 model that says nothing. Weights are bfloat16 where the
    processor computes with it (twice as fast, cosine to float32 0.9999), else float32.
    """

    def __init__(
        self,
        model: str,
        name: str,
        dim: int | None = None,
        load: Callable[[str], Engine] = load_engine,
    ) -> None:
        self.name = name
        self._source = model
        self._dim = dim
        self._load = load
        self._engine: Engine | None = None
        self._loading = threading.Lock()
        self._cache: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._cache_lock = threading.Lock()

    @property
    def dim(self) -> int:
        """Length of a vector; loads the model where it is not known before.

        Raises:
            ModelError: as ``encode_queries``.
        """
        if self._dim is None:
            self._dim = len(self._probe())
        return self._dim

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, shape ``(n, dim)``, each of length 1.

        Goes before any ingestion under way. Recent questions are remembered.

        Raises:
            ModelError: ``model_library_missing``, ``model_not_found``, ``model_unusable``.
        """
        found = self._remembered(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            rows = self._encoded(missing, query=True)
            made = dict(zip(missing, rows, strict=True))
            found.update(made)
            self._remember(made)
        return _stack([found[text] for text in texts], self)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages, shape ``(n, dim)``, each of length 1, in the order given.

        Questions go before. ``progress`` is called after each batch with the number of
        passages done so far.

        Raises:
            ModelError: as ``encode_queries``.
        """
        if not texts:
            return _stack([], self)
        return self._encoded(texts, query=False, progress=progress)

    def _probe(self) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._encoded(["essai"], query=True)[0]
        return vector

    def _encoded(
        self,
        texts: Sequence[str],
        *,
        query: bool,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        engine = self._loaded()
        longest = engine.longest * _CHARACTERS_PER_TOKEN
        clean = [_encodable(text[:longest]).strip() for text in texts]
        prompt = self._prompt(engine, query=query)
        if query:
            rows = engine.queries(clean, prompt)
        else:
            rows = engine.passages(clean, prompt, progress or (lambda done: None))
        return unit_rows(rows, self._source)

    def _prompt(self, engine: Engine, *, query: bool) -> str | None:
        """The e5 prefix for an e5 that declares none; else None: the model's own."""
        if any(engine.prompts.values()) or not is_e5(self._source):
            return None
        return "query: " if query else "passage: "

    def _loaded(self) -> Engine:
        with self._loading:
            if self._engine is None:
                self._engine = self._load(self._source)
            return self._engine

    def _remembered(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        found: dict[str, NDArray[np.float32]] = {}
        with self._cache_lock:
            for text in texts:
                if text in self._cache:
                    self._cache.move_to_end(text)
                    found[text] = self._cache[text]
        return found

    def _remember(self, vectors: dict[str, NDArray[np.float32]]) -> None:
        with self._cache_lock:
            self._cache.update(vectors)
            while len(self._cache) > CACHED_QUERIES:
                self._cache.popitem(last=False)


def is_e5(model: str) -> bool:
    """Whether a model name or folder is of the e5 family, by the last part of its name."""
    return _E5.search(Path(model).name) is not None


def unit_rows(vectors: NDArray[np.float32], model: str) -> NDArray[np.float32]:
    """Rows scaled to length 1.

    Raises:
        ModelError: ``model_unusable`` where a row is zero or not a number.
    """
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.isfinite(norms).all() or (norms == 0).any():
        raise ModelError(
            "model_unusable",
            f"Le modèle « {model} » rend des vecteurs sans valeur : ses fichiers sont "
            "probablement abîmés. Effacez son dossier et refaites-le, ou choisissez-en un autre.",
        )
    scaled: NDArray[np.float32] = (vectors / norms).astype(np.float32)
    return scaled


def _encodable(text: str) -> str:
    """Without lone surrogates, which the tokeniser refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _stack(
    vectors: list[NDArray[np.float32]], encoder: SentenceTransformerEncoder
) -> NDArray[np.float32]:
    if vectors:
        return np.stack(vectors)
    return np.empty((0, encoder.dim), dtype=np.float32)
