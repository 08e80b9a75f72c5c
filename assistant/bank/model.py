"""What the faces ask of the banks of measures and grants, and what they get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.answer import Citation
from index.hits import Facet

BankKind = Literal["measure", "grant"]
Sort = Literal["relevance", "title", "year", "deadline"]
SORTS: tuple[Sort, ...] = ("relevance", "title", "year", "deadline")
# Open: may be asked for now. Continuous: at any time. Unknown: no date is stated.
Status = Literal["open", "continuous", "closed", "unknown"]


@dataclass(frozen=True, slots=True)
class BankQuery:
    """A search in the bank of measures or of grants. None or empty: no filter.

    Attributes:
        filters: ``(facet, value)`` pairs, facets as in the public contract (``theme``,
            ``audience``, ``region``…); values of one facet are alternatives, facets add up.
        population_min, population_max: inhabitants of the municipality.
        like: a municipality; entries of those like it (size, region, MRC) come first.
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
    ignored: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an entry is proposed, or what was read in a query.

    Attributes:
        code: a facet (``audience``, ``theme``…), ``population``, ``words``, ``meaning``,
            ``like``, ``count``, ``before``.
        value: the value matched, as a person reads it.
    """

    code: str
    value: str


@dataclass(frozen=True, slots=True)
class BankHit:
    """One entry of a bank: a measure or a grant, with where it was read.

    Attributes:
        id: the bank's own identifier where it gives one.
        text: its description (measure) or purpose (grant).
        page: page of the file, None where the format has none.
        fields: its other columns, ``(name, value)``, known columns under their API name.
        also: other files that hold the same entry.
        status: of a grant on the day of the search; None for a measure.
    """

    id: str
    title: str
    text: str
    document_id: str
    source: str
    page: int | None
    fields: tuple[tuple[str, str], ...] = ()
    kind: BankKind = "measure"
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    also: tuple[str, ...] = ()
    status: Status | None = None
    url: str = ""


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
    """

    hits: tuple[BankHit, ...] = ()
    total: int = 0
    indexed: int = 0
    facets: tuple[tuple[str, tuple[Facet, ...]], ...] = ()
    understood: tuple[Reason, ...] = ()
    corrected: str | None = None


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
    evidence: tuple[Citation, ...] = ()
