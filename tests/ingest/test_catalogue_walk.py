"""What a person says of their files, which files are taken, and their identifiers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.catalogue import Said, read_catalogue
from ingest.errors import InputError, ReadFailure
from ingest.pipeline import SourceFile, document_id, extract, file_digest
from ingest.records import Page, RawDocument
from ingest.walk import find_files

TEXT = frozenset({".txt", ".md"})


def sources(root: Path) -> list[str]:
    return [file.source for file in find_files(root, TEXT).files]


def test_the_catalogue_is_read_by_path(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text('["./a/b.txt"]\ntitle = "B"\nyear = 2022\n', "utf-8")
    assert read_catalogue(tmp_path) == {"a/b.txt": Said(title="B", year="2022")}
    assert read_catalogue(tmp_path / "nowhere") == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("= 3", "ne peut pas être lu"),
        ('titre = "x"', "une section par fichier est attendue"),
        ('["a.txt"]\ntitre = "x"', "« titre » est inconnu; champs acceptés : title, kind"),
        ('["a.txt"]\ntitle = ["x"]', "« title » doit être un texte"),
        ('["a.txt"]\nyear = "an 2"', "attendu : 2022 ou 2021-2022"),
        ('["a.txt"]\nurl = "javascript:1"', "url doit commencer par http"),
    ],
)
def test_a_bad_catalogue_is_told_in_french(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "corpus.toml").write_text(content, "utf-8")
    with pytest.raises(ReadFailure, match=message) as caught:
        read_catalogue(tmp_path)
    assert caught.value.code == "bad_catalogue"


def test_a_folder_gives_its_files_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.md", ".cache.txt", ".git/d.txt", "~$b.txt", "image.png", "A.TXT"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / "corpus.toml").write_text("", "utf-8")
    assert sources(tmp_path) == ["A.TXT", "b.txt", "a/c.md"]


def test_links_that_leave_the_folder_are_passed_over(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("x", "utf-8")
    (inside / "own.txt").write_text("x", "utf-8")
    (inside / "secret.txt").symlink_to(outside / "secret.txt")
    (inside / "dead.txt").symlink_to(outside / "nothing.txt")
    (inside / "folder").symlink_to(outside, target_is_directory=True)
    (inside / "alias.txt").symlink_to(inside / "own.txt")
    assert sources(inside) == ["alias.txt", "own.txt"]


def test_a_folder_that_cannot_be_listed_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.txt").write_text("x", "utf-8")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = find_files(tmp_path, TEXT)
    assert [(one.source, one.code) for one in found.failures] == [("closed", "folder_unreadable")]
    assert [file.source for file in found.files] == ["a.txt"]


def test_a_path_that_does_not_exist_is_refused_and_a_lone_file_is_taken(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="n’existe pas"):
        find_files(tmp_path / "rien", TEXT)
    (tmp_path / "photo.png").write_text("x", "utf-8")
    found = find_files(tmp_path / "photo.png", TEXT)
    assert (found.whole, [file.source for file in found.files]) == (False, ["photo.png"])


def test_identifiers_are_stable_readable_and_apart() -> None:
    one = document_id("/a", "Été & hiver/Rapport 2022.pdf")
    assert one == document_id("/a", "Été & hiver/Rapport 2022.pdf")
    assert one.startswith("rapport-2022-")
    others = {document_id("/b", "Été & hiver/Rapport 2022.pdf"), document_id("/a", "x")}
    assert len({one, *others}) == 3
    assert document_id("/a", "\udcff.pdf").startswith("document-")


def test_what_the_catalogue_says_wins(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", "utf-8")
    text = "Rapport annuel 2022. Il parle d’eau.\n\nLe club a 12 prix."
    raw = RawDocument((Page(1, text),), False)
    file = SourceFile(path, tmp_path, "a.txt")
    plain = extract(file, "d", Said(), lambda _: raw)
    said = extract(file, "d", Said(title="Mon titre", year="2019", kind="guide"), lambda _: raw)
    assert (plain.document.year, plain.document.kind) == ("2022", "rapport")
    assert (said.document.title, said.document.year, said.document.kind) == (
        "Mon titre", "2019", "guide",
    )  # fmt: skip
    assert said.figures[0].year == "2019"


@pytest.mark.parametrize(("scan", "code"), [(True, "needs_ocr"), (False, "no_text")])
def test_a_file_without_text_is_refused(tmp_path: Path, scan: bool, code: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", "utf-8")
    raw = RawDocument((Page(1, " \n", needs_ocr=scan),), True)
    with pytest.raises(ReadFailure, match=r"texte|images") as caught:
        extract(SourceFile(path, tmp_path, "a.txt"), "d", Said(), lambda _: raw)
    assert caught.value.code == code


def test_a_text_that_holds_no_passage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("1\n2\n3\n4", "utf-8")
    raw = RawDocument((Page(1, "1\n2\n3\n4"),), False)
    made = extract(SourceFile(path, tmp_path, "a.txt"), "d", Said(), lambda _: raw)
    assert made.passages == ()
    assert "rien à chercher" in made.document.warnings[0]


def test_a_file_that_is_gone_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(ReadFailure, match="ne peut pas être ouvert"):
        file_digest(tmp_path / "gone.txt")
