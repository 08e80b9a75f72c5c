"""What the store says of itself: sizes, fingerprints, and rows as indexes take them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.records import Passage


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a stored document was made from; equal means nothing to do again.

    Attributes:
        document_id: the document.
        digest: SHA-256 of the file.
        code: version of the extraction code.
        encoder: name of the model of its vectors.
    """

    document_id: str
    digest: str
    code: str
    encoder: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Sizes of the store; an entry that two files hold counts once."""

    documents: int
    pages: int
    passages: int
    statements: int
    figures: int
    measures: int = 0
    grants: int = 0


@dataclass(frozen=True, slots=True)
class StoreState:
    """What an index must have been built from to be current.

    Attributes:
        revision: number of write transactions so far.
        passages: number of passages.
        max_rowid: greatest passage rowid, 0 when there is none.
        digest: SHA-256 over the fingerprints of all documents.
    """

    revision: int
    passages: int
    max_rowid: int
    digest: str


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage as indexes see it.

    Attributes:
        rowid: its integer id, never given twice.
        header: title, year and heading, as embedded before the text.
    """

    rowid: int
    passage: Passage
    header: str


@dataclass(frozen=True, slots=True)
class VectorBatch:
    """``rowids`` (n,) int64, ascending; ``vectors`` (n, dim) float32."""

    rowids: NDArray[np.int64]
    vectors: NDArray[np.float32]
