"""One writer per data folder, held by the operating system: a killed writer frees it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType

from ingest.errors import StoreError

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class WriterLock:
    """The right to write in a data folder; taken by ``acquire``, freed by ``release``."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "writer.lock"
        self._handle: int | None = None

    def acquire(self) -> WriterLock:
        """Take the lock.

        Raises:
            StoreError: ``locked``, another process writes; ``unusable_folder``.
        """
        if self._handle is not None:
            raise RuntimeError("this lock is already held")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(
                "unusable_folder",
                f"Le dossier de données « {self._path.parent} » n'est pas accessible en écriture "
                f"({error.strerror}). Vérifiez ses droits, ou choisissez-en un autre avec --data.",
            ) from error
        try:
            _take(handle)
        except OSError as error:
            os.close(handle)
            raise StoreError(
                "locked",
                f"Un autre processus de Repère écrit déjà dans « {self._path.parent} ». Attendez "
                "qu'il ait fini, ou choisissez un autre dossier avec --data.",
            ) from error
        self._handle = handle
        return self

    def release(self) -> None:
        """Free the lock; nothing when it is not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> WriterLock:
        return self if self._handle is not None else self.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
