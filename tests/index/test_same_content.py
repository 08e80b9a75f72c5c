"""Moved, renamed and copied files: known by their content, never read nor counted twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.build import Indexer
from index.encoder import HashEncoder
from index.update import Changes, update
from ingest.records import Document, Page, RawDocument

SUFFIXES = frozenset({".txt", ".md"})
CLUB = "Le club compte 12 membres. Il se réunit au centre communautaire."
POOL = "La piscine est ouverte en mai 2020. Elle ferme en septembre."


class Bench:
    """A data folder, and what was read at the last update."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.read: list[str] = []

    def bring(self, *paths: Path) -> Changes:
        self.read = []
        with Indexer(self.data, HashEncoder(), code="1") as indexer:
            changes = update(indexer, paths, self._read, SUFFIXES)
            self.held = {one.source: one for one in indexer.store.documents()}
        return changes

    def _read(self, path: Path) -> RawDocument:
        self.read.append(path.name)
        return RawDocument((Page(1, path.read_text("utf-8")),), False)

    def document(self) -> Document:
        (only,) = self.held.values()
        return only


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "corpus"
    (made / "sous").mkdir(parents=True)
    (made / "club.txt").write_text(CLUB, "utf-8")
    return made


def test_a_moved_file_keeps_its_identifier_and_is_not_read(bench: Bench, folder: Path) -> None:
    bench.bring(folder)
    before = bench.document()
    (folder / "club.txt").rename(folder / "sous" / "club.txt")
    changes = bench.bring(folder)
    after = bench.document()
    assert (changes.added, changes.removed, changes.unchanged, changes.moved) == (0, 0, 1, 1)
    assert (after.id, after.source, bench.read) == (before.id, "sous/club.txt", [])


def test_a_renamed_file_is_not_read_unless_its_name_tells(bench: Bench, folder: Path) -> None:
    bench.bring(folder)
    before = bench.document()
    (folder / "club.txt").rename(folder / "amis.txt")
    assert bench.bring(folder).moved == 1
    assert (bench.document().id, bench.read) == (before.id, [])
    (folder / "amis.txt").rename(folder / "amis-2019.txt")
    changes = bench.bring(folder)
    assert (changes.updated, changes.moved, bench.read) == (1, 0, ["amis-2019.txt"])
    assert (bench.document().id, bench.document().year) == (before.id, "2019")


def test_a_file_renamed_to_another_format_is_read_as_that_format(
    bench: Bench, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Indexer, "code_of", lambda self, source: Path(source).suffix)
    bench.bring(folder)
    before = bench.document()
    (folder / "club.txt").rename(folder / "club.md")
    changes = bench.bring(folder)
    assert (changes.updated, changes.moved, bench.read) == (1, 0, ["club.md"])
    assert (bench.document().id, bench.bring(folder).unchanged) == (before.id, 1)


def test_code_of_another_format_is_no_reason_to_read_again(
    bench: Bench, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = {".txt": "1", ".md": "1"}
    monkeypatch.setattr(Indexer, "code_of", lambda self, name: versions[Path(name).suffix])
    (folder / "piscine.md").write_text(POOL, "utf-8")
    assert bench.bring(folder).added == 2
    versions[".md"] = "2"
    changes = bench.bring(folder)
    assert (changes.updated, changes.unchanged, bench.read) == (1, 1, ["piscine.md"])


def test_a_new_file_may_take_the_place_of_a_moved_one(bench: Bench, folder: Path) -> None:
    bench.bring(folder)
    (folder / "club.txt").rename(folder / "sous" / "club.txt")
    bench.bring(folder)
    (folder / "club.txt").write_text(POOL, "utf-8")
    changes = bench.bring(folder)
    assert (changes.added, changes.unchanged) == (1, 1)
    assert sorted(bench.held) == ["club.txt", "sous/club.txt"]
    assert len({one.id for one in bench.held.values()}) == 2
    assert bench.bring(folder).unchanged == 2


def test_a_copy_is_told_and_left_aside_until_the_first_goes(bench: Bench, folder: Path) -> None:
    shutil.copy(folder / "club.txt", folder / "copie.txt")
    changes = bench.bring(folder)
    assert (changes.added, changes.failed) == (1, [])
    (told,) = changes.skipped
    assert (told.source, told.code) == ("copie.txt", "same_content")
    assert "« club.txt »" in told.message
    (folder / "club.txt").unlink()
    changes = bench.bring(folder)
    assert (changes.removed, changes.moved, list(bench.held)) == (0, 1, ["copie.txt"])


def test_the_same_folder_elsewhere_adds_nothing(bench: Bench, folder: Path, tmp_path: Path) -> None:
    bench.bring(folder)
    before = bench.document()
    second = tmp_path / "second"
    shutil.copytree(folder, second)
    changes = bench.bring(second)
    assert ([one.code for one in changes.skipped], changes.added) == (["same_content"], 0)
    shutil.rmtree(folder)
    changes = bench.bring(second)
    assert (changes.moved, bench.document().id) == (1, before.id)
    assert bench.document().root == str(second)


def test_a_folder_and_the_one_above_it_hold_the_same_file_once(bench: Bench, folder: Path) -> None:
    (folder / "club.txt").rename(folder / "sous" / "club.txt")
    bench.bring(folder / "sous")
    before = bench.document()
    changes = bench.bring(folder)
    assert (changes.unchanged, changes.skipped, bench.read) == (1, [], [])
    assert (bench.document().id, bench.document().source) == (before.id, "sous/club.txt")
    bench.bring(folder / "sous" / "club.txt")
    assert bench.document().id == before.id


def test_a_file_that_becomes_a_copy_leaves_the_index(bench: Bench, folder: Path) -> None:
    (folder / "pool.txt").write_text(POOL, "utf-8")
    bench.bring(folder)
    (folder / "pool.txt").write_text(CLUB, "utf-8")
    changes = bench.bring(folder)
    assert (changes.removed, [one.code for one in changes.skipped]) == (1, ["same_content"])
    assert list(bench.held) == ["club.txt"]


def test_two_files_that_trade_places_are_both_held(bench: Bench, folder: Path) -> None:
    (folder / "pool.txt").write_text(POOL, "utf-8")
    bench.bring(folder)
    (folder / "pool.txt").write_text(CLUB, "utf-8")
    (folder / "club.txt").write_text(POOL, "utf-8")
    bench.bring(folder)
    bench.bring(folder)
    with Indexer(bench.data, HashEncoder(), code="1") as indexer:
        texts = {d.source: indexer.store.page(d.id, 1).text for d in bench.held.values()}
    assert texts == {"pool.txt": CLUB, "club.txt": POOL}
