"""What the faces ask of the banks of measures and grants, and what they get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.answer import Citation
from assistant.bank.shown import BankHit, BankKind, Reason, Status
from index.hits import Facet

__all__ = [
    "SORTS", "BankDetail", "BankHit", "BankKind", "BankQuery", "BankResult", "Reason", "Sort",
    "Status", "Telling",
]  # fmt: skip
Sort = Literal["relevance", "title", "year", "deadline"]
SORTS: tuple[Sort, ...] = ("relevance", "title", "year", "deadline")


@dataclass(frozen=True, slots=True)
class BankQuery:
    """A search in the bank of measures or of grants. None or empty: no filter.

    Attributes:
        filters: ``(facet, value)`` pairs, facets as in the public contract (``theme``,
            ``audience``, ``region``…); values of one facet are alternatives, facets add up.
        population_min, population_max: inhabitants of the municipality.
        like: a municipality; entries of those like it (size, region, MRC) come first.
        by_words: words alone are compared, not their meaning.
        sort: ``relevance`` falls back to the order of the bank when nothing is asked.
        ignored: ``(code, value)`` of reasons that would be read in the query and that the
            person set aside; they neither filter nor rank.
    """

    kind: BankKind
    query: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    population_min: int | None = None
    population_max: int | None = None
    k: int = 10
    offset: int = 0
    like: str | None = None
    sort: Sort = "relevance"
    by_words: bool = False
    ignored: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BankResult:
    """Entries found.

    Attributes:
        total: entries that match, before ``k`` and ``offset``.
        indexed: entries that the bank holds in all.
        facets: facet to values with live counts: what the facet's own choice would give,
            the other filters holding.
        understood: what was read in the query beyond its words.
        corrected: the query after spelling correction, None when nothing was corrected.
        closest: the nearest entries, when none matches.
    """

    hits: tuple[BankHit, ...] = ()
    total: int = 0
    indexed: int = 0
    facets: tuple[tuple[str, tuple[Facet, ...]], ...] = ()
    understood: tuple[Reason, ...] = ()
    corrected: str | None = None
    closest: tuple[BankHit, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """A passage that tells of an entry.

    Attributes:
        score: how surely; over 1 when it names the entry.
        reasons: ``named`` (it names the entry) or ``told_place`` (its place, and its words).
    """

    citation: Citation
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class BankDetail:
    """One entry and what it is linked to.

    Attributes:
        matches: of a measure, the grants that can fund it; of a grant, the measures that it
            fits; best first, each with its reasons.
        evidence: passages of the documents that tell of it.
    """

    entry: BankHit
    similar: tuple[BankHit, ...] = ()
    matches: tuple[BankHit, ...] = ()
    evidence: tuple[Telling, ...] = ()
