"""The Markdown of the sources: what is read is what was written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
sys.path.insert(0, str(CORPUS))

from builder.inline import bare, french_spaces, spans, to_html, with_ligatures  # noqa: E402
from builder.markup import MarkupError, parse_source  # noqa: E402
from builder.tables import write_csv, write_xlsx  # noqa: E402

HEAD = "---\nfile: a.pdf\nlayout: report\n---\n"


def kinds(body: str) -> list[str]:
    return [block.kind for block in parse_source(HEAD + body).blocks]


def test_blocks_are_told_apart() -> None:
    lists = "- un\n  - deux\n\n1. a\n2. b\n\n"
    body = f"# Titre\n\nUn mot\nde plus.\n\n{lists}| x | y |\n| - | - |\n| 1 | 2 |\n"
    blocks = parse_source(HEAD + body).blocks
    assert [b.kind for b in blocks] == ["heading", "paragraph", "bullets", "numbers", "table"]
    assert blocks[1].text == "Un mot de plus."
    assert blocks[2].rows == (("un",), ("  deux",))
    assert blocks[4].rows == (("x", "y"), ("1", "2"))


def test_blocks_hold_blocks_and_rows() -> None:
    source = parse_source(
        HEAD + ":::columns\n:::box Titre\n:::figures 2\n12 | mots\n:::\n:::\n:::\n"
    )
    (columns,) = source.blocks
    (box,) = columns.children
    assert (box.kind, box.text) == ("box", "Titre")
    assert box.children[0].rows == (("12", "mots"),)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (":::columns\ntexte\n", "never closed"),
        (":::figures 2\n1 | a\n", "never closed"),
        (":::inconnu\n:::\n", "unknown directive"),
        ("texte\n\n:::\n", "closes nothing"),
    ],
)
def test_a_broken_source_says_why(body: str, why: str) -> None:
    with pytest.raises(MarkupError, match=why):
        kinds(body)


def test_a_source_without_settings_is_refused() -> None:
    with pytest.raises(MarkupError, match="settings"):
        parse_source("# Titre\n")


@given(st.text(st.characters(blacklist_characters="*^[]()\r\n"), max_size=60))
def test_text_without_marks_is_left_as_it_is(text: str) -> None:
    assert bare(text) == text


def test_marks_become_looks() -> None:
    found = spans("le 1^er^ **mot** et [un lien](https://a.ca/x_y)")
    assert [(s.text, s.look) for s in found if s.look != "plain"] == [
        ("er", "high"),
        ("mot", "bold"),
        ("un lien", "link"),
    ]
    assert bare("le 1^er^ **mot**") == "le 1er mot"


def test_html_is_escaped() -> None:
    assert to_html("a < b & **c**") == "a &lt; b &amp; <strong>c</strong>"


@given(st.text(max_size=40))
def test_ligatures_and_spaces_change_no_letter(text: str) -> None:
    opened = with_ligatures(text)
    for sign, letters in (("ﬃ", "ffi"), ("ﬄ", "ffl"), ("ﬁ", "fi"), ("ﬂ", "fl")):
        opened = opened.replace(sign, letters)
        text = text.replace(sign, letters)
    assert opened == text
    assert french_spaces(text).replace("\u00a0", " ").replace("’", "'") == text.replace(
        "\u00a0", " "
    ).replace("’", "'")


def test_a_table_is_written_twice_alike(tmp_path: Path) -> None:
    rows = [("nom", "no"), ("œuvre, « a » & <b>", ""), ("", "2")]
    for name in ("un", "deux"):
        write_csv(rows, tmp_path / f"{name}.csv")
        write_xlsx(rows, "Feuille", tmp_path / f"{name}.xlsx")
    assert (tmp_path / "un.xlsx").read_bytes() == (tmp_path / "deux.xlsx").read_bytes()
    expected = 'nom,no\n"œuvre, « a » & <b>",\n,2\n'
    assert (tmp_path / "un.csv").read_text(encoding="utf-8") == expected
