"""Which grants can fund a measure, and which measures a grant fits: with the reasons.

A match must be sayable: the same theme, the same audience, an eligibility that names the
kind of body that carries the measure, or words in common. Closeness in meaning only ranks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

from assistant.bank.model import Reason
from index.analysis import WeightedTerm
from index.bank.search import BankIndex, BankRequest
from ingest.entries import Entry
from ingest.french.folding import fold
from ingest.french.tokens import tokenize

SHARED_FACETS = ("theme", "audience", "region", "mrc", "municipality")
_SEVERAL = re.compile(r"\s*[;|\n]\s*")
_WORDS = 3  # words in common from which they are a reason alone


def matching_request(entry: Entry, own: BankIndex, place: int, today: int) -> BankRequest:
    """What to ask of the other bank for an entry: its words, its vector, its facets."""
    words = tuple((WeightedTerm(stem),) for stem in _subject(entry))
    columns = own.columns
    vector = None
    rows = (columns.embedded == place).nonzero()[0]
    if len(rows):
        vector = columns.vectors[int(rows[0])]
    prefer = tuple(
        (facet, value) for facet in SHARED_FACETS for value in _values(entry.field(facet))
    )
    filters = {"status": ("open", "continuous", "unknown", "closed")}
    return BankRequest(
        words=words,
        vector=vector,
        filters=filters if entry.kind == "measure" else {},
        prefer=prefer,
        today=today,
    )


def match_reasons(
    measure: Entry, grant: Entry, status: str | None, rare: Callable[[str], bool]
) -> tuple[Reason, ...]:
    """Why a grant can fund a measure; empty when nothing can be said for it.

    Args:
        rare: whether a stem tells an entry from the others; other words are no reason.
    """
    reasons = [
        Reason(facet, value)
        for facet in SHARED_FACETS
        for value in _values(measure.field(facet))
        if fold(value) in {fold(one) for one in _values(grant.field(facet))}
    ]
    mine, theirs = _words(measure), _words(grant)
    said = {token.stem for reason in reasons for token in tokenize(reason.value)}
    common = [mine[stem] for stem in mine if stem in theirs and stem not in said and rare(stem)]
    shared_facets = {reason.code for reason in reasons}
    if not (
        {"theme", "audience"} <= shared_facets or (reasons and common) or len(common) >= _WORDS
    ):
        return ()
    if common:
        reasons.append(Reason("words", ", ".join(common[:4])))
    if status in ("open", "continuous"):
        reasons.append(Reason("open", ""))
    if grant.field("deadline"):
        reasons.append(Reason("deadline", grant.field("deadline")))
    return tuple(reasons)


def _subject(entry: Entry) -> list[str]:
    """Stems of the title and text, in order, once each."""
    return list(_words(entry))


def _words(entry: Entry) -> dict[str, str]:
    """Stem to word of the title and text."""
    found: dict[str, str] = defaultdict(str)
    for token in tokenize(f"{entry.title}\n{entry.text}"):
        if not token.stop and len(token.stem) > 3 and not token.stem.isdigit():
            found.setdefault(token.stem, token.word)
    return dict(found)


def _values(value: str) -> list[str]:
    return [one for one in _SEVERAL.split(value) if one]
