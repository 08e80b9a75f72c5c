"""What holds for every answer, whatever is asked of the documents of Test-sur-Lac."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lake_town import FILES, GUIDE, opened

from assistant.answer import Answer
from assistant.pipeline import Assistant, Scope
from assistant.verify import numbers_of

QUESTIONS = (
    "Combien d'abonnés compte la bibliothèque au 31 mars 2023 ?",
    "Combien d'abonnés à la bibliothèque en 21-22 ?",
    "Combien de visiteurs à la patinoire ?",
    "Quel était le budget de la bibliothèque en 2023-2024 ?",
    "Compare les visiteurs de la patinoire en 2021-2022 et en 2022-2023",
    "Comment le nombre d'abonnés a-t-il évolué au fil des ans ?",
    "Les arbres plantés ont-ils augmenté entre 2022-2023 et 2023-2024 ?",
    "C'est quoi le Coffre partagé ?",
    "Que veut dire CRH ?",
    "Qui est la mairesse ?",
    "Qui a organisé le marché de Noël ?",
    "Quand a eu lieu la Grande Traversée en 2022-2023 ?",
    "Où se trouve le hangar ?",
    "Quels objets peuvent être empruntés ?",
    "Que recommande le comité ?",
    "Le festival des cerfs-volants a-t-il eu lieu en 2021-2022 ?",
    "Est-ce que le prêt est offert aux non-résidents ?",
    "Résume la section Loisirs de 2021-2022",
    "Résume le rapport 2022-2023",
    "patinoire du quai",
    "raquettes",
    "How many visitors were at the patinoire in 2023-2024?",
    "Who is the mayor?",
)
MARK = re.compile(r"\[(\d+)\]")


def sentences(answer: Answer) -> list[str]:
    """Lines, and within a line what stands before each mark."""
    text = "\n".join(line.removeprefix("- ") for line in answer.answer.split("\n"))
    return [piece for piece in re.split(r"(?<=\])\.?(?:\s+|$)", text) if piece.strip()]


def check(assistant: Assistant, answer: Answer) -> None:
    """Citations, numbers and length of an answer."""
    if not answer.answered:
        assert answer.citations == ()
        assert MARK.search(answer.answer) is None
        return
    if answer.kind in ("greeting", "help"):
        assert answer.citations == ()
        return
    marks = {int(n) for n in MARK.findall(answer.answer)}
    assert marks == {citation.n for citation in answer.citations} == set(range(1, len(marks) + 1))
    for sentence in sentences(answer):
        assert MARK.search(sentence), sentence
    for citation in answer.citations:
        page = assistant._searcher.store.page(citation.document_id, citation.text_page)
        assert citation.quote == page.text[citation.start : citation.end]
        assert citation.quote.strip()
    for one in answer.figures:
        quote = next(c.quote for c in answer.citations if c.n == one.n)
        assert one.value in quote
    limit = 250 if answer.kind in ("list", "summary", "recommendation") else 120
    assert len(MARK.sub("", answer.answer).split()) <= limit


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_cited_verbatim_and_short(lake: Assistant, question: str) -> None:
    answer = lake.ask(question)
    assert answer.answered
    assert answer.citations
    check(lake, answer)


@pytest.mark.parametrize(
    "question", [q for q in QUESTIONS if not re.search("Compare|évolué|augmenté", q)]
)
def test_every_number_of_an_answer_is_in_what_it_cites(lake: Assistant, question: str) -> None:
    answer = lake.ask(question)
    held = set()
    for c in answer.citations:
        held |= numbers_of(f"{c.quote}\n{c.heading}\n{c.title}\n{c.year}")
    assert {n for n in numbers_of(MARK.sub("", answer.answer)) if n > 1} <= held


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_has_the_same_answer(lake: Assistant, question: str) -> None:
    first, second = lake.ask(question), lake.ask(question)
    assert replace(first, timings_ms=()) == replace(second, timings_ms=())


def test_the_order_of_the_files_does_not_change_the_answers(
    lake: Assistant, tmp_path: Path
) -> None:
    files = dict(reversed(FILES.items()))
    with opened(tmp_path, files) as other:
        for question in QUESTIONS:
            assert other.ask(question).answer == lake.ask(question).answer, question


_WORDS = st.sampled_from(
    """combien d'abonnés bibliothèque en 2022 2021-2022 2019 patinoire visiteurs qui quand où
    est-ce que le hangar prêt raquettes de la budget festival résume c'est quoi CRH coffre partagé
    non pas plus entre et arbres % $ ? <b> ' " -- 0 mairesse liste quels objets tous""".split()
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(st.lists(_WORDS, min_size=1, max_size=9).map(" ".join), st.text(max_size=60)),
    st.lists(st.sampled_from(QUESTIONS[:4]), max_size=2),
)
def test_whatever_is_asked_the_answer_is_backed(
    lake: Assistant, question: str, history: list[str]
) -> None:
    check(lake, lake.ask(question, history))


