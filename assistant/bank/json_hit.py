"""A measure or a grant as JSON, and the sentence of each reason."""

from __future__ import annotations

from assistant import shapes
from assistant.bank.shown import BankHit, Reason
from assistant.messages import say
from assistant.service import Language


def bank_hit_json(hit: BankHit, lang: Language = "fr") -> shapes.BankHitJson:
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
        "reasons": [reason_json(reason, lang) for reason in hit.reasons],
        "also": list(hit.also),
        "status": hit.status,
        "url": hit.url,
        "links": _links(hit),
    }


def _links(hit: BankHit) -> shapes.LinkCountsJson | None:
    if hit.linked is None:
        return None
    evidence, matches = hit.linked
    return {"evidence": evidence, "matches": matches}


def reason_text(reason: Reason, lang: Language = "fr") -> str:
    """A reason as a person reads it: « Clientèle : Personnes aînées »."""
    return say(f"reason_{reason.code}", lang, value=reason.value)


def reason_json(reason: Reason, lang: Language) -> shapes.ReasonJson:
    """A reason, with its sentence."""
    return {"code": reason.code, "value": reason.value, "text": reason_text(reason, lang)}
