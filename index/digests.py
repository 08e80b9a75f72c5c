"""What a stored document was made from, as one hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.catalogue import Said
from ingest.pipeline import file_digest


def source_digest(path: Path, said: Said) -> str:
    """Hash of a file and of what the catalogue says of it: what an extract was made from.

    Raises:
        ReadFailure: ``unreadable``.
    """
    content = file_digest(path)
    if said == Said():
        return content
    return hashlib.sha256(f"{content}|{said!r}".encode()).hexdigest()
