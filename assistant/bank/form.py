"""Measures and grants as JSON, and the sentences that go with them."""

from __future__ import annotations

from assistant import shapes
from assistant.bank.model import BankDetail, BankHit, BankResult, Reason
from assistant.jsonform import citation_json, facets_json
from assistant.messages import say
from assistant.service import Language


def bank_json(result: BankResult, milliseconds: float, lang: Language = "fr") -> shapes.BankJson:
    """Measures or grants found."""
    return {
        "hits": [hit_json(hit, lang) for hit in result.hits],
        "total": result.total,
        "indexed": result.indexed,
        "facets": facets_json(result.facets),
        "understood": [_reason(reason, lang) for reason in result.understood],
        "corrected": result.corrected,
        "closest": [hit_json(hit, lang) for hit in result.closest],
        "timings_ms": {"total": round(milliseconds, 2)},
    }


def entry_json(detail: BankDetail, lang: Language = "fr") -> shapes.BankEntryJson:
    """One entry and what it is linked to."""
    return {
        **hit_json(detail.entry, lang),
        "similar": [hit_json(hit, lang) for hit in detail.similar],
        "matches": [hit_json(hit, lang) for hit in detail.matches],
        "evidence": [citation_json(citation) for citation in detail.evidence],
    }


def hit_json(hit: BankHit, lang: Language = "fr") -> shapes.BankHitJson:
    """One measure or grant."""
    return {
        "id": hit.id,
        "kind": hit.kind,
        "title": hit.title,
        "text": hit.text,
        "document_id": hit.document_id,
        "source": hit.source,
        "page": hit.page,
        "fields": dict(hit.fields),
        "score": round(hit.score, 4),
        "reasons": [_reason(reason, lang) for reason in hit.reasons],
        "also": list(hit.also),
        "status": hit.status,
        "url": hit.url,
    }


def reason_text(reason: Reason, lang: Language = "fr") -> str:
    """A reason as a person reads it: « Clientèle : Personnes aînées »."""
    return say(f"reason_{reason.code}", lang, value=reason.value)


def _reason(reason: Reason, lang: Language) -> shapes.ReasonJson:
    return {"code": reason.code, "value": reason.value, "text": reason_text(reason, lang)}
