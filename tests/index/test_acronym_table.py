"""Acronyms are expanded both ways, by meaning and not by look."""

from __future__ import annotations

import pytest

from index.acronyms import AcronymTable
from ingest.french.tokens import terms
from ingest.records import Acronym

TABLE = AcronymTable(
    [
        Acronym("MADA", "Municipalité amie des aînés"),
        Acronym("OU", "Observatoire urbain"),
        Acronym("CPE", "Centre de la petite enfance"),
        Acronym("CPE", "Comité du patrimoine écologique"),
        Acronym("UN", "Unité"),
        Acronym("PDC", "Partenaires en développement des communautés", True),
    ]
)
LONG = terms("Municipalité amie des aînés")


def expanded(text: str) -> list[str]:
    return [term.term for term in TABLE.expand(text)]


@pytest.mark.parametrize("text", ["MADA", "la démarche mada", "C'est quoi « Mada » ?"])
def test_a_short_form_brings_the_long_one(text: str) -> None:
    assert expanded(text) == LONG


@pytest.mark.parametrize("text", ["Municipalité amie des aînés", "municipalites amies des aines"])
def test_a_long_form_brings_the_short_one(text: str) -> None:
    assert expanded(text) == terms("MADA")


def test_a_term_of_the_query_is_not_brought_again() -> None:
    assert expanded("amie des aînés MADA") == LONG[:1]


def test_the_words_of_a_long_form_apart_bring_nothing() -> None:
    assert expanded("Les aînés de la municipalité, une amie") == []


def test_a_short_form_that_is_a_stop_word_counts_in_capitals_only() -> None:
    assert expanded("ici ou là") == []
    assert expanded("le OU de Québec") == terms("Observatoire urbain")


def test_every_meaning_is_brought_and_weighs_less_than_a_typed_word() -> None:
    assert set(terms("petite enfance")) | set(terms("patrimoine")) <= set(expanded("CPE"))
    assert {term.weight for term in TABLE.expand("CPE")} == {0.5}


def test_an_implied_short_form_is_known_but_never_searched_for() -> None:
    assert "PDC" in TABLE
    assert expanded("pdc") == terms("Partenaires en développement des communautés")
    assert expanded("Partenaires en développement des communautés") == []


def test_a_long_form_of_one_word_is_left_out() -> None:
    assert "UN" not in TABLE
