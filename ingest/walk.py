"""The files of a folder, in a stable order."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.archives import is_archive, list_archive
from ingest.catalogue import NAME
from ingest.errors import InputError
from ingest.pipeline import SourceFile
from ingest.records import Failure

_HIDDEN = (".", "~$")
IGNORE = ".repere-ignore"  # a folder that holds this file is passed over


@dataclass(frozen=True, slots=True)
class Found:
    """Files under one root.

    Attributes:
        root: absolute folder.
        whole: the root was walked whole, so what is absent is gone; False for lone files.
        files: in order of their source.
        failures: folders and files that cannot be listed.
    """

    root: Path
    whole: bool
    files: tuple[SourceFile, ...]
    failures: tuple[Failure, ...] = ()


def find_files(path: Path, known_suffixes: frozenset[str]) -> Found:
    """Files to ingest under a folder, or the one file itself.

    Archives are opened as folders. Hidden files, links that leave the folder and files of
    unknown formats are passed over in a folder; a lone file is always taken, so that its
    refusal is said.

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
            return Found(resolved.parent, False, listed.files, listed.failures)
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
        if IGNORE in leaves:
            names.clear()
            continue
        names[:] = sorted(name for name in names if not name.startswith(_HIDDEN))
        for leaf in sorted(leaves):
            path = Path(folder) / leaf
            known = is_archive(path) or path.suffix.lower() in known_suffixes
            if leaf.startswith(_HIDDEN) or leaf == NAME or not known or not _inside(path, root):
                continue
            file = SourceFile(path, root, path.relative_to(root).as_posix())
            if is_archive(path):
                listed = list_archive(file, known_suffixes)
                files.extend(listed.files)
                failures.extend(listed.failures)
            else:
                files.append(file)
    return Found(root, True, tuple(files), tuple(failures))


def _inside(path: Path, root: Path) -> bool:
    """Whether a path, links followed, is a regular file under the root."""
    try:
        resolved = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return resolved.is_file() and resolved.is_relative_to(root)


def paths_or_default(paths: Sequence[Path], default: Path) -> tuple[Path, ...]:
    """The paths given, else the default folder."""
    return tuple(paths) if paths else (default,)
