"""Run an assistant over gold questions: one result a question, then the measures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Understood
from eval.gold import FIGURE_TYPES, GoldQuestion
from eval.metrics import (
    Ranks,
    answer_score,
    evidence_ranks,
    f1,
    mean,
    ndcg_at,
    percentile,
    ratio,
    recall_at,
    reciprocal_rank,
)
from eval.subject import Subject
from eval.support import Support, measure_support, wrong_figure
from index.hits import Hit
from ingest.errors import InputError

DEPTH = 10
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What happened with one question.

    Attributes:
        answer: as given; an input error is an abstention whose text is the error's message.
        hits: the first ten passages.
        ranks: see ``eval.metrics.evidence_ranks``.
        score: 0, 0.5 or 1, see ``eval.metrics.answer_score``.
        seconds: wall-clock time of ``ask`` alone.
    """

    question: GoldQuestion
    answer: Answer
    hits: tuple[Hit, ...]
    ranks: Ranks
    score: float
    wrong_figure: bool
    support: Support
    seconds: float

    def recall(self, k: int) -> float:
        """Recall of the evidence in the top k, 0 or 1."""
        return recall_at(k, self.ranks, self.question.evidence_mode)

    @property
    def ndcg(self) -> float:
        """nDCG@10."""
        return ndcg_at(DEPTH, self.ranks, self.question.evidence_mode)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure over a set of questions.

    Attributes:
        name: key in JSON and in gate files.
        value: None when no question of the set bears on it.
        count: how many questions, quotes, sentences… it was computed on.
        failing: ids of the questions that cost it something.
    """

    name: str
    value: float | None
    count: int
    failing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One line of the table by type of question."""

    type: str
    count: int
    recall_at_5: float | None
    mrr: float | None
    accuracy: float | None
    answered: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """Results in the order of the questions, the measures, the table by type."""

    results: tuple[QuestionResult, ...]
    measures: tuple[Measure, ...]
    by_type: tuple[TypeRow, ...]

    def measure(self, name: str) -> Measure:
        """A measure by name.

        Raises:
            KeyError: there is none of that name.
        """
        for measure in self.measures:
            if measure.name == name:
                return measure
        raise KeyError(name)


