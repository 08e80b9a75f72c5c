"""Questions as choices: the figures found, which of them are right, and « none of them »."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from assistant.compose.figure import figure_pool
from assistant.compose.found import Found
from assistant.evidence.figures import Pool
from assistant.evidence.register import Entry
from assistant.evidence.statements import missing_names
from assistant.pipeline import Assistant
from eval.gold import FIGURE_TYPES, GoldQuestion
from eval.metrics import from_docs, says_right, search_in
from ingest.records import Figure

Array = NDArray[np.float64]
_KINDS = ("figure", "comparison")
_TYPES = frozenset({*FIGURE_TYPES, "unanswerable", "followup"})
_LESS = 0.5  # how much a question counts once its right figures were taken away


@dataclass(frozen=True, slots=True)
class Example:
    """One question over one year, or without year.

    Attributes:
        id: of the question. group: what is kept together when weights are tried on
            questions that they were not learned from: the document and the titles above
            the right figure, or the subject of a question without answer.
        rows: (n, len(TRAITS)) of the figures. none: (len(NONE_TRAITS),).
        stated: for each figure, the number of what it states; equal numbers state the same.
        right: which of these numbers answer; empty: none does.
        weight: how much it counts. taken: its right figures were taken away.
    """

    id: str
    group: str
    rows: Array
    none: Array
    stated: NDArray[np.int64]
    right: frozenset[int]
    weight: float
    taken: bool


def examples_of(assistant: Assistant, questions: Iterable[GoldQuestion]) -> list[Example]:
    """The examples of figure, comparison and unanswerable questions over one index."""
    made: list[Example] = []
    for question in questions:
        if question.type not in _TYPES:
            continue
        found = assistant.gather(question.question, question.history)
        asked = found.question
        if asked.kind not in _KINDS or missing_names(asked, found.org):
            continue
        every = [(year,) for year in found.years or found.lexicon.periods]
        for years in [found.years] if asked.kind == "figure" else every:
            made.extend(_of(question, found, years))
    return made


def _of(question: GoldQuestion, found: Found, years: Sequence[str]) -> list[Example]:
    """The example of a question, and the same with its right figures taken away."""
    pool = figure_pool(found, years)
    right = [_answers(question, pool, at) for at in range(len(pool.entries))]
    if question.type == "howmany_compare" and not any(right):
        return []  # the right answer is a difference: no figure states it
    if not years:  # the same indicator in another report speaks neither for nor against
        pool, right = _kept(pool, right, lambda entry: not _twin(entry, pool, right))
    group = _group(question, pool, right, found)
    whole = _example(question.id, group, pool, right, taken=False)
    if not any(right):
        return [whole]
    values = {_value(entry.figure) for entry, yes in zip(pool.entries, right, strict=True) if yes}
    rest, left = _kept(pool, right, lambda entry: _value(entry.figure) not in values)
    return [whole, _example(question.id, group, rest, left, taken=True)]


def _kept(
    pool: Pool, right: Sequence[bool], wanted: Callable[[Entry], bool]
) -> tuple[Pool, list[bool]]:
    at = [place for place, entry in enumerate(pool.entries) if wanted(entry)]
    return Pool(
        tuple(pool.entries[place] for place in at),
        tuple(pool.candidates[place] for place in at),
        tuple(pool.heads[place] for place in at),
        pool.rows[at],
        pool.none,
    ), [right[place] for place in at]


def _answers(question: GoldQuestion, pool: Pool, at: int) -> bool:
    """Whether a figure is the one that the written answer wants, in one of its documents."""
    entry, candidate = pool.entries[at], pool.candidates[at]
    if not question.answerable or not from_docs(entry.document.source, question.docs):
        return False
    figure = entry.figure
    patterns = [
        pattern
        for pattern in (question.answer_regex, *question.answer_regex_all,
                        *question.answer_regex_any)
        if pattern is not None
    ]  # fmt: skip
    plain = str(figure.number).replace(".", ",")
    forms = (figure.value, f"{figure.value} {figure.label}", f"{figure.value} {figure.unit}", plain)
    if not any(search_in(pattern, form) for pattern in patterns for form in forms):
        return False
    text = candidate.statement.text if candidate else f"{figure.value} {figure.label}"
    return question.type == "howmany_compare" or says_right(question, text)


def _twin(entry: Entry, pool: Pool, right: Sequence[bool]) -> bool:
    """Whether a figure counts what a right one counts, in another document."""
    return any(
        yes and one.noun == entry.noun and one.document.id != entry.document.id
        for one, yes in zip(pool.entries, right, strict=True)
    )


def _value(figure: Figure) -> tuple[Decimal, str]:
    return figure.number, figure.unit if figure.unit in ("%", "$") else ""


def _group(question: GoldQuestion, pool: Pool, right: Sequence[bool], found: Found) -> str:
    for entry, yes in zip(pool.entries, right, strict=True):
        if yes:
            return " › ".join((entry.document.source, *entry.figure.heading))
    return "sans réponse › " + " ".join(term.stem for term in found.question.terms[:2])


def _example(
    identity: str, group: str, pool: Pool, right: Sequence[bool], *, taken: bool
) -> Example:
    numbers: dict[tuple[Decimal, str], int] = {}
    stated = [numbers.setdefault(_value(one.figure), len(numbers)) for one in pool.entries]
    answers = frozenset(number for number, yes in zip(stated, right, strict=True) if yes)
    return Example(
        identity, group, pool.rows, np.array(pool.none), np.array(stated, dtype=np.int64), answers,
        _LESS if taken else 1.0, taken,
    )  # fmt: skip
