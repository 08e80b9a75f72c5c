"""How much of a question what the documents cite holds."""

from __future__ import annotations

from assistant.answer import Answer
from assistant.bank.telling import stems
from assistant.question.english import to_french
from assistant.question.model import Question

HELD = 0.6  # share of the words of a question put to the banks that documents must cite


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
