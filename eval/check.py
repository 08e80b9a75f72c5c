"""Whether gold questions agree with themselves and with a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from eval.gold import GoldProblem, GoldQuestion
from eval.metrics import from_docs, says_right, says_wrong
from eval.text import unify


def check(
    questions: Iterable[GoldQuestion], corpus: Mapping[str, str] | None = None
) -> tuple[GoldProblem, ...]:
    """What contradicts itself in gold questions, in French; empty when all is well.

    Patterns compile already (``read_gold`` refuses those that do not). Here: ``answer``
    satisfies the criteria and is not wrong, ``wrong_example`` is wrong, and each evidence
    string stands in one of the documents.

    Args:
        corpus: source path to the whole text of each document; None skips the evidence.
    """
    texts = {source: unify(text) for source, text in (corpus or {}).items()}
    return tuple(
        GoldProblem("", 0, question.id, message)
        for question in questions
        for message in (
            *_own_answer(question),
            *(_evidence(question, texts) if corpus is not None else ()),
        )
    )


def _own_answer(question: GoldQuestion) -> Iterator[str]:
    if question.answer is not None and says_wrong(question, question.answer):
        yield "« answer » est reconnue par « wrong_regex »"
    elif question.answer is not None and not says_right(question, question.answer):
        yield "« answer » ne satisfait pas les critères de réponse"
    if question.wrong_example is not None and not says_wrong(question, question.wrong_example):
        yield "« wrong_example » n'est pas reconnu par « wrong_regex »"


def _evidence(question: GoldQuestion, texts: Mapping[str, str]) -> Iterator[str]:
    for doc in question.docs:
        if not any(from_docs(source, (doc,)) for source in texts):
            yield f"le document « {doc} » n'est pas dans le corpus"
    mine = [text for source, text in texts.items() if from_docs(source, question.docs)]
    for evidence in question.evidence:
        if not any(unify(evidence) in text for text in mine):
            yield f"extrait introuvable dans ses documents : « {evidence} »"
