"""The files of the journal: one line added, lines read, lines taken out for good.

One JSON value a line. Whoever writes holds a lock of the operating system on the data folder's
``journal.lock``, so that two processes (a server, the command line) lose nothing of each other.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.reasons import reason
from ingest.errors import StoreError
from ingest.whole import sync, write_whole

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)


FEEDBACK, QUESTIONS = "feedback.jsonl", "questions.jsonl"
FILES = (FEEDBACK, QUESTIONS)
LOCK = "journal.lock"

Line = Mapping[str, object]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the one writer of the journal of a folder; waits for the other."""
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(handle)
        yield
    finally:
        os.close(handle)


def append(path: Path, value: Line) -> None:
    """Add one line, on the disk before this returns; after a line cut short, on its own.

    Raises:
        OSError: the folder or the disk refuses.
    """
    line = (json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8", "replace")
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    with alone(path.parent), path.open("a+b") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            line = line if file.read(1) == b"\n" else b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    if new:
        sync(path.parent)


def entries(path: Path) -> Iterator[Line]:
    """Lines of a file, oldest first; one that was cut short is left out."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    for line in text.split("\n"):
        value = _value(line)
        if value is not None:
            yield value


def erase(data: Path, conversation: str) -> int:
    """Take a conversation out of the journal.

    Returns:
        Lines taken out.

    Raises:
        StoreError: ``journal_not_changed``; nothing was lost.
    """
    return _drop(data, lambda line: line.get("conversation_id") == conversation)


def prune(data: Path, days: int, now: datetime | None = None) -> int:
    """Take out what is older than ``days``; 0 keeps everything. A line with no date goes too.

    Returns:
        Lines taken out.

    Raises:
        StoreError: ``journal_not_changed``; nothing was lost.
    """
    if days <= 0:
        return 0
    oldest = (now or datetime.now(UTC)) - timedelta(days=days)
    return _drop(data, lambda line: _older(line, oldest))


def _drop(data: Path, unwanted: Callable[[Line], bool]) -> int:
    try:
        if not any((data / name).is_file() for name in FILES):
            return 0
        with alone(data):
            return sum(_rewrite(data / name, unwanted) for name in FILES)
    except OSError as error:
        raise StoreError(
            "journal_not_changed",
            f"Le journal n’a pas pu être modifié : {reason(error)}. Vérifiez l’espace du disque "
            "et les droits du dossier de données.",
        ) from error


def _rewrite(path: Path, unwanted: Callable[[Line], bool]) -> int:
    """Write a file again without some lines, whole or not at all; how many went.

    A line that cannot be read goes too, with the first line that does: it says nothing.
    """
    if not path.is_file():
        return 0
    lines = [line for line in path.read_text("utf-8", "replace").split("\n") if line]
    values = [_value(line) for line in lines]
    kept = [
        line
        for line, value in zip(lines, values, strict=True)
        if value is not None and not unwanted(value)
    ]
    if len(kept) == len(lines):
        return 0
    write_whole(path, (f"{line}\n".encode("utf-8", "replace") for line in kept))
    return sum(value is not None and unwanted(value) for value in values)


def _older(line: Line, oldest: datetime) -> bool:
    try:
        at = datetime.fromisoformat(str(line.get("at")))
    except ValueError:
        return True
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) < oldest


def _value(line: str) -> Line | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
