"""Backups: the databases and the uploaded files in one compressed file, checked.

A backup is a ``.tar.gz`` of ``manifest.json`` (the SHA-256 and size of every other
member), the database and the lists copied by SQLite's online backup, ``uploads/``, and the
copies of web pages in ``web/``. The index is not in it: it is made again from the database.
Nothing is restored before all of it is checked.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from assistant.database_files import check_database, copy_database
from assistant.leftovers import remove_leftovers, working_folder
from assistant.lists.schema import FILE_NAME as LISTS_NAME
from assistant.lists.schema import MIGRATIONS as LISTS_MIGRATIONS
from assistant.reasons import reason
from assistant.restoring import UPLOADS, WEB, commit_restore, finish_restore
from assistant.settings import Settings
from index.database import FILE_NAME
from index.schema import MIGRATIONS
from index.writer_lock import WriterLock
from ingest.errors import InputError, NoIndexError, StoreError
from ingest.whole import PARTIAL, put_in_place

FORMAT = 3
FORMATS = (1, 2, 3)  # 1: before there were lists; 2: without the copies of web pages
MANIFEST = "manifest.json"
DEPTH = {UPLOADS: 2, WEB: 3}  # names in the path of a file
CHUNK = 1 << 20
UNREADABLE = (
    OSError, EOFError, zlib.error, tarfile.TarError, ValueError, KeyError, TypeError,
    AttributeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written: digest of the file (hexadecimal) and its bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was put back: when it was made (ISO, UTC) and how many files."""

    made: str
    files: int


