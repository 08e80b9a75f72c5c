"""Run an assistant over gold questions: one result a question, then the measures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from assistant.answer import Answer, Understood
from eval.exactness import exactness
from eval.gold import GoldQuestion
from eval.measures import Report, summarize
from eval.metrics import answer_score, evidence_ranks
from eval.results import DEPTH, QuestionResult
from eval.subject import Subject
from eval.support import measure_support, wrong_figure
from ingest.errors import InputError

Clock = Callable[[], float]


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


def warm(subject: Subject, questions: Sequence[GoldQuestion]) -> None:
    """Search once before the clock starts, so that no answer pays for loading the model."""
    for question in questions[:1]:
        with suppress(InputError):
            subject.retrieve(question.question, question.history, 1)


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
        exact=exactness(question, answer),
        seconds=seconds,
    )
