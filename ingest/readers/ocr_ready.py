"""Whether scanned pages can be read on this machine."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache

LANGUAGE = "fra"


@lru_cache(maxsize=1)
def tesseract() -> str | None:
    """Path of tesseract when it is installed with the French language, else None."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        # The program that the system's own search path names.
        listed = subprocess.run(  # noqa: S603
            [program, "--list-langs"], capture_output=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return program if LANGUAGE.encode() in listed.stdout.split() else None
