"""A copy of an entry, kept in a list for the day when the bank no longer holds it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from assistant.bank.model import BankHit, BankKind
from assistant.intake import is_identifier
from assistant.lists.clean import fit_line, fit_text

MAX_TITLE = 500
MAX_TEXT = 4_000
MAX_VALUE = 1_000
MAX_FIELDS = 40
MAX_FIELD_NAME = 80
MAX_ID = 200
MAX_PAGE = 1_000_000


def write_snapshot(entry: BankHit) -> str:
    """The entry as one line of JSON, each part cut to a sane length."""
    value = {
        "title": fit_line(entry.title)[:MAX_TITLE],
        "text": fit_text(entry.text)[:MAX_TEXT],
        "document_id": entry.document_id,
        "source": fit_line(entry.source)[:MAX_VALUE],
        "page": entry.page,
        "fields": dict(_fields(dict(entry.fields))),
        "url": safe_url(entry.url),
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_snapshot(kind: BankKind, entry_id: str, text: str) -> BankHit:
    """The entry that ``write_snapshot`` wrote, which needs no cleaning."""
    value = json.loads(text)
    return BankHit(
        id=entry_id, title=value["title"], text=value["text"], document_id=value["document_id"],
        source=value["source"], page=value["page"], fields=tuple(value["fields"].items()),
        kind=kind, url=value["url"],
    )  # fmt: skip


def entry_of(kind: BankKind, entry_id: str, value: Mapping[str, Any]) -> BankHit:
    """An entry from JSON that anybody may have written; what does not fit is left out."""
    document, page = value.get("document_id"), value.get("page")
    named = isinstance(document, str) and is_identifier(document)
    counted = isinstance(page, int) and not isinstance(page, bool) and 0 < page < MAX_PAGE
    return BankHit(
        id=fit_line(entry_id)[:MAX_ID],
        title=fit_line(_text(value.get("title")))[:MAX_TITLE],
        text=fit_text(_text(value.get("text")))[:MAX_TEXT].strip(),
        document_id=str(document) if named else "",
        source=fit_line(_text(value.get("source")))[:MAX_VALUE],
        page=page if counted else None,
        fields=_fields(value.get("fields")),
        kind=kind,
        url=safe_url(_text(value.get("url"))),
    )


def safe_url(text: str) -> str:
    """``text`` when it is an address of the web or of this site; empty otherwise."""
    address = fit_line(text)[:MAX_VALUE]
    if address.startswith("/") and not address.startswith(("//", "/\\")):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def _fields(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        return ()
    pairs = ((fit_line(str(name))[:MAX_FIELD_NAME], _text(text)) for name, text in value.items())
    kept = ((name, _kept(name, text)) for name, text in pairs if name)
    return tuple((name, text) for name, text in kept if text)[:MAX_FIELDS]


def _kept(name: str, text: str) -> str:
    return safe_url(text) if name == "url" else fit_text(text)[:MAX_VALUE].strip()


def _text(value: object) -> str:
    plain = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    return str(value) if plain else ""
