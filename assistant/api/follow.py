"""The server follows its folders: what changes in them is indexed while it answers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.api.context import Context
from assistant.api.fault import ApiError
from assistant.watch import FolderWatch, follow
from ingest.errors import RepereError

_LOG = logging.getLogger("repere.follow")
STOP_S = 8.0  # what is not indexed by then is at the next start


@contextmanager
def following(context: Context) -> Iterator[None]:
    """Follow the folders of the server while the context lasts; not when set not to."""
    settings = context.settings
    if not settings.follow:
        yield
        return
    stop = threading.Event()
    watch = FolderWatch(lambda: settings.folders)

    def work() -> None:
        follow(watch, lambda: index_folders(context), stop.wait, settings.follow)

    thread = threading.Thread(target=work, name="repere-follow", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(STOP_S)


def index_folders(context: Context) -> bool:
    """Index what changed; False when it must be tried again: another work is under way."""
    try:
        context.work.begin("follow")
    except ApiError:
        return False
    folders = context.settings.folders
    try:
        report = context.work.run(lambda: context.service.ingest(folders, context.work.step))
    except RepereError as error:
        _LOG.warning("%s : %s", error.code, error.message)
        return error.code != "locked"
    except Exception as error:  # noqa: BLE001  (the edge of the thread: it must go on)
        _LOG.error("%s", type(error).__name__)
        return True
    _LOG.info(
        "Dossiers suivis : ajoutés %d, mis à jour %d, retirés %d, non lus %d",
        report.added, report.updated, report.removed, len(report.failed),
    )  # fmt: skip
    return True
