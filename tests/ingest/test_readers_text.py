from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import ReadFailure
from ingest.readers.base import reader_for
from ingest.readers.markdown import split_front_matter
from ingest.readers.text import decode
from ingest.records import RawDocument

FRENCH = "« L’été, à Lévis : 1 284 élèves, 3,6 M$ — “bravo” œuvre »\n"
# Sentences of the length of real ones: an encoding cannot be told from three letters.
SENTENCE = "Les citoyennes et citoyens de la municipalité ont été consultés à l’été dernier. "


def read(path: Path, data: bytes | str) -> RawDocument:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return reader_for(path).read(path)


def failure(path: Path, data: bytes | None) -> ReadFailure:
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ReadFailure, match=r"\.$") as caught:
        reader_for(path).read(path)
    return caught.value


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_usual_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    text = SENTENCE + FRENCH
    assert read(tmp_path / "a.txt", text.encode(encoding)).pages[0].text == text


def test_latin_1_is_recognised() -> None:
    assert decode("Été à Montréal, forêt boréale".encode("latin-1")).startswith("Été à Montréal")


def test_text_is_kept_verbatim_but_for_line_ends(tmp_path: Path) -> None:
    document = read(tmp_path / "a.txt", "  un\t deux \r\ntrois\u00a0\r\rquatre\u202f%  ")
    assert document.pages[0].text == "  un\t deux \ntrois\u00a0\n\nquatre\u202f%  "
    assert not document.paged


def test_form_feeds_part_pages(tmp_path: Path) -> None:
    document = read(tmp_path / "a.txt", "un\n\fdeux\n\f\fquatre\n\f")
    assert [page.text for page in document.pages] == ["un\n", "deux\n", "", "quatre\n"]
    assert [page.number for page in document.pages] == [1, 2, 3, 4]
    assert document.paged


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \n\t\n", "no_text"),
        (bytes(range(256)) * 20, "binary_content"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "binary_content"),
        (b"%PDF-1.4 rest", "binary_content"),
        (b"\xff\xfe" + b"a\x00" * 10 + b"\x00\xd8", "undecodable"),
    ],
)
def test_what_is_no_text_is_told(tmp_path: Path, data: bytes, code: str) -> None:
    assert failure(tmp_path / "a.txt", data).code == code


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert failure(tmp_path / "absent.txt", None).code == "unreadable"


def test_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "dossier.txt").mkdir()
    assert failure(tmp_path / "dossier.txt", None).code == "unreadable"


def test_an_unknown_format_is_told_with_those_that_are_known(tmp_path: Path) -> None:
    error = failure(tmp_path / "a.xyz", b"quoi")
    assert error.code == "unsupported_format"
    assert "pdf" in error.message


def test_a_false_pdf_is_told(tmp_path: Path) -> None:
    assert failure(tmp_path / "a.pdf", b"<html><p>Bonjour</p></html>").code == "not_a_pdf"


def test_content_decides_where_the_extension_says_nothing(tmp_path: Path) -> None:
    document = read(tmp_path / "page", "<!DOCTYPE html><title>T</title><p>Bonjour</p>")
    assert document.pages[0].text == "Bonjour"


def test_an_extension_in_capitals_is_known(tmp_path: Path) -> None:
    assert read(tmp_path / "LISEZ.TXT", "Bonjour").pages[0].text == "Bonjour"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_utf_8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    with contextlib.suppress(ReadFailure):
        text = decode(data)
        assert "\x00" not in text
        assert text.encode().decode() == text


class TestMarkdown:
    def test_front_matter_is_read_and_left_out(self, tmp_path: Path) -> None:
        document = read(
            tmp_path / "a.md",
            "---\ntitle: Bilan 2021-2022\nlang: fr\nyear: 2021-2022\nmots: [a, b]\n---\n"
            "\n# Titre\n",
        )
        assert document.title == "Bilan 2021-2022"
        assert document.language == "fr"
        assert document.created == "2021-2022"
        assert document.pages[0].text == "# Titre\n"

    @pytest.mark.parametrize(
        "text",
        [
            "# Titre\n\n---\n\nSuite\n---\n",
            "---\npas de fin\n",
            "---\n- une\n- liste\n---\nTexte",
            "---\na: [\n---\nTexte",
        ],
    )
    def test_a_rule_is_no_front_matter(self, text: str) -> None:
        assert split_front_matter(text) == ({}, text)

    def test_front_matter_alone_is_no_text(self, tmp_path: Path) -> None:
        assert failure(tmp_path / "a.md", b"---\ntitle: X\n---\n").code == "no_text"

    def test_front_matter_cannot_run_code(self) -> None:
        text = "---\ntitle: !!python/object/apply:os.system ['false']\n---\nTexte"
        assert split_front_matter(text) == ({}, "Texte")
