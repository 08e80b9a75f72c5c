"""An index brought in step with a folder: only what changed is read again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import Indexer
from index.encoder import HashEncoder
from index.update import Changes, update
from ingest import pipeline
from ingest.errors import ReadFailure
from ingest.records import Page, RawDocument

SUFFIXES = frozenset({".txt"})


class Reader:
    """Reads text files and remembers which."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, path: Path) -> RawDocument:
        self.read.append(path.name)
        text = path.read_text("utf-8")
        if text.startswith("BROKEN"):
            raise ReadFailure("broken", "Le fichier est abîmé.")
        picture = Page(2, "", needs_ocr=True)
        return RawDocument((Page(1, text), *([picture] if text == "SCAN" else [])), False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "corpus"
    made.mkdir()
    (made / "a.txt").write_text("Le club compte 12 membres.", "utf-8")
    (made / "b.txt").write_text("La piscine est ouverte en mai 2020.", "utf-8")
    return made


Step = Callable[[], tuple[Changes, list[str], list[str]]]


@pytest.fixture
def bring(tmp_path: Path, folder: Path) -> Step:
    """Update the index: what changed, the files read, the documents held."""

    def run() -> tuple[Changes, list[str], list[str]]:
        reader = Reader()
        with Indexer(tmp_path / "data", HashEncoder(), code="1") as indexer:
            changes = update(indexer, [folder], reader, SUFFIXES)
            held = sorted(one.source for one in indexer.store.documents())
        return changes, reader.read, held

    return run


def counts(changes: Changes) -> tuple[int, int, int, int, int]:
    return (changes.added, changes.updated, changes.unchanged, changes.removed, len(changes.failed))


def test_unchanged_files_are_not_read_again(bring: Step, folder: Path) -> None:
    changes, read, held = bring()
    assert (counts(changes), read, held) == (
        (2, 0, 0, 0, 0), ["a.txt", "b.txt"], ["a.txt", "b.txt"],
    )  # fmt: skip
    changes, read, _ = bring()
    assert (counts(changes), read) == ((0, 0, 2, 0, 0), [])
    (folder / "a.txt").write_text("Le club compte 15 membres.", "utf-8")
    changes, read, _ = bring()
    assert (counts(changes), read) == ((0, 1, 1, 0, 0), ["a.txt"])


def test_a_deleted_file_leaves_the_index(bring: Step, folder: Path) -> None:
    bring()
    (folder / "b.txt").unlink()
    changes, _, held = bring()
    assert (counts(changes), held) == ((0, 0, 1, 1, 0), ["a.txt"])


def test_a_broken_file_is_told_and_the_others_are_indexed(bring: Step, folder: Path) -> None:
    (folder / "a.txt").write_text("BROKEN", "utf-8")
    changes, _, held = bring()
    assert [(one.source, one.code) for one in changes.failed] == [("a.txt", "broken")]
    assert (changes.added, held) == (1, ["b.txt"])


def test_a_file_that_breaks_later_keeps_its_last_good_reading(bring: Step, folder: Path) -> None:
    bring()
    (folder / "a.txt").write_text("BROKEN", "utf-8")
    changes, _, held = bring()
    assert (len(changes.failed), held) == (1, ["a.txt", "b.txt"])


def test_the_catalogue_makes_only_its_file_read_again(bring: Step, folder: Path) -> None:
    bring()
    (folder / "corpus.toml").write_text('["b.txt"]\nyear = "2019"\n', "utf-8")
    changes, read, _ = bring()
    assert (counts(changes), read) == ((0, 1, 1, 0, 0), ["b.txt"])


def test_a_bad_catalogue_is_a_failure_and_stops_nothing(bring: Step, folder: Path) -> None:
    (folder / "corpus.toml").write_text("[", "utf-8")
    changes, _, held = bring()
    assert [(one.source, one.code) for one in changes.failed] == [("corpus.toml", "bad_catalogue")]
    assert held == ["a.txt", "b.txt"]


def test_a_lone_file_leaves_the_rest_of_its_folder_alone(
    bring: Step, folder: Path, tmp_path: Path
) -> None:
    bring()
    with Indexer(tmp_path / "data", HashEncoder(), code="1") as indexer:
        changes = update(indexer, [folder / "a.txt"], Reader(), SUFFIXES)
        assert len(indexer.store.documents()) == 2
    assert (changes.unchanged, changes.removed) == (1, 0)


def test_scanned_pages_are_read_again_once_they_can_be(
    bring: Step, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "b.txt").write_text("SCAN", "utf-8")
    monkeypatch.setattr(pipeline, "tesseract", lambda: None)
    assert counts(bring()[0]) == (2, 0, 0, 0, 0)
    assert bring()[1] == []  # still no OCR: not read in vain
    monkeypatch.setattr(pipeline, "tesseract", lambda: "tesseract")
    assert bring()[1] == ["b.txt"]
    assert bring()[1] == []


def test_a_text_that_cannot_be_cut_stops_no_other_file(
    bring: Step, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.read_structure

    def faulty(pages: tuple[Page, ...], outline: object = ()) -> object:
        if "piscine" in pages[0].text:
            raise IndexError("texte piégé")
        return real(pages)

    monkeypatch.setattr(pipeline, "read_structure", faulty)
    changes, _, held = bring()
    assert [(one.source, one.code) for one in changes.failed] == [("b.txt", "not_understood")]
    assert held == ["a.txt"]
