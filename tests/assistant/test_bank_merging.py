"""Rows of the banks and passages of the documents in one order."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.bank.doubt import answers
from assistant.bank.merging import FIRST, MEANING, Best, Comparison, Row
from assistant.bank.model import BankHit
from assistant.bank.need import read_need
from assistant.question.model import Question
from assistant.question.times import Asked
from index.bank.columns import no_columns
from index.bank.search import BankIndex
from index.hits import Channels, Hit
from ingest.french.tokens import subject_stems
from ingest.records import Document, Passage

DAY = date(2026, 11, 21)


def hit(name: str, text: str, cosine: float | None) -> Hit:
    document = Document(name, f"{name}.txt", "r", "Titre", "rapport", None, None, None, "fr", None,
                        "x", 1, False, 1)  # fmt: skip
    return Hit(Passage(name, name, 1, 0, 1, text, (), 0), document, 1.0, Channels(None, cosine))


def compared(rows: list[Hit], passages: list[Hit], dated: bool = False) -> Comparison:
    asked = subject_stems("un jardin partagé pour les familles")
    told = [Row(BankHit("m", one.passage.text, "", "d", "s", 1), one) for one in rows]
    return Comparison(asked, told, passages, lambda stem: 1.0, dated=dated)


def order(rows: list[Hit], passages: list[Hit], dated: bool = False) -> list[str]:
    found = compared(rows, passages, dated).merged()
    assert len(found) == len(rows) + len(passages)
    return [one.passage.id for one in found]


ROW = hit("row", "Jardin partagé des familles", 0.88)
FAR = hit("far", "Les finances de la ville", 0.80)
NEAR = hit("near", "Le jardin partagé accueille des familles", 0.88)


def test_a_row_that_holds_what_is_asked_goes_first() -> None:
    assert order([ROW], [FAR]) == ["row", "far"]


def test_a_passage_as_good_stays_first_and_a_year_favours_reports() -> None:
    assert order([ROW], [NEAR, FAR]) == ["near", "row", "far"]
    garden = hit("row", "Un jardin", 0.80)
    assert order([garden], [FAR]) == ["row", "far"]
    assert order([garden], [FAR], dated=True) == ["far", "row"]


def test_passages_keep_their_order() -> None:
    assert [one for one in order([ROW], [FAR, NEAR]) if one != "row"] == ["far", "near"]


def test_meaning_decides_where_words_do_not_and_an_unknown_cosine_is_the_least() -> None:
    close = FAR.channels.semantic
    assert close is not None
    apart = (FIRST + 0.01) / MEANING
    assert order([hit("row", "autre chose", close + apart)], [FAR])[0] == "row"
    assert order([hit("row", "autre chose", None)], [FAR]) == ["far", "row"]


def test_the_best_row_says_by_how_much() -> None:
    best = compared([hit("a", "Le jardin", 0.9), ROW], [FAR, NEAR]).best()
    assert best is not None
    assert (best.entry.title, best.held, best.cosine) == (ROW.passage.text, 1.0, 0.88)
    assert best.margin == pytest.approx(0.0)
    assert compared([], [FAR]).best() is None


def best_of(text: str, cosine: float = 0.9, margin: float = 0.5) -> Best:
    entry = BankHit("m", "Navette", text, "d", "s", 1, (("source_page", "12"), ("year", "2024")))
    return Best(entry, 0.5, cosine, margin)


@pytest.mark.parametrize(
    ("question", "best", "answered"),
    [
        ("Comment se rendre au village ?", best_of("Un minibus"), True),
        ("Comment se rendre au village ?", best_of("Un minibus", cosine=0.8), False),
        ("Comment se rendre au village ?", best_of("Un minibus", cosine=0.8, margin=0.7), True),
        ("Comment se rendre au village ?", best_of("Un minibus", margin=0.05), False),
        ("Combien coûte la navette ?", best_of("Un minibus"), False),
        ("Combien coûte la navette ?", best_of("Un minibus de douze places"), False),
        ("Combien coûte la navette ?", best_of("Un minibus à 4 $"), True),
        ("Combien de places a la navette ?", best_of("Un minibus de douze places"), True),
        ("La navette roule-t-elle à Gatineau ?", best_of("Un minibus"), False),
        ("La navette roule-t-elle à Gatineau ?", best_of("Un minibus à Gatineau"), True),
    ],
)
def test_a_row_answers_when_it_is_close_and_holds_what_is_asked(
    question: str, best: Best, answered: bool
) -> None:
    read = Question(question, question, "fr", "open", Asked(), (), (), None, question, None)
    assert answers(read, best) is answered


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("Quelles subventions ont leur date limite en février 2026 ?", (20260201, 20260231)),
        ("Which grants have a deadline in March 2027?", (20270301, 20270331)),
        ("aides dont l'échéance est en mai 2025", (20250501, 20250531)),
        ("une aide pour un projet en février 2026", (None, None)),
    ],
)
def test_the_month_of_a_deadline_is_read(query: str, days: tuple[int | None, int | None]) -> None:
    need = read_need(query, BankIndex(no_columns()), DAY, grants=True)
    assert (need.after, need.before) == days
