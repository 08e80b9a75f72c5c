"""A document that a person takes out does not come back by itself."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.local import LocalService
from assistant.settings import Settings
from index.build import Indexer
from index.encoder import HashEncoder
from index.update import readmit, update
from ingest.errors import NotFoundError
from ingest.readers.base import reader_for
from ingest.records import Document
from tests.assistant.conftest import KEY

CLUB = "Le club compte 12 membres. Il se réunit au centre communautaire."
POOL = "La piscine est ouverte en mai 2020. Elle ferme en septembre."
SUFFIXES = frozenset({".txt"})


class Bench:
    """A folder with an archive and a file, and the index of them."""

    def __init__(self, folder: Path) -> None:
        self.data, self.folder = folder / "data", folder / "corpus"
        self.folder.mkdir()
        (self.folder / "piscine.txt").write_text(POOL, "utf-8")
        with zipfile.ZipFile(self.folder / "envoi.zip", "w") as archive:
            archive.writestr("club.txt", CLUB)
            archive.writestr("note.txt", "La note parle du parc et de ses 3 bancs.")

    def bring(self, *paths: Path) -> dict[str, str]:
        """Index; what is left aside, file to code."""
        with Indexer(self.data, HashEncoder(), code="1") as indexer:
            changes = update(indexer, paths or (self.folder,), self._read, SUFFIXES)
            self._look(indexer)
        return {one.source: one.code for one in changes.skipped}

    def exclude(self, source: str) -> str:
        with Indexer(self.data, HashEncoder(), code="1") as indexer:
            assert indexer.exclude(self.held[source].id, "2026-11-21")
            indexer.commit()
            self._look(indexer)
        return next(one.id for one in self.out if one.source == source)

    def readmit(self, document_id: str) -> None:
        with Indexer(self.data, HashEncoder(), code="1") as indexer:
            readmit(indexer, document_id, self._read, lambda stage, done, total, current: None)
            self._look(indexer)

    def _look(self, indexer: Indexer) -> None:
        self.held: dict[str, Document] = {one.source: one for one in indexer.store.documents()}
        self.out = indexer.store.exclusions()

    @staticmethod
    def _read(path: Path):  # type: ignore[no-untyped-def]
        return reader_for(path).read(path)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path)
    made.bring()
    return made


def test_a_member_of_an_archive_stays_out_and_the_others_stay_in(bench: Bench) -> None:
    bench.exclude("envoi.zip/club.txt")
    assert bench.bring() == {"envoi.zip/club.txt": "excluded"}
    assert sorted(bench.held) == ["envoi.zip/note.txt", "piscine.txt"]
    assert bench.bring() == {"envoi.zip/club.txt": "excluded"}


def test_taking_it_back_reads_its_file_at_once(bench: Bench) -> None:
    known = bench.exclude("envoi.zip/club.txt")
    bench.readmit(known)
    assert (bench.held["envoi.zip/club.txt"].id, bench.out) == (known, ())
    assert bench.bring() == {}
    with pytest.raises(NotFoundError, match="Aucun document retiré") as caught:
        bench.readmit(known)
    assert caught.value.code == "not_taken_out"


def test_moved_copied_or_changed_it_stays_out(bench: Bench) -> None:
    bench.exclude("piscine.txt")
    (bench.folder / "piscine.txt").rename(bench.folder / "bassin.txt")
    assert bench.bring() == {"bassin.txt": "excluded"}
    (bench.folder / "piscine.txt").write_text(POOL + " Elle rouvre en mai 2021.", "utf-8")
    assert bench.bring() == {"bassin.txt": "excluded", "piscine.txt": "excluded"}


def test_a_file_that_is_named_is_taken_again(bench: Bench) -> None:
    bench.exclude("piscine.txt")
    bench.exclude("envoi.zip/club.txt")
    assert bench.bring(bench.folder / "piscine.txt") == {}
    assert bench.bring(bench.folder / "envoi.zip") == {}
    assert len(bench.held) == 3
    assert bench.bring() == {}


def test_a_document_whose_file_is_gone_is_forgotten_all_the_same(bench: Bench) -> None:
    known = bench.exclude("piscine.txt")
    (bench.folder / "piscine.txt").unlink()
    with pytest.raises(NotFoundError, match="plus à sa place"):
        bench.readmit(known)
    bench.bring()
    assert bench.out == ()


def test_the_service_forgets_only_what_it_deletes(tmp_path: Path) -> None:
    """An uploaded file goes with its document; an uploaded archive has others and stays."""
    settings = Settings(data=tmp_path / "data", corpus=tmp_path / "corpus", model="hash")
    settings.uploads.mkdir(parents=True)
    (settings.uploads / "piscine.txt").write_text(POOL, "utf-8")
    with zipfile.ZipFile(settings.uploads / "envoi.zip", "w") as archive:
        archive.writestr("club.txt", CLUB)
    service = LocalService(settings)
    service.ingest([settings.uploads])
    for document in service.documents():
        service.remove(document.id)
    assert [one.source for one in service.taken_out()] == ["envoi.zip/club.txt"]
    (settings.uploads / "piscine.txt").unlink()
    assert service.ingest([settings.uploads]).documents == 0
    assert service.readmit(service.taken_out()[0].id).added == 1
    service.close()


def test_the_api_lists_and_takes_back(client: TestClient) -> None:
    key = {"Authorization": f"Bearer {KEY}"}
    client.delete("/api/documents/notes", headers=key)
    told = client.get("/api/admin", headers=key).json()["taken_out"]
    assert [(one["id"], one["source"]) for one in told] == [("notes", "notes.txt")]
    assert client.post("/api/admin/documents/notes/readmit", headers=key).status_code == 200
    again = client.post("/api/admin/documents/notes/readmit", headers=key)
    assert (again.status_code, again.json()["error"]["code"]) == (404, "not_taken_out")