def evaluate(
    subject: Subject,
    questions: Iterable[GoldQuestion],
    *,
    clock: Clock = time.perf_counter,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Ask every question and measure; ``progress`` gets the number of questions done."""
    results: list[QuestionResult] = []
    for question in questions:
        results.append(_ask(subject, question, clock))
        if progress is not None:
            progress(len(results))
    return summarize(results)


def summarize(results: Sequence[QuestionResult]) -> Report:
    """Measures and table of a set of results."""
    return Report(tuple(results), measures(results), table(results))


def _ask(subject: Subject, question: GoldQuestion, clock: Clock) -> QuestionResult:
    start = clock()
    try:
        answer = subject.ask(question.question, question.history)
        seconds = clock() - start
        hits = subject.retrieve(question.question, question.history, DEPTH).hits[:DEPTH]
    except InputError as error:
        seconds, hits = clock() - start, ()
        understood = Understood(question.question, "open", (), "fr", None)
        answer = Answer(error.message, False, "open", understood)
    return QuestionResult(
        question=question,
        answer=answer,
        hits=hits,
        ranks=evidence_ranks(question, hits),
        score=answer_score(question, answer.answer, answer.answered),
        wrong_figure=wrong_figure(question, answer),
        support=measure_support(answer, subject.page_text),
        seconds=seconds,
    )


def measures(results: Sequence[QuestionResult]) -> tuple[Measure, ...]:
    """Every measure, in the order in which reports show them."""
    return (*_retrieval(results), *_answers(results), *_backing(results), *_abstention(results),
            *_latency(results))  # fmt: skip


def _mean(
    name: str, results: Sequence[QuestionResult], value: Callable[[QuestionResult], float]
) -> Measure:
    values = [value(result) for result in results]
    failing = tuple(r.question.id for r, v in zip(results, values, strict=True) if v < 1)
    return Measure(name, mean(values), len(values), failing)


def _retrieval(results: Sequence[QuestionResult]) -> tuple[Measure, ...]:
    """Only questions whose answer is in the documents."""
    asked = [result for result in results if result.question.answerable]
    return (
        _mean("recall@1", asked, lambda r: r.recall(1)),
        _mean("recall@5", asked, lambda r: r.recall(5)),
        _mean("recall@10", asked, lambda r: r.recall(10)),
        _mean("mrr@10", asked, lambda r: reciprocal_rank(r.ranks)),
        _mean("ndcg@10", asked, lambda r: r.ndcg),
    )


def _answers(results: Sequence[QuestionResult]) -> tuple[Measure, ...]:
    """``answer_accuracy`` bears on answerable questions, ``overall_accuracy`` on all."""
    answerable = [result for result in results if result.question.answerable]
    figures = [result for result in results if result.question.type in FIGURE_TYPES]
    wrong = tuple(result.question.id for result in results if result.wrong_figure)
    return (
        _mean("answer_accuracy", answerable, lambda r: r.score),
        _mean("overall_accuracy", results, lambda r: r.score),
        _mean("figures_accuracy", figures, lambda r: r.score),
        Measure("wrong_figures", float(len(wrong)), len(results), wrong),
    )


def _backing(results: Sequence[QuestionResult]) -> tuple[Measure, ...]:
    def share(name: str, counts: Callable[[Support], tuple[int, int]]) -> Measure:
        pairs = [(result, *counts(result.support)) for result in results]
        whole = sum(of for _, _, of in pairs)
        failing = tuple(result.question.id for result, part, of in pairs if part < of)
        return Measure(name, ratio(sum(part for _, part, _ in pairs), whole), whole, failing)

    return (
        share("citation_recall", lambda s: (s.cited, s.sentences)),
        share("citation_precision", lambda s: (s.fitting, s.pairs)),
        share("quote_fidelity", lambda s: (s.verbatim, s.quotes)),
        share("number_fidelity", lambda s: (s.backed, s.numbers)),
    )


def _abstention(results: Sequence[QuestionResult]) -> tuple[Measure, ...]:
    """Abstaining is the positive class; it is right on unanswerable questions."""
    silent = [r for r in results if not r.answer.answered]
    unanswerable = [r for r in results if not r.question.answerable]
    answerable = [r for r in results if r.question.answerable]
    right = sum(not result.question.answerable for result in silent)
    false = tuple(r.question.id for r in silent if r.question.answerable)
    missed = tuple(r.question.id for r in unanswerable if r.answer.answered)
    precision, recall = ratio(right, len(silent)), ratio(right, len(unanswerable))
    return (
        Measure("abstention_precision", precision, len(silent), false),
        Measure("abstention_recall", recall, len(unanswerable), missed),
        Measure("abstention_f1", f1(precision, recall), len(results), (*missed, *false)),
        Measure("false_abstention", ratio(len(false), len(answerable)), len(answerable), false),
    )


def _latency(results: Sequence[QuestionResult]) -> tuple[Measure, ...]:
    times = [1000 * result.seconds for result in results]
    p50, p95 = percentile(times, 0.50), percentile(times, 0.95)
    slow = tuple(
        result.question.id
        for result, time_ms in zip(results, times, strict=True)
        if p95 is not None and time_ms >= p95
    )
    return (
        Measure("latency_p50_ms", p50, len(times)),
        Measure("latency_p95_ms", p95, len(times), slow),
    )


def table(results: Sequence[QuestionResult]) -> tuple[TypeRow, ...]:
    """One row a type, alphabetical."""
    rows = []
    for kind in sorted({result.question.type for result in results}):
        mine = [result for result in results if result.question.type == kind]
        asked = [result for result in mine if result.question.answerable]
        rows.append(
            TypeRow(
                type=kind,
                count=len(mine),
                recall_at_5=mean([result.recall(5) for result in asked]),
                mrr=mean([reciprocal_rank(result.ranks) for result in asked]),
                accuracy=mean([result.score for result in mine]),
                answered=mean([float(result.answer.answered) for result in mine]),
            )
        )
    return tuple(rows)
