"""From what the banks made of a question to an answer, checked as every answer is."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Answer
from assistant.assemble import assemble, closest_of, understood_of
from assistant.bank.answering import BankAnswer, BankSilence
from assistant.question.model import Question
from assistant.retrieval import Retrieved
from assistant.verify import PageText, verify


def bank_answer(
    made: BankAnswer | BankSilence | None,
    question: Question,
    retrieved: Retrieved,
    language: str,
    page_text: PageText,
) -> Answer | None:
    """The answer; None when the banks made none, or nothing of it passed the checks.

    An entry that is silent on what is asked makes an abstention that says so.
    """
    if made is None:
        return None
    understood = replace(understood_of(question), kind="measures")
    if isinstance(made, BankSilence):
        closest = closest_of(made.closest)
        return Answer(made.text, False, "measures", understood, closest=closest)
    checked = verify(made.draft, page_text)
    if not checked.sentences:
        return None
    answer = assemble(made.draft, checked, question, retrieved, language)
    return replace(answer, entries=made.entries, understood=understood)
