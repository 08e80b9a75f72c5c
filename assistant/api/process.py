"""What this process holds of the machine: memory, open files, threads (Linux; else nothing)."""

from __future__ import annotations

import os
from pathlib import Path

PROC = Path("/proc/self")


def process_gauges() -> tuple[tuple[str, float], ...]:
    """Resident bytes, open file handles and threads, by their usual Prometheus names."""
    try:
        pages = int((PROC / "statm").read_text(encoding="ascii").split()[1])
        handles = len(os.listdir(PROC / "fd"))  # noqa: PTH208  (each entry is only counted)
        threads = len(os.listdir(PROC / "task"))  # noqa: PTH208
    except (OSError, ValueError, IndexError):
        return ()
    return (
        ("process_resident_memory_bytes", float(pages * os.sysconf("SC_PAGE_SIZE"))),
        ("process_open_fds", float(handles)),
        ("process_threads", float(threads)),
    )
