"""Search of the nearest vectors, by FAISS.

Exact, and filtered inside the search: an approximate graph loses 20 to 75 % of the results
of a selective filter, and up to ``LARGE`` passages the full product is fast enough. Beyond,
candidates come from lists (``index.semantic_lists``) and are compared exactly with vectors
that stay on the disk, mapped.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import faiss
import numpy as np
from numpy.typing import NDArray

from index.semantic_lists import Lists
from ingest.errors import StoreError

_FAISS: Any = faiss  # its stubs describe the C++ signatures, not those of Python
_NEAR = 1e-5  # float32 scores of FAISS closer than this may stand in the wrong order
_MARGIN = 16  # results fetched beyond k, where ties are looked for
VECTORS_FILE, LISTS_FILE = "vectors.npy", "lists.faiss"  # of a large index
LARGE = 200_000  # vectors from which candidates come from lists


class SemanticIndex:
    """Vectors of length 1, by the number of their passage. Read-only, safe in threads."""

    def __init__(self, ids: NDArray[np.int64], index: Any, lists: Lists | None = None) -> None:
        """Use ``build`` or ``load``: ``ids`` ascending, row i of ``index`` is ``ids[i]``.

        With ``lists``, ``index`` is the matrix of the vectors; else a flat FAISS index.
        """
        self._ids = ids
        self._index = index
        self._lists = lists
        self._last: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None

    @classmethod
    def build(cls, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> SemanticIndex:
        """Index ``vectors`` ``(n, dim)``, rows of length 1, under distinct ``ids`` ``(n,)``.

        Raises:
            ValueError: shapes that do not agree, an id given twice, a vector that is not
                of length 1 (so that scores are cosines).
        """
        if vectors.ndim != 2 or ids.shape != (len(vectors),):
            raise ValueError(f"ids {ids.shape} do not number vectors {vectors.shape}")
        if len(np.unique(ids)) != len(ids):
            raise ValueError("an id is given twice")
        norms = np.linalg.norm(vectors, axis=1)
        if not (np.abs(norms - 1.0) < 1e-3).all():
            raise ValueError("every vector must be of length 1")
        order = np.argsort(ids)
        if len(ids) >= LARGE:
            rows = np.ascontiguousarray(vectors[order], dtype=np.float32)
            return cls(ids[order].astype(np.int64), rows, Lists.build(rows))
        index = _FAISS.IndexFlatIP(max(1, vectors.shape[1]))
        if len(ids):
            index.add(np.ascontiguousarray(vectors[order], dtype=np.float32))
        return cls(ids[order].astype(np.int64), index)

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._index.shape[1] if self._lists is not None else self._index.d)

    @property
    def ids(self) -> NDArray[np.int64]:
        """The ids indexed, ascending."""
        return self._ids

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` nearest passages, best first, equal scores by ascending id.

        Args:
            vector: shape ``(dim,)``, length 1.
            k: most results wanted.
            allowed: only these ids (those not indexed are ignored); None: all.

        Returns:
            ``(id, cosine)``; higher is nearer. Fewer than ``k`` where there are fewer.

        Raises:
            ValueError: a vector of another length than the index's.
        """
        rows = self._rows(allowed)
        count = len(self) if rows is None else len(rows)
        if k <= 0 or count == 0:
            return []
        if vector.shape != (self.dim,):
            raise ValueError(f"a vector of shape ({self.dim},) was expected, not {vector.shape}")
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        found: NDArray[np.float32]
        if self._lists is not None:
            candidates = self._lists.candidates(query, min(k, count), rows)
            found = self._index[candidates]
        else:
            candidates = self._candidates(query, min(k, count), count, rows)
            found = self._index.reconstruct_batch(candidates)
        # Row by row in float64: equal vectors get equal scores wherever they stand.
        scores = (found.astype(np.float64) * query[0]).sum(axis=1)
        ids = self._ids[candidates]
        best = np.lexsort((ids, -scores))[:k]
        return [(int(ids[place]), float(scores[place])) for place in best]

    def _rows(self, allowed: NDArray[np.int64] | None) -> NDArray[np.int64] | None:
        """Rows of ids, ascending; those of the last filter are remembered with its array."""
        if allowed is None:
            return None
        last = self._last
        if last is not None and last[0] is allowed:
            return last[1]
        rows = self._found(allowed)
        self._last = (allowed, rows)
        return rows

    def _found(self, allowed: NDArray[np.int64]) -> NDArray[np.int64]:
        if not len(self) or not len(allowed):
            return np.empty(0, dtype=np.int64)
        if len(allowed) * 64 > len(self):  # many: a mark for each id costs less than looking up
            first, last = int(self._ids[0]), int(self._ids[-1])
            if last - first < 16 * len(self):
                marks = np.zeros(last - first + 1, dtype=np.bool_)
                marks[allowed[(allowed >= first) & (allowed <= last)] - first] = True
                return np.flatnonzero(marks[self._ids - first])
        wanted = np.unique(allowed)
        rows: NDArray[np.int64] = np.searchsorted(self._ids, wanted).astype(np.int64)
        known = rows < len(self._ids)
        rows, wanted = rows[known], wanted[known]
        present: NDArray[np.int64] = rows[self._ids[rows] == wanted]
        return present

    def _candidates(
        self, query: NDArray[np.float32], k: int, count: int, rows: NDArray[np.int64] | None
    ) -> NDArray[np.int64]:
        """Rows of the ``k`` best and of all that come within ``_NEAR`` of the last one."""
        parameters = None
        if rows is not None:
            bits = np.zeros(len(self), dtype=np.uint8)
            bits[rows] = 1
            packed = np.packbits(bits, bitorder="little")
            selector = _FAISS.IDSelectorBitmap(packed)
            parameters = _FAISS.SearchParameters(sel=selector)
        fetch = min(k + _MARGIN, count)
        while True:
            scores, places = self._index.search(query, fetch, params=parameters)
            if fetch == count or scores[0, -1] < scores[0, k - 1] - _NEAR:
                near = scores[0] >= scores[0, k - 1] - _NEAR
                return np.asarray(places[0][near], dtype=np.int64)
            fetch = min(fetch * 4, count)

    def save(self, path: Path) -> None:
        """Write ids and vectors to the file ``path``, whole or not at all.

        Raises:
            OSError: the folder cannot be written.
        """
        arrays: dict[str, Any] = {"ids": self._ids}
        if self._lists is not None:
            np.save(path.with_name(VECTORS_FILE), self._index)
            self._lists.save(path.with_name(LISTS_FILE))
        elif len(self):
            arrays["vectors"] = self._index.reconstruct_n(0, len(self))
        else:
            arrays["vectors"] = self._no_vectors()
        partial = path.with_name(f"{path.name}.tmp")
        with partial.open("wb") as file:
            np.savez(file, **arrays)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)

    @classmethod
    def load(cls, path: Path) -> SemanticIndex:
        """Read what ``save`` wrote; its checksums find a byte that changed.

        Raises:
            StoreError: ``semantic_index_damaged`` when the file is absent or is not whole.
        """
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                if "vectors" in arrays:
                    return cls.build(arrays["ids"], arrays["vectors"])
                return cls._mapped(path, arrays["ids"])
        except (OSError, ValueError, KeyError, EOFError, AttributeError, BadZipFile) as error:
            raise StoreError(
                "semantic_index_damaged",
                f"L'index des vecteurs « {path.name} » est absent ou abîmé. "
                "Relancez « repere ingest » pour le refaire.",
            ) from error

    @classmethod
    def _mapped(cls, path: Path, ids: NDArray[np.int64]) -> SemanticIndex:
        """Vectors and lists beside ``path``, read from the disk as they are used."""
        mapped = np.load(path.with_name(VECTORS_FILE), mmap_mode="r", allow_pickle=False)
        lists = Lists.load(path.with_name(LISTS_FILE))
        if mapped.ndim != 2 or not len(ids) == len(mapped) == len(lists):
            raise ValueError("vectors, lists and ids do not go together")
        return cls(ids, mapped.view(np.ndarray), lists)

    def _no_vectors(self) -> NDArray[np.float32]:
        return np.empty((0, self.dim), dtype=np.float32)
