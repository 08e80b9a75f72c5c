"""A generation is whole or absent, and the store mends it."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_corpus import make_extract, yearly_reports

from index import generation
from index.build import Indexer
from index.encoder import HashEncoder
from index.generation import current_manifest, current_name, load_current
from index.search import Searcher
from index.writer_lock import WriterLock
from ingest.errors import StoreError

ENCODER = HashEncoder(64)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with Indexer(tmp_path, ENCODER, code="1") as indexer:
        for extract in yearly_reports():
            indexer.apply(extract)
        indexer.commit()
    return tmp_path


def total(data: Path) -> int:
    searcher = Searcher(data, ENCODER)
    try:
        return searcher.search("réseau").total
    finally:
        searcher.close()


def test_the_manifest_says_what_was_built(data: Path) -> None:
    manifest = current_manifest(data)
    assert manifest is not None
    assert (manifest.number, manifest.passages, manifest.encoder) == (1, 7, "hash-64")
    loaded = load_current(data)
    assert loaded is not None
    assert len(loaded[1].lexical) == len(loaded[1].semantic) == 7


def test_a_commit_without_change_writes_nothing(data: Path) -> None:
    with Indexer(data, ENCODER, code="1") as indexer:
        assert indexer.commit().number == 1
        indexer.apply(make_extract("x", ("nouveau",)))
        assert indexer.commit().number == 2
    assert sorted(p.name for p in (data / "index").iterdir()) == ["CURRENT", "gen-2"]


@pytest.mark.parametrize(
    "file", ["semantic.faiss", "vocabulary.json", "manifest.json", "lexical/meta.json"]
)
@pytest.mark.parametrize("damage", ["absent", "cut", "empty"])
def test_a_damaged_generation_is_made_again_from_the_store(
    data: Path, file: str, damage: str
) -> None:
    path = data / "index" / "gen-1" / file
    whole = path.read_bytes()
    path.unlink() if damage == "absent" else path.write_bytes(
        whole[: len(whole) // 2] if damage == "cut" else b""
    )
    assert load_current(data) is None
    assert total(data) == 7
    assert current_name(data) == "gen-2"


@pytest.mark.parametrize("content", [b"", b"gen-9\n", b"../../etc\n", b"\xff\xfe"])
def test_a_pointer_to_nothing_is_mended(data: Path, content: bytes) -> None:
    (data / "index" / "CURRENT").write_bytes(content)
    assert total(data) == 7
    assert load_current(data) is not None


def test_unfinished_generations_are_swept(data: Path) -> None:
    (data / "index" / "gen-8.tmp").mkdir()
    (data / "index" / "gen-7").mkdir()
    with Indexer(data, ENCODER, code="1") as indexer:
        indexer.remove("guide")
        assert indexer.commit().number == 9
    assert sorted(p.name for p in (data / "index").iterdir()) == ["CURRENT", "gen-9"]


def test_a_change_without_commit_is_found_when_opened(data: Path) -> None:
    with Indexer(data, ENCODER, code="1") as indexer:
        indexer.remove("guide")
    assert total(data) == 6
    manifest = current_manifest(data)
    assert manifest is not None
    assert (manifest.number, manifest.passages) == (2, 6)


def test_while_another_writes_the_older_generation_serves(data: Path) -> None:
    with Indexer(data, ENCODER, code="1") as indexer:
        indexer.remove("guide")
        assert total(data) == 6
        assert current_name(data) == "gen-1"


def test_without_a_generation_and_while_another_writes_it_is_made_in_memory(data: Path) -> None:
    (data / "index" / "CURRENT").unlink()
    with WriterLock(data):
        assert total(data) == 7
        assert current_name(data) is None


def test_other_analysis_code_makes_the_index_again(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation, "analysis_fingerprint", lambda: "newer")
    assert load_current(data) is None
    assert total(data) == 7
    assert current_name(data) == "gen-2"


def test_a_failed_swap_leaves_the_older_generation(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(home: Path, name: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(generation, "_point_to", full_disk)
    with Indexer(data, ENCODER, code="1") as indexer:
        indexer.apply(make_extract("x", ("nouveau",)))
        with pytest.raises(StoreError, match="espace du disque"):
            indexer.commit()
    assert current_name(data) == "gen-1"
    loaded = load_current(data)
    assert loaded is not None
    assert loaded[0].passages == 7


def test_two_writers_are_refused_clearly(data: Path) -> None:
    with Indexer(data, ENCODER, code="1"):
        with pytest.raises(StoreError, match="écrit déjà dans"):
            Indexer(data, ENCODER, code="1")
        with pytest.raises(StoreError, match="écrit déjà dans"):
            WriterLock(data).acquire()
    WriterLock(data).acquire().release()
