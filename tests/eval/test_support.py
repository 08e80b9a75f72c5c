from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Answer, AnswerFigure, Citation, Understood
from eval.gold import GoldQuestion
from eval.support import Support, assertions, backed, fits, measure_support, wrong_figure

PAGE = "Au 31 mars 2022,\nEspace MUNI compte 375 membres.\nLe siège est à Drummondville."
QUOTE = "Espace MUNI compte 375 membres."


def citation(quote: str = QUOTE, n: int = 1) -> Citation:
    start = PAGE.find(quote)
    return Citation(
        n, "d", "Rapport d'activités 2021-2022", "r.txt", 1, "2021-2022", "", quote, "p", "/", None,
        1, start, start + len(quote),
    )  # fmt: skip


def answer(text: str, *citations: Citation, kind: str = "figure") -> Answer:
    understood = Understood("?", "figure", (), "fr", None)
    return Answer(text, True, kind, understood, citations)  # type: ignore[arg-type]


def page_text(document_id: str, page: int) -> str:
    return PAGE if (document_id, page) == ("d", 1) else ""


def test_a_fully_backed_answer() -> None:
    given = answer("En 2021-2022, Espace MUNI compte 375 membres [1].", citation())
    assert measure_support(given, page_text) == Support(1, 1, 1, 1, 1, 1, 3, 3, ())


def test_an_abstention_asserts_nothing() -> None:
    silent = replace(answer("Les documents ne donnent pas les 825 fêtes."), answered=False)
    assert measure_support(silent, page_text) == Support(0, 0, 0, 0, 0, 0, 0, 0, ())


def test_a_sentence_without_a_marker_or_with_one_that_resolves_to_nothing_is_not_cited() -> None:
    text = "Espace MUNI compte 375 membres [1]. Il en veut davantage. Le siège bouge [7]."
    support = measure_support(answer(text, citation()), page_text)
    assert (support.sentences, support.cited) == (3, 1)
    assert (support.pairs, support.fitting) == (2, 1)


def test_lead_ins_and_bare_yes_need_no_citation() -> None:
    assert assertions("Oui. Les municipalités sont :\n- Austin [1]\n- Belœil [1]") == (
        "- Austin [1]",
        "- Belœil [1]",
    )


@pytest.mark.parametrize(
    "spoiled",
    [
        replace(citation(), quote="Espace MUNI compte 376 membres."),
        replace(citation(), start=0),
        replace(citation(), text_page=2),
        replace(citation(), document_id="autre"),
        replace(citation(), quote="", end=citation().start),
        replace(citation(), quote="Au 31 mars 2022, Espace", start=0, end=23),
    ],
)
def test_a_quote_that_is_not_its_slice_of_the_page_is_not_verbatim(spoiled: Citation) -> None:
    support = measure_support(answer("Il y a 375 membres [1].", spoiled), page_text)
    assert (support.quotes, support.verbatim) == (1, 0)


@pytest.mark.parametrize(
    ("sentence", "quote", "fit"),
    [
        ("Espace MUNI compte 375 membres [1].", "375\nMEMBRES", True),
        ("Espace MUNI compte 375 membres [1].", "Le siège est à Drummondville.", False),
        ("The network has 35 MRCs [1].", "35\n\n20\nMembres", True),
        ("La mairesse de Brossard [1].", "Le siège est à Drummondville.", False),
        ("Vanessa Pilon [1].", "Vanessa Pilon", True),
        ("Vanessa [1].", "Vanessa", True),
        ("La mairesse de Brossard préside [1].", "Brossard : mairesse et déléguée", True),
        ("375 membres [1].", "membres réunis partout", False),
        ("Les membres élisent le conseil [1].", "12 membres", False),
    ],
)
def test_a_quote_fits_when_it_shares_words_or_numbers(sentence: str, quote: str, fit: bool) -> None:
    assert fits(sentence, quote) is fit


def test_a_number_in_no_cited_quote_is_listed() -> None:
    support = measure_support(answer("Il y a 376 membres [1].", citation()), page_text)
    assert support.unbacked == ("376",)
    assert (support.numbers, support.backed) == (1, 0)


def test_a_year_may_come_from_the_cited_document_but_another_number_may_not() -> None:
    given = answer("…", citation())
    assert backed("2021", given)
    assert backed("2021", answer("…", replace(citation(), title="Rapport annuel")))
    assert backed("2021", answer("…", replace(citation(), year=None)))
    assert not backed("2023", given)
    assert not backed("31", given)


def test_only_a_comparison_may_state_what_follows_from_two_cited_figures() -> None:
    figures = (
        AnswerFigure("membres", "375", 375.0, None, "2021-2022", 1),
        AnswerFigure("membres", "427", 427.0, None, "2024-2025", 2),
    )
    two = (citation(), replace(citation(), n=2, quote="427 membres"))
    given = replace(answer("…", *two, kind="comparison"), figures=figures)
    # Difference, sum, and the change in percent, whole or to one decimal.
    assert all(backed(number, given) for number in ("52", "802", "13,9", "14"))
    assert not any(backed(number, given) for number in ("51", "801", "13,87", "13"))
    assert not backed("52", replace(given, kind="figure"))
    assert not backed("52", replace(given, citations=two[:1]))


def figure_question(**changes: str | None) -> GoldQuestion:
    values: dict[str, str | None] = {
        "id": "q", "question": "Combien de membres au 31 mars 2022 ?", "type": "figure",
        "answer_regex": r"\b375\b", "wrong_regex": r"\b426\b",
    }  # fmt: skip
    return GoldQuestion(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("375 membres [1].", False),
        ("426 membres [1].", True),
        ("375 membres, puis 426 [1].", True),
        ("Espace MUNI compte 340 membres [1].", True),
        ("Au 31 mars 2022, le nombre a augmenté [1].", False),
        ("Le nombre a augmenté depuis 2018 [1]. Il y a 12 régions [1].", False),
    ],
)
def test_a_wrong_figure_matches_the_decoy_or_is_another_number_given_first(
    text: str, wrong: bool
) -> None:
    assert wrong_figure(figure_question(), answer(text)) is wrong


def test_only_a_given_figure_can_be_wrong() -> None:
    silent = replace(answer("426 membres."), answered=False)
    assert not wrong_figure(figure_question(), silent)
    assert not wrong_figure(figure_question(type="who"), answer("426 membres."))


def test_a_figure_given_to_an_unanswerable_question_is_wrong() -> None:
    question = figure_question(type="unanswerable", answer_regex=None)
    assert wrong_figure(question, answer("426 membres [1]."))
    assert not wrong_figure(question, answer("Aucune idée [1]."))
    assert not wrong_figure(question, answer("340 autres [1]."))