@pytest.mark.parametrize(
    ("question", "stated", "others"),
    [
        ("Combien d'abonnés à la bibliothèque en 2021-2022 ?", "412", ("455", "503")),
        ("Combien d'abonnés à la bibliothèque en 2022-2023 ?", "455", ("412", "503")),
        ("Combien d'abonnés à la bibliothèque en 23-24 ?", "503", ("412", "455")),
        ("Combien d'abonnés au 31 mars 2022 à la bibliothèque ?", "412", ("455", "503")),
        ("Combien d'abonnés à la bibliothèque l'an dernier ?", "503", ("412", "455")),
        ("Combien de visiteurs à la patinoire en 2022-2023 ?", "2 105", ("2 340", "2 890")),
        ("Quel est le taux de compostage en 2022-2023 ?", "41 %", ("37", "46")),
        ("Quel est le taux de compostage en 2021-2022 ?", "37 %", ("41", "46")),
        ("Combien d'ateliers de poterie en 21-22 ?", "18", ("24",)),
        ("Budget de la bibliothèque en 2022-2023 ?", "51 000 $", ("48 500", "55 250")),
        ("Quand a eu lieu la Grande Traversée en 2022-2023 ?", "13 août 2022", ("14", "17 août")),
    ],
)
def test_the_year_asked_is_a_filter(
    lake: Assistant, question: str, stated: str, others: tuple[str, ...]
) -> None:
    answer = lake.ask(question)
    assert stated in answer.answer
    text = MARK.sub("", answer.answer)
    assert [other for other in others if re.search(rf"\b{other}\b", text)] == []
    assert {figure.year for figure in answer.figures} <= {
        year for c in answer.citations for year in (c.year, *(c.year or "").split("-"))
    }


def test_without_a_year_the_newest_figure_is_given(lake: Assistant) -> None:
    for question in (
        "Combien d'abonnés à la bibliothèque ?",
        "Combien de visiteurs à la patinoire ?",
    ):
        (citation,) = lake.ask(question).citations
        assert citation.year == "2023-2024"


@pytest.mark.parametrize("year", ["2019", "2018-2019", "2031"])
def test_a_year_that_no_document_covers_is_said(lake: Assistant, year: str) -> None:
    answer = lake.ask(f"Combien d'abonnés à la bibliothèque en {year} ?")
    assert not answer.answered
    assert f"Aucun document indexé ne porte sur {year}" in answer.answer
    assert "2021-2022, 2022-2023, 2023-2024" in answer.answer
    assert answer.figures == ()


def test_a_figure_that_the_year_lacks_is_said_with_the_years_that_have_it(lake: Assistant) -> None:
    answer = lake.ask("Combien d'ateliers de poterie en 2023-2024 ?")
    assert not answer.answered
    assert "2023-2024" in answer.answer
    assert "2021-2022; 2022-2023" in answer.answer
    assert "18" not in answer.answer
    assert "24 " not in answer.answer
    assert answer.closest


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Qui est Zénobie Dufictif ?", "« Dufictif »"),
        ("Combien de membres a le CRZZ ?", "« CRZZ »"),
        ("Combien de dragons ont été recensés ?", "pas trouvé"),
        ("Combien de bornes électriques y a-t-il ?", "pas trouvé"),
        ("Quelle est la recette du pâté chinois ?", "pas trouvé"),
        ("Qui est le capitaine des pompiers ?", "pas trouvé"),
        ("Quand ouvre l'aréna ?", "pas trouvé"),
        ("Quel est le salaire de la mairesse ?", "pas trouvé"),
    ],
)
def test_what_the_documents_lack_is_said_and_the_nearest_passages_shown(
    lake: Assistant, question: str, said: str
) -> None:
    answer = lake.ask(question)
    assert not answer.answered, answer.answer
    assert said in answer.answer
    assert answer.citations == ()
    assert answer.figures == ()
    assert 1 <= len(answer.closest) <= 3
    texts = "\n".join(FILES.values())
    assert all(near.text in texts for near in answer.closest)


def test_only_the_document_chosen_is_cited(lake: Assistant) -> None:
    guide = next(d for d in lake.corpus().documents if d.source == "guide-pret.md")
    answer = lake.ask("raquettes", (), Scope(document=guide.id))
    assert {citation.document_id for citation in answer.citations} == {guide.id}
    assert "raquettes" in answer.citations[0].quote
    assert answer.citations[0].quote in GUIDE


def test_the_year_chosen_stands_for_the_year_typed(lake: Assistant) -> None:
    answer = lake.ask("Combien d'abonnés à la bibliothèque ?", (), Scope(year="2021-2022"))
    assert "412" in answer.answer
    assert answer.understood.years == ("2021-2022",)


@pytest.mark.parametrize("question", ["Bonjour !", "aide", "Merci beaucoup !", "What can you do?"])
def test_talk_is_answered_without_sources(lake: Assistant, question: str) -> None:
    answer = lake.ask(question)
    assert answer.answered
    assert answer.citations == ()
    assert answer.closest == ()


def test_times_are_measured_in_parts(lake: Assistant) -> None:
    timings = dict(lake.ask("raquettes").timings_ms)
    assert set(timings) == {"search", "compose", "total"}
    assert 0 <= timings["search"] <= timings["total"]


def test_what_is_asked_is_what_is_retrieved(lake: Assistant) -> None:
    for question in QUESTIONS[:10]:
        answer = lake.ask(question)
        retrieved = {hit.passage.id for hit in lake.retrieve(question)[:5]}
        assert {citation.passage_id for citation in answer.citations} & retrieved, question
