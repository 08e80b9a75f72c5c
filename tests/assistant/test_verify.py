"""What is shown was checked: quotes, numbers and words of every draft."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.compose.draft import Draft, Sentence, Support
from assistant.verify import dates_of, numbers_of, same_words, verify
from ingest.french.numbers import format_number
from ingest.records import Document

PAGE = (
    "Rapport de la marina\n"
    "En 2022, la marina a loué 1 250 canots et 48 kayaks.\n"
    "Les revenus atteignent 17 300,50 $, soit 12,5 % de plus.\n"
    "Trente-deux bénévoles ont tenu le kiosque.\n"
)
DOCUMENT = Document(
    "marina", "marina.md", "corpus", "Rapport de la marina", "rapport", "2021-2022",
    "Ville de Test-sur-Lac", None, "fr", None, "0" * 64, len(PAGE), False, 1,
)  # fmt: skip


def support(quote: str, *, heading: tuple[str, ...] = ("La marina",)) -> Support:
    start = PAGE.index(quote)
    return Support(DOCUMENT, 1, start, start + len(quote), "p1", heading)


def draft(*sentences: Sentence) -> Draft:
    return Draft("figure", sentences, 1.0)


def kept(*sentences: Sentence) -> list[str]:
    return [one.text for one in verify(draft(*sentences), lambda _: PAGE).sentences]


def reasons(*sentences: Sentence) -> list[str]:
    return [reason for _, reason in verify(draft(*sentences), lambda _: PAGE).removed]


LINE = "En 2022, la marina a loué 1 250 canots et 48 kayaks."
RENT = Sentence(LINE, (support(LINE),))


def test_a_faithful_sentence_stays_with_its_quote() -> None:
    checked = verify(draft(RENT), lambda _: PAGE)
    assert checked.sentences == (RENT,)
    assert checked.quotes == ((LINE,),)
    assert checked.removed == ()


@pytest.mark.parametrize(
    "text",
    [
        "En 2022, la marina a loué 1 251 canots et 48 kayaks.",
        "En 2022, la marina a loué 1250 canots et 49 kayaks.",
        "En 2023, la marina a loué 1 250 canots.",
        "En 2022, la marina a loué 12,50 canots.",
        "En 2022, la marina a loué 1 250 canots [9999].",
        "En 2022, la marina a loué 1 250 canots et 48,5 kayaks.",
    ],
)
def test_a_number_that_no_quote_holds_removes_the_sentence(text: str) -> None:
    assert reasons(replace(RENT, text=text)) == ["number"]


@pytest.mark.parametrize(
    "text",
    [
        "En 2022, la marina a loué 1250 canots et 48 kayaks.",
        "En 2022, la marina a loué 1 250 canots et 48 kayaks (2021-2022).",
        "La marina : 1 250 canots loués.",
    ],
)
def test_another_writing_of_the_same_number_stays(text: str) -> None:
    assert kept(replace(RENT, text=text)) == [text]


def test_a_number_written_in_words_backs_its_digits() -> None:
    quote = "Trente-deux bénévoles ont tenu le kiosque."
    sentence = Sentence("32 bénévoles ont tenu le kiosque.", (support(quote),))
    assert kept(sentence) == [sentence.text]
    assert reasons(replace(sentence, text="33 bénévoles ont tenu le kiosque.")) == ["number"]


def test_a_computed_number_must_be_declared() -> None:
    text = "En 2022, la marina a loué 1 298 canots et kayaks."
    assert reasons(replace(RENT, text=text)) == ["number"]
    assert kept(replace(RENT, text=text, computed=("1 298",))) == [text]


@pytest.mark.parametrize(
    ("start", "end"), [(-1, 5), (5, 5), (9, 4), (0, len(PAGE) + 1), (10_000, 10_010)]
)
def test_a_quote_outside_its_page_removes_the_sentence(start: int, end: int) -> None:
    outside = replace(RENT.support[0], start=start, end=end)
    assert reasons(replace(RENT, support=(outside,))) == ["quote"]
    assert reasons(replace(RENT, support=(RENT.support[0], outside))) == ["quote"]


def test_a_sentence_without_a_quote_or_with_a_blank_one_is_removed() -> None:
    assert reasons(replace(RENT, support=())) == ["quote"]
    blank = replace(RENT.support[0], start=len(PAGE) - 1, end=len(PAGE))
    assert reasons(replace(RENT, support=(blank,))) == ["quote"]


def test_invented_words_remove_the_sentence() -> None:
    invented = "La mairesse inaugure une fontaine magnifique devant les touristes ravis."
    assert reasons(replace(RENT, text=invented)) == ["words"]


def test_one_bad_sentence_leaves_the_others() -> None:
    bad = replace(RENT, text="En 2022, la marina a loué 7 canots.")
    assert kept(RENT, bad, RENT) == [LINE, LINE]


def test_two_numbers_on_two_lines_are_not_one() -> None:
    held = numbers_of("1\n250 canots")
    assert 1250 not in held
    assert {1, 250} <= held


@settings(deadline=None)
@given(st.integers(0, 10**7))
def test_only_the_quoted_number_passes(number: int) -> None:
    written = format_number(number)
    sentence = replace(RENT, text=f"En 2022, la marina a loué {written} canots.")
    assert (kept(sentence) == [sentence.text]) == (number in {2022, 1250, 48, 2021, 1, 250})


@settings(deadline=None)
@given(st.integers(-50, 400), st.integers(-50, 400), st.text(max_size=60))
def test_what_passes_is_a_verbatim_slice_whose_numbers_are_quoted(
    start: int, end: int, text: str
) -> None:
    cited = replace(RENT.support[0], start=start, end=end)
    checked = verify(draft(Sentence(text, (cited,))), lambda _: PAGE)
    assert len(checked.sentences) + len(checked.removed) == 1
    for (quote,) in checked.quotes:
        assert quote == PAGE[start:end]
        assert quote.strip()
        around = f"{quote}\n{DOCUMENT.title}\n{DOCUMENT.year}\nLa marina"
        assert {n for n in numbers_of(text) if n > 9} <= numbers_of(f"{around}\n{text}")


@settings(deadline=None)
@given(
    st.lists(st.sampled_from("canots kayaks bénévoles 48 1250 7 999 marina".split()), max_size=9)
)
def test_shuffled_words_pass_only_with_numbers_of_the_quote(words: list[str]) -> None:
    sentence = replace(RENT, text=" ".join(words))
    passed = bool(kept(sentence))
    if {"7", "999"} & set(words):
        assert not passed


@settings(deadline=None)
@given(st.integers(0, 9))
def test_a_changed_digit_is_caught(digit: int) -> None:
    for place, char in enumerate(LINE):
        if not char.isdigit() or char == str(digit):
            continue
        changed = f"{LINE[:place]}{digit}{LINE[place + 1 :]}"
        stated = set(numbers_of(changed)) - {1, 250}
        known = {2022, 2021, 1250, 48, 1, 250}
        removed = reasons(replace(RENT, text=changed)) == ["number"]
        assert removed or stated - {0, 2} <= known


def test_a_quote_may_be_at_the_very_start_and_the_very_end_of_a_page() -> None:
    first, last = PAGE.split("\n")[0], PAGE.split("\n")[-2]
    for line in (first, last):
        assert kept(Sentence(line, (support(line),))) == [line]
    whole = Support(DOCUMENT, 1, 0, len(PAGE), "p1", ())
    assert kept(Sentence(LINE, (whole,))) == [LINE]
    past = Support(DOCUMENT, 1, 0, len(PAGE) + 1, "p1", ())
    assert reasons(Sentence(LINE, (past,))) == ["quote"]
    empty = Support(DOCUMENT, 1, 5, 5, "p1", ())
    assert reasons(Sentence(LINE, (empty,))) == ["quote"]


def test_three_words_in_five_must_be_held() -> None:
    held = "canots kayaks bénévoles"
    wide = (Support(DOCUMENT, 1, 0, len(PAGE), "p1", ()),)
    assert kept(Sentence(f"{held} dragon licorne", wide)) == [f"{held} dragon licorne"]
    assert reasons(Sentence(f"{held} dragon licorne sirène", wide)) == ["words"]


def test_a_sentence_of_numbers_alone_is_judged_by_its_numbers() -> None:
    wide = (Support(DOCUMENT, 1, 0, len(PAGE), "p1", ()),)
    assert kept(Sentence("1 250.", wide)) == ["1 250."]
    assert reasons(Sentence("1 251.", wide)) == ["number"]


def test_dates_and_words_are_compared_as_read() -> None:
    assert dates_of("Le 14 août 2021, puis en 2022.") == ("14 août 2021", "2022")
    assert dates_of("aucune") == ()
    assert same_words("L’été à Québec", "l'ete a quebec")
    assert not same_words("été", "hiver")
