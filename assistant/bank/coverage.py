"""How much of a question an entry holds, against what the documents hold of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant.answer import Answer
from assistant.bank.finder import BankFinder
from assistant.bank.model import BankHit, BankKind, BankQuery
from assistant.bank.telling import stems
from assistant.question.english import to_french
from assistant.question.model import Question

COVERED = 0.75  # share of a question's words that an entry holds when it answers unasked,
CLEARLY = 0.25  # this much more than what the documents hold
HELD = 0.6  # that documents cite, at least, for a question put to the banks
DEPTH = 5
_KINDS: tuple[BankKind, ...] = ("grant", "measure")


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


def covering(
    question: Question,
    held: frozenset[str],
    finder: BankFinder,
    row: Callable[[BankHit], str],
    today: date,
) -> BankHit | None:
    """The entry that holds most words of a question; None if not clearly more than ``held``.

    Args:
        held: words that the documents hold of it.
        row: the text of an entry's row, names of columns included.
    """
    asked = asked_stems(question)
    if len(asked) < 2:
        return None
    best: tuple[float, float, BankHit] | None = None
    for kind in _KINDS:
        query = BankQuery(kind, question.standalone, k=DEPTH, by_words=True)
        for hit in finder.find(query, today).hits:
            title = stems(hit.title)
            share = len(asked & stems(row(hit))) / len(asked)
            named = len(title & asked) / len(title) if title else 0.0
            if best is None or (share, named) > best[:2]:
                best = (share, named, hit)
    if best is None or best[0] < max(COVERED, len(asked & held) / len(asked) + CLEARLY):
        return None
    return best[2]
