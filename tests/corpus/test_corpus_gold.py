"""The gold questions agree with themselves and with the built documents."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from eval.check import check
from eval.gold import FIGURE_TYPES, UNANSWERABLE, GoldQuestion, read_gold
from eval.metrics import says_right
from eval.text import unify
from ingest.readers.base import reader_for

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
GOLD = {path.stem: path for path in sorted((ROOT / "eval" / "gold").glob("*.jsonl"))}
BANKS = {"mesures.csv", "subventions.csv"}


@cache
def pages(name: str) -> dict[int | None, str]:
    """Text of each page of a built document as the product reads it; None: no pages."""
    if name in BANKS:
        return {None: unify((CORPUS / name).read_text(encoding="utf-8"))}
    path = CORPUS / "documents" / name
    read = reader_for(path).read(path)
    if not read.paged:
        return {None: unify("\n".join(page.text for page in read.pages))}
    return {page.number: unify(page.text) for page in read.pages}


def whole(name: str) -> str:
    return "\n".join(pages(name).values())


def questions(*names: str) -> tuple[GoldQuestion, ...]:
    read = read_gold([GOLD[name] for name in names])
    assert read.problems == ()
    return read.questions


def raw(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in GOLD[name].read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", GOLD)
def test_patterns_match_their_answer_and_not_their_decoy(name: str) -> None:
    corpus = {doc: whole(doc) for question in questions(name) for doc in question.docs}
    assert [str(problem) for problem in check(questions(name), corpus)] == []


@pytest.mark.parametrize("name", GOLD)
def test_a_decoy_is_never_a_right_answer(name: str) -> None:
    decoyed = [q for q in questions(name) if q.wrong_example]
    assert [q.id for q in decoyed if q.answerable and says_right(q, q.wrong_example or "")] == []
    assert all(q.wrong_example for q in questions(name) if q.wrong_regex)


@pytest.mark.parametrize("name", GOLD)
def test_evidence_stands_on_its_page(name: str) -> None:
    lost = []
    for line in raw(name):
        stated = line.get("page")
        for n, evidence in enumerate(line["evidence"]):
            page = stated[n] if isinstance(stated, list) else stated
            if not any(unify(evidence) in pages(doc).get(page, "") for doc in line["docs"]):
                lost.append(f"{line['id']}, page {page}: {evidence}")
    assert lost == []


def test_questions_over_paged_documents_say_the_page() -> None:
    lines = [line for name in GOLD for line in raw(name) if line["docs"]]
    paged = [line for line in lines if all(doc.endswith(".pdf") for doc in line["docs"])]
    assert len(paged) > 150
    assert [line["id"] for line in paged if not line.get("page")] == []


def test_there_are_enough_questions_of_every_kind() -> None:
    all_of_them = questions("dev", "test")
    types = Counter(question.type for question in all_of_them)
    assert len(all_of_them) >= 240
    assert types[UNANSWERABLE] >= 40
    assert types["figure"] >= 60
    assert {"definition", "who", "when", "where", "list", "summary", "keyword"} < types.keys()
    assert sum(len(q.history) >= 2 for q in all_of_them if q.type == "followup") >= 8


def test_test_questions_are_a_third_and_none_is_in_dev() -> None:
    dev, test = questions("dev"), questions("test")
    assert not {q.question.casefold() for q in dev} & {q.question.casefold() for q in test}
    assert 0.28 <= len(test) / (len(dev) + len(test)) <= 0.36
    assert {q.type for q in test} == {q.type for q in dev}


def test_figure_questions_with_a_year_of_their_own_say_it() -> None:
    single = [q for q in questions("dev", "test") if q.type in FIGURE_TYPES and len(q.docs) == 1]
    assert [q.id for q in single if q.year is None] == []
