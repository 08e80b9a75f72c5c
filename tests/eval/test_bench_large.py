"""The bench of large indexes: what it builds is what it measures, the same each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.bench import large
from index import semantic
from index.encoder import HashEncoder


def test_vectors_of_a_seed_are_the_same_and_gather() -> None:
    subjects = large.Subjects()
    rows: NDArray[np.float32] = subjects.drawn(300, 1)
    assert np.array_equal(rows, large.Subjects().drawn(300, 1))
    assert np.abs(np.linalg.norm(rows, axis=1) - 1).max() < 1e-5
    cosines = rows @ rows.T
    others = cosines[~np.eye(len(rows), dtype=bool)]
    assert 0.5 < others.mean() < 0.75  # as those of a model: far from 0
    assert others.max() > others.mean() + 0.1


@pytest.mark.slow
def test_recall_and_waits_are_told_for_each_filter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(semantic, "LARGE", 1_000)
    monkeypatch.setattr(large, "QUESTIONS", 8)
    monkeypatch.setattr(large, "load_encoder", lambda _name, _data: HashEncoder())
    built = large.build(2_000, tmp_path)
    assert built["passages"] == 2_000
    told: dict[str, Any] = large.measure(2_000, tmp_path, tmp_path)
    for name in ("all", "year", "document"):
        assert told[name]["recall_at_10"] >= 0.97
        assert told[name]["hybrid"]["p95"] >= told[name]["hybrid"]["p50"] > 0
    assert told["resident_mb"] >= told["own_mb"] > 0
