"""Approximate search of many vectors: lists around centres, 8 bits a number (FAISS).

What is found there is only a candidate: ``index.semantic`` compares it again, exactly, with
the vectors mapped from the disk. A search reads the lists nearest to the question; under a
filter it reads as many more as the filter leaves out, so that recall is kept.

Jégou et al. 2011, « Product Quantization for Nearest Neighbor Search » (inverted lists).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

_FAISS: Any = faiss  # its stubs describe the C++ signatures, not those of Python
LISTS = 4.0  # lists for the square root of the number of vectors
PROBED = 48  # lists read without a filter
FETCHED = 3  # candidates for each result wanted
EXACT = 8_000  # vectors left by a filter, up to which all are compared
_TRAINING, _ROUNDS = 48, 8  # vectors a list is learnt from, rounds of k-means
_BLOCK = 50_000  # vectors added at once


class Lists:
    """Rows of a matrix by the list they are nearest to. Read-only, safe in threads."""

    def __init__(self, index: Any) -> None:
        """Use ``build`` or ``load``."""
        self._index = index

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> Lists:
        """Lists of ``vectors`` ``(n, dim)`` of length 1; the same for the same vectors."""
        count, dim = vectors.shape
        wanted = max(1, int(LISTS * np.sqrt(count)))
        index = _FAISS.index_factory(dim, f"IVF{wanted},SQ8", _FAISS.METRIC_INNER_PRODUCT)
        index.cp.niter, index.cp.spherical, index.cp.seed = _ROUNDS, True, 1
        index.cp.min_points_per_centroid = 1
        step = max(1, count // (wanted * _TRAINING))
        index.train(np.ascontiguousarray(vectors[::step]))
        for start in range(0, count, _BLOCK):
            index.add(np.ascontiguousarray(vectors[start : start + _BLOCK]))
        return cls(index)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def candidates(
        self, query: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None
    ) -> NDArray[np.int64]:
        """Rows among which the ``k`` nearest of ``query`` ``(1, dim)`` should be.

        Args:
            rows: only these, ascending; None: all.
        """
        if rows is not None and len(rows) <= max(EXACT, k):
            return rows
        options, share = {}, 1.0
        if rows is not None:
            bits = np.zeros(len(self), dtype=np.uint8)
            bits[rows] = 1
            packed = np.packbits(bits, bitorder="little")
            options["sel"] = _FAISS.IDSelectorBitmap(packed)
            share = len(rows) / len(self)
        probed = min(int(self._index.nlist), max(1, round(PROBED / share**0.5)))
        parameters = _FAISS.SearchParametersIVF(nprobe=probed, **options)
        fetch = min(FETCHED * k + 20, len(self) if rows is None else len(rows))
        _, found = self._index.search(query, fetch, params=parameters)
        kept: NDArray[np.int64] = found[0][found[0] >= 0].astype(np.int64)
        return kept

    def save(self, path: Path) -> None:
        """Write to the file ``path``."""
        _FAISS.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> Lists:
        """Read what ``save`` wrote, mapped from the disk: pages are read as they are used.

        Raises:
            OSError: absent or not whole.
        """
        try:
            return cls(_FAISS.read_index(str(path), _FAISS.IO_FLAG_MMAP | _FAISS.IO_FLAG_READ_ONLY))
        except RuntimeError as error:
            raise OSError(f"{path.name} cannot be read") from error
