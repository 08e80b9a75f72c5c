"""Years that a question asks about."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question.times import asked_times, period_of_date
from ingest.french.dates import years_of

PERIODS = ("2019-2020", "2020-2021", "2021-2022", "2022-2023", "2023-2024")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Combien d'abonnés en 2021-2022 ?", ("2021-2022",)),
        ("Combien d'abonnés en 2021–2022 ?", ("2021-2022",)),
        ("Combien d'abonnés en 2021/2022 ?", ("2021-2022",)),
        ("Combien d'abonnés en 2021 - 2022 ?", ("2021-2022",)),
        ("Combien d'abonnés en 2021-22 ?", ("2021-2022",)),
        ("Combien d'abonnés en 21-22 ?", ("2021-2022",)),
        ("Combien d'abonnés en 21/22 ?", ("2021-2022",)),
        ("abonnés 2022", ("2022",)),
        ("Combien d'abonnés au 31 mars 2022 ?", ("2022",)),
        ("Combien d'abonnés au 1er avril 2022 ?", ("2022",)),
        ("Combien d'abonnés en mars 2022 ?", ("2022",)),
        ("abonnés en 2021 et en 2022", ("2021", "2022")),
        ("abonnés en 2022 et encore 2022", ("2022",)),
        ("Combien d'abonnés à la bibliothèque ?", ()),
        ("Combien de fois 1 500 personnes sont-elles venues ?", ()),
        ("Le score était de 12-10 ?", ()),
        ("Le 12-14 de la rue du Phare ?", ()),
        ("Appelez au 418-555-2022", ()),
    ],
)
def test_years_are_read_in_every_written_form(text: str, years: tuple[str, ...]) -> None:
    assert asked_times(text, PERIODS).years == years


@pytest.mark.parametrize(
    "text",
    [
        "Combien d'abonnés l'an dernier ?",
        "Combien d’abonnés l’an passé ?",
        "Combien d'abonnés l'année dernière ?",
        "abonnés dans le dernier rapport",
        "How many subscribers last year?",
    ],
)
def test_last_year_is_the_newest_period_of_the_documents(text: str) -> None:
    assert asked_times(text, PERIODS).years == ("2023-2024",)
    assert asked_times(text, ()).years == ()


@pytest.mark.parametrize(
    "text", ["Qui est la mairesse actuelle ?", "aujourd'hui, combien d'abonnés ?", "who is it now?"]
)
def test_the_present_asks_for_the_newest(text: str) -> None:
    assert asked_times(text, PERIODS).newest


def test_a_day_is_kept_as_a_day() -> None:
    assert asked_times("abonnés au 31 mars 2022", PERIODS).date == "2022-03-31"
    assert asked_times("abonnés en mars 2022", PERIODS).date is None


@pytest.mark.parametrize(
    "text",
    [
        "Comment ont évolué les abonnés entre 2020-2021 et 2022-2023 ?",
        "les abonnés de 2020-2021 à 2022-2023",
        "subscribers between 2020-2021 and 2022-2023",
    ],
)
def test_a_span_holds_the_periods_between(text: str) -> None:
    assert asked_times(text, PERIODS).years == ("2020-2021", "2021-2022", "2022-2023")


def test_a_span_between_neighbours_adds_nothing() -> None:
    asked = asked_times("abonnés entre 2020-2021 et 2021-2022", PERIODS)
    assert asked.years == ("2020-2021", "2021-2022")
    backwards = asked_times("abonnés entre 2022-2023 et 2020-2021", PERIODS)
    assert set(backwards.years) >= {"2020-2021", "2022-2023"}


@pytest.mark.parametrize(
    "text",
    [
        "Comment les abonnés ont-ils évolué au fil des ans ?",
        "abonnés depuis trois ans",
        "abonnés d'année en année",
        "How did subscribers change over the years?",
    ],
)
def test_a_history_wants_every_year(text: str) -> None:
    asked = asked_times(text, PERIODS)
    assert asked.every
    assert asked.several


@pytest.mark.parametrize(
    "text", ["depuis 2020-2021", "depuis l'année 2020-2021", "since 2020-2021"]
)
def test_since_a_year_runs_to_the_newest_period(text: str) -> None:
    asked = asked_times(f"Comment les abonnés ont-ils évolué {text} ?", PERIODS)
    assert asked.years == ("2020-2021", "2021-2022", "2022-2023", "2023-2024")


@pytest.mark.parametrize("text", ["La politique est valide jusqu'en 2030 ?", "fini d'ici 2030 ?"])
def test_a_bound_is_not_the_year_asked(text: str) -> None:
    assert asked_times(text, PERIODS).years == ()


@pytest.mark.parametrize(
    ("date", "period"),
    [
        ("2022-03-31", "2021-2022"),
        ("2022-04-01", "2022-2023"),
        ("2021-12-25", "2021-2022"),
        ("2030-01-01", None),
    ],
)
def test_a_day_falls_in_one_period(date: str, period: str | None) -> None:
    assert period_of_date(date, PERIODS) == period


@given(st.text(alphabet="abé 0123456789-–/'au marsdeptin", max_size=80))
def test_whatever_is_typed_years_are_years_and_spans_are_of_the_text(text: str) -> None:
    asked = asked_times(text, PERIODS)
    for year in asked.years:
        assert re.fullmatch(r"\d{4}(-\d{4})?", year)
        assert years_of(year)
    for start, end in asked.spans:
        assert 0 <= start < end <= len(text)
    assert asked.date is None or re.fullmatch(r"\d{4}-\d\d-\d\d", asked.date)


@given(st.integers(2000, 2098), st.sampled_from(["{0}-{1}", "{0}–{1}", "{0}/{1}", "{0}-{2}"]))
def test_a_period_reads_the_same_in_each_writing(first: int, form: str) -> None:
    written = form.format(first, first + 1, str(first + 1)[2:])
    asked = asked_times(f"Combien d'abonnés en {written} ?", PERIODS)
    assert asked.years == (f"{first}-{first + 1}",)
