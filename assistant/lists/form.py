"""Lists as JSON: what the API answers, and the file that can be imported again."""

from __future__ import annotations

import json

from assistant.bank.json_hit import bank_hit_json
from assistant.lists import shapes
from assistant.lists.importing import FORMAT, FORMAT_VERSION
from assistant.lists.model import (
    MAX_ITEMS,
    MAX_NAME,
    MAX_NOTE,
    Imported,
    ListView,
    Share,
    ShownItem,
)
from assistant.service import Language

FORMATS = ("csv", "xlsx", "docx", "pdf", "json", "ics")


def list_json(view: ListView, key: str, lang: Language = "fr") -> shapes.ListJson:
    """A list, for the holder of ``key``."""
    stored = view.stored
    return {
        "id": stored.id,
        "name": stored.name,
        "access": stored.access,
        "version": stored.version,
        "created": stored.created,
        "updated": stored.updated,
        "items": [_item_json(place, shown, lang) for place, shown in enumerate(view.items)],
        "total": len(view.items),
        "shares": [share_json(share) for share in stored.shares],
        "limits": {"items": MAX_ITEMS, "name": MAX_NAME, "note": MAX_NOTE},
        "links": links(key),
    }


def imported_json(done: Imported, key: str, lang: Language = "fr") -> shapes.ListJson:
    """A list and what an import did to it."""
    value = list_json(done.view, key, lang)
    value["imported"] = done.imported
    value["unknown"] = done.unknown
    value["refused"] = [{"row": one.row, "message": one.message} for one in done.refused]
    return value


def share_json(share: Share) -> shapes.ShareJson:
    """A link given to others, without its key."""
    return {
        "id": share.id, "access": share.access, "label": share.label, "created": share.created,
    }  # fmt: skip


def new_share_json(share: Share, key: str) -> shapes.NewShareJson:
    """A link just made, with its key."""
    return {**share_json(share), "key": key, "links": links(key)}


def links(key: str) -> dict[str, str]:
    """Where a list is read and exported. The page's key is in the fragment: no server sees it."""
    own = f"/api/lists/{key}"
    exports = {form: f"{own}/export.{form}" for form in FORMATS}
    return {"self": own, "page": f"/#listes/{key}", **exports}


def json_file(view: ListView) -> bytes:
    """A list as a file that ``import`` takes; no key is in it."""
    items = [
        {
            "kind": shown.item.kind,
            "entry_id": shown.item.entry_id,
            "note": shown.item.note,
            "entry": _entry_json(shown),
        }
        for shown in view.items
    ]
    value = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "name": view.stored.name,
        "updated": view.stored.updated,
        "items": items,
    }
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _item_json(place: int, shown: ShownItem, lang: Language) -> shapes.ItemJson:
    item = shown.item
    return {
        "id": item.id,
        "kind": item.kind,
        "entry_id": item.entry_id,
        "note": item.note,
        "position": place,
        "in_bank": shown.in_bank,
        "added": item.added,
        "entry": bank_hit_json(shown.entry, lang),
    }


def _entry_json(shown: ShownItem) -> dict[str, object]:
    entry = shown.entry
    return {
        "title": entry.title,
        "text": entry.text,
        "document_id": entry.document_id,
        "source": entry.source,
        "page": entry.page,
        "fields": dict(entry.fields),
        "url": entry.url,
    }
