"""BERT models by OpenVINO: half the time of torch, a quarter of its memory, no turns to wait."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.batches import plan_batches
from index.bert_folder import BertFolder, read_bert_folder
from index.bert_graph import bert_model, runtime
from index.gathering import Gathering
from index.model_loading import available_threads, computes_bfloat16

MOST_QUERIES = 8
BATCH, BATCH_TOKENS = 8, 512  # two long passages fill the processor as well as sixteen
WINDOW = 1024  # texts sorted by length together
_NICENESS = 10  # of passages: a question gets nine tenths of a core they share
# Names under which a model declares its prompts, as sentence-transformers looks for them.
_QUERY, _DOCUMENT = ("query",), ("document", "passage", "corpus")

Tokens = list[int]


class BertEngine:
    """A BERT model with mean pooling; see ``index.engines.Engine``.

    Questions run on all cores as soon as they come; those that come together make one batch.
    Passages run on threads of their own, one core each and of low priority, so that a question
    never waits for them. Weights are bfloat16 where the processor computes with it.

    Args:
        folder: the model.
        bfloat16: the precision; float32 otherwise.
        threads: cores to use.
    """

    def __init__(self, folder: BertFolder, *, bfloat16: bool, threads: int) -> None:
        from tokenizers import Tokenizer

        self.longest = folder.longest
        self.prompts = dict(folder.prompts)
        self._tokenizer = Tokenizer.from_file(str(folder.tokenizer))
        self._tokenizer.enable_truncation(folder.longest)
        self._tokenizer.no_padding()
        self._words = folder.tensors["embeddings.word_embeddings.weight"]
        kind = folder.tensors["embeddings.token_type_embeddings.weight"][0]
        self._places = folder.tensors["embeddings.position_embeddings.weight"] + kind
        self._bfloat16, self._threads = bfloat16, threads
        self._folder = folder
        self._making = threading.Lock()
        self._own = threading.local()
        self._pool: ThreadPoolExecutor | None = None
        self._passages: Any = None
        self._request = self._compiled(streams=1).create_infer_request()
        self._gathered: Gathering[Tokens, NDArray[np.float32]] = Gathering(
            lambda batch: list(self._infer(self._request, batch)), MOST_QUERIES
        )

    @classmethod
    def open(cls, folder: Path) -> BertEngine:
        """The model of a folder, in the precision and on the cores of this machine.

        Raises:
            UnsupportedModelError: not such a model.
            ImportError, RuntimeError: OpenVINO is not there or cannot run it.
        """
        runtime()
        read = read_bert_folder(folder)
        return cls(read, bfloat16=computes_bfloat16(), threads=available_threads())

    def queries(self, texts: Sequence[str], prompt: str | None) -> NDArray[np.float32]:
        """See ``Engine``."""
        return np.stack(self._gathered(self._tokens(texts, _QUERY, prompt)))

    def passages(
        self, texts: Sequence[str], prompt: str | None, progress: Callable[[int], None]
    ) -> NDArray[np.float32]:
        """See ``Engine``."""
        found = np.empty((len(texts), self._folder.width), dtype=np.float32)
        pool, done = self._threads_of_passages(), 0
        for start in range(0, len(texts), WINDOW):
            tokens = self._tokens(texts[start : start + WINDOW], _DOCUMENT, prompt)
            plan = plan_batches([len(one) for one in tokens], BATCH, BATCH_TOKENS)
            waiting = {
                pool.submit(self._batch, [tokens[place] for place in batch]): batch
                for batch in plan
            }
            try:
                for future in as_completed(waiting):
                    batch = waiting[future]
                    found[[start + place for place in batch]] = future.result()
                    done += len(batch)
                    progress(done)
            finally:
                for future in waiting:
                    future.cancel()
        return found

    def _threads_of_passages(self) -> ThreadPoolExecutor:
        """One thread a core; made, with the model they share, for the first passage."""
        with self._making:
            if self._pool is None:
                pool = ThreadPoolExecutor(self._threads, "plongements", _give_way)
                # Threads that OpenVINO starts there are of low priority too.
                self._passages = pool.submit(self._compiled, self._threads).result()
                self._pool = pool
            return self._pool

    def _batch(self, tokens: Sequence[Tokens]) -> NDArray[np.float32]:
        if not hasattr(self._own, "request"):
            self._own.request = self._passages.create_infer_request()
        return self._infer(self._own.request, tokens)

    def _compiled(self, streams: int) -> Any:
        options = {
            "INFERENCE_PRECISION_HINT": "bf16" if self._bfloat16 else "f32",
            "INFERENCE_NUM_THREADS": self._threads,
            "NUM_STREAMS": streams,
            "ENABLE_CPU_PINNING": False,  # pinned, two threads wait for a busy neighbour
        }
        return runtime().Core().compile_model(bert_model(self._folder), "CPU", options)

    def _tokens(
        self, texts: Sequence[str], uses: Sequence[str], prompt: str | None
    ) -> list[Tokens]:
        declared = (self.prompts[use] for use in uses if use in self.prompts)
        lead = next(declared, "") if prompt is None else prompt
        encoded = self._tokenizer.encode_batch([lead + text for text in texts])
        return [one.ids for one in encoded]

    def _infer(self, request: Any, tokens: Sequence[Tokens]) -> NDArray[np.float32]:
        """Rows of a batch, padded to its longest."""
        longest = max(len(one) for one in tokens)
        mask = np.zeros((len(tokens), longest), dtype=np.float32)
        embedded = np.zeros((len(tokens), longest, self._folder.width), dtype=np.float32)
        for row, one in enumerate(tokens):
            mask[row, : len(one)] = 1
            embedded[row, : len(one)] = self._words[one] + self._places[: len(one)]
        request.infer([embedded, mask], share_inputs=True)
        return np.array(request.get_output_tensor(0).data, dtype=np.float32)


def _give_way() -> None:
    """Lower the priority of this thread, where the system gives one to each."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
