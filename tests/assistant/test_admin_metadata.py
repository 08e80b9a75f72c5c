"""What is written in ``corpus.toml``, and what is refused."""

from __future__ import annotations

import os
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from assistant.admin.metadata import catalogue_folder, describe
from assistant.settings import Settings
from ingest.catalogue import NAME, Said, read_catalogue
from ingest.errors import InputError, ReadFailure, StoreError
from tests.assistant.fake_service import make_document

CATALOGUE = """\
# Tenu par le greffe.
["rapports/2022.pdf"]
title = "Rapport annuel 2022" # titre officiel
year = "2022"

# La banque
["banque.xlsx".columns]
"Nom du geste" = "title"
"""


def test_comments_and_other_sections_stay(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(CATALOGUE, "utf-8")
    assert describe(tmp_path, "rapports/2022.pdf", {"year": "2021-2022", "kind": "rapport"})
    assert describe(tmp_path, "neuf.txt", {"title": 'Un "titre" \\ é'})
    text = (tmp_path / NAME).read_text("utf-8")
    for comment in ("# Tenu par le greffe.", "# titre officiel", "# La banque"):
        assert comment in text
    said = read_catalogue(tmp_path)
    assert said["rapports/2022.pdf"] == Said("Rapport annuel 2022", "rapport", "2021-2022")
    assert said["neuf.txt"].title == 'Un "titre" \\ é'
    assert said["banque.xlsx"].columns == (("Nom du geste", "title"),)


def test_what_is_taken_back_leaves_no_empty_section(tmp_path: Path) -> None:
    assert describe(tmp_path, "a.txt", {"title": "A", "year": "2022"})
    assert describe(tmp_path, "a.txt", {"title": None})
    assert read_catalogue(tmp_path)["a.txt"] == Said(year="2022")
    assert describe(tmp_path, "a.txt", {"year": None})
    assert tomllib.loads((tmp_path / NAME).read_text("utf-8")) == {}
    assert describe(tmp_path, "b.txt", {"title": None}) is False


def test_a_section_written_another_way_is_found(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("['.\\dossier\\a.txt']\ntitle = 'A'\n", "utf-8")
    describe(tmp_path, "dossier/a.txt", {"year": "2022"})
    assert read_catalogue(tmp_path) == {"dossier/a.txt": Said("A", year="2022")}


@pytest.mark.parametrize(
    "values",
    [{"year": "22"}, {"url": "javascript:alert(1)"}, {"url": "https://a b"}, {"lang": "de"}],
)
def test_what_the_catalogue_would_refuse_is_refused_first(
    tmp_path: Path, values: dict[str, str | None]
) -> None:
    with pytest.raises(InputError) as caught:
        describe(tmp_path, "a.txt", values)
    assert caught.value.code == "bad_metadata"
    assert list(tmp_path.iterdir()) == []


def test_a_catalogue_that_is_not_valid_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("title = ", "utf-8")
    with pytest.raises(ReadFailure, match=NAME):
        describe(tmp_path, "a.txt", {"title": "A"})
    assert (tmp_path / NAME).read_text("utf-8") == "title = "


def test_a_disk_that_refuses_leaves_it_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / NAME).write_text(CATALOGUE, "utf-8")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError) as caught:
        describe(tmp_path, "a.txt", {"title": "A"})
    assert caught.value.code == "catalogue_not_written"
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [
        (NAME, CATALOGUE)
    ]


def test_what_would_not_read_back_as_meant_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / NAME).write_text(CATALOGUE, "utf-8")
    monkeypatch.setattr(tomlkit, "dumps", lambda _content: '["a.txt"]\ntitle = "A"\n')
    with pytest.raises(ReadFailure, match="pas été modifié"):
        describe(tmp_path, "a.txt", {"title": "A"})
    assert (tmp_path / NAME).read_text("utf-8") == CATALOGUE


def test_rights_and_line_ends_stay(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(CATALOGUE.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    describe(tmp_path, "rapports/2022.pdf", {"year": "2023"})
    assert path.stat().st_mode & 0o777 == 0o640
    assert b'year = "2023"\r\n' in path.read_bytes()


def test_only_folders_of_the_installation_are_written_in(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "var", corpus=tmp_path / "fonds")
    for name in ("fonds/sous", "var/uploads", "ailleurs", "fonds-bis"):
        (tmp_path / name).mkdir(parents=True)
    document = make_document("a", tmp_path)
    for good in ("fonds", "fonds/sous", "var/uploads"):
        folder = tmp_path / good
        assert catalogue_folder(settings, replace(document, root=str(folder))) == folder
    (tmp_path / "fonds" / "lien").symlink_to(tmp_path / "ailleurs")
    (tmp_path / "fonds" / "sous" / NAME).symlink_to(tmp_path / "ailleurs" / "autre.toml")
    for bad in ("ailleurs", "fonds-bis", "fonds/../ailleurs", "fonds/lien", "fonds/sous"):
        with pytest.raises(InputError) as caught:
            catalogue_folder(settings, replace(document, root=str(tmp_path / bad)))
        assert caught.value.code == "document_elsewhere"


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
SAID = TEXT.map(lambda text: " ".join(text.split())).filter(bool)


PLACE = TEXT.filter(lambda text: "\\" not in text and not text.startswith("./"))


@given(source=PLACE, title=SAID, kind=SAID)
def test_any_name_and_any_title_come_back_as_given(
    tmp_path_factory: pytest.TempPathFactory, source: str, title: str, kind: str
) -> None:
    folder = tmp_path_factory.mktemp("fonds")
    (folder / NAME).write_text(CATALOGUE, "utf-8")
    try:
        describe(folder, source, {"title": title, "kind": kind})
    except StoreError:
        # What cannot be written as TOML is refused, and nothing changed.
        assert (folder / NAME).read_text("utf-8") == CATALOGUE
        return
    said = read_catalogue(folder)
    assert (said[source].title, said[source].kind) == (title, kind)
    assert len(said) == 3
