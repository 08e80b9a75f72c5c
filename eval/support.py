"""Measures of citations and figures: is each sentence, quote and number backed? Pure.

The counts of one answer are ``Support``; the shares over a whole set divide the sums of
these counts (micro-average), so that a long answer weighs what it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import combinations

from assistant.answer import Answer, Citation
from eval.gold import FIGURE_TYPES, GoldQuestion
from eval.metrics import says_right, says_wrong
from eval.text import content, digits, markers, numbers, plain, sentences, states

PageText = Callable[[str, int], str]
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(
    r"\b\d{1,2}(?:er)?\s+(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre"
    r"|novembre|décembre)(?:\s+\d{4})?\b|\b\d{4}-\d{2}-\d{2}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Support:
    """How far one answer is backed by what it cites.

    Attributes:
        sentences: sentences that assert something (see ``assertions``).
        cited: those with at least one marker that resolves to a citation.
        pairs: (sentence, marker) pairs, markers that resolve to nothing included.
        fitting: pairs whose quote has to do with the sentence (see ``fits``).
        quotes: citations; verbatim: those equal to their slice of the page text.
        numbers: numbers stated; backed: those that the cited quotes state.
        unbacked: the numbers that no cited quote states, as written.
    """

    sentences: int
    cited: int
    pairs: int
    fitting: int
    quotes: int
    verbatim: int
    numbers: int
    backed: int
    unbacked: tuple[str, ...]


def measure_support(answer: Answer, page_text: PageText) -> Support:
    """Count what an answer's citations back. An abstention asserts nothing: all zeros.

    ``page_text(document_id, page)`` gives the text of a stored page, ``""`` when there is none.
    """
    if not answer.answered:
        return Support(0, 0, 0, 0, 0, 0, 0, 0, ())
    by_number = {citation.n: citation for citation in answer.citations}
    said = assertions(answer.answer)
    pairs = [(sentence, by_number.get(n)) for sentence in said for n in markers(sentence)]
    stated = numbers(answer.answer)
    missing = tuple(number for number in stated if not backed(number, answer))
    return Support(
        sentences=len(said),
        cited=sum(any(n in by_number for n in markers(sentence)) for sentence in said),
        pairs=len(pairs),
        fitting=sum(c is not None and fits(sentence, c.quote) for sentence, c in pairs),
        quotes=len(answer.citations),
        verbatim=sum(is_verbatim(citation, page_text) for citation in answer.citations),
        numbers=len(stated),
        backed=len(stated) - len(missing),
        unbacked=missing,
    )


def assertions(answer: str) -> tuple[str, ...]:
    """Sentences that need a citation.

    Left out: a lead-in that ends with « : », and a sentence without content (« Oui. »).
    """
    return tuple(
        sentence
        for sentence in sentences(answer)
        if not plain(sentence).endswith(":") and (content(sentence) or numbers(sentence))
    )


def fits(sentence: str, quote: str) -> bool:
    """Whether a cited quote has to do with its sentence.

    They share at least two content words or numbers, or all that the shorter one has when
    that is less than two. A French quote under an English sentence passes on one number.
    """
    said = {digits(number) for number in numbers(sentence)}
    shared_numbers = {number for number in said if states(quote, number)}
    words, quoted = content(sentence), content(quote)
    shared = len(words & quoted) + len(shared_numbers)
    most = min(len(words) + len(said), len(quoted) + len(numbers(quote)))
    foreign = not words & quoted and bool(shared_numbers)
    return shared >= min(2, max(most, 1)) or foreign


def is_verbatim(citation: Citation, page_text: PageText) -> bool:
    """Whether the quote is exactly the stated slice of its page, and not blank."""
    page = page_text(citation.document_id, citation.text_page)
    return bool(citation.quote.strip()) and page[citation.start : citation.end] == citation.quote


def backed(number: str, answer: Answer) -> bool:
    """Whether a number of the answer is stated by what it cites.

    By a cited quote or the document's own heading above it; a year, also by the title or
    period of a cited document; in a comparison, also as the difference, sum or percentage
    change of two figures that the answer cites.
    """
    if any(states(c.quote, number) or states(c.heading, number) for c in answer.citations):
        return True
    if _YEAR.fullmatch(number):
        return any(number in f"{c.title} {c.year or ''}" for c in answer.citations)
    return answer.kind == "comparison" and _value(number) in _derived(answer)


def _derived(answer: Answer) -> frozenset[Decimal]:
    cited = {citation.n for citation in answer.citations}
    values = [Decimal(str(f.number)) for f in answer.figures if f.n in cited]
    found: set[Decimal] = set()
    for a, b in combinations(values, 2):
        found |= {abs(a - b), a + b}
        for change in (abs(b - a) / base * 100 for base in (a, b) if base):
            found |= {round(change, 0), round(change, 1)}
    return frozenset(found)


def _value(number: str) -> Decimal | None:
    try:
        return Decimal(digits(number).replace(",", "."))
    except InvalidOperation:
        return None


def wrong_figure(question: GoldQuestion, answer: Answer) -> bool:
    """Whether a wrong figure was given as the answer.

    Figure and comparison questions: answered and the wrong pattern matches, or the answer is
    not right and its first sentence states a number other than those of the question, dates
    and years. Unanswerable questions: answered, and the wrong pattern matches with a digit.
    Everything else cannot state a wrong figure in this sense.
    """
    if not answer.answered:
        return False
    if question.type in FIGURE_TYPES:
        return says_wrong(question, answer.answer) or (
            not says_right(question, answer.answer) and _states_figure(question, answer.answer)
        )
    if question.answerable:
        return False
    return says_wrong(question, answer.answer) and any(map(str.isdigit, plain(answer.answer)))


def _states_figure(question: GoldQuestion, answer: str) -> bool:
    asked = " ".join((question.question, *question.history))
    first = next(iter(sentences(answer)), "")
    stated = (digits(number) for number in numbers(_DATE.sub(" ", plain(first))))
    return any(not _YEAR.fullmatch(n) and not states(asked, n) for n in stated)
