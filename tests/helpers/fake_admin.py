"""The administration of the small server: canned documents, questions and works."""

from __future__ import annotations

import re
from typing import Any

import fake_answers as canned

KEY = "cle-de-test"
Answer = tuple[int, Any]
REPORT = {
    "documents": 3, "added": 1, "updated": 0, "unchanged": 2, "removed": 0, "failed": [],
    "pages": 9, "passages": 40, "figures": 12, "measures": 0, "grants": 0, "seconds": 0.2,
}  # fmt: skip
ASKED = {
    "question": "Quel est le budget de la piscine ?", "count": 3,
    "last": "2026-11-20T14:00:00+00:00", "conversations": ["c-1", "c-2"],
    "closest": [{"id": "webinaire", "title": "Webinaire sur les aînées et aînés"}],
}  # fmt: skip
OTHER = {
    "question": "Qui est la mairesse ?", "count": 1, "last": "2026-11-02T09:00:00+00:00",
    "conversations": ["c-4"], "closest": [],
}  # fmt: skip
LOW = {
    "at": "2026-11-19T10:00:00+00:00", "conversation_id": "c-7",
    "question": "Combien de membres en 2021 ?", "comment": "inexact : mauvaise année",
}  # fmt: skip


def refused(status: int, code: str, message: str) -> Answer:
    """An error as the server writes it."""
    return status, {"error": {"code": code, "message": message, "details": None}}


class FakeAdmin:
    """What the administration page asks, and the state that it changes.

    Attributes:
        disabled: no key is set on the server; log: questions are kept.
        uploads: names of the files received; patched, erased: what was sent.
        jobs: answers of the work under way, one at a time; the last one stays.
        refuse: error of the next write.
    """

    def __init__(self) -> None:
        self.disabled = False
        self.log = True
        self.days = 90
        self.uploads: list[str] = []
        self.patched: list[tuple[str, Any]] = []
        self.erased: list[str] = []
        self.gone: set[str] = set()
        self.jobs: list[dict[str, Any]] = []
        self.refuse: Answer | None = None

    def answer(self, method: str, path: str, authorization: str | None, body: Any) -> Answer | None:
        """Status and value; None for an address that is not of the administration."""
        ours = path.startswith("/api/admin") or (
            method != "GET" and path.startswith("/api/documents")
        )
        if not ours:
            return None
        if self.disabled:
            return refused(403, "admin_disabled", "L'administration est désactivée.")
        if authorization != f"Bearer {KEY}":
            return refused(401, "admin_key_wrong", "Cette clé d'administration n'est pas la bonne.")
        if method != "GET" and self.refuse is not None:
            told, self.refuse = self.refuse, None
            return told
        return self._read(path) if method == "GET" else self._write(method, path, body)

    def _read(self, path: str) -> Answer:
        if path == "/api/admin/job":
            job = self.jobs.pop(0) if len(self.jobs) > 1 else (self.jobs or [None])[0]
            return 200, {"job": job}
        if path == "/api/admin/questions":
            return 200, self._questions()
        if path == "/api/admin/audit":
            act = {"at": "2026-11-20T14:00:00+00:00", "who": "admin", "address": "127.0.0.1",
                   "act": "upload", "target": "rapport 2025.pdf"}  # fmt: skip
            return 200, {"acts": [act, act | {"act": "rebuild", "target": ""}]}
        return 200, self._overview()

    def _overview(self) -> dict[str, Any]:
        held = canned.documents()
        shown = [
            {**one, "size": 123_456, "warnings": [], "uploaded": rank == 1, "editable": rank == 0}
            for rank, one in enumerate(held["documents"])
            if one["id"] not in self.gone
        ]
        return {
            "documents": shown, "failures": held["failures"], "skipped": held["skipped"],
            "job": self.jobs[0] if self.jobs else None, "log_questions": self.log,
            "retention_days": self.days, "retention_most": 365,
            "max_upload": 2 * 1024 * 1024, "formats": [".pdf", ".txt"],
        }  # fmt: skip

    def _questions(self) -> dict[str, Any]:
        value: dict[str, Any] = {
            "enabled": self.log, "retention_days": 90, "asked": 0, "answered": 0, "useful": 5,
            "unanswered": [], "most_asked": [], "low_rated": [LOW | {"question": None}],
            "latency": None,
        }  # fmt: skip
        if self.log:
            left = [("piscine", 3, ASKED), (None, 1, OTHER)]
            value |= {
                "asked": 40, "answered": 36, "most_asked": [ASKED, OTHER], "low_rated": [LOW],
                "latency": {"count": 40, "median_ms": 42.4, "p95_ms": 180.2},
                "unanswered": [
                    {"word": word, "count": count, "questions": [one]} for word, count, one in left
                ],
            }  # fmt: skip
        return value

    def _write(self, method: str, path: str, body: Any) -> Answer:
        named = path.rsplit("/", 1)[-1]
        if path == "/api/admin/retention":
            self.days = body["days"]
            return 200, {"retention_days": self.days, "retention_most": 365, "erased": 4}
        if method == "POST" and path == "/api/admin/rebuild":
            return 202, {"job": self.jobs[0]}
        if method == "POST":
            self.uploads += re.findall(r'filename="([^"]*)"', body.decode("utf-8", "replace"))
            return 201, REPORT
        if path.startswith("/api/admin/conversations/"):
            self.erased.append(named)
            return 200, {"erased": 2}
        if method == "DELETE":
            self.gone.add(named)
        else:
            self.patched.append((named, body))
        found = [one for one in canned.documents()["documents"] if one["id"] == named]
        return 200, found[0] | (body if method == "PATCH" else {})
