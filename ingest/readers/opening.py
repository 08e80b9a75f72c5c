"""First look at a file: is it there, may it be read, does it hold anything."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import ReadFailure

HEAD = 4096  # bytes


def read_head(path: Path) -> bytes:
    """The first bytes of a file that is there, may be read and is not empty."""
    try:
        if path.is_dir():
            raise ReadFailure("unreadable", "C’est un dossier, et non un fichier.")
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise unreadable(error) from error
    if not head:
        raise ReadFailure("empty_file", "Le fichier est vide (0 octet).")
    return head


def unreadable(error: OSError) -> ReadFailure:
    """The failure to report for a file that the system does not give."""
    if isinstance(error, FileNotFoundError):
        return ReadFailure("unreadable", "Le fichier n’existe pas ou a été déplacé.")
    if isinstance(error, PermissionError):
        return ReadFailure(
            "unreadable", "Le fichier ne peut pas être ouvert : droits de lecture insuffisants."
        )
    return ReadFailure("unreadable", f"Le fichier ne peut pas être lu : {error.strerror}.")
