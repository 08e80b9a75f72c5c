"""Runs a command as someone who may not write, even where the tests run as the superuser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65_534


@contextmanager
def sealed(folder: Path) -> Iterator[None]:
    """A folder that nobody may write in, meanwhile."""
    inside = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    files = [path for path in folder.rglob("*") if path.is_file()]
    parents = [p for p in folder.parents if p.stat().st_uid == os.geteuid() and p.stat().st_mode]
    before = {path: path.stat().st_mode for path in (*inside, *files, *parents)}
    try:
        for path in parents:
            if before[path] & 0o111 != 0o111:
                path.chmod(before[path] | 0o111)
        for path in files:
            path.chmod(0o444)
        for path in inside:
            path.chmod(0o555)
        yield
    finally:
        for path, mode in before.items():
            path.chmod(mode)


def drop_rights() -> None:
    """From now on, this process may write only what anyone may."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run Python ``code``, which calls ``drop_rights`` once it has imported what it needs."""
    root = Path(__file__).resolve().parent.parent.parent
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True,
        cwd=root, timeout=120, check=False,
    )  # fmt: skip
