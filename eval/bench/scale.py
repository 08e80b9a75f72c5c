"""One size of the made-up corpus, measured from end to end in a process of its own.

python -m eval.bench.scale 10000 FOLDER MODELS
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from assistant.bank.finder import BankFinder
from assistant.pipeline import Assistant
from eval.bench.clients import fastest, waits
from eval.bench.made import FIRST_YEAR, MadeCorpus, MadeVectors
from eval.jsonvalue import JsonValue
from index.analysis import weigh
from index.build import Indexer
from index.encoder import Encoder, load_encoder
from index.hits import Filters
from index.search import Searcher
from ingest.french.folding import fold
from ingest.french.tokens import terms

QUESTIONS, CLIENTS = 200, 8
_SCANS = 3  # rounds of a baseline that reads everything
_YEAR = Filters(years=(str(FIRST_YEAR),))
Figures = dict[str, JsonValue]


def measure(passages: int, folder: Path, models: Path) -> Figures:
    """Build the corpus in ``folder``, then search and question it.

    Args:
        models: data folder that holds the model, or where it is made.
    """
    made = MadeCorpus()
    vectors = MadeVectors(load_encoder(None, models))
    found: Figures = {"passages": passages, **_built(made, vectors, passages, folder)}
    began, used = time.perf_counter(), time.process_time()
    searcher = Searcher(folder, vectors)
    found["open_s"] = time.perf_counter() - began
    found["open_cpu_s"] = time.process_time() - used
    try:
        questions = made.questions(passages, QUESTIONS)
        found |= _answered(searcher, questions)
        found |= _beside(searcher, vectors, made, passages, questions[: 2 * _SCANS])
    finally:
        searcher.close()
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def _built(made: MadeCorpus, vectors: Encoder, passages: int, folder: Path) -> Figures:
    began, used = time.perf_counter(), time.process_time()
    making = 0.0
    with Indexer(folder, vectors) as indexer:
        extracts = made.extracts(passages)
        while True:
            drawing = time.process_time()
            extract = next(extracts, None)
            making += time.process_time() - drawing
            if extract is None:
                break
            indexer.apply(extract)
        stored_cpu, stored = time.process_time() - used - making, time.perf_counter() - began
        began, used = time.perf_counter(), time.process_time()
        indexer.commit()
    return {
        "store_s": stored - making,
        "store_cpu_s": stored_cpu,
        "index_s": time.perf_counter() - began,
        "index_cpu_s": time.process_time() - used,
        "disk_mb": sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 2**20,
    }


def _answered(searcher: Searcher, questions: Sequence[str]) -> Figures:
    """Waits for searches, plain and of one year, and for answers."""
    assistant = Assistant(searcher, BankFinder(searcher))
    began, used = time.perf_counter(), time.process_time()
    assistant.ask("Combien de membres compte le réseau ?")
    first = {"first_ask_s": time.perf_counter() - began}
    first["first_ask_cpu_s"] = time.process_time() - used
    rounds: dict[str, Callable[[str], object]] = {
        "search": lambda text: searcher.search(text),
        "search_year": lambda text: searcher.search(f"{text} ?", filters=_YEAR),
        "ask": lambda text: assistant.ask(f"{text} ??"),
    }
    found: Figures = dict(first)
    for name, ask in rounds.items():
        half = len(questions) // 2
        ask("échauffement")
        # No question twice: the model remembers the vectors of recent ones.
        found[name] = asdict(waits(ask, questions[:half], 1))
        found[f"{name}_{CLIENTS}"] = asdict(waits(ask, questions[half:], CLIENTS))
    return found


def _beside(
    searcher: Searcher, vectors: MadeVectors, made: MadeCorpus, passages: int,
    questions: Sequence[str],
) -> Figures:  # fmt: skip
    """Each channel beside what reads everything, in milliseconds of processor a query."""
    view = searcher.refresh()
    rows = np.concatenate([batch.vectors for batch in searcher.store.passage_vectors()])
    asked = vectors.encode_queries(questions)
    texts = [fold(p.text) for extract in made.extracts(passages) for p in extract.passages]

    def product() -> None:
        for vector in asked:
            np.argsort(-(rows @ vector))[:100]

    def scan() -> None:
        for question in questions[:_SCANS]:
            words = [fold(word) for word in terms(question)]
            scores = [sum(text.count(word) for word in words) for text in texts]
            sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:100]

    def words() -> None:
        for question in questions:
            view.search_words(weigh(terms(question)), 100, Filters())

    def nearest() -> None:
        for vector in asked:
            view.search_vectors(vector, 100, Filters())

    return {
        "vectors_ms": _each(nearest, len(asked)),
        "vectors_product_ms": _each(product, len(asked)),
        "words_ms": _each(words, len(questions)),
        "words_scan_ms": _each(scan, _SCANS, rounds=1),
    }


def _each(work: Callable[[], None], count: int, rounds: int = _SCANS) -> float:
    return fastest(work, rounds)[1] * 1000 / count


def main(arguments: Sequence[str]) -> None:
    """Print the figures of one size as one line of JSON."""
    passages, folder, models = arguments
    Path(folder).mkdir(parents=True, exist_ok=True)
    found = measure(int(passages), Path(folder), Path(models))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
