"""A row of key figures across the page is not about the title of one column."""

from __future__ import annotations

from ingest.columns import is_beside
from ingest.records import LabelledNumber, Page, WordBox

TEXT = "Boîte\n\nUn texte\nde colonne.\n\n426\nmembres\n\n35\nMRC\n"


def page(*places: tuple[str, float, float]) -> Page:
    """The text with each word drawn at (x, y), and its two key figures."""
    words, at = [], 0
    for word, x, y in places:
        at = TEXT.index(word, at)
        end = at + len(word)
        words.append(WordBox(at, end, x, y - 10, x + 6 * len(word), y, 10))
        at = end
    labels = [(TEXT.index(one), TEXT.index(one) + len(one)) for one in ("membres", "MRC")]
    numbers = [(TEXT.index(one), TEXT.index(one) + len(one)) for one in ("426", "35")]
    both = zip(numbers, labels, strict=True)
    pairs = tuple(LabelledNumber(number, (label,), 0.97) for number, label in both)
    return Page(1, TEXT, None, 600, 800, tuple(words), pairs)


def drawn(first: tuple[float, float], second: tuple[float, float]) -> Page:
    (x, y), (u, v) = first, second
    return page(
        ("Boîte", 60, 100), ("Un", 60, 120), ("texte", 80, 120), ("de", 60, 132),
        ("colonne.", 80, 132), ("426", x, y), ("membres", x, y + 12), ("35", u, v),
        ("MRC", u, v + 12),
    )  # fmt: skip


def beside(made: Page) -> list[bool]:
    return [is_beside(made, TEXT.index(one), 0) for one in ("426", "35")]


def test_a_row_across_the_page_is_beside() -> None:
    assert beside(drawn((60, 200), (300, 200))) == [True, True]


def test_figures_in_the_column_are_under_its_title() -> None:
    assert beside(drawn((60, 200), (110, 200))) == [False, False]
    assert beside(drawn((60, 200), (60, 240))) == [False, False]


def test_a_column_that_goes_on_in_the_next_keeps_its_title() -> None:
    assert beside(drawn((320, 60), (400, 60))) == [False, False]


def test_what_begins_left_of_the_title_is_beside() -> None:
    assert beside(drawn((20, 200), (30, 240))) == [True, True]


def test_without_a_layout_nothing_is_beside() -> None:
    assert not is_beside(Page(1, TEXT), TEXT.index("426"), 0)
