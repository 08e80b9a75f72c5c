"""Files written beside a result; a folder that refuses is told, and is no crash."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from eval import wording


def save(folder: Path, files: Mapping[str, str]) -> bool:
    """Write files in ``folder``, made when absent; whether all are written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", errors="replace", newline="")
    except OSError as error:
        message = wording.UNWRITABLE.format(path=folder, reason=error.strerror)
        print(message, file=sys.stderr)
        return False
    print(wording.SAVED.format(folder=folder), file=sys.stderr)
    return True


def save_file(path: Path, text: str) -> bool:
    """Write one file; whether it is written."""
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        print(wording.UNWRITABLE.format(path=path, reason=error.strerror), file=sys.stderr)
        return False
    print(wording.BASELINE_SAVED.format(path=path), file=sys.stderr)
    return True
