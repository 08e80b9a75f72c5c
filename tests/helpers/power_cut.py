"""What a power cut may do that a kill cannot: take back, or spoil, what was not on the disk yet.

``settled`` is told of a folder when all that was acknowledged is on its disk; ``cut`` then takes
from what came after it as much as chance says.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

LOGS = ("feedback.jsonl",)
DATABASES = ("repere.sqlite3", "lists.sqlite3")
HALF = (".part", ".tmp")


def settled(data: Path) -> str:
    """Sizes of the files that grow, as text: nothing before them may be lost."""
    held: dict[str, Any] = {name: _size(data / name) for name in LOGS}
    for name in DATABASES:
        log = data / f"{name}-wal"
        held[name] = [_size(log), _salt(log), _time(data / name)]
    return json.dumps(held)


def cut(data: Path, told: str, random: Random) -> int:
    """Tear what came after ``settled``; how many files were."""
    held, torn = json.loads(told), 0
    for name in LOGS:
        torn += _tear(data / name, held[name], random)
    for name in DATABASES:
        log = data / f"{name}-wal"
        size, salt, time = held[name]
        # Once a log is folded into its database, all of it was on the disk.
        if _salt(log) == salt and _time(data / name) == time:
            torn += _tear(log, size, random)
    # What has a second name was on the disk under the first.
    for path in sorted(p for p in data.rglob("*") if p.is_file() and p.stat().st_nlink == 1):
        names = path.relative_to(data).parts
        if any(name.endswith(HALF) or name.startswith(".backup-") for name in names):
            torn += _tear(path, 0, random)
    return torn


def _tear(path: Path, kept: int, random: Random) -> int:
    """Cut a file anywhere after ``kept``, and fill the end of what is left with anything."""
    size = _size(path)
    if size <= kept:
        return 0
    content = bytearray(path.read_bytes()[: random.randint(kept, size)])
    if len(content) > kept and path.name not in LOGS:
        start = random.randrange(kept, len(content))
        content[start:] = random.randbytes(len(content) - start)
    path.write_bytes(content)
    return 1


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _time(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0


def _salt(log: Path) -> str:
    """What changes each time a log begins again."""
    return log.read_bytes()[16:24].hex() if log.is_file() else ""
