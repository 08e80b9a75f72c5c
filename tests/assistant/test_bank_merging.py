"""Rows of the banks and passages of the documents in one order."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Answer, AnswerKind, Citation, Understood
from assistant.bank.coverage import covers
from assistant.bank.merging import MEANING, Shown, merged
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


def order(rows: list[Hit], passages: list[Hit], dated: bool = False) -> list[str]:
    weights = dict.fromkeys(subject_stems("un jardin partagé pour les familles"), 1.0)
    told = [Shown(BankHit("m", one.passage.text, "", "d", "s", 1), one) for one in rows]
    found = merged(weights, told, passages, dated=dated)
    assert len(found) == len(rows) + len(passages)
    return [one.passage.id for one in found]


ROW = hit("row", "Jardin partagé des familles", 0.88)
FAR = hit("far", "Les finances de la ville", 0.80)
NEAR = hit("near", "Le jardin partagé accueille des familles", 0.88)


def test_a_row_that_holds_what_is_asked_goes_first() -> None:
    assert order([ROW], [FAR]) == ["row", "far"]


def test_a_passage_as_good_stays_first_and_a_year_favours_reports() -> None:
    assert order([ROW], [NEAR, FAR]) == ["near", "row", "far"]
    garden = hit("row", "Un jardin", 0.78)
    assert order([garden], [FAR]) == ["row", "far"]
    assert order([garden], [FAR], dated=True) == ["far", "row"]


def test_passages_keep_their_order() -> None:
    assert [one for one in order([ROW], [FAR, NEAR]) if one != "row"] == ["far", "near"]


@pytest.mark.parametrize(
    ("row", "cited", "kind", "years", "covered"),
    [
        ("Jardin partagé de Laval", "Le plan de la ville", "open", (), True),
        ("Jardin partagé de Laval", "Un jardin partagé à Laval", "open", (), False),
        ("Jardin de fleurs", "Le plan de la ville", "open", (), False),
        ("Jardin partagé de Laval", "Le plan de la ville", "figure", (), False),
        ("Jardin partagé de Laval", "Le plan de la ville", "open", ("2023",), False),
    ],
)
def test_a_row_that_holds_clearly_more_than_is_cited_covers_a_question(
    row: str, cited: str, kind: AnswerKind, years: tuple[str, ...], covered: bool
) -> None:
    text = "Qui tient le jardin partagé à Laval ?"
    question = Question(text, text, "fr", kind, Asked(years), (), (), None, text, None)
    citation = Citation(1, "d", "", "d.txt", 1, None, "", cited, "p", "", None, 1, 0, len(cited))
    understood = Understood(text, kind, (), "fr", None)
    assert covers(row, question, Answer("", True, kind, understood, (citation,))) is covered


def test_meaning_decides_where_words_do_not_and_an_unknown_cosine_is_the_least() -> None:
    close = FAR.channels.semantic
    assert close is not None
    apart = 0.01 / MEANING
    assert order([hit("row", "autre chose", close + apart)], [FAR])[0] == "row"
    assert order([hit("row", "autre chose", None)], [FAR]) == ["far", "row"]


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
