"""Verification before display, for every engine.

A sentence stays only if every quote that backs it is a verbatim slice of its page, every
number it states is in a cited quote (or was computed from cited numbers, or is the cited
document's own year or title), and its words come from what it cites. What fails is
removed; if nothing remains, the answer is an abstention.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.compose.draft import Draft, Sentence, Support
from ingest.french.dates import find_times
from ingest.french.folding import comparable, fold
from ingest.french.number_words import NUMBER_WORDS, words_value
from ingest.french.tokens import terms

PageText = Callable[[Support], str]
_DIGITS = re.compile(r"\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?")
_LEAST_WORDS = 0.6  # share of a sentence's words that its sources must hold


@dataclass(frozen=True, slots=True)
class Checked:
    """Sentences that passed, with their quotes, and those that were removed.

    Attributes:
        sentences: kept, in order.
        quotes: verbatim slice of each support of each kept sentence.
        removed: sentences removed, with the reason (``quote``, ``number``, ``words``).
    """

    sentences: tuple[Sentence, ...]
    quotes: tuple[tuple[str, ...], ...]
    removed: tuple[tuple[str, str], ...]


def verify(draft: Draft, page_text: PageText) -> Checked:
    """Check every sentence of a draft against the pages it cites."""
    kept: list[Sentence] = []
    quotes: list[tuple[str, ...]] = []
    removed: list[tuple[str, str]] = []
    for sentence in draft.sentences:
        found = tuple(_slice(page_text(one), one) for one in sentence.support)
        reason = _fault(sentence, found)
        if reason is None:
            kept.append(sentence)
            quotes.append(found)
        else:
            removed.append((sentence.text, reason))
    return Checked(tuple(kept), tuple(quotes), tuple(removed))


def _slice(text: str, support: Support) -> str:
    if not 0 <= support.start < support.end <= len(text):
        return ""
    return text[support.start : support.end]


def _fault(sentence: Sentence, quotes: Sequence[str]) -> str | None:
    if not quotes or not all(quote.strip() for quote in quotes):
        return "quote"
    sources = [*quotes, *(_around(one) for one in sentence.support)]
    if not _numbers_supported(sentence, sources):
        return "number"
    if not sentence.computed and not _words_supported(sentence.text, sources):
        return "words"
    return None


def _around(support: Support) -> str:
    """What a citation shows besides its quote: title, year, heading, lead-in."""
    document = support.document
    parts = (document.title, document.year or "", *support.heading, *support.lead)
    return "\n".join(parts)


def numbers_of(text: str) -> set[Decimal]:
    """Every number in a text: digits in any French form, years included."""
    found: set[Decimal] = set()
    # Line by line: two numbers on two lines are never one.
    lines = [comparable(line) for line in text.split("\n")]
    for match in (one for line in lines for one in _DIGITS.finditer(line)):
        written = re.sub(r"\s", "", match.group()).replace(",", ".")
        found.add(Decimal(written).normalize())
        found.update(Decimal(piece).normalize() for piece in re.findall(r"\d+", match.group()))
    for match in NUMBER_WORDS.finditer(text):
        value = words_value(match.group())
        if value is not None:
            found.add(Decimal(value).normalize())
    return found


def _numbers_supported(sentence: Sentence, sources: Sequence[str]) -> bool:
    allowed: set[Decimal] = set()
    for source in (*sources, *sentence.computed):
        allowed |= numbers_of(source)
    stated: set[Decimal] = set()
    for match in _DIGITS.finditer(comparable(sentence.text)):
        written = re.sub(r"\s", "", match.group()).replace(",", ".")
        stated.add(Decimal(written).normalize())
    return all(number in allowed for number in stated)


def _words_supported(text: str, sources: Sequence[str]) -> bool:
    stated = [stem for stem in terms(text) if not stem.isdigit()]
    if not stated:
        return True
    held = set(terms("\n".join(sources)))
    return sum(stem in held for stem in stated) >= _LEAST_WORDS * len(stated)


def dates_of(text: str) -> tuple[str, ...]:
    """Dates named in a text, for checks in tests and evaluation."""
    return tuple(text[when.start : when.end] for when in find_times(text))


def same_words(left: str, right: str) -> bool:
    """Whether two texts are the same once folded."""
    return fold(comparable(left)) == fold(comparable(right))
