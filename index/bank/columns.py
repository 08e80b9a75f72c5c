"""A bank as columns: what is searched, counted and filtered, entry by entry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import StoreError

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
CONTINUOUS = 99_999_999  # deadline of what may be asked for at any time


@dataclass(frozen=True, slots=True)
class Postings:
    """Words of the entries, weighted as BM25 does; row ``t`` is term ``terms[t]``.

    Attributes:
        terms: stems, sorted.
        idf: (T,) weight of each term.
        bounds: (T + 1,) where the row of each term starts in the next two.
        entries: (P,) places of entries, ascending in a row.
        weights: (P,) what the term adds to the score of that entry.
    """

    terms: tuple[str, ...]
    idf: Floats
    bounds: NDArray[np.int64]
    entries: Ints
    weights: Floats


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """One facet: pairs (entry, value), by ascending entry.

    Attributes:
        values: as most often written.
        entries: (Q,) places of entries; one that has no value is not there.
        codes: (Q,) place of the value in ``values``.
    """

    values: tuple[str, ...]
    entries: Ints
    codes: Ints


@dataclass(frozen=True, slots=True)
class BankColumns:
    """The entries of one kind, by ascending rowid; n of them.

    Attributes:
        rowids: (n,) in the store.
        renamed: public identifier to place, where it is not the entry's own.
        copies: place to the rowids of the same entry in other files.
        population: (n,) inhabitants of the entry's municipality, 0 unknown.
        deadline: (n,) of a grant, as 20260331; 0 unknown; ``CONTINUOUS`` at any time.
        embedded: (m,) places of the entries that have a vector, ascending.
        vectors: (m, dim) of length 1.
    """

    rowids: NDArray[np.int64]
    renamed: Mapping[str, int]
    copies: Mapping[int, tuple[int, ...]]
    postings: Postings
    facets: Mapping[str, FacetColumn]
    population: Ints
    deadline: Ints
    embedded: Ints
    vectors: Floats

    def __len__(self) -> int:
        return len(self.rowids)

    def place_of(self, rowid: int) -> int | None:
        """Where the entry of a rowid stands; None when it is not a bank's own entry."""
        place = int(np.searchsorted(self.rowids, rowid))
        found = place < len(self.rowids) and int(self.rowids[place]) == rowid
        return place if found else None


_ARRAYS = ("rowids", "population", "deadline", "embedded", "vectors")


def save_columns(columns: BankColumns, folder: Path) -> None:
    """Write to ``folder`` (made when absent): an array a file, so that it can be mapped.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", getattr(columns, name))
    posted = columns.postings
    for name in ("idf", "bounds", "entries", "weights"):
        np.save(folder / f"words-{name}.npy", getattr(posted, name))
    (folder / "terms.txt").write_text("\n".join(posted.terms), encoding="utf-8")
    for name, facet in columns.facets.items():
        np.save(folder / f"facet-{name}.npy", np.stack([facet.entries, facet.codes]))
    about = {
        "renamed": dict(columns.renamed),
        "copies": {str(place): list(rowids) for place, rowids in columns.copies.items()},
        "facets": {name: list(facet.values) for name, facet in columns.facets.items()},
    }
    (folder / "about.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def load_columns(folder: Path) -> BankColumns:
    """Read what ``save_columns`` wrote; large arrays stay on the disk until they are used.

    Raises:
        StoreError: ``bank_index_damaged`` when a file is absent or is not whole.
    """
    try:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        terms = (folder / "terms.txt").read_text(encoding="utf-8")
        words = {name: _load(folder, f"words-{name}") for name in
                 ("idf", "bounds", "entries", "weights")}  # fmt: skip
        arrays = {name: _load(folder, name) for name in _ARRAYS}
        facets = {
            name: FacetColumn(tuple(values), *_load(folder, f"facet-{name}"))
            for name, values in about["facets"].items()
        }
        copies = {int(place): tuple(rowids) for place, rowids in about["copies"].items()}
        posted = Postings(tuple(terms.split("\n")) if terms else (), **words)
        return BankColumns(
            renamed=about["renamed"], copies=copies, postings=posted, facets=facets, **arrays
        )
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise StoreError(
            "bank_index_damaged",
            "L'index de la banque est absent ou abîmé. Relancez « repere ingest » pour le refaire.",
        ) from error


def _load(folder: Path, name: str) -> NDArray[Any]:
    loaded: NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    return loaded.view(np.ndarray)  # still mapped; each slice of a memmap costs five times more


def no_columns() -> BankColumns:
    """An empty bank."""
    ints, floats = np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32)
    postings = Postings((), floats, np.zeros(1, dtype=np.int64), ints, floats)
    return BankColumns(
        np.empty(0, dtype=np.int64), {}, {}, postings, {}, ints, ints, ints,
        np.empty((0, 0), dtype=np.float32),
    )  # fmt: skip
