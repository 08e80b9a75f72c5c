"""The gold questions agree with themselves and with the built documents."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from eval.check import check
from eval.gold import FIGURE_TYPES, UNANSWERABLE, GoldQuestion, read_gold
from eval.metrics import says_right, says_wrong
from eval.text import unify
from ingest.readers.base import reader_for

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
GOLD = {path.stem: path for path in sorted((ROOT / "eval" / "gold").glob("*.jsonl"))}
BANKS = {"mesures.csv", "subventions.csv"}
BANK_GOLD = ("bank-dev", "bank-test")
FIRST_FRESH = 101  # numbers below are the questions that served for tuning


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


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Rows of a bank as the cells of its file hold them, header left out."""
    with (CORPUS / name).open(encoding="utf-8", newline="") as file:
        return tuple(tuple(row) for row in csv.reader(file))[1:]


def number(line: dict[str, Any]) -> int:
    return int(line["id"].rpartition("-")[2])


@pytest.mark.parametrize("name", BANK_GOLD)
def test_evidence_of_a_bank_is_word_for_word_in_a_cell_of_one_row(name: str) -> None:
    """In a cell as it is written, and in one row only: another row never counts for it."""
    held = {
        f"{line['id']}: {evidence}": sum(
            any(evidence in cell for cell in row) for doc in line["docs"] for row in rows(doc)
        )
        for line in raw(name)
        for evidence in line["evidence"]
    }
    assert len(held) >= 50
    assert {said: count for said, count in held.items() if count != 1} == {}
    assert {doc for line in raw(name) for doc in line["docs"]} == BANKS


def test_no_identifier_and_no_question_comes_twice() -> None:
    lines = [line for name in GOLD for line in raw(name)]
    ids = Counter(line["id"] for line in lines)
    asked = Counter((line["question"].casefold(), *line["history"]) for line in lines)
    assert [one for one, count in (*ids.items(), *asked.items()) if count > 1] == []


def test_bank_questions_are_split_by_their_number() -> None:
    """Those that served for tuning are in dev; of the others, one of three is in test."""
    for name in BANK_GOLD:
        numbers = [number(line) for line in raw(name)]
        kept = [n >= FIRST_FRESH and n % 3 == 0 for n in numbers]
        assert kept == [name == "bank-test"] * len(numbers)
    lines = [line for name in BANK_GOLD for line in raw(name)]
    for type_ in {line["type"] for line in lines}:
        numbers = sorted(number(line) for line in lines if line["type"] == type_)
        fresh = [n for n in numbers if n >= FIRST_FRESH]
        assert fresh == list(range(FIRST_FRESH, FIRST_FRESH + len(fresh)))


def test_fresh_bank_questions_are_many_and_in_every_form() -> None:
    fresh = [line for name in BANK_GOLD for line in raw(name) if number(line) >= FIRST_FRESH]
    types = Counter(line["type"] for line in fresh)
    assert types["measures"] >= 50
    assert types["grants"] >= 40
    assert types[UNANSWERABLE] >= 15
    assert sum(len(line["history"]) >= 2 for line in fresh) >= 3
    forms = {
        name: {line["form"] for line in raw(name) if number(line) >= FIRST_FRESH}
        for name in BANK_GOLD
    }
    assert forms["bank-dev"] == forms["bank-test"]
    assert {"typo", "colloquial", "english", "keyword", "place", "followup"} < forms["bank-test"]


def test_the_guide_counts_the_bank_questions_as_the_files_hold_them() -> None:
    guide = (GOLD["bank-dev"].parent / "README.md").read_text(encoding="utf-8")
    said = re.findall(r"(?m)^\| `(\w+)` \| (\d+) \| (\d+) \|$", guide)
    held = [Counter(line["type"] for line in raw(name)) for name in BANK_GOLD]
    assert {type_: (int(dev), int(test)) for type_, dev, test in said} == {
        type_: (held[0][type_], held[1][type_]) for type_ in held[0]
    }


@pytest.mark.parametrize("name", BANK_GOLD)
def test_a_refusal_that_repeats_the_question_is_not_a_wrong_answer(name: str) -> None:
    unanswerable = [q for q in questions(name) if not q.answerable]
    assert [q.id for q in unanswerable if says_wrong(q, f"Je ne sais pas : {q.question}")] == []
