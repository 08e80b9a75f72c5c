"""Which grants can fund a measure, and which measures a grant fits: with the reasons.

A match must be sayable: the same theme, the same audience, the same place, or words in
common. Closeness in meaning only ranks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from index.analysis import WeightedTerm
from index.bank.search import BankIndex, BankRequest
from ingest.entries import Entry
from ingest.french.folding import fold
from ingest.french.tokens import subject_stems, tokenize, word_keys

SHARED_FACETS = ("theme", "audience", "region", "mrc", "municipality")
CANDIDATES = 32  # entries looked at, best first
_SEVERAL = re.compile(r"\s*[;|\n]\s*")
_WORDS = 3  # words in common from which they are a reason alone
_SHOWN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is matched by.

    Attributes:
        words: stem to word of its title and text, in order.
        values: of each shared facet it fills, folded value to value as written.
    """

    words: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Match:
    """An entry of the other bank that goes with one.

    Attributes:
        rowid: of the other entry.
        score: higher is better; comparable within one entry's matches.
        reasons: (code, value): shared facets, then ``words``.
    """

    rowid: int
    score: float
    reasons: tuple[tuple[str, str], ...]


def subject_of(entry: Entry) -> Subject:
    """What to match an entry by."""
    words: dict[str, str] = {}
    for key in word_keys(f"{entry.title}\n{entry.text}"):
        for token in tokenize(key):
            if not token.stop and len(token.stem) > 3 and not token.stem.isdigit():
                words.setdefault(token.stem, token.word)
    values = {
        facet: {fold(one): one for one in _SEVERAL.split(given) if one}
        for facet in SHARED_FACETS
        if (given := entry.field(facet))
    }
    return Subject(words, values)


def matching_request(subject: Subject, own: BankIndex, place: int) -> BankRequest:
    """What to ask of the other bank for an entry: its words, its vector, its facets."""
    words = tuple((WeightedTerm(stem),) for stem in subject.words)
    prefer = tuple(
        (facet, value) for facet, given in subject.values.items() for value in given.values()
    )
    return BankRequest(words=words, vector=own.vector_of(place), prefer=prefer)


def shared_reasons(
    measure: Subject, grant: Subject, rare: Callable[[str], bool]
) -> tuple[tuple[str, str], ...]:
    """What a measure and a grant share, ``(code, value)``; empty when too little to be said.

    Args:
        rare: whether a stem tells an entry from the others; other words are no reason.
    """
    reasons = [
        (facet, value)
        for facet, given in measure.values.items()
        for key, value in given.items()
        if key in grant.values.get(facet, ())
    ]
    said = frozenset().union(*(subject_stems(value) for _, value in reasons))
    common = [
        word
        for stem, word in measure.words.items()
        if stem in grant.words and stem not in said and rare(stem)
    ]
    facets = {facet for facet, _ in reasons}
    if not ({"theme", "audience"} <= facets or (reasons and common) or len(common) >= _WORDS):
        return ()
    if common:
        reasons.append(("words", ", ".join(common[:_SHOWN_WORDS])))
    return tuple(reasons)


def rare_in(measures: BankIndex, grants: BankIndex) -> Callable[[str], bool]:
    """Whether a stem is in few entries of both banks: one of twenty, at most."""
    most = max(2, (len(measures) + len(grants)) // 20)
    return lambda stem: measures.frequency(stem) + grants.frequency(stem) <= most


def matches_of(
    subject: Subject,
    own: BankIndex,
    place: int,
    other: BankIndex,
    subjects: Callable[[list[int]], Mapping[int, Subject]],
    rare: Callable[[str], bool],
    *,
    measure: bool,
) -> list[Match]:
    """Entries of the other bank that go with the one at a place of its own, best first.

    Args:
        measure: whether it is a measure, and the others grants.
        subjects: rowids of the other bank to their subjects.
    """
    places, scores = other.best(matching_request(subject, own, place), CANDIDATES)
    rowids: list[int] = other.columns.rowids[places].tolist()
    known = subjects(rowids)
    found = []
    for rowid, score in zip(rowids, scores.tolist(), strict=True):
        theirs = known.get(rowid)
        if theirs is None:
            continue
        pair = (subject, theirs) if measure else (theirs, subject)
        if reasons := shared_reasons(*pair, rare):
            found.append(Match(rowid, score, reasons))
    return found
