"""What marks an entry that was written for demonstration, and where an entry was read."""

from __future__ import annotations

from assistant.bank.model import BankHit
from assistant.messages import say
from assistant.service import Language
from ingest.french.folding import fold

MARKS = {"mesure type": "mark_type_measure", "exemple": "mark_example"}


def mark_of(entry: BankHit, lang: Language = "fr") -> str:
    """« mesure type » or « exemple »; empty for an entry read in a document."""
    source = fold(dict(entry.fields).get("source", "")).strip()
    for start, code in MARKS.items():
        if source.startswith(start):
            return say(code, lang)
    return ""


def label_of(entry: BankHit, lang: Language = "fr") -> str:
    """The title, followed by its mark where it has one."""
    mark = mark_of(entry, lang)
    return f"{entry.title} ({mark})" if mark else entry.title


def cited_source(entry: BankHit, lang: Language = "fr") -> str:
    """Where the entry was read: « rapport.pdf, p. 11 », or the file of the bank."""
    fields = dict(entry.fields)
    source = fields.get("source", "")
    if not source or mark_of(entry):
        place = ", ".join(filter(None, (entry.source, _page(entry.page, lang))))
        return ", ".join(filter(None, (mark_of(entry, lang), place)))
    return ", ".join(filter(None, (source, _page(fields.get("source_page"), lang))))


def _page(page: object, lang: Language) -> str:
    return say("page", lang, page=page) if page else ""
