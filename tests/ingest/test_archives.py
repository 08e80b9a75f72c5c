from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import Indexer
from index.encoder import HashEncoder
from index.update import Changes, update
from ingest import archives
from ingest.archives import at_hand, find_source, list_archive
from ingest.errors import NotFoundError, ReadFailure
from ingest.pipeline import SourceFile
from ingest.readers.base import SUFFIXES, reader_for
from ingest.unpacked import Unpacked
from ingest.walk import find_files

KNOWN = frozenset({".txt"})


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def source_of(path: Path) -> SourceFile:
    return SourceFile(path, path.parent, path.name)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    inner = zipped({"b.txt": "La fête a réuni 80 personnes.".encode()})
    files = {
        "dossier/a.txt": b"Le club compte 12 membres.",
        "dossier/plan.dwg": b"x",
        "__MACOSX/a.txt": b"x",
        ".caché.txt": b"x",
        "joint.zip": inner,
    }
    path = tmp_path / "corpus" / "envoi.zip"
    path.parent.mkdir()
    path.write_bytes(zipped(files))
    return path


def test_an_archive_is_a_folder_of_documents(archive: Path) -> None:
    found = find_files(archive.parent, KNOWN)
    assert [file.source for file in found.files] == [
        "envoi.zip/dossier/a.txt", "envoi.zip/joint.zip/b.txt",
    ]  # fmt: skip
    assert [(one.source, one.code, one.skipped) for one in found.failures] == [
        ("envoi.zip/dossier/plan.dwg", "unsupported_format", True)
    ]
    assert found.whole
    with at_hand(found.files[1]) as here:
        assert here.path.read_text("utf-8") == "La fête a réuni 80 personnes."
    assert not here.path.exists()


def test_a_lone_archive_is_taken(archive: Path) -> None:
    found = find_files(archive, KNOWN)
    assert (len(found.files), found.whole) == (2, False)


class TestIndexing:
    def bring(self, tmp_path: Path, path: Path) -> tuple[Changes, list[str]]:
        with Indexer(tmp_path / "data", HashEncoder(), code="1") as indexer:
            changes = update(indexer, [path], lambda path: reader_for(path).read(path), SUFFIXES)
            return changes, sorted(one.source for one in indexer.store.documents())

    def test_members_are_documents_read_once(self, tmp_path: Path, archive: Path) -> None:
        changes, held = self.bring(tmp_path, archive.parent)
        assert (changes.added, changes.failed) == (2, [])
        assert held == ["envoi.zip/dossier/a.txt", "envoi.zip/joint.zip/b.txt"]
        changes, _ = self.bring(tmp_path, archive.parent)
        assert (changes.unchanged, changes.updated) == (2, 0)

    def test_members_that_are_gone_leave_and_a_damaged_archive_loses_nothing(
        self, tmp_path: Path, archive: Path
    ) -> None:
        self.bring(tmp_path, archive.parent)
        whole = archive.read_bytes()
        archive.write_bytes(whole[:100])
        changes, held = self.bring(tmp_path, archive.parent)
        assert [(f.source, f.code) for f in changes.failed] == [("envoi.zip", "damaged_file")]
        assert len(held) == 2
        archive.write_bytes(zipped({"dossier/a.txt": b"Le club compte 12 membres."}))
        changes, held = self.bring(tmp_path, archive.parent)
        assert (changes.removed, held) == (1, ["envoi.zip/dossier/a.txt"])

    def test_a_lone_damaged_archive_is_told(self, tmp_path: Path, archive: Path) -> None:
        archive.write_bytes(b"PK\x03\x04 rien")
        changes, held = self.bring(tmp_path, archive)
        assert ([f.code for f in changes.failed], held) == (["damaged_file"], [])


def test_a_name_that_climbs_stays_inside(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"../../b.txt": b"x", "/etc/c.txt": b"y", "d\\e\n.txt": b"z"}))
    files = list_archive(source_of(path), KNOWN).files
    assert [file.source for file in files] == ["a.zip/b.txt", "a.zip/d/e_.txt", "a.zip/etc/c.txt"]
    with at_hand(files[0]) as here:
        assert here.path.read_bytes() == b"x"
        assert tmp_path not in here.path.parents or "repere-" in str(here.path)


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({f"{n}.txt": b"x" for n in range(4)}))
    listed = list_archive(source_of(path), KNOWN)
    assert (listed.files, [f.code for f in listed.failures]) == ((), ["too_large"])


def test_archives_in_archives_end(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"x"})
    for _ in range(6):
        data = zipped({"b.zip": data, "c.txt": b"y"})
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    listed = list_archive(source_of(path), KNOWN)
    assert len(listed.files) == 4
    assert [f.code for f in listed.failures] == ["too_large"]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"zéros.txt": bytes(40 * 2**20)}))
    (file,) = list_archive(source_of(path), KNOWN).files
    with pytest.raises(ReadFailure, match="décompressé") as caught, at_hand(file):
        pass
    assert caught.value.code == "too_large"


def test_a_declared_size_that_lies_is_not_exceeded(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    data = zipped({"a.txt": bytes(5 * 2**20)})
    size = struct.pack("<I", 5 * 2**20)
    path.write_bytes(data.replace(size, struct.pack("<I", 10)))
    (file,) = list_archive(source_of(path), KNOWN).files
    with pytest.raises(ReadFailure, match="endommagé"), at_hand(file):
        pass


def test_a_protected_member_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    data = bytearray(zipped({"a.txt": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[6] |= 1
    path.write_bytes(data)
    (file,) = list_archive(source_of(path), KNOWN).files
    with pytest.raises(ReadFailure, match="mot de passe") as caught, at_hand(file):
        pass
    assert caught.value.code == "password_required"


def test_a_member_is_found_again_by_its_source(archive: Path) -> None:
    unpacked = Unpacked()
    root = archive.parent
    path = unpacked.path_of(root, "envoi.zip/joint.zip/b.txt")
    assert path.read_text("utf-8") == "La fête a réuni 80 personnes."
    assert unpacked.path_of(root, "envoi.zip/joint.zip/b.txt") == path
    unpacked.clear()
    assert not path.exists()
    (root / "c.txt").write_text("x")
    assert unpacked.path_of(root, "c.txt") == root / "c.txt"


@pytest.mark.parametrize(
    "source", ["envoi.zip/absent.txt", "absent.txt", "../x.txt", "c.txt/d.txt", "dossier"]
)
def test_a_source_that_is_gone_is_told(archive: Path, source: str) -> None:
    (archive.parent / "c.txt").write_text("x")
    (archive.parent.parent / "x.txt").write_text("x")
    with pytest.raises(NotFoundError, match="plus à sa place"):
        find_source(archive.parent, source)


@given(st.integers(0, 400), st.integers(0, 255), st.integers(0, 400))
def test_any_damage_is_a_failure(
    tmp_path_factory: pytest.TempPathFactory, at: int, value: int, cut: int
) -> None:
    data = bytearray(zipped({"a.txt": b"bonjour" * 9, "b.zip": zipped({"c.txt": b"x"})}))
    data[at % len(data)] = value
    path = tmp_path_factory.getbasetemp() / "any.zip"
    path.write_bytes(data if cut % 3 else data[: cut or 1])
    for file in list_archive(source_of(path), KNOWN).files:
        with contextlib.suppress(ReadFailure), at_hand(file) as here:
            here.path.read_bytes()
