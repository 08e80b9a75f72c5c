"""The files of a folder, in a stable order."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.archives import is_archive, list_archive
from ingest.catalogue import NAME
from ingest.errors import InputError, ReadFailure
from ingest.formats import unknown_format
from ingest.pipeline import SourceFile
from ingest.readers.base import sniff
from ingest.readers.opening import read_head
from ingest.records import Failure
from ingest.sources.mirror import failures_of

_HIDDEN = (".", "~$")
# A folder that holds this file is passed over; or, of that folder, only the files whose
# names match the lines that hold a « * ».
IGNORE = ".repere-ignore"


@dataclass(frozen=True, slots=True)
class Found:
    """Files under one root.

    Attributes:
        root: absolute folder.
        whole: the root was walked whole, so what is absent is gone; False for lone files.
        files: in order of their source.
        failures: folders and files that cannot be listed, or that are left aside.
        archive: source of the lone archive that was listed whole, else empty.
    """

    root: Path
    whole: bool
    files: tuple[SourceFile, ...]
    failures: tuple[Failure, ...] = ()
    archive: str = ""


def find_files(path: Path, known_suffixes: frozenset[str]) -> Found:
    """Files to ingest under a folder, or the one file itself.

    Archives are opened as folders. In a folder, hidden files are passed over; a link that
    leaves it and a file of unknown format are told among the failures, as skipped. A lone
    file is always taken, so that its refusal is said.

    Raises:
        InputError: ``no_such_path``, ``folder_unreadable``.
    """
    try:
        resolved = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise InputError(
            "no_such_path",
            f"« {path} » n’existe pas. Donnez le chemin d’un fichier ou d’un dossier.",
        ) from error
    if resolved.is_file():
        source = SourceFile(resolved, resolved.parent, resolved.name)
        if is_archive(resolved):
            listed = list_archive(source, known_suffixes)
            return Found(resolved.parent, False, listed.files, listed.failures, source.source)
        return Found(resolved.parent, False, (source,))
    if not os.access(resolved, os.R_OK | os.X_OK):
        raise InputError(
            "folder_unreadable",
            f"Le dossier « {path} » ne peut pas être lu. Vérifiez ses droits d’accès.",
        )
    return _walk(resolved, known_suffixes)


def _walk(root: Path, known_suffixes: frozenset[str]) -> Found:
    files: list[SourceFile] = []
    failures: list[Failure] = []

    def note(error: OSError) -> None:
        place = os.path.relpath(error.filename or root, root)
        failures.append(
            Failure(place, "folder_unreadable", "Le dossier ne peut pas être lu : droits refusés.")
        )

    for folder, names, leaves in os.walk(root, onerror=note):
        patterns = _ignored(Path(folder)) if IGNORE in leaves else ()
        if patterns is None:
            names.clear()
            continue
        names[:] = sorted(name for name in names if not name.startswith(_HIDDEN))
        for leaf in sorted((*leaves, *(n for n in names if Path(folder, n).is_symlink()))):
            if leaf.startswith(_HIDDEN) or leaf == NAME or _matches(leaf, patterns):
                continue
            path = Path(folder) / leaf
            file = SourceFile(path, root, path.relative_to(root).as_posix())
            _take(file, known_suffixes, files, failures)
    return Found(root, True, tuple(files), (*failures, *failures_of(root)))


def _take(
    file: SourceFile,
    known_suffixes: frozenset[str],
    files: list[SourceFile],
    failures: list[Failure],
) -> None:
    """Put one file of a folder where it belongs."""
    if not _inside(file.path, file.root):
        failures.append(_elsewhere(file.source))
    elif is_archive(file.path):
        listed = list_archive(file, known_suffixes)
        files.extend(listed.files)
        failures.extend(listed.failures)
    elif file.path.suffix.lower() in known_suffixes or _is_known(file.path, known_suffixes):
        files.append(file)
    else:
        failures.append(unknown_format(file.source))


def _is_known(path: Path, known_suffixes: frozenset[str]) -> bool:
    """Whether a file of unknown extension has a content that says what it is."""
    try:
        return sniff(path, read_head(path)) in known_suffixes
    except ReadFailure:
        return False


def _ignored(folder: Path) -> tuple[str, ...] | None:
    """Patterns of the names to pass over in a folder; None for all of it."""
    try:
        lines = (folder / IGNORE).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    patterns = tuple(line.strip() for line in lines if "*" in line and not line.startswith("#"))
    return patterns or None


def _matches(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatch.fnmatch(name, pattern) for pattern in patterns)


def _inside(path: Path, root: Path) -> bool:
    """Whether a path, links followed, is a regular file under the root."""
    try:
        resolved = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return resolved.is_file() and resolved.is_relative_to(root)


def _elsewhere(source: str) -> Failure:
    return Failure(
        source,
        "outside_folder",
        "Laissé de côté : c’est un lien qui ne mène pas à un fichier de ce dossier. "
        "Déposez-y le fichier lui-même.",
        skipped=True,
    )


def paths_or_default(paths: Sequence[Path], default: Path) -> tuple[Path, ...]:
    """The paths given, else the default folder."""
    return tuple(paths) if paths else (default,)
