"""What a sentence asks of a bank: « trois mesures pour briser l'isolement des aînés dans un
village de 900 personnes » → three, for personnes aînées, size 900, about briser l'isolement.

What is read beyond the words is a preference, not a filter: a wrong reading must not hide
what was looked for. It is shown, so that the person can correct it or make it a filter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.bank.need_rules import (
    BEFORE,
    COMMAND,
    COUNT,
    ENGLISH_COUNTS,
    ENGLISH_MONTHS,
    OPEN,
    SIZE,
    SIZE_BEHIND,
    SIZE_WORDS,
    WITHIN,
)
from assistant.question.english import to_french
from assistant.question.language import question_language
from assistant.question.synonyms import synonym_stems
from index.analysis import WeightedTerm
from index.bank.search import BankIndex
from ingest.french.dates import MONTHS
from ingest.french.folding import fold
from ingest.french.number_words import words_value
from ingest.french.tokens import Token, tokenize
from ingest.places import Place, find_place, place_key, places

SYNONYM_WEIGHT = 0.6
SAID_BY_FACET = 0.3  # what a word still counts that a facet already says
WIDE_FACETS = ("audience", "theme")
EXACT_FACETS = ("policy", "region", "mrc", "municipality", "organization")


@dataclass(frozen=True, slots=True)
class Need:
    """What a sentence asks of a bank.

    Attributes:
        text: what is searched by its meaning, command words left out; may be empty.
        words: per word that carries the subject, the word then its synonyms.
        prefer: (facet, value) read in the sentence.
        place: a municipality named.
        population: size read, None when none is.
        count: how many are wanted, None when it is not said.
        after, before: first and last day for a deadline, as 20260331.
        open_only: only what may be asked for now.
    """

    text: str
    words: tuple[tuple[WeightedTerm, ...], ...]
    prefer: tuple[tuple[str, str], ...] = ()
    place: Place | None = None
    population: int | None = None
    count: int | None = None
    before: int | None = None
    open_only: bool = False
    after: int | None = None


def read_need(
    query: str,
    bank: BankIndex,
    today: date,
    *,
    grants: bool = False,
    ignored: Collection[tuple[str, str]] = (),
) -> Need:
    """What ``query`` asks of ``bank``; an empty one asks nothing.

    Args:
        grants: deadlines and states are read too.
        ignored: (code, value) that the person set aside: words are then but words.
    """
    count = _count(query)
    population, rest = _population(query)
    if ("population", spaced(population or 0)) in ignored:
        population, rest = None, query
    after = before = None
    open_only = False
    if grants:
        before, rest = _before(rest, today)
        before = None if ("before", iso_day(before)) in ignored else before
        if before is None:
            (after, before), rest = _within(rest, ignored)
        open_only = OPEN.search(rest) is not None and ("open", "") not in ignored
        rest = OPEN.sub(" ", rest) if open_only else rest
    rest = COUNT.sub(" ", rest)
    text = " ".join(COMMAND.sub(" ", rest).split())
    french = f"{to_french(text)} {text}" if question_language(query) == "en" else text
    tokens = [token for token in tokenize(french) if not token.stop]
    place = _place(query)
    said = {token.stem for token in (*tokens, *tokenize(query)) if not token.stop}
    hints, used = _hints(said, bank, ignored)
    prefer = tuple(hints)
    if place is not None and ("municipality", place.name) in ignored:
        place = None
    if place is not None:
        named = ("municipality", place.name)
        prefer = (*(one for one in prefer if one[0] != "municipality"), named)
    words = tuple(_forms(token, used) for token in _distinct(tokens))
    return Need(text, words, prefer, place, population, count, before, open_only, after)


def spaced(number: int) -> str:
    """« 12000 » → « 12 000 »."""
    return f"{number:,}".replace(",", " ")


def iso_day(day: int | None) -> str:
    """20260331 → « 2026-03-31 »; empty without a day."""
    text = str(day or "")
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if text else ""


def without_commands(query: str) -> str:
    """A query without the words that only ask: what may be misspelled in it."""
    return " ".join(COMMAND.sub(" ", COUNT.sub(" ", query)).split())


def _distinct(tokens: Sequence[Token]) -> list[Token]:
    return list({token.stem: token for token in tokens}.values())


def _forms(token: Token, used: set[str]) -> tuple[WeightedTerm, ...]:
    weight = SAID_BY_FACET if token.stem in used else 1.0
    others = (phrase[0] for phrase in synonym_stems().get(token.stem, ()) if len(phrase) == 1)
    return (
        WeightedTerm(token.stem, weight),
        *(WeightedTerm(stem, weight * SYNONYM_WEIGHT) for stem in others),
    )


def _count(query: str) -> int | None:
    match = COUNT.search(query)
    if match is None:
        return None
    word = match["count"].lower()
    number = int(word) if word.isdigit() else ENGLISH_COUNTS.get(word) or words_value(word)
    return number if number and number <= 50 else None


def _population(query: str) -> tuple[int | None, str]:
    """Inhabitants read in a query, and the query without those words."""
    for pattern in (SIZE_BEHIND, SIZE):
        match = pattern.search(query)
        if match is not None:
            number = int(re.sub(r"\D", "", match["number"]))
            if 10 <= number <= 5_000_000 and not 1900 <= number <= 2100:
                return number, f"{query[: match.start()]} {query[match.end() :]}"
    for pattern, size in SIZE_WORDS:
        match = pattern.search(query)
        if match is not None:
            return size, f"{query[: match.start()]} {query[match.end() :]}"
    return None, query


def _before(query: str, today: date) -> tuple[int | None, str]:
    folded = fold(query)
    match = BEFORE.search(folded)
    if match is None or len(folded) != len(query):
        return None, query
    month = _month(match["month"])
    day = int(match["day"] or 1)
    year = int(match["year"] or (today.year if (month, day) > (today.month, today.day)
                                 else today.year + 1))  # fmt: skip
    rest = f"{query[: match.start()]} {query[match.end() :]}"
    return year * 10_000 + month * 100 + max(1, min(day, 31)), rest


def _within(
    query: str, ignored: Collection[tuple[str, str]]
) -> tuple[tuple[int | None, int | None], str]:
    """First and last day of the month that a deadline is asked in, and the rest."""
    folded = fold(query)
    match = WITHIN.search(folded)
    if match is None or len(folded) != len(query):
        return (None, None), query
    first = int(match["year"]) * 10_000 + _month(match["month"]) * 100 + 1
    if ("within", iso_day(first)[:7]) in ignored:
        return (None, None), query
    return (first, first + 30), f"{query[: match.start()]} {query[match.end() :]}"


def _month(name: str) -> int:
    return MONTHS.get(name) or ENGLISH_MONTHS[name]


def _place(query: str) -> Place | None:
    """The municipality that a query names, capital first, the longest name of all."""
    words = [(m.start(), m.end()) for m in re.finditer(r"[^\W_]+(?:[-'’][^\W_]+)*", query)]
    known = places()
    for length in range(min(5, len(words)), 0, -1):
        for first in range(len(words) - length + 1):
            start, end = words[first][0], words[first + length - 1][1]
            name = query[start:end]
            if not name[:1].isupper() or (first == 0 and length == 1):
                continue
            if place_key(name) in known and (found := find_place(name)) is not None:
                return found
    return None


def _hints(
    stems: set[str], bank: BankIndex, ignored: Collection[tuple[str, str]]
) -> tuple[list[tuple[str, str]], set[str]]:
    """Values of facets that a query's words name, and the stems that name them.

    An audience or a theme is named by half of what sets it apart, in the query's words or
    their synonyms; a place or a body by all of its words.
    """
    known = synonym_stems()
    wide = {stem: stem for stem in stems}
    for stem in stems:
        for phrase in known.get(stem, ()):
            if len(phrase) == 1:
                wide.setdefault(phrase[0], stem)
    found: list[tuple[str, str]] = []
    used: set[str] = set()
    for facet in WIDE_FACETS + EXACT_FACETS:
        for value, parts in _parts(bank.values(facet)).items():
            if facet in WIDE_FACETS:
                met = parts.distinctive & wide.keys()
                named = bool(met) and len(met) * 2 >= len(parts.distinctive)
            else:
                met = parts.stems & stems
                named = bool(met) and met == parts.stems
            if named and (facet, value) not in ignored:
                found.append((facet, value))
                used.update(wide[stem] for stem in met)
    return found[:8], used


@dataclass(frozen=True, slots=True)
class _Parts:
    """Stems of a facet's value, and those that no other value of the facet holds."""

    stems: frozenset[str]
    distinctive: frozenset[str]


@lru_cache(maxsize=64)
def _parts(values: tuple[str, ...]) -> Mapping[str, _Parts]:
    """Value to its parts."""
    stems = {value: frozenset(t.stem for t in tokenize(value) if not t.stop) for value in values}
    held = Counter(stem for some in stems.values() for stem in some)
    return {
        value: _Parts(
            some, frozenset(stem for stem in some if held[stem] == 1 and not stem.isdigit())
        )
        for value, some in stems.items()
    }
