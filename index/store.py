"""The store: the truth of an installation, of which every index is a cache."""

from __future__ import annotations

from pathlib import Path

from index.database import Database
from index.store_write import StoreWriter
from index.stored import Counts, Fingerprint, IndexedPassage, StoreState, VectorBatch

__all__ = ["Counts", "Fingerprint", "IndexedPassage", "Store", "StoreState", "VectorBatch"]


class Store(StoreWriter):
    """The embedded store: one SQLite file in the data folder."""

    @classmethod
    def create(cls, folder: Path) -> Store:
        """Open the store of a data folder, made or migrated when needed.

        Raises:
            StoreError: the folder cannot be used, or is in a newer format.
        """
        return cls(Database.create(folder))

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open the store of a data folder that has been indexed before.

        Raises:
            NoIndexError: nothing was ever indexed there.
            StoreError: it cannot be used, or is in a newer format.
        """
        return cls(Database.open_existing(folder))

    def close(self) -> None:
        """Close the file; the store is of no use afterwards."""
        self.database.close()
