"""Documents that say nearly the same: found by sketches, the newest version preferred.

A sketch is the MinHash of the runs of five words of a text: the share of equal values of
two sketches estimates the share of runs that two texts have in common (Broder, 1997,
« On the resemblance and containment of documents »).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ingest.french.folding import fold
from ingest.records import Document

RUN = 5  # words
VALUES = 128
LEAST_RUNS = 40  # a shorter text is alike too easily
ALIKE = 0.6  # resemblance from which two documents are told as alike
SAME = 0.9  # resemblance from which two undated copies are one document
STEP = 4096
_MARKED = re.compile(
    r"corrig|revis|mise? a jour|amende|erratum|definiti|\bfinale?\b|\bv(?:ersion)?[ _.-]?[2-9]\b"
)
_DRAFT = re.compile(r"ebauche|brouillon|projet de|preliminaire|provisoire|\bdraft\b|\bv[ _.-]?1\b")
_WORD = re.compile(r"\w+")

Sketch = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Kin:
    """What is said of one document: those alike, and the one that replaces it."""

    alike: tuple[str, ...]
    superseded_by: str | None


def sketch(texts: Iterable[str]) -> bytes | None:
    """Sketch of a text given in pieces; None for one too short to be compared."""
    words = [word.encode() for text in texts for word in _WORD.findall(fold(text))]
    runs = np.fromiter(
        {zlib.crc32(b" ".join(words[n : n + RUN])) for n in range(len(words) - RUN + 1)},
        dtype=np.uint64,
    )
    if len(runs) < LEAST_RUNS:
        return None
    factors, offsets = _permutations()
    least = np.full(VALUES, 2**32 - 1, dtype=np.uint64)
    for start in range(0, len(runs), STEP):
        mixed = (runs[start : start + STEP, None] * factors + offsets) >> np.uint64(32)
        least = np.minimum(least, mixed.min(axis=0))
    return least.astype("<u4").tobytes()


def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    made = np.random.default_rng(20_260_101).integers(1, 2**63, (2, VALUES), dtype=np.uint64)
    return made[0] | np.uint64(1), made[1]


def resemblance(one: Sketch, other: Sketch) -> float:
    """Estimated share of word runs that two texts have in common, 0 to 1."""
    return float(np.mean(one == other))


def kinships(
    documents: Sequence[Document], sketches: Mapping[str, bytes]
) -> Mapping[str, Kin]:
    """What to say of each document that resembles another one.

    Documents of two periods are never versions of each other, however alike they are.
    """
    read = {name: np.frombuffer(blob, dtype="<u4") for name, blob in sketches.items()}
    kept = [one for one in documents if one.id in read]
    alike: dict[str, dict[str, float]] = {}
    for first, second in _candidates(kept, read):
        share = resemblance(read[first.id], read[second.id])
        if share >= ALIKE and first.year == second.year and first.language == second.language:
            alike.setdefault(first.id, {})[second.id] = share
            alike.setdefault(second.id, {})[first.id] = share
    by_id = {one.id: one for one in kept}
    return {
        name: Kin(
            tuple(sorted(others, key=lambda other: (-others[other], other))),
            _newest(by_id[name], [(by_id[other], share) for other, share in others.items()]),
        )
        for name, others in alike.items()
    }


def _candidates(
    documents: Sequence[Document], sketches: Mapping[str, Sketch]
) -> set[tuple[Document, Document]]:
    """Pairs that share a band of their sketches: few, where nothing is alike."""
    bands: dict[tuple[int, bytes], list[Document]] = {}
    for document in documents:
        values = sketches[document.id]
        for band in range(0, VALUES, 4):
            bands.setdefault((band, values[band : band + 4].tobytes()), []).append(document)
    return {
        (one, other)
        for held in bands.values()
        for one, other in combinations(sorted(held, key=lambda d: d.id)[:50], 2)
    }


def _newest(document: Document, others: Sequence[tuple[Document, float]]) -> str | None:
    """The newest of the versions that replace a document."""
    newer = [other for other, share in others if _replaces(other, document, share)]
    return max(newer, key=_age).id if newer else None


def _replaces(newer: Document, older: Document, share: float) -> bool:
    """Whether a document is a newer version of another: it says so, or is dated later."""
    if newer.kind != older.kind:
        return False
    if _rank(newer) != _rank(older):
        return _rank(newer) > _rank(older)
    if newer.date and older.date and newer.date != older.date:
        return newer.date > older.date
    # Nothing tells them apart: of two copies, the one that comes first stands for both.
    return share >= SAME and (newer.root, newer.source) < (older.root, older.source)


def _age(document: Document) -> tuple[int, str, str]:
    return _rank(document), document.date or "", document.id


def _rank(document: Document) -> int:
    """1 for a version that says it is corrected, -1 for a draft, 0 for any other."""
    said = fold(f"{document.title} {document.source}").replace("_", " ")
    return (_MARKED.search(said) is not None) - (_DRAFT.search(said) is not None)
