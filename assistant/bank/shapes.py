"""The shapes of what the banks answer, as JSON."""

from __future__ import annotations

from typing_extensions import TypedDict

from assistant.shapes import BankHitJson, CitationJson, FacetJson, ReasonJson


class BankJson(TypedDict):
    """Measures or grants found; ``indexed`` is the size of the bank.

    ``closest`` holds the nearest entries when none matches.
    """

    hits: list[BankHitJson]
    total: int
    indexed: int
    facets: dict[str, list[FacetJson]]
    understood: list[ReasonJson]
    corrected: str | None
    closest: list[BankHitJson]
    timings_ms: dict[str, float]


class TellingJson(CitationJson):
    """A passage that tells of a measure or a grant, how surely and why."""

    score: float
    reasons: list[ReasonJson]


class BankEntryJson(BankHitJson):
    """One entry and what it is linked to.

    ``matches``: grants that can fund a measure, measures that a grant fits.
    """

    similar: list[BankHitJson]
    matches: list[BankHitJson]
    evidence: list[TellingJson]
