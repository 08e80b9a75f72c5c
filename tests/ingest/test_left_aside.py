"""Nothing is passed over in silence: unknown formats and links are told, line by line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest.formats import unknown_format
from ingest.readers.base import SUFFIXES
from ingest.walk import find_files


def told(root: Path) -> dict[str, str]:
    return {one.source: one.code for one in find_files(root, SUFFIXES).failures}


def test_a_file_of_unknown_format_is_told_and_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", "utf-8")
    for name in ("plan.dwg", "sous/logo.png", "LISEZMOI", "vieux.DOC"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"\x00\x01")
    found = find_files(tmp_path, SUFFIXES)
    assert [file.source for file in found.files] == ["a.txt"]
    assert {one.source for one in found.failures} == {
        "plan.dwg", "sous/logo.png", "LISEZMOI", "vieux.DOC",
    }  # fmt: skip
    assert all(one.skipped and one.code == "unsupported_format" for one in found.failures)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("pv.doc", "enregistrez-le en .docx"), ("budget.XLS", "enregistrez-le en .xlsx"),
        ("photo.jpg", "enregistrez-la en PDF"), ("envoi.7z", "archive .zip"),
        ("sans", "sans extension"), ("a." + "x" * 300, "PDF"),
    ],
)  # fmt: skip
def test_the_line_says_what_to_do(name: str, remedy: str) -> None:
    message = unknown_format(name).message
    assert remedy in message
    assert len(message) < 200


def test_a_known_content_under_an_unknown_extension_is_read(tmp_path: Path) -> None:
    (tmp_path / "rapport").write_bytes(b"%PDF-1.4\n")
    (tmp_path / "page.aspx").write_bytes(b"<!DOCTYPE html><p>Bonjour")
    assert [file.source for file in find_files(tmp_path, SUFFIXES).files] == [
        "page.aspx", "rapport",
    ]  # fmt: skip


def test_links_that_lead_out_are_told(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("x", "utf-8")
    (inside / "secret.txt").symlink_to(outside / "secret.txt")
    (inside / "dead.txt").symlink_to(outside / "nothing.txt")
    (inside / "folder").symlink_to(outside, target_is_directory=True)
    assert told(inside) == dict.fromkeys(("secret.txt", "dead.txt", "folder"), "outside_folder")


def test_an_archive_tells_its_files_of_unknown_format(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "envoi.zip", "w") as archive:
        archive.writestr("a.txt", "x")
        archive.writestr("photo.jpg", "x")
        archive.writestr("__MACOSX/._a.txt", "x")
        archive.writestr("Thumbs/.cache", "x")
    assert told(tmp_path) == {"envoi.zip/photo.jpg": "unsupported_format"}


def test_a_list_of_names_to_pass_over_leaves_the_rest(tmp_path: Path) -> None:
    (tmp_path / ".repere-ignore").write_text("# rien à lire\n*.py\n", "utf-8")
    (tmp_path / "build.py").write_text("x", "utf-8")
    (tmp_path / "a.txt").write_text("x", "utf-8")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / ".repere-ignore").write_text("À ne pas indexer.\n", "utf-8")
    (tmp_path / "notes" / "b.txt").write_text("x", "utf-8")
    found = find_files(tmp_path, SUFFIXES)
    assert ([file.source for file in found.files], found.failures) == (["a.txt"], ())


def test_the_demonstration_corpus_leaves_nothing_aside() -> None:
    corpus = Path(__file__).resolve().parents[2] / "corpus"
    assert find_files(corpus, SUFFIXES).failures == ()
