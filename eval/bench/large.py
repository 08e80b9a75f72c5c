"""Search alone over many passages: words, vectors, both, against the exact product.

    python -m eval.bench.large build 1000000 FOLDER
    python -m eval.bench.large measure 1000000 FOLDER MODELS

What the store and the reader cost is not here (``eval.bench.scale``). Passages are bags of
stems drawn at the frequency of French words; vectors are drawn around seeded subjects, some
large, most small, in a few families, as those of a model gather. The vector of a question is
drawn the same way; what the model takes is measured with it, on a made-up question.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.bench.made import FIRST_YEAR, PER_DOCUMENT, SEED, YEARS, MadeCorpus
from eval.jsonvalue import JsonValue
from eval.metrics import percentile
from index.analysis import LexicalRow, weigh
from index.encoder import load_encoder
from index.fusion import Ranking
from index.hits import Filters
from index.lexical import LexicalIndex
from index.options import PRODUCT, fuse
from index.semantic import SemanticIndex
from ingest.french.tokens import terms

DIM, SUBJECTS, FAMILIES = 384, 5_000, 80
STEMS, HEADER = 55, 6  # of a passage, once function words are out; of its title
QUESTIONS, DEPTH, BLOCK = 200, 100, 50_000
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Search = Callable[[int], Ranking]


class Subjects:
    """Vectors gathered around subjects. The same seed, the same vectors."""

    def __init__(self) -> None:
        chance = np.random.default_rng(SEED)
        families = chance.standard_normal((FAMILIES, DIM)) * 0.6
        own = chance.standard_normal((SUBJECTS, DIM)) * 0.6
        self._centres = (families[chance.integers(0, FAMILIES, SUBJECTS)] + own).astype(np.float32)
        self._common = (chance.standard_normal(DIM) * 1.6).astype(np.float32)
        sizes = 1.0 / np.arange(1, SUBJECTS + 1) ** 0.7
        self._shares = sizes / sizes.sum()

    def drawn(self, count: int, seed: int) -> Floats:
        """``count`` rows of length 1."""
        chance = np.random.default_rng([SEED, seed])
        rows = chance.standard_normal((count, DIM), dtype=np.float32)
        rows += self._common + self._centres[chance.choice(SUBJECTS, count, p=self._shares)]
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


def build(passages: int, folder: Path) -> dict[str, JsonValue]:
    """Both indexes in ``folder``; seconds of processor that each took."""
    folder.mkdir(parents=True, exist_ok=True)
    subjects, used = Subjects(), time.process_time()
    vectors = np.concatenate(
        [subjects.drawn(min(BLOCK, passages - at), 1 + at) for at in range(0, passages, BLOCK)]
    )
    drawn, used = time.process_time() - used, time.process_time()
    semantic = SemanticIndex.build(np.arange(1, passages + 1), vectors)
    semantic.save(folder / "semantic.faiss")
    listed, used = time.process_time() - used, time.process_time()
    LexicalIndex.build(_rows(passages), folder / "lexical")
    return {"passages": passages, "drawn_cpu_s": drawn, "vectors_cpu_s": listed,
            "words_cpu_s": time.process_time() - used,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}  # fmt: skip


def _rows(passages: int) -> Iterator[LexicalRow]:
    words, cumulated = _stems()
    for first in range(0, passages, PER_DOCUMENT):
        number = first // PER_DOCUMENT
        chance = np.random.default_rng([SEED, 7, number])
        drawn = np.searchsorted(cumulated, chance.random((PER_DOCUMENT, STEMS)))
        title = [words[at] for at in np.searchsorted(cumulated, chance.random(HEADER))]
        year = str(FIRST_YEAR + number % YEARS)
        for place, row in enumerate(drawn[: passages - first]):
            yield LexicalRow(
                first + place + 1, tuple(words[at] for at in row), (*title, year),
                f"document-{number}", "report", (year,),
            )  # fmt: skip


def _stems() -> tuple[list[str], NDArray[np.float64]]:
    """Stems of French words, and their cumulated share."""
    corpus = MadeCorpus()
    shares: dict[str, float] = {}
    for word, share in corpus.shares():
        for stem in terms(word):
            shares[stem] = shares.get(stem, 0.0) + share
    cumulated = np.cumsum(np.fromiter(shares.values(), dtype=np.float64))
    return list(shares), cumulated / cumulated[-1] * (1 - 1e-12)


def measure(passages: int, folder: Path, models: Path) -> dict[str, JsonValue]:
    """Opening, memory, recall and milliseconds, in this process, fresh."""
    encoder = load_encoder(None, models)
    encoder.encode_queries(["échauffement"])
    began = time.perf_counter()
    semantic = SemanticIndex.load(folder / "semantic.faiss")
    lexical = LexicalIndex.open(folder / "lexical")
    found: dict[str, JsonValue] = {"passages": passages, "open_s": time.perf_counter() - began}
    asked = Subjects().drawn(QUESTIONS, 0)
    words, cumulated = _stems()
    chance = np.random.default_rng([SEED, 9])
    rare = [[words[at] for at in np.searchsorted(cumulated, chance.random(6))] for _ in asked]
    number = passages // PER_DOCUMENT // 2
    kept = _filters(passages, number)
    for name, (filters, allowed) in kept.items():

        def words_of(at: int, filters: Filters = filters) -> Ranking:
            return lexical.search(weigh(rare[at]), DEPTH, filters)

        def vectors_of(at: int, allowed: Ints | None = allowed) -> Ranking:
            return semantic.search(asked[at], DEPTH, allowed)

        def both(
            at: int, name: str = name, words: Search = words_of, vectors: Search = vectors_of
        ) -> Ranking:
            encoder.encode_queries([f"Que dit-on de {' '.join(rare[at])}, {name} ?"])
            return fuse(vectors(at), words(at), PRODUCT)

        found[name] = {
            "vectors": _timed(vectors_of), "words": _timed(words_of), "hybrid": _timed(both)
        }  # fmt: skip
    found["resident_mb"], found["own_mb"] = _resident()
    exact = _exact(folder, asked, kept)
    for name, (_, allowed) in kept.items():
        got = [[one for one, _ in semantic.search(row, 10, allowed)] for row in asked]
        shared = [len(set(mine) & set(best)) / len(best)
                  for mine, best in zip(got, exact[name], strict=True)]  # fmt: skip
        found[name] |= {"recall_at_10": float(np.mean(shared))}  # type: ignore[operator]
    return found


def _filters(passages: int, number: int) -> dict[str, tuple[Filters, Ints | None]]:
    """None, a year in ten, one document: with the passages that each leaves."""
    every = np.arange(1, passages + 1)
    of_year = every[((every - 1) // PER_DOCUMENT) % YEARS == 0]
    of_document = every[(every - 1) // PER_DOCUMENT == number]
    return {
        "all": (Filters(), None),
        "year": (Filters(years=(str(FIRST_YEAR),)), of_year),
        "document": (Filters(document_ids=(f"document-{number}",)), of_document),
    }


def _timed(work: Callable[[int], object]) -> dict[str, JsonValue]:
    """Milliseconds at the clock (p50, p95) and of processor (p50, p95)."""
    wall, used = [], []
    for at in range(QUESTIONS):
        began, cpu = time.perf_counter(), time.process_time()
        work(at)
        used.append((time.process_time() - cpu) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return {"p50": percentile(wall, 0.5), "p95": percentile(wall, 0.95),
            "cpu_p50": percentile(used, 0.5), "cpu_p95": percentile(used, 0.95)}  # fmt: skip


def _exact(
    folder: Path, asked: Floats, kept: dict[str, tuple[Filters, Ints | None]]
) -> dict[str, list[list[int]]]:
    """The ten nearest of each question by the whole product, under each filter."""
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    best: dict[str, list[list[int]]] = {}
    for name, (_, allowed) in kept.items():
        rows = np.arange(len(vectors)) if allowed is None else allowed - 1
        scores = [vectors[rows[at : at + BLOCK]] @ asked.T for at in range(0, len(rows), BLOCK)]
        order = np.argsort(-np.concatenate(scores), axis=0, kind="stable")[:10]
        best[name] = (rows[order] + 1).T.tolist()
    return best


def _resident() -> tuple[float, float]:
    """Megabytes resident, and of them those that no file holds."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    held = {line.split(":")[0]: float(line.split()[1]) / 1024 for line in status if "kB" in line}
    return held["VmRSS"], held["RssAnon"]


if __name__ == "__main__":
    step, count, where, *more = sys.argv[1:]
    if step == "build":
        told = build(int(count), Path(where))
    else:
        told = measure(int(count), Path(where), Path(more[0]))
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
