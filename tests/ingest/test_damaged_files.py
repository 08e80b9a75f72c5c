"""Damaged files of every format: read, or refused clearly; never a crash, never a hang."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from fuzzing import LIMITS, damaged, outcome, seeds

from ingest.readers.sandbox import Sandbox

SEEDS = seeds()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as running:
        yield running


@pytest.mark.parametrize("suffix", sorted(SEEDS))
def test_a_sound_file_is_read(sandbox: Sandbox, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(SEEDS[suffix])
    assert outcome(sandbox, path) == "read"


@pytest.mark.parametrize("suffix", sorted(SEEDS))
def test_damaged_files_are_read_or_refused(sandbox: Sandbox, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    for number in range(12):
        path.write_bytes(damaged(SEEDS[suffix], random.Random(number)))
        found = outcome(sandbox, path)
        assert found.islower(), f"{number}: {found}"
