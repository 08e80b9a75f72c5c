"""Lists held in memory, with the routes, versions and refusals of the real server."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Any

import fake_bank

Answer = tuple[int, Any]
PATH = re.compile(
    r"/api/lists(?:/(?P<key>[\w-]+))?(?:/(?P<part>items|shares|import))?(?:/(?P<id>.+))?"
)
DATE = "2026-11-21T14:45:00Z"


def refused(status: int, code: str, message: str) -> Answer:
    """An error as the server writes it."""
    return status, {"error": {"code": code, "message": message}}


GONE = refused(404, "unknown_list", "Cette liste n'existe pas.")
READ_ONLY = refused(403, "list_read_only", "Cette liste est en lecture seule.")


@dataclass
class Kept:
    """One list."""

    name: str
    version: int = 1
    items: list[dict[str, Any]] = field(default_factory=list)
    shares: list[dict[str, Any]] = field(default_factory=list)


class FakeLists:
    """Lists by key; a share is another key of the same list."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[Kept, str]] = {}
        self.calls: list[tuple[str, str]] = []
        self._numbers = itertools.count(1)

    def make(self, name: str, ids: list[str], note: str = "") -> str:
        """A list that its owner holds; gives its key."""
        kept = Kept(name)
        for entry_id in ids:
            kind = "grant" if entry_id.startswith("s-") else "measure"
            self._add(kept, {"id": entry_id, "kind": kind, "note": note})
        key = f"cle{next(self._numbers):029}"
        self.kept[key] = (kept, "owner")
        return key

    def share(self, key: str, access: str) -> str:
        """Another key of the list, that gives less."""
        kept, _ = self.kept[key]
        number = next(self._numbers)
        given = f"part{number:028}"
        label = "" if access == "read" else "comité"
        kept.shares.append({"id": f"p{number}", "access": access, "label": label,
                            "created": DATE, "key": given})  # fmt: skip
        self.kept[given] = (kept, access)
        return given

    def _add(self, kept: Kept, asked: dict[str, Any]) -> bool:
        kind = asked.get("kind", "measure")
        if any((item["kind"], item["entry_id"]) == (kind, asked["id"]) for item in kept.items):
            return False
        bank = fake_bank.BANKS["grants" if kind == "grant" else "measures"]
        found = next((entry for entry in bank if entry["id"] == asked["id"]), None)
        gone = {"title": "Mesure retirée", "text": "", "fields": {}, "reasons": []}
        item = {
            "id": f"i{next(self._numbers)}",
            "kind": kind,
            "entry_id": asked["id"],
            "note": asked.get("note", ""),
            "in_bank": found is not None,
            "added": DATE,
            "entry": found or gone | {"id": asked["id"], "kind": kind, "status": None},
        }
        kept.items.insert(asked.get("position", len(kept.items)), item)
        return True

    def json(self, key: str) -> dict[str, Any]:
        """A list as its key sees it."""
        kept, access = self.kept[key]
        forms = ("csv", "xlsx", "docx", "pdf", "json", "ics")
        links = {form: f"/api/lists/{key}/export.{form}" for form in forms}
        hidden = [{k: v for k, v in share.items() if k != "key"} for share in kept.shares]
        return {
            "id": kept.name,
            "name": kept.name,
            "access": access,
            "version": kept.version,
            "created": DATE,
            "updated": DATE,
            "items": [item | {"position": at} for at, item in enumerate(kept.items)],
            "total": len(kept.items),
            "shares": hidden if access == "owner" else [],
            "limits": {"items": 500, "name": 120, "note": 4000},
            "links": {"self": f"/api/lists/{key}", "page": f"/#listes/{key}", **links},
        }

    def answer(self, method: str, path: str, body: Any) -> Answer | None:
        """Status and value for a call; None when the address is not one of the lists."""
        found = PATH.fullmatch(path)
        if not found:
            return None
        self.calls.append((method, path))
        key, part, item = found["key"], found["part"], found["id"]
        if key in (None, "import"):
            return self._made(body, imported=key == "import")
        if key not in self.kept:
            return GONE
        kept, access = self.kept[key]
        if method == "GET":
            return (200, {"shares": self.json(key)["shares"]}) if part else (200, self.json(key))
        if access == "read":
            return READ_ONLY
        if part == "shares":
            return self._shared(key, kept, method, item, body)
        if method == "DELETE" and part is None:
            del self.kept[key]
            return 204, None
        seen = body.get("version") if isinstance(body, dict) else None
        if seen is not None and seen != kept.version:
            return refused(409, "version_conflict", "La liste a changé entre-temps.")
        status = self._edit(kept, method, part, item, body)
        return status, self.json(key)

    def _made(self, body: Any, *, imported: bool) -> Answer:
        asked = {"name": "Liste importée", "items": [{"id": "m-001"}]} if imported else body
        key = self.make(asked.get("name", "Liste"), [])
        for item in asked.get("items", []):
            self._add(self.kept[key][0], item)
        row = {"row": 3, "message": "Il manque un identifiant."}
        report = {"imported": 1, "unknown": 0, "refused": [row]} if imported else {}
        return 201, self.json(key) | {"key": key} | report

    def _shared(self, key: str, kept: Kept, method: str, share: str | None, body: Any) -> Answer:
        if method == "DELETE":
            [gone] = [known for known in kept.shares if known["id"] == share]
            kept.shares.remove(gone)
            del self.kept[gone["key"]]
            return 204, None
        given = self.share(key, body["access"])
        kept.shares[-1]["label"] = body["label"]
        return 201, kept.shares[-1] | {"key": given, "links": {"page": f"/#listes/{given}"}}

    def _edit(self, kept: Kept, method: str, part: str | None, item: str | None, body: Any) -> int:
        kept.version += 1
        if part is None:
            kept.name = body.get("name", kept.name)
            order = body.get("order", [known["id"] for known in kept.items])
            kept.items.sort(key=lambda known: order.index(known["id"]))
            return 200
        if item is None:
            added = [self._add(kept, one) for one in body.get("items", [body])]
            return 201 if True in added else 200
        [known] = [one for one in kept.items if one["id"] == item]
        if method == "DELETE":
            kept.items.remove(known)
        else:
            known["note"] = body.get("note", known["note"])
        return 200
