"""The FAISS index against the full product, and on vectors of known cosine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index import semantic, semantic_lists
from index.semantic import SemanticIndex
from ingest.errors import StoreError


def unit(*values: float) -> NDArray[np.float32]:
    vector = np.asarray(values, dtype=np.float64)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def ids(*values: int) -> NDArray[np.int64]:
    return np.asarray(values, dtype=np.int64)


def full_product(
    numbers: NDArray[np.int64],
    vectors: NDArray[np.float32],
    query: NDArray[np.float32],
    k: int,
    allowed: NDArray[np.int64] | None,
) -> list[tuple[int, float]]:
    kept = [
        (int(number), float((vector.astype(np.float64) * query).sum()))
        for number, vector in zip(numbers, vectors, strict=True)
        if allowed is None or number in allowed
    ]
    return sorted(kept, key=lambda pair: (-pair[1], pair[0]))[:k]


def test_scores_are_cosines_and_the_nearest_comes_first() -> None:
    # Against (1, 0): itself 1, at 60 degrees 0.5, at a right angle 0, opposite -1.
    vectors = np.stack([unit(0, 1), unit(1, 3**0.5), unit(-1, 0), unit(1, 0)])
    found = SemanticIndex.build(ids(10, 20, 30, 40), vectors).search(unit(1, 0), 4)
    assert [number for number, _ in found] == [40, 20, 10, 30]
    assert [score for _, score in found] == pytest.approx([1.0, 0.5, 0.0, -1.0], abs=1e-6)


def test_equal_scores_are_ordered_by_id_even_across_the_cut() -> None:
    count = 3000
    numbers = np.random.default_rng(1).permutation(count).astype(np.int64)
    vectors = np.tile(unit(3, 4, 12), (count, 1))
    found = SemanticIndex.build(numbers, vectors).search(unit(1, 1, 1), 5)
    assert [number for number, _ in found] == [0, 1, 2, 3, 4]
    assert len({score for _, score in found}) == 1


@st.composite
def searches(
    draw: st.DrawFn,
) -> tuple[
    NDArray[np.int64],
    NDArray[np.float32],
    NDArray[np.float32],
    int,
    NDArray[np.int64] | None,
]:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count, dim = draw(st.integers(0, 60)), draw(st.integers(1, 24))
    numbers = rng.choice(10_000, size=count, replace=False).astype(np.int64) - 5_000
    # Few distinct coordinates, so that equal vectors and equal scores are frequent.
    raw = rng.integers(-2, 3, size=(count + 1, dim)).astype(np.float64)
    raw[(raw == 0).all(axis=1)] = 1.0
    rows = (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)
    allowed = None
    if draw(st.booleans()):
        some = rng.choice(numbers, size=count // 3) if count else numbers
        allowed = np.concatenate([some, ids(99_999, -99_999)])
    return numbers, rows[:-1], rows[-1], draw(st.integers(0, 70)), allowed


@settings(max_examples=150, deadline=None)
@given(searches())
def test_it_finds_what_the_full_product_finds(
    case: tuple[
        NDArray[np.int64],
        NDArray[np.float32],
        NDArray[np.float32],
        int,
        NDArray[np.int64] | None,
    ],
) -> None:
    numbers, vectors, query, k, allowed = case
    found = SemanticIndex.build(numbers, vectors).search(query, k, allowed)
    assert found == full_product(numbers, vectors, query, k, allowed)


def test_a_selective_filter_loses_nothing_among_many() -> None:
    rng = np.random.default_rng(7)
    raw = rng.normal(size=(5000, 64))
    vectors = (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)
    numbers = np.arange(5000, dtype=np.int64) * 3 + 1
    allowed = rng.choice(numbers, size=40, replace=False)
    index = SemanticIndex.build(numbers, vectors)
    found = index.search(vectors[0], 10, allowed)
    expected = full_product(numbers, vectors, vectors[0], 10, allowed)
    assert [number for number, _ in found] == [number for number, _ in expected]


def test_no_allowed_id_and_no_vector_give_no_hit() -> None:
    index = SemanticIndex.build(ids(1), np.stack([unit(1, 0)]))
    assert index.search(unit(1, 0), 5, ids()) == []
    assert index.search(unit(1, 0), 5, ids(2, 3)) == []
    assert index.search(unit(1, 0), 0) == []
    empty = SemanticIndex.build(ids(), np.empty((0, 2), dtype=np.float32))
    assert len(empty) == 0
    assert empty.search(unit(1, 0), 5) == []
    assert empty.search(unit(1, 0), 5, ids(1)) == []


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    vectors = np.stack([unit(1, 2, 3), unit(3, 2, 1), unit(-1, 0, 5)])
    index = SemanticIndex.build(ids(7, -2, 5), vectors)
    index.save(tmp_path / "vectors.npz")
    loaded = SemanticIndex.load(tmp_path / "vectors.npz")
    assert loaded.ids.tolist() == [-2, 5, 7]
    assert loaded.search(unit(1, 1, 1), 3) == index.search(unit(1, 1, 1), 3)
    assert [path.name for path in tmp_path.iterdir()] == ["vectors.npz"]


def test_an_empty_index_can_be_saved(tmp_path: Path) -> None:
    SemanticIndex.build(ids(), np.empty((0, 8), dtype=np.float32)).save(tmp_path / "v.npz")
    loaded = SemanticIndex.load(tmp_path / "v.npz")
    assert (len(loaded), loaded.dim) == (0, 8)


@pytest.mark.parametrize("harm", ["absent", "empty", "cut", "flipped", "text"])
def test_a_damaged_file_is_refused(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "v.npz"
    SemanticIndex.build(ids(1, 2), np.stack([unit(1, 0), unit(0, 1)])).save(path)
    content = bytearray(path.read_bytes())
    flipped = bytearray(content)
    flipped[content.index(unit(1, 0).tobytes()) + 3] ^= 0x01
    damaged = {"empty": bytearray(), "cut": content[:-40], "flipped": flipped}
    damaged["text"] = bytearray(b"bonjour" * 9)
    path.unlink()
    if harm != "absent":
        path.write_bytes(damaged[harm])
    with pytest.raises(StoreError, match="repere ingest") as caught:
        SemanticIndex.load(path)
    assert caught.value.code == "semantic_index_damaged"


def test_misuse_is_told() -> None:
    two = np.stack([unit(1, 0), unit(0, 1)])
    with pytest.raises(ValueError, match="given twice"):
        SemanticIndex.build(ids(4, 4), two)
    with pytest.raises(ValueError, match="do not number"):
        SemanticIndex.build(ids(4), two)
    with pytest.raises(ValueError, match="length 1"):
        SemanticIndex.build(ids(1, 2), two * 2)
    with pytest.raises(ValueError, match="length 1"):
        SemanticIndex.build(ids(1, 2), two * np.float32("nan"))
    with pytest.raises(ValueError, match=r"shape \(2,\) was expected"):
        SemanticIndex.build(ids(1, 2), two).search(unit(1, 0, 0), 1)


def gathered(count: int, dim: int = 24) -> NDArray[np.float32]:
    """Vectors around 40 subjects, as those of a model gather."""
    chance = np.random.default_rng(5)
    centres = chance.standard_normal((40, dim)) * 1.5
    rows = centres[chance.integers(0, 40, count)] + chance.standard_normal((count, dim))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> tuple[SemanticIndex, NDArray[np.float32]]:
    """6 000 vectors in lists, their ids the multiples of three."""
    monkeypatch.setattr(semantic, "LARGE", 5_000)
    monkeypatch.setattr(semantic_lists, "EXACT", 300)
    vectors = gathered(6_100)
    return SemanticIndex.build(np.arange(6_000) * 3, vectors[:6_000]), vectors


def recall(
    index: SemanticIndex, vectors: NDArray[np.float32], allowed: NDArray[np.int64] | None
) -> float:
    shares, kept = [], index.ids if allowed is None else allowed
    for query in vectors[6_000:]:
        near = np.argsort(-(vectors[kept // 3] @ query), kind="stable")[:10]
        best = set(kept[near].tolist())
        found = index.search(query, 10, allowed)
        assert len(found) == 10
        assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
        shares.append(len(best & {number for number, _ in found}) / 10)
    return float(np.mean(shares))


def test_a_large_index_finds_nearly_all_of_the_nearest_with_exact_scores(
    large: tuple[SemanticIndex, NDArray[np.float32]],
) -> None:
    index, vectors = large
    assert recall(index, vectors, None) >= 0.97
    number, score = index.search(vectors[6_000], 1)[0]
    assert score == float((vectors[number // 3].astype(np.float64) * vectors[6_000]).sum())


@pytest.mark.parametrize("kept", [6_000, 1_000, 301, 40])
def test_a_large_index_keeps_its_recall_under_a_filter(
    large: tuple[SemanticIndex, NDArray[np.float32]], kept: int
) -> None:
    index, vectors = large
    allowed = np.sort(np.random.default_rng(kept).permutation(6_000)[:kept]) * 3
    found = [number for number, _ in index.search(vectors[6_001], 30, allowed)]
    assert set(found) <= set(allowed.tolist())
    assert recall(index, vectors, allowed) >= 0.97


def test_a_large_index_is_the_same_once_saved_and_read(
    large: tuple[SemanticIndex, NDArray[np.float32]], tmp_path: Path
) -> None:
    index, vectors = large
    index.save(tmp_path / "semantic.faiss")
    read = SemanticIndex.load(tmp_path / "semantic.faiss")
    assert (len(read), read.dim) == (6_000, 24)
    for query in vectors[6_000:6_020]:
        assert read.search(query, 10) == index.search(query, 10)
    (tmp_path / "lists.faiss").unlink()
    with pytest.raises(StoreError) as refused:
        SemanticIndex.load(tmp_path / "semantic.faiss")
    assert refused.value.code == "semantic_index_damaged"
