"""Key figures in plain text: which number goes with which label, and how surely."""

from __future__ import annotations

from ingest.passages import cut
from ingest.records import Page, Statement
from ingest.structure import read_structure


def key_figures(text: str) -> list[Statement]:
    pages = [Page(1, text)]
    made = cut("d", pages, read_structure(pages).parts)
    return [one for one in made.statements if one.kind == "key_figure"]


def said(text: str) -> list[str]:
    return [one.text for one in key_figures(text)]


def test_each_number_above_its_label() -> None:
    found = key_figures("Le parc est grand.\n\n120\narbres\n\n15\nbancs\n\n3\nfontaines")
    assert [one.text for one in found] == ["120 arbres", "15 bancs", "3 fontaines"]
    assert all(one.confidence >= 0.9 for one in found)


def test_capitals_are_made_small_where_the_document_writes_them_small() -> None:
    text = "Les arbres et les bancs sont beaux.\n\n120\nARBRES\n\n15\nBANCS"
    assert said(text) == ["120 arbres", "15 bancs"]


def test_numbers_first_then_labels() -> None:
    found = key_figures("120\n15\n3\n\nArbres plantés\nBancs neufs\nFontaines")
    assert [one.text for one in found] == ["120 Arbres plantés", "15 Bancs neufs", "3 Fontaines"]
    assert {one.confidence for one in found} == {0.8}


def test_two_numbers_on_one_line_are_told_apart_by_their_labels() -> None:
    found = key_figures("8\n54 116\n20\n\nPonts\nBancs neufs\nFontaines\nArbres plantés")
    assert [one.text for one in found] == [
        "8 Ponts", "54 Bancs neufs", "116 Fontaines", "20 Arbres plantés",
    ]  # fmt: skip
    assert all(one.confidence <= 0.8 for one in found)


def test_a_number_known_elsewhere_is_not_cut() -> None:
    text = "Le parc compte 54 116 arbres cette année.\n\n54 116\n\nArbres du parc"
    assert said(text) == ["54 116 Arbres du parc"]


def test_more_numbers_than_labels_is_doubtful() -> None:
    found = key_figures("120\n15\n3\n8\n\nArbres plantés\nBancs neufs")
    assert found
    assert all(one.confidence < 0.7 for one in found)


def test_the_quote_holds_number_and_label() -> None:
    text = "120\narbres\n\n15\nbancs"
    assert [text[one.start : one.end] for one in key_figures(text)] == ["120\narbres", "15\nbancs"]


def test_a_lone_year_is_no_figure() -> None:
    assert said("2021\nannée du parc") == []
