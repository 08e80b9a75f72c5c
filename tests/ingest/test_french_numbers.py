"""Numbers in digits and in words: exact values, exact spans, nothing that only looks like one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.french.number_words import spell, words_value
from ingest.french.numbers import find_numbers, format_number, parse_decimal

AMOUNTS = st.decimals(
    min_value=0, max_value=Decimal(10) ** 33, places=3, allow_nan=False, allow_infinity=False
)


def values(text: str) -> list[Decimal]:
    return [number.value for number in find_numbers(text)]


def written(text: str) -> list[str]:
    return [text[number.start : number.end] for number in find_numbers(text)]


@given(AMOUNTS)
def test_a_number_written_in_french_reads_back_exactly(value: Decimal) -> None:
    assert parse_decimal(format_number(value)) == value


@given(st.integers(min_value=0, max_value=10**9))
def test_a_number_in_a_sentence_is_found_whole(value: int) -> None:
    text = f"Le réseau regroupe {format_number(Decimal(value))} familles."
    found = find_numbers(text)
    assert [number.value for number in found] == [Decimal(value)]
    assert text[found[0].start : found[0].end] == format_number(Decimal(value))


@pytest.mark.parametrize("number", range(2, 100))
def test_numbers_in_words_read_back(number: int) -> None:
    assert words_value(spell(number)) == number


@pytest.mark.parametrize("number", [-1, 100])
def test_spell_refuses_what_it_cannot_say(number: int) -> None:
    with pytest.raises(ValueError, match="0 to 99"):
        spell(number)


@pytest.mark.parametrize("wrong", ["", "douze", "1,2,3", "1.2.3", "-4"])
def test_what_is_not_one_number_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a French number"):
        parse_decimal(wrong)


@given(st.text(alphabet="0123456789 ,.-–%$abeéà\n\u00a0^{}", max_size=80))
def test_spans_lie_inside_the_text_in_order(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        end = number.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 500 personnes et 3,5 heures", [12500, Decimal("3.5")]),
        ("un budget de 1,8 million de dollars", [1_800_000]),
        ("une trentaine de bénévoles", [30]),
        ("quatre-vingt-dix-sept camps", [97]),
        ("deux cent mille arbres", [200_000]),
    ],
)
def test_values(text: str, expected: list[Decimal | int]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Le 12 mars 2021, en 2020-2021",
        "la 33^e édition, le 1^{er} prix, la 2ème rencontre",
        "Téléphone : 514 555-0199, H2X 1Y4, ISSN 1234-5678",
        "courriel info@12.ca, https://exemple.ca/7",
        "voir l’article 12 et la page 4, à 13 h 30",
        "la version 1.2.3 du gabarit",
        "le numéro 14.2 Automne",
        "4500, rue des Érables",
        "les enfants de 3-5 ans",
    ],
)
def test_digits_that_count_nothing_are_left_out(text: str) -> None:
    assert written(text) == []


def test_a_range_is_one_number_with_two_bounds() -> None:
    (number,) = find_numbers("des bourses de 500 $ à 2 000 $ chacune")
    assert (number.value, number.upper, number.symbol) == (500, 2000, "$")


def test_a_duration_is_one_number_in_minutes() -> None:
    text = "La visite dure 2 min 30 en moyenne."
    (number,) = find_numbers(text)
    assert (text[number.start : number.end], number.value, number.symbol) == (
        "2 min 30", Decimal("2.50"), "min",
    )  # fmt: skip


def test_right_to_left_digits_have_their_value() -> None:
    assert values("\u0661\u0662\u0663 membres") == [123]


def test_a_run_of_digits_too_long_to_count_anything_is_left_out() -> None:
    assert values("1" * 60 + " membres") == []
    assert values("1" + "0" * 30 + " grains") == [10**30]
