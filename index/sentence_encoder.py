"""Embeddings by a sentence-transformers model, on the processor, without a network.

The heavy libraries are imported when the first vector is asked for, not before.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.model_loading import load_model
from index.turns import Turns
from ingest.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 16
BATCH_CHARACTERS = 4096  # about 1,000 tokens: what a question may have to wait for
CACHED_QUERIES = 512
_CHARACTERS_PER_TOKEN = 20  # a text is cut there before it is tokenised
_E5 = re.compile(r"(?:^|[-_])e5(?:[-_]|$)", re.IGNORECASE)


class SentenceTransformerEncoder:
    """A sentence-transformers model; safe to share between threads.

    Args:
        model: folder, or name of a model that is already in the local cache.
        name: fingerprint kept with the vectors; another name means other vectors.
        dim: length of a vector where it is known before the model is loaded.
        load: how the model is loaded.

    Queries and passages are prefixed as the model says, or with ``query: `` and
    ``passage: `` for an e5 model that says nothing. Weights are bfloat16 where the
    processor computes with it (twice as fast, cosine to float32 0.9999), else float32.
    """

    def __init__(
        self,
        model: str,
        name: str,
        dim: int | None = None,
        load: Callable[[str], SentenceTransformer] | None = None,
    ) -> None:
        self.name = name
        self._source = model
        self._dim = dim
        self._load = load or load_model
        self._model: SentenceTransformer | None = None
        self._loading = threading.Lock()
        self._turns = Turns()
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
            self._loaded()
            for start in range(0, len(missing), BATCH):
                batch = missing[start : start + BATCH]
                with self._turns.urgent():
                    found.update(zip(batch, self._encode(batch, query=True), strict=True))
            self._remember({text: found[text] for text in missing})
        return _stack([found[text] for text in texts], self)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages, shape ``(n, dim)``, each of length 1, in the order given.

        The model is free for questions between two batches. ``progress`` is called after
        each batch with the number of passages done so far.

        Raises:
            ModelError: as ``encode_queries``.
        """
        if not texts:
            return _stack([], self)
        self._loaded()
        vectors: list[NDArray[np.float32] | None] = [None] * len(texts)
        done = 0
        for batch in plan_batches([len(text) for text in texts]):
            with self._turns.patient():
                encoded = self._encode([texts[place] for place in batch], query=False)
            for place, vector in zip(batch, encoded, strict=True):
                vectors[place] = vector
            done += len(batch)
            if progress is not None:
                progress(done)
        return _stack([vector for vector in vectors if vector is not None], self)

    def _probe(self) -> NDArray[np.float32]:
        with self._turns.urgent():
            vector: NDArray[np.float32] = self._encode(["essai"], query=True)[0]
        return vector

    def _encode(self, texts: Sequence[str], *, query: bool) -> NDArray[np.float32]:
        """One batch, for whoever holds the turn."""
        model = self._loaded()
        longest = (model.max_seq_length or 512) * _CHARACTERS_PER_TOKEN
        clean = [_encodable(text[:longest]).strip() for text in texts]
        encode = model.encode_query if query else model.encode_document
        raw = encode(
            clean,
            prompt=self._prompt(model, query=query),
            batch_size=BATCH,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return unit_rows(np.asarray(raw, dtype=np.float32), self._source)

    def _prompt(self, model: SentenceTransformer, *, query: bool) -> str | None:
        """The e5 prefix for an e5 that declares none; else None: the model's own."""
        if any(model.prompts.values()) or not is_e5(self._source):
            return None
        return "query: " if query else "passage: "

    def _loaded(self) -> SentenceTransformer:
        with self._loading:
            if self._model is None:
                self._model = self._load(self._source)
            return self._model

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


def plan_batches(
    lengths: Sequence[int], most: int = BATCH, characters: int = BATCH_CHARACTERS
) -> list[list[int]]:
    """Places grouped by length, longest first: little padding, no batch too large.

    Args:
        lengths: characters of each text.
        most: texts in a batch.
        characters: of a batch, each text counted as long as the longest; a text longer
            than that is a batch by itself.
    """
    order = sorted(range(len(lengths)), key=lambda place: (-lengths[place], place))
    batches: list[list[int]] = []
    longest = 0
    for place in order:
        fits = batches and len(batches[-1]) < most
        if fits and (len(batches[-1]) + 1) * longest <= characters:
            batches[-1].append(place)
        else:
            batches.append([place])
            longest = lengths[place]
    return batches


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
