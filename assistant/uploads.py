"""Files added over HTTP: kept in one flat folder, under names that cannot leave it."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import BinaryIO

from assistant.messages import say
from assistant.reasons import reason
from assistant.service import Language
from assistant.settings import Settings
from ingest.archives import SUFFIX as ARCHIVE
from ingest.errors import InputError, StoreError
from ingest.readers.base import SUFFIXES
from ingest.records import Document
from ingest.whole import remove_for_good, sync, write_whole

# Of the extensions that the readers take, the usual one of each format; and archives of them.
_USUAL = (
    ".pdf", ".docx", ".pptx", ".odt", ".odp", ".rtf", ".md", ".txt", ".html", ".eml",
    ".csv", ".xlsx", ".ods", ".json", ARCHIVE,
)  # fmt: skip
FORMATS = tuple(suffix for suffix in _USUAL if suffix in SUFFIXES or suffix == ARCHIVE)
RESERVED = frozenset({"con", "prn", "aux", "nul", "com1", "com2", "com3", "lpt1", "lpt2", "lpt3"})
KEPT = frozenset(" ._-()'’&,+")
MAX_STEM = 120
CHUNK = 1 << 20


def safe_name(given: str, lang: Language = "fr") -> str:
    """The file name to keep ``given`` under: no folder, no control or odd character.

    Raises:
        InputError: ``bad_file_name`` or ``unsupported_format``.
    """
    flat = unicodedata.normalize("NFC", given.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(c if c.isalnum() or c in KEPT else "_" for c in flat).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    stem = stem.strip(" ._")[:MAX_STEM].rstrip(" .")
    if not stem or not dot or stem.split(".")[0].lower() in RESERVED:
        raise InputError("bad_file_name", say("bad_file_name", lang))
    if f".{suffix.lower()}" not in FORMATS:
        formats = " ".join(FORMATS)
        message = say("unsupported_format", lang, name=kept[:80], formats=formats)
        raise InputError("unsupported_format", message)
    return f"{stem}.{suffix.lower()}"


def keep_upload(settings: Settings, name: str, content: BinaryIO) -> Path:
    """Write an uploaded file whole or not at all; one of the same name is replaced.

    Args:
        name: as ``safe_name`` gave it.

    Raises:
        StoreError: ``upload_not_kept``: the disk is full, or refuses; nothing has changed.
    """
    try:
        return _kept(settings, name, content)
    except OSError as error:
        raise StoreError(
            "upload_not_kept",
            f"Le fichier reçu n'a pas pu être enregistré : {reason(error)}. Vérifiez l'espace du "
            "disque et les droits du dossier de données.",
        ) from error


def _kept(settings: Settings, name: str, content: BinaryIO) -> Path:
    if not settings.uploads.is_dir():
        settings.uploads.mkdir(parents=True, exist_ok=True)
        sync(settings.data)
    target = settings.uploads / name
    write_whole(target, iter(lambda: content.read(CHUNK), b""))
    return target


def discard_upload(settings: Settings, document: Document) -> bool:
    """Delete the file of a removed document when it was uploaded, and only then.

    Returns:
        Whether a file was deleted. Files of other folders are never touched.
    """
    path = own_upload(settings, document)
    if path is None:
        return False
    remove_for_good(path)
    return True


def own_upload(settings: Settings, document: Document) -> Path | None:
    """The uploaded file that made a document and nothing else; None where there is none.

    A file inside an uploaded archive is not one: the archive has others.
    """
    path = Path(document.root, document.source).resolve()
    return path if path.parent == settings.uploads.resolve() and path.is_file() else None
