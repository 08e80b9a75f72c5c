"""Who did what and when to an installation: one JSON value a line in ``audit.jsonl``.

Acts only, never the text of a question. Nothing in the product takes a line out.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from assistant.journal_files import append, entries

_LOG = logging.getLogger("repere")
FILE = "audit.jsonl"
LONGEST = 200  # characters of one value


class Audit:
    """The log of administrative acts of a data folder. Safe in threads and processes."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE

    def note(self, who: str, address: str, act: str, target: str = "", **details: object) -> None:
        """Keep one act. The act is done: a disk that refuses is only logged."""
        told: dict[str, object] = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "who": who[:LONGEST],
            "address": address[:LONGEST],
            "act": act,
            "target": target[:LONGEST],
            **details,
        }
        try:
            append(self._path, told)
        except OSError as error:
            _LOG.error("audit not kept: %s (%s)", act, type(error).__name__)

    def last(self, count: int) -> tuple[Mapping[str, object], ...]:
        """The latest acts, latest first."""
        return tuple(reversed(deque(entries(self._path), maxlen=count)))
