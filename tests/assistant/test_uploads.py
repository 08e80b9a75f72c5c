"""Names of files that people send: one flat folder, and no way out of it."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.settings import Settings
from assistant.uploads import FORMATS, MAX_STEM, discard_upload, keep_upload, safe_name
from ingest.errors import InputError, StoreError
from tests.assistant.fake_service import make_document


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("rapport.pdf", "rapport.pdf"), ("Rapport 2022 (é).PDF", "Rapport 2022 (é).pdf"),
        ("../../etc/passwd.txt", "passwd.txt"), ("C:\\temp\\a.txt", "a.txt"),
        ("a\r\nb.txt", "a__b.txt"), ("a\x00.txt", "a.txt"), ("  .a.txt. ", "a.txt"),
        ("a<b>|c?.txt", "a_b__c.txt"), ("l’été & l'hiver, +1.md", "l’été & l'hiver, +1.md"),
        ("e\u0301.txt", "é.txt"), ("a.tar.txt", "a.tar.txt"), ("a\u202etxt.pdf", "a_txt.pdf"),
        ("x" * 500 + ".txt", "x" * MAX_STEM + ".txt"), ("_a_.txt", "a.txt"),
        ("a" * 119 + ". b.txt", "a" * 119 + ".txt"), ("conte.txt", "conte.txt"),
    ],
)  # fmt: skip
def test_the_name_that_a_file_is_kept_under(given_: str, kept: str) -> None:
    assert safe_name(given_) == kept


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "bad_file_name"), ("..", "bad_file_name"), (".txt", "bad_file_name"),
        ("a", "bad_file_name"), ("dossier/", "bad_file_name"), ("con.txt", "bad_file_name"),
        ("NUL.tar.pdf", "bad_file_name"), ("Lpt1.md", "bad_file_name"),
        ("___.txt", "bad_file_name"),
        ("a.exe", "unsupported_format"), ("a.pdf.sh", "unsupported_format"),
        ("a.htaccess", "unsupported_format"), ("a.txt/..b", "bad_file_name"),
    ],
)  # fmt: skip
def test_names_that_are_refused(name: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        safe_name(name)
    assert caught.value.code == code
    with pytest.raises(InputError) as english:
        safe_name(name, "en")
    assert english.value.message != caught.value.message


ENDS = (".txt", ".PDF", ".zip", "", ".md/..", "\\..\\a.csv")


@given(st.text(max_size=200), st.sampled_from(ENDS))
def test_no_name_leaves_the_folder(stem: str, end: str) -> None:
    try:
        name = safe_name(stem + end)
    except InputError:
        return
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert name.isprintable()
    assert not name.startswith((".", " ", "-/"))
    assert any(name.endswith(form) for form in FORMATS)
    assert len(name.encode()) < 4 * MAX_STEM + 20
    assert safe_name(name) == name


def test_a_file_is_replaced_as_a_whole_and_removed_alone(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "var", corpus=tmp_path / "corpus")
    first = keep_upload(settings, "a.txt", BytesIO(b"x" * 3_000_000))
    assert first == settings.uploads / "a.txt"
    assert first.stat().st_size == 3_000_000
    assert keep_upload(settings, "a.txt", BytesIO(b"deux")).read_bytes() == b"deux"
    keep_upload(settings, "b.txt", BytesIO(b"autre"))
    assert sorted(os.listdir(settings.uploads)) == ["a.txt", "b.txt"]  # noqa: PTH208
    assert discard_upload(settings, make_document("a", settings.uploads)) is True
    assert discard_upload(settings, make_document("a", settings.uploads)) is False
    assert os.listdir(settings.uploads) == ["b.txt"]  # noqa: PTH208


def test_a_file_of_another_folder_is_never_removed(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "var", corpus=tmp_path / "corpus")
    inside = settings.uploads / "sous"
    inside.mkdir(parents=True)
    settings.corpus.mkdir()
    for folder in (settings.corpus, inside):
        (folder / "a.txt").write_text("à garder")
        assert discard_upload(settings, make_document("a", folder)) is False
        assert (folder / "a.txt").is_file()
    (settings.uploads / "lien.txt").symlink_to(settings.corpus / "a.txt")
    assert discard_upload(settings, make_document("lien", settings.uploads)) is False
    assert (settings.corpus / "a.txt").is_file()


def test_what_cannot_be_kept_is_told(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "var", corpus=tmp_path / "corpus")
    settings.data.mkdir()
    settings.uploads.write_text("un fichier, non un dossier")
    with pytest.raises(StoreError, match="n'a pas pu être enregistré") as caught:
        keep_upload(settings, "a.txt", BytesIO(b"x"))
    assert caught.value.code == "upload_not_kept"
