"""A backup put in place of the data: the old data or the new ones, never a mix.

What is restored is first written whole in a folder of its own. Naming that folder
``restore.ready`` is the moment of the change: from there on, whoever opens the data finishes
the work, however often it is cut short.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from assistant.database_files import release
from assistant.lists.schema import FILE_NAME as LISTS_NAME
from index.database import FILE_NAME
from index.writer_lock import WriterLock
from ingest.errors import StoreError
from ingest.whole import sync

READY = "restore.ready"
PLAN = "plan.json"
UPLOADS = "uploads"
WEB = "web"  # copies of pages, one folder for each list or site
INDEX = "index"


def commit_restore(
    data: Path, work: Path, members: Mapping[str, str], *, lists: bool, web: bool
) -> None:
    """Put what ``work`` holds in place of the data; the caller holds the writer lock.

    Args:
        work: a folder on the disk of the data, whose files are on that disk.
        members: names in the backup, those of the uploads under ``uploads/``, those of the
            copies of pages under ``web/``.
        lists, web: whether the backup speaks of the lists, and of copies of pages: then none
            in it means there are none.

    Raises:
        StoreError: ``data_in_use``, and nothing has changed.
    """
    release(data / FILE_NAME)
    release(data / LISTS_NAME)
    plan = {"members": sorted(members), "lists": lists, "web": web}
    (work / PLAN).write_text(json.dumps(plan), encoding="utf-8")
    sync(work / PLAN)
    for folder in (path for path in work.rglob("*") if path.is_dir()):
        sync(folder)
    sync(work)
    work.rename(data / READY)
    sync(data)
    _finish(data)


def finish_restore(data: Path) -> bool:
    """Finish a restoration that was cut short; whether there was one.

    Raises:
        StoreError: ``locked``, another process is at it; ``data_in_use``.
    """
    if not (data / READY).is_dir():
        return False
    with WriterLock(data):
        if not (data / READY).is_dir():
            return False
        _finish(data)
    return True


def _finish(data: Path) -> None:
    """Every step may be done again: what was moved is no longer there to move."""
    ready = data / READY
    plan = json.loads((ready / PLAN).read_text(encoding="utf-8"))
    members = set(plan["members"])
    try:
        _put_uploads(ready / UPLOADS, data / UPLOADS, members)
        if plan.get("web"):
            _put_copies(ready / WEB, data / WEB, members)
        if plan["lists"] and LISTS_NAME not in members:
            release(data / LISTS_NAME)
            (data / LISTS_NAME).unlink(missing_ok=True)
        for name in (LISTS_NAME, FILE_NAME):
            if (ready / name).is_file():
                release(data / name)
                (ready / name).replace(data / name)
        sync(data)
        # A cache of the former database; made again at the next opening.
        shutil.rmtree(data / INDEX, ignore_errors=True)
        _remove(ready)
        sync(data)
    except OSError as error:
        raise StoreError(
            "restore_unfinished",
            f"La restauration dans « {data} » n'est pas finie ({error.strerror}). Vérifiez "
            "l'espace du disque et les droits du dossier : elle reprendra au prochain démarrage.",
        ) from error


def _remove(ready: Path) -> None:
    """The plan goes last: without it, the folder could not be finished."""
    for path in ready.iterdir():
        if path.name != PLAN:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    gone = ready.with_name(f".{READY}.done")
    shutil.rmtree(gone, ignore_errors=True)
    ready.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def _put_uploads(source: Path, target: Path, members: set[str]) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir() if source.is_dir() else ():
        path.replace(target / path.name)
    for path in target.iterdir():
        kept = f"{UPLOADS}/{path.name}" in members or path.name.startswith(".")
        if path.is_file() and not kept:
            path.unlink()
    sync(target)


def _put_copies(source: Path, target: Path, members: set[str]) -> None:
    """Each copy of a site as a whole; one that the backup does not know goes."""
    target.mkdir(parents=True, exist_ok=True)
    known = {name.split("/")[1] for name in members if name.startswith(f"{WEB}/")}
    for folder in target.iterdir():
        if folder.name not in known and folder.is_dir():
            shutil.rmtree(folder)
    for folder in source.iterdir() if source.is_dir() else ():
        shutil.rmtree(target / folder.name, ignore_errors=True)
        folder.rename(target / folder.name)
    sync(target)
