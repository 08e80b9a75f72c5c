"""The register of figures: what is counted, and the year it holds for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evidence.matching import coverage, match
from assistant.evidence.register import Register, head_words, holds_for, lead_noun, year_matches
from assistant.question.model import Term
from ingest.french.tokens import terms
from ingest.records import Document, Figure

DOCUMENT = Document(
    "r22", "r22.md", "corpus", "Rapport 2021-2022", "rapport", "2021-2022",
    "Ville de Test-sur-Lac", None, "fr", None, "0" * 64, 10, False, 1,
)  # fmt: skip
GUIDE = replace(DOCUMENT, id="guide", year=None)


def figure(label: str, year: str | None = "2021-2022", document: str = "r22") -> Figure:
    return Figure(
        f"{document}-{label}", "s1", document, 1, 0, 2, 0, 10, "12", Decimal(12), None, None,
        label, None, year, None, ("Loisirs",), ("Équipement :",), 1.0,
    )  # fmt: skip


def term(word: str, *others: str) -> Term:
    return Term(word, terms(word)[0], 1.0, tuple(tuple(terms(one)) for one in others))


@pytest.mark.parametrize(
    ("label", "noun"),
    [
        ("ateliers de poterie", "ateliers"),
        ("Nombre de visiteurs de la patinoire", "visiteurs"),
        ("nouveaux abonnés", "abonnés"),
        ("familles du quartier du Phare", "familles"),
        ("arbres plantés", "arbres"),
        ("", ""),
    ],
)
def test_the_noun_counted_comes_before_its_complement(label: str, noun: str) -> None:
    assert lead_noun(label) == "".join(terms(noun))


def test_a_complement_is_not_counted() -> None:
    assert head_words("ateliers de poterie") == list(terms("ateliers"))


@pytest.mark.parametrize(
    ("stated", "document_year", "asked", "holds"),
    [
        ("2021-2022", "2021-2022", "2021-2022", True),
        ("2021-2022", "2021-2022", "2022", True),
        ("2021-2022", "2021-2022", "2021", True),
        ("2021-2022", "2021-2022", "2022-2023", False),
        ("2021-2022", "2021-2022", "2023", False),
        ("2022", "2021-2022", "2022", True),
        ("2022", "2021-2022", "2021-2022", True),
        ("2022", "2021-2022", "2022-2023", False),
        ("2019", "2021-2022", "2021-2022", False),
        ("2019", "2021-2022", "2019", True),
        ("2018-2019", "2021-2022", "2021-2022", False),
        (None, "2021-2022", "2022", False),
    ],
)
def test_a_figure_holds_for_its_own_year(
    stated: str | None, document_year: str, asked: str, holds: bool
) -> None:
    register = Register([figure("abonnés", stated)], [replace(DOCUMENT, year=document_year)])
    (entry,) = register.entries
    assert year_matches(entry, asked) is holds
    assert holds_for(entry, (asked,)) is holds
    assert holds_for(entry, ())


def test_figures_are_found_by_what_they_count_or_a_synonym() -> None:
    register = Register(
        [figure("raquettes prêtées"), figure("visiteurs"), figure("canots")], [DOCUMENT]
    )
    labels = [e.figure.label for e in register.counting([term("raquettes")])]
    assert labels == ["raquettes prêtées"]
    labels = [e.figure.label for e in register.counting([term("embarcations", "canots")])]
    assert labels == ["canots"]
    assert register.counting([term("dragons")]) == []


def test_figures_are_named_by_their_titles_and_lead_ins() -> None:
    register = Register([figure("canots")], [DOCUMENT])
    assert len(register.naming([term("équipement")])) == 1
    assert len(register.naming([term("loisirs")])) == 1
    assert register.naming([term("dragons")]) == []


def test_a_figure_of_a_document_that_is_gone_is_left_out() -> None:
    register = Register([figure("canots"), figure("tentes", document="parti")], [DOCUMENT])
    assert [entry.figure.label for entry in register.entries] == ["canots"]
    assert len(register.stated_by("s1")) == 1
    assert register.stated_by("inconnu") == []


@pytest.mark.parametrize(
    ("word", "held", "least", "most"),
    [
        ("canots", "canots", 1, 1),
        ("canot", "canots", 1, 1),
        ("municipal", "municipalité", 0.1, 0.5),
        ("canots", "canton", 0, 0),
        ("raquettes", "canots", 0, 0),
    ],
)
def test_a_match_is_whole_partial_or_none(word: str, held: str, least: float, most: float) -> None:
    assert least <= match(term(word), frozenset(terms(held))) <= most


def test_a_word_counts_where_it_counts_most() -> None:
    fields = [(frozenset(terms("canots")), 0.4), (frozenset(terms("canots")), 1.0)]
    assert coverage([term("canots")], fields) == 1
    assert coverage([], fields) == 0


WORDS = st.sampled_from("canots raquettes visiteurs municipal municipalité équipement".split())


@given(st.lists(WORDS, max_size=5), st.lists(WORDS, max_size=5))
def test_coverage_is_a_share_and_grows_with_what_is_held(
    wanted: list[str], held: list[str]
) -> None:
    asked = [term(word) for word in wanted]
    some = coverage(asked, [(frozenset(terms(" ".join(held[:2]))), 1.0)])
    more = coverage(asked, [(frozenset(terms(" ".join(held))), 1.0)])
    assert 0 <= some <= more <= 1


@given(st.text(max_size=120))
def test_any_label_has_head_words_among_its_words(label: str) -> None:
    assert len(head_words(label)) <= 6 or label.endswith(("comprend", "compte"))
    assert isinstance(lead_noun(label), str)


@pytest.mark.parametrize(
    ("label", "each"),
    [
        ("villes ont signé une entente de services", "entente"),
        ("clubs ont chacun reçu un prix", "prix"),
        ("membres ont élu leur présidente", "présidente"),
        ("villes ont signé", ""),
        ("élues ont participé à l’un des groupes", ""),
    ],
)
def test_what_there_is_one_of_for_each_thing_is_counted_too(label: str, each: str) -> None:
    [entry] = Register([figure(label)], [DOCUMENT]).entries
    assert entry.each == frozenset(terms(each))
