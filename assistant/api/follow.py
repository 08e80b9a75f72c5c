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


class Follower:
    """Follows the folders of a server on a thread of its own; not when it is set not to."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._stop = threading.Event()
        self._watch: FolderWatch | None = None
        self._thread: threading.Thread | None = None

    def look(self) -> None:
        """What changes from now on is to be indexed, even while the first pass is under way."""
        settings = self._context.settings
        if settings.follow:
            self._watch = FolderWatch(lambda: settings.folders)

    def begin(self) -> None:
        """Index what has changed since `look`, and what changes, until the end."""
        if self._watch is not None:
            self._thread = threading.Thread(
                target=self._work, args=(self._watch,), name="repere-follow", daemon=True
            )
            self._thread.start()

    def end(self) -> None:
        """Stop, once the indexing under way is done or ``STOP_S`` have passed."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(STOP_S)

    def _work(self, watch: FolderWatch) -> None:
        context = self._context
        follow(watch, lambda: index_folders(context), self._stop.wait, context.settings.follow)


@contextmanager
def following(context: Context) -> Iterator[Follower]:
    """What follows the folders of the server, ended with the context."""
    follower = Follower(context)
    try:
        yield follower
    finally:
        follower.end()


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