def write_backup(settings: Settings, target: Path) -> Backup:
    """Write the data of ``settings`` into ``target``; other processes may go on working.

    Raises:
        NoIndexError: there is nothing to back up.
        StoreError: the database cannot be read or ``target`` cannot be written.
    """
    database = settings.data / FILE_NAME
    if not database.is_file():
        raise NoIndexError("no_index", f"Aucune donnée à sauvegarder dans « {settings.data} ».")
    finish_restore(settings.data)
    remove_leftovers(settings)
    partial = target.with_name(f".{target.name}.part")
    try:
        with working_folder(settings.data) as work:
            copies = {FILE_NAME: work / FILE_NAME}
            copy_database(database, copies[FILE_NAME])
            lists = settings.data / LISTS_NAME
            if lists.is_file():
                copies[LISTS_NAME] = work / LISTS_NAME
                copy_database(lists, copies[LISTS_NAME])
            files = _held({**_uploads(settings.uploads), **_copies(settings.web)}, work)
            _write_archive(partial, {**copies, **files})
        read_manifest(partial)
        made = Backup(_digest(partial), partial.stat().st_size)
        put_in_place(partial, target)
    except OSError as error:
        raise StoreError(
            "backup_failed",
            f"La sauvegarde n'a pas pu être écrite dans « {target} » : {reason(error)}.",
        ) from error
    except sqlite3.Error as error:
        raise StoreError(
            "damaged_store",
            f"Une base de « {settings.data} » ne peut pas être lue ({error}) : rien n'est "
            "sauvegardé. "
            "Lancez « repere doctor ».",
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return made


def restore_backup(settings: Settings, source: Path) -> Restored:
    """Put a backup in place of the data; a crash leaves the old data or the new.

    Raises:
        InputError: ``source`` is missing, damaged or no backup.
        StoreError: the data folder is in use.
    """
    if not source.is_file():
        raise InputError("backup_not_found", f"Ce fichier n'existe pas : « {source} ».")
    manifest = read_manifest(source)
    finish_restore(settings.data)
    remove_leftovers(settings)
    with WriterLock(settings.data), working_folder(settings.data) as work:
        inside = work / "data"
        inside.mkdir()
        _extract(source, manifest, inside)
        check_database(inside / FILE_NAME, MIGRATIONS)
        if LISTS_NAME in manifest.members:
            check_database(inside / LISTS_NAME, LISTS_MIGRATIONS)
        # A backup made before there were lists says nothing of them: those of the data stay.
        commit_restore(
            settings.data, inside, manifest.members,
            lists=manifest.format > 1, web=manifest.format > 2,
        )  # fmt: skip
    return Restored(manifest.made, len(manifest.members))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: name to SHA-256 of its members."""

    made: str
    members: Mapping[str, str]
    format: int = FORMAT


def read_manifest(source: Path) -> Manifest:
    """Check a whole backup: every member named, every digest right, nothing else in it.

    Raises:
        InputError: ``bad_backup``.
    """
    try:
        with tarfile.open(source, "r:gz") as archive:
            first = archive.next()
            if first is None or first.name != MANIFEST or first.size > 64 * CHUNK:
                raise _bad(source, "ce n'est pas une sauvegarde de Repère")
            value = json.loads(_member(archive, first).read())
            manifest = Manifest(str(value["made"]), dict(value["members"]), value["format"])
            if manifest.format not in FORMATS:
                raise _bad(source, "elle vient d'une version plus récente")
            seen = {item.name: _stream_digest(_member(archive, item)) for item in archive}
    except UNREADABLE as error:
        raise _bad(source, "elle est incomplète ou abîmée") from error
    seen.pop(MANIFEST, None)
    if seen != manifest.members or FILE_NAME not in seen or not all(map(_safe, seen)):
        raise _bad(source, "son contenu ne correspond pas à ses empreintes")
    return manifest


def _bad(source: Path, why: str) -> InputError:
    return InputError("bad_backup", f"La sauvegarde « {source} » est inutilisable : {why}.")


def _member(archive: tarfile.TarFile, item: tarfile.TarInfo) -> IO[bytes]:
    content = archive.extractfile(item) if item.isreg() else None
    if content is None:
        raise tarfile.TarError("not a plain file")
    return content


def _safe(name: str) -> bool:
    """Only the databases, plain files right under ``uploads/``, and under ``web/FOLDER/``."""
    parts = PurePosixPath(name).parts
    inside = DEPTH.get(parts[0] if parts else "") == len(parts) and ".." not in parts
    plain = inside and "\\" not in name and "/".join(parts) == name
    return name in (FILE_NAME, LISTS_NAME) or plain


def _uploads(folder: Path) -> dict[str, Path]:
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    plain = (path for path in files if path.is_file() and not path.name.startswith("."))
    return {f"{UPLOADS}/{path.name}": path for path in plain}


def _copies(folder: Path) -> dict[str, Path]:
    """Copies of pages, with what is kept of each list or site; nothing half written."""
    files = sorted(folder.glob("*/*"))
    plain = (path for path in files if path.is_file() and not path.is_symlink())
    return {
        f"{WEB}/{path.parent.name}/{path.name}": path
        for path in plain if not path.name.endswith(PARTIAL)
    }  # fmt: skip


def _held(files: Mapping[str, Path], work: Path) -> dict[str, Path]:
    """The files as they are now, whatever replaces or removes them while they are packed.

    They are only ever replaced as a whole: a second name is enough where the disk gives one.
    """
    held = {}
    for number, (name, path) in enumerate(files.items()):
        kept = work / f"fichier-{number}"
        try:
            kept.hardlink_to(path)
        except FileNotFoundError:
            continue  # removed since it was listed
        except OSError:
            try:
                shutil.copyfile(path, kept)
            except FileNotFoundError:
                continue
        held[name] = kept
    return held


def _write_archive(target: Path, members: Mapping[str, Path]) -> None:
    made = datetime.now(UTC).isoformat(timespec="seconds")
    digests = {name: _digest(path) for name, path in members.items()}
    manifest = json.dumps({"format": FORMAT, "made": made, "members": digests}).encode()
    with target.open("wb") as out:
        # No file name in the gzip header: no checksum covers it, so damage there goes unseen.
        with (
            gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=out, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w") as archive,
        ):
            head = tarfile.TarInfo(MANIFEST)
            head.size = len(manifest)
            archive.addfile(head, io.BytesIO(manifest))
            for name, path in members.items():
                archive.add(path, arcname=name, recursive=False)
        out.flush()
        os.fsync(out.fileno())


def _extract(source: Path, manifest: Manifest, folder: Path) -> None:
    (folder / UPLOADS).mkdir()
    with tarfile.open(source, "r:gz") as archive:
        for item in archive:
            if item.name not in manifest.members:
                continue
            (folder / item.name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / item.name).open("wb") as out:
                shutil.copyfileobj(_member(archive, item), out, CHUNK)
                out.flush()
                os.fsync(out.fileno())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return _stream_digest(file)


def _stream_digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
