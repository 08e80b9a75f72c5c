"""What computes the vectors: one interface, two engines, the faster where it can run."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from index.batches import plan_batches
from index.bert_engine import BertEngine
from index.bert_folder import UnsupportedModelError
from index.model_loading import computes_bfloat16, load_model
from index.turns import Turns

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 16
BATCH_CHARACTERS = 4096  # about 1,000 tokens: what a question may have to wait for
_LOG = logging.getLogger("repere")
Told = Callable[[int], None]


@runtime_checkable
class Engine(Protocol):
    """Computes vectors of texts made fit; safe in threads. Rows are of any length over 0."""

    @property
    def longest(self) -> int:
        """Most tokens of a text; what is beyond is not read."""
        ...

    @property
    def prompts(self) -> dict[str, str]:
        """What the model puts before a text, by use; empty values where it says nothing."""
        ...

    def queries(self, texts: Sequence[str], prompt: str | None) -> NDArray[np.float32]:
        """Rows ``(n, dim)`` of questions; they go before passages.

        ``prompt`` stands for the model's own, where given.
        """
        ...

    def passages(
        self, texts: Sequence[str], prompt: str | None, progress: Told
    ) -> NDArray[np.float32]:
        """Rows ``(n, dim)`` of passages, in order; ``progress`` gets how many are done."""
        ...


class TorchEngine:
    """Any sentence-transformers model, by torch: questions take turns with batches."""

    def __init__(self, model: SentenceTransformer) -> None:
        self._model = model
        self.turns = Turns()

    @property
    def longest(self) -> int:
        """See ``Engine``."""
        return int(self._model.max_seq_length or 512)

    @property
    def prompts(self) -> dict[str, str]:
        """See ``Engine``."""
        return {name: value or "" for name, value in self._model.prompts.items()}

    def queries(self, texts: Sequence[str], prompt: str | None) -> NDArray[np.float32]:
        """See ``Engine``; waits for one batch of passages at most."""
        rows = []
        for start in range(0, len(texts), BATCH):
            with self.turns.urgent():
                rows.append(
                    self._rows(self._model.encode_query, texts[start : start + BATCH], prompt)
                )
        return np.concatenate(rows)

    def passages(
        self, texts: Sequence[str], prompt: str | None, progress: Told
    ) -> NDArray[np.float32]:
        """See ``Engine``; the model is free for questions between two batches."""
        places, rows = [], []
        for batch in plan_batches([len(text) for text in texts], BATCH, BATCH_CHARACTERS):
            chosen = [texts[place] for place in batch]
            with self.turns.patient():
                rows.append(self._rows(self._model.encode_document, chosen, prompt))
            places += batch
            progress(len(places))
        found = np.concatenate(rows)
        ordered = np.empty_like(found)
        ordered[places] = found
        return ordered

    def _rows(
        self, encode: Callable[..., object], texts: Sequence[str], prompt: str | None
    ) -> NDArray[np.float32]:
        raw = encode(
            list(texts), prompt=prompt, batch_size=BATCH, show_progress_bar=False,
            convert_to_numpy=True,
        )  # fmt: skip
        return np.asarray(raw, dtype=np.float32)


def load_engine(source: str) -> Engine:
    """The engine of a model folder or name: OpenVINO where it can run it, else torch.

    Which one, and in which precision, is said in the log. Vectors of both go together:
    their cosine is 0.9999 at least.

    Raises:
        ModelError: as ``index.model_loading.load_model``.
    """
    try:
        engine: Engine = BertEngine.open(Path(source))
        name = "openvino"
    except (UnsupportedModelError, ImportError, OSError, RuntimeError) as error:
        _LOG.info("plongements : torch prend le relais d'OpenVINO (%s)", error)
        engine, name = TorchEngine(load_model(source)), "torch"
    precision = "bf16" if computes_bfloat16() else "fp32 (ce processeur ne calcule pas en bf16)"
    _LOG.info("plongements : moteur %s, précision %s", name, precision)
    return engine
