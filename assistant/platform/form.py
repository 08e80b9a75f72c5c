"""A proposed platform as JSON."""

from __future__ import annotations

from typing_extensions import TypedDict

from assistant.bank.json_hit import bank_hit_json
from assistant.platform.model import Proposal
from assistant.service import Language
from assistant.shapes import BankHitJson


class SectionJson(TypedDict):
    """Measures proposed for one theme; ``available``: those that the bank holds for it."""

    theme: str
    measures: list[BankHitJson]
    available: int


class AskedJson(TypedDict):
    """The answers of the questionnaire, as they were understood."""

    themes: list[str]
    audiences: list[str]
    population: int | None
    municipality: str | None
    count: int


class PlatformJson(TypedDict):
    """A platform proposed, theme by theme."""

    sections: list[SectionJson]
    total: int
    asked: AskedJson
    timings_ms: dict[str, float]


def platform_json(proposal: Proposal, milliseconds: float, lang: Language = "fr") -> PlatformJson:
    """A platform proposed."""
    wish = proposal.wish
    return {
        "sections": [
            {
                "theme": section.theme,
                "measures": [bank_hit_json(hit, lang) for hit in section.measures],
                "available": section.available,
            }
            for section in proposal.sections
        ],
        "total": proposal.total,
        "asked": {
            "themes": list(wish.themes),
            "audiences": list(wish.audiences),
            "population": wish.population,
            "municipality": wish.municipality,
            "count": wish.count,
        },
        "timings_ms": {"total": round(milliseconds, 2)},
    }
