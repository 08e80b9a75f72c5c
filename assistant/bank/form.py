"""Measures and grants as JSON, and the sentences that go with them."""

from __future__ import annotations

from assistant.bank import shapes
from assistant.bank.json_hit import bank_hit_json, reason_json
from assistant.bank.model import BankDetail, BankResult, Telling
from assistant.jsonform import citation_json, facets_json
from assistant.service import Language


def bank_json(result: BankResult, milliseconds: float, lang: Language = "fr") -> shapes.BankJson:
    """Measures or grants found."""
    return {
        "hits": [bank_hit_json(hit, lang) for hit in result.hits],
        "total": result.total,
        "indexed": result.indexed,
        "facets": facets_json(result.facets),
        "understood": [reason_json(reason, lang) for reason in result.understood],
        "corrected": result.corrected,
        "closest": [bank_hit_json(hit, lang) for hit in result.closest],
        "timings_ms": {"total": round(milliseconds, 2)},
    }


def entry_json(detail: BankDetail, lang: Language = "fr") -> shapes.BankEntryJson:
    """One entry and what it is linked to."""
    return {
        **bank_hit_json(detail.entry, lang),
        "similar": [bank_hit_json(hit, lang) for hit in detail.similar],
        "matches": [bank_hit_json(hit, lang) for hit in detail.matches],
        "evidence": [_telling_json(telling, lang) for telling in detail.evidence],
    }


def _telling_json(telling: Telling, lang: Language) -> shapes.TellingJson:
    return {
        **citation_json(telling.citation),
        "score": round(telling.score, 4),
        "reasons": [reason_json(reason, lang) for reason in telling.reasons],
    }
