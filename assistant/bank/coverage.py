"""How much of a question what the documents cite holds."""

from __future__ import annotations

from assistant.answer import Answer
from assistant.bank.asking import never
from assistant.bank.telling import stems
from assistant.question.english import to_french
from assistant.question.model import Question

HELD = 0.6  # share of the words of a question put to the banks that documents must cite
COVERED = 0.75  # share of them that a row holds to answer in the place of documents,
CLEARLY = 0.25  # this much more than what they cite


def asked_stems(question: Question) -> frozenset[str]:
    """Words of a question, in French."""
    text = question.whole
    return stems(to_french(text) if question.language == "en" else text)


def cited_stems(said: Answer) -> frozenset[str]:
    """Words of what an answer cites, with the titles and headings over them."""
    cited = (f"{one.title} {one.heading} {one.quote}" for one in said.citations)
    return stems(" ".join(cited))


def cites_little(question: Question, said: Answer) -> bool:
    """Whether what an answer cites holds few of the question's words."""
    asked = asked_stems(question)
    return len(asked & cited_stems(said)) < HELD * len(asked)


def covers(row: str, question: Question, said: Answer) -> bool:
    """Whether a row holds nearly all words of a question, and clearly more than is cited.

    Years and numbers are asked of reports.
    """
    asked = asked_stems(question)
    if len(asked) < 2 or question.asked.years or question.kind == "figure" or never(question):
        return False
    held, cited = (len(asked & one) / len(asked) for one in (stems(row), cited_stems(said)))
    return held >= max(COVERED, cited + CLEARLY)
