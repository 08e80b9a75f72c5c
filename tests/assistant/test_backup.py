"""Backups: whole, checked, and put back whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import sqlite3
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest

from assistant import backup
from assistant.backup import MANIFEST, read_manifest, restore_backup, write_backup
from assistant.cli.main import main
from assistant.settings import Settings
from index.database import FILE_NAME
from index.store import Store
from ingest.errors import InputError, NoIndexError, StoreError


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Data with a database that holds « mot : un » and one uploaded file."""
    made = Settings(data=tmp_path / "var")
    Store.create(made.data).close()
    write_word(made, "un")
    made.uploads.mkdir()
    (made.uploads / "a.txt").write_text("premier", encoding="utf-8")
    return made


def write_word(settings: Settings, word: str) -> None:
    with contextlib.closing(sqlite3.connect(settings.data / FILE_NAME)) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS mots (mot TEXT)")
        connection.execute("DELETE FROM mots")
        connection.execute("INSERT INTO mots VALUES (?)", (word,))


def word(settings: Settings) -> str:
    with contextlib.closing(sqlite3.connect(settings.data / FILE_NAME)) as connection:
        return str(connection.execute("SELECT mot FROM mots").fetchone()[0])


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".*")]


def test_what_was_saved_comes_back(settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "copie.tar.gz"
    made = write_backup(settings, target)
    assert made.size == target.stat().st_size
    write_word(settings, "deux")
    (settings.uploads / "a.txt").write_text("changé")
    (settings.uploads / "b.txt").write_text("ajouté")
    (settings.data / "index").mkdir()
    restored = restore_backup(settings, target)
    assert restored.files == 2
    assert word(settings) == "un"
    assert [p.name for p in settings.uploads.iterdir()] == ["a.txt"]
    assert (settings.uploads / "a.txt").read_text(encoding="utf-8") == "premier"
    assert not (settings.data / "index").exists()
    assert leftovers(tmp_path) == []


def test_the_copies_of_web_pages_come_back(settings: Settings, tmp_path: Path) -> None:
    home = settings.web / "liste-1"
    home.mkdir(parents=True)
    kept = {"page-1.html": "un", ".repere-source.json": "{}", "corpus.toml": "[x]"}
    for name, text in {**kept, ".cut.part": "moitié"}.items():
        (home / name).write_text(text, encoding="utf-8")
    write_backup(settings, tmp_path / "copie.tar.gz")
    (home / "page-1.html").write_text("autre")
    (home / "page-2.html").write_text("de trop")
    (settings.web / "liste-2").mkdir()
    assert restore_backup(settings, tmp_path / "copie.tar.gz").files == 5
    assert [path.name for path in settings.web.iterdir()] == ["liste-1"]
    assert {path.name: path.read_text(encoding="utf-8") for path in home.iterdir()} == kept


def test_a_backup_without_copies_of_pages_leaves_those_there_are(
    settings: Settings, tmp_path: Path
) -> None:
    data = (settings.data / FILE_NAME).read_bytes()
    digests = {FILE_NAME: sha256(data).hexdigest()}
    old = archive(tmp_path / "m.tar.gz", {FILE_NAME: data},
                  {"format": 2, "made": "2026", "members": digests})  # fmt: skip
    (settings.web / "liste-1").mkdir(parents=True)
    (settings.web / "liste-1" / "page.html").write_text("gardé")
    restore_backup(settings, old)
    assert (settings.web / "liste-1" / "page.html").read_text() == "gardé"


@pytest.mark.parametrize("links", [True, False])
def test_what_changes_while_it_is_saved_does_not_spoil_the_backup(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    for name in "bcd":
        (settings.uploads / f"{name}.txt").write_text(name)
    listed = backup._uploads

    def then(folder: Path) -> dict[str, Path]:
        found = listed(folder)
        (folder / "b.txt").unlink()
        return found

    def write(target: Path, members: dict[str, Path]) -> None:
        (settings.uploads / "c.neuf").write_text("remplacé")
        (settings.uploads / "c.neuf").replace(settings.uploads / "c.txt")
        (settings.uploads / "d.txt").unlink()
        written(target, members)

    written = backup._write_archive
    monkeypatch.setattr(backup, "_uploads", then)
    monkeypatch.setattr(backup, "_write_archive", write)
    if not links:
        def refuse(self: Path, target: Path) -> None:
            raise OSError(errno.EPERM, "pas de liens ici") if target.exists() else FileNotFoundError

        monkeypatch.setattr(Path, "hardlink_to", refuse)
    write_backup(settings, tmp_path / "copie.tar.gz")
    restore_backup(settings, tmp_path / "copie.tar.gz")
    assert {p.name: p.read_text() for p in settings.uploads.iterdir()} == {
        "a.txt": "premier", "c.txt": "c", "d.txt": "d"}  # fmt: skip


def test_a_backup_is_taken_while_the_data_are_in_use(settings: Settings, tmp_path: Path) -> None:
    store = Store.open(settings.data)
    with contextlib.closing(store):
        write_word(settings, "récent")
        write_backup(settings, tmp_path / "copie.tar.gz")
    other = Settings(data=tmp_path / "autre")
    restore_backup(other, tmp_path / "copie.tar.gz")
    assert word(other) == "récent"


def test_nothing_is_restored_under_a_running_server(settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "copie.tar.gz"
    write_backup(settings, target)
    write_word(settings, "deux")
    store = Store.open(settings.data)
    with contextlib.closing(store), store.database.read() as connection:
        connection.execute("SELECT count(*) FROM mots").fetchone()
        with pytest.raises(StoreError, match="Arrêtez le serveur"):
            restore_backup(settings, target)
    assert word(settings) == "deux"
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.6, 0.9])
def test_a_damaged_backup_changes_nothing(settings: Settings, tmp_path: Path, share: float) -> None:
    target = tmp_path / "copie.tar.gz"
    write_backup(settings, target)
    content = bytearray(target.read_bytes())
    content[int(share * len(content))] ^= 0x55
    target.write_bytes(content)
    write_word(settings, "deux")
    with pytest.raises(InputError, match="inutilisable") as caught:
        restore_backup(settings, target)
    assert caught.value.code == "bad_backup"
    assert word(settings) == "deux"


@pytest.mark.parametrize("kept", [0, 5, 100, -30, -600])
def test_a_cut_backup_changes_nothing(settings: Settings, tmp_path: Path, kept: int) -> None:
    target = tmp_path / "copie.tar.gz"
    write_backup(settings, target)
    target.write_bytes(target.read_bytes()[:kept])
    write_word(settings, "deux")
    with pytest.raises(InputError, match="inutilisable"):
        restore_backup(settings, target)
    assert word(settings) == "deux"


def archive(path: Path, members: dict[str, bytes], manifest: object) -> Path:
    content = {MANIFEST: json.dumps(manifest).encode(), **members}
    with tarfile.open(path, "w:gz") as made:
        for name, data in content.items():
            item = tarfile.TarInfo(name)
            item.size = len(data)
            made.addfile(item, io.BytesIO(data))
    return path


@pytest.mark.parametrize(
    "name",
    ["../x.txt", "/x.txt", "uploads/../x", "uploads/..", "uploads/a/b", "autre", "uploads", "web",
     "web/x", "web/../x", "web/a/..", "web/a/b/c", "web//b", "web/a\\..\\b/c", "/web/a/b",
     "./web/a/b"],
)
def test_names_that_leave_the_folder_are_refused(
    settings: Settings, tmp_path: Path, name: str
) -> None:
    data = (settings.data / FILE_NAME).read_bytes()
    members = {FILE_NAME: data, name: b"x"}
    digests = {key: sha256(value).hexdigest() for key, value in members.items()}
    manifest = {"format": 1, "made": "2026", "members": digests}
    path = archive(tmp_path / "m.tar.gz", members, manifest)
    with pytest.raises(InputError, match="inutilisable"):
        read_manifest(path)


@pytest.mark.parametrize("manifest", [[], {}, {"format": 1, "made": "x", "members": []}, "x", None])
def test_other_archives_are_refused(tmp_path: Path, manifest: object) -> None:
    with pytest.raises(InputError, match="inutilisable"):
        read_manifest(archive(tmp_path / "m.tar.gz", {}, manifest))


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    manifest = {"format": 4, "made": "x", "members": {}}
    with pytest.raises(InputError, match="version plus récente"):
        read_manifest(archive(tmp_path / "m.tar.gz", {}, manifest))


def test_nothing_to_save_and_nowhere_to_write(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="Aucune donnée"):
        write_backup(Settings(data=tmp_path / "vide"), tmp_path / "x")
    with pytest.raises(StoreError, match="n'a pas pu être écrite"):
        write_backup(settings, tmp_path / "absent" / "x")


def test_the_commands(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, file = str(settings.data), str(tmp_path / "copie.tar.gz")
    assert main(["--data", data, "backup", file]) == 0
    assert "SHA-256" in capsys.readouterr().out
    assert main(["restore", file, "--data", data, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == 2
    assert main(["restore", str(tmp_path / "absent")]) == 2
    assert "Erreur (backup_not_found)" in capsys.readouterr().err
