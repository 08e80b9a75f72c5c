"""What every reader of tables makes of its format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.errors import ReadFailure

MAX_ROWS = 1_200_000
MAX_COLUMNS = 300
CELL_LENGTH = 32_767  # characters, as in a spreadsheet; the rest is left out


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: ``rows`` of cells as text, read once, header included.

    ``name`` is empty where the format does not name tables.
    """

    name: str
    rows: Iterable[Sequence[str]]


def too_many_rows() -> ReadFailure:
    """The failure for a table beyond the limit."""
    return ReadFailure(
        "too_large", f"Le tableau dépasse {MAX_ROWS} lignes : divisez-le en plusieurs fichiers."
    )
