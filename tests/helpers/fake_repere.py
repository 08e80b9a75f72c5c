"""A small server with canned answers: the page and the widget are tested against it.

The question asked steers it: « lent » holds the answer until ``gate`` is set, « coupe » fails
after the first words, « casse » drops the connection, « panne » is refused, « absent » is not
in the documents, « sans flux » is answered as plain JSON, « sans étendue » is cited without
spans, « piège » holds markup everywhere, « mesures » comes with entries of the bank.
"""

from __future__ import annotations

import json
import mimetypes
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import fake_answers as canned
import fake_bank
from fake_admin import FakeAdmin
from fake_lists import FakeLists

WEB = Path(__file__).resolve().parents[2] / "assistant" / "web"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
FAILED = {"error": {"code": "search_failed", "message": "La recherche a échoué. Réessayez."}}
REFUSED = {"error": {"code": "no_index", "message": "Aucun document n'est encore indexé."}}
PAGES = {"/": "index.html", "/demo": "demo.html", "/widget.js": "widget.js"}


class FakeServer(ThreadingHTTPServer):
    """Serves the web folder, the API and, under ``/hote``, a page of another site.

    Attributes:
        asked: bodies posted to ``/api/ask``; ``voted``: to ``/api/feedback``.
        gate: set to let a slow answer go on.
        trapped: whether every GET holds markup too.
        no_bank: whether no measure and no grant is indexed.
        admin: the administration; lists: the lists, in memory.
        composed: bodies posted to ``/api/platform/export``; exported: to
            ``/api/conversations/export``; forgotten: conversations erased by who had them.
        kept: what ``/api/conversations`` says is kept; looked: queries of ``/api/search``.
        files: other addresses, to ``(content type, body, headers)``.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, tuple[str, str, dict[str, str]]] = {}
        self.reset()

    def reset(self) -> None:
        """Forget what was received."""
        self.asked: list[dict[str, Any]] = []
        self.voted: list[dict[str, Any]] = []
        self.gate = threading.Event()
        self.trapped = False
        self.no_bank = False
        self.lists = FakeLists()
        self.admin = FakeAdmin()
        self.composed: list[dict[str, Any]] = []
        self.exported: list[dict[str, Any]] = []
        self.forgotten: list[str] = []
        self.kept = {"questions": True, "opinions": True, "days": 90}
        self.looked: list[dict[str, str]] = []

    @property
    def address(self) -> str:
        """Where it listens, with no slash at the end."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no error."""


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: FakeServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""

    def _send(self, status: int, kind: str, body: bytes, **extra: str) -> None:
        named = {name.replace("_", "-"): value for name, value in extra.items()}
        self._headers(status, kind, {"Content-Length": str(len(body)), **named})
        self.wfile.write(body)

    def _headers(self, status: int, kind: str, extra: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "*")
        for name, value in extra.items():
            self.send_header(name, value)
        self.end_headers()

    def _json(self, value: Any, status: int = 200) -> None:
        self._send(status, "application/json", json.dumps(value).encode())

    def do_OPTIONS(self) -> None:
        """Preflight."""
        self._send(204, "text/plain", b"")

    def do_GET(self) -> None:
        """Pages, files and look-ups."""
        url = urlsplit(self.path)
        asked = parse_qs(url.query)
        query = {name: values[0] for name, values in asked.items()}
        banked = fake_bank.get(unquote(url.path), asked, self.server.no_bank)
        if url.path in self.server.files:
            kind, body, extra = self.server.files[url.path]
            self._send(200, kind, body.encode(), **extra)
        elif self._administered("GET", None):
            return
        elif banked or self._listed("GET", url.path, None):
            if banked:
                self._tell(*banked)
        elif url.path.startswith("/api/"):
            self._api(unquote(url.path), query)
        else:
            name = PAGES.get(url.path) or re.sub(r"^/assets/", "", url.path)
            self._file("index.html" if url.path.startswith("/documents/") else name)

    def _file(self, name: str) -> None:
        path = WEB / name
        if not path.is_file():
            self._json({"error": {"code": "not_found", "message": "Introuvable."}}, 404)
            return
        kind = "text/javascript" if path.suffix == ".js" else mimetypes.guess_type(name)[0]
        kept = {"Content_Security_Policy": POLICY, "Cache_Control": "max-age=600"}
        self._send(200, f"{kind}; charset=utf-8", path.read_bytes(), **kept)

    def _api(self, path: str, query: dict[str, str]) -> None:
        page = re.fullmatch(r"/api/documents/(.+)/pages/(\d+)(\.png)?", path)
        if page and page[3]:
            self._send(200, "image/png", canned.picture())
            return
        if path in ("/api/figures.csv", "/api/figures.xlsx"):
            self._send(200, "application/octet-stream", b"label,value\nmembres,375\n")
            return
        value = canned.page(int(page[2])) if page else self._value(path, query)
        self._json(canned.hostile(value) if self.server.trapped else value)

    def _value(self, path: str, query: dict[str, str]) -> Any:
        if path == "/api/conversations":
            return self.server.kept
        if path == "/api/search":
            self.server.looked.append(query)
            return canned.search(
                query.get("q", ""), int(query.get("offset", 0)), query.get("document")
            )
        if path == "/api/figures":
            return canned.figures()
        if path == "/api/me":
            return {"name": None, "role": None}
        if path == "/api/documents":
            return canned.documents()
        if path == "/api/suggest":
            return {"suggestions": ["Combien de membres en 2021-2022 ?", "C'est quoi une MADA ?"]}
        found = [d for d in canned.documents()["documents"] if path == f"/api/documents/{d['id']}"]
        return found[0] if found else canned.documents()["documents"][0]

    def _tell(self, status: int, value: Any) -> None:
        self._json(canned.hostile(value) if self.server.trapped else value, status)

    def _listed(self, method: str, path: str, body: Any) -> bool:
        found = self.server.lists.answer(method, path, body)
        if found and found[0] == 204:
            self._headers(204, "text/plain", {})
        elif found:
            self._tell(*found)
        return found is not None

    def _administered(self, method: str, body: Any) -> bool:
        path = unquote(urlsplit(self.path).path)
        found = self.server.admin.answer(method, path, self.headers["Authorization"], body)
        if found:
            self._tell(*found)
        return found is not None

    def do_PATCH(self) -> None:
        """Changes to a list or to a document."""
        body = self._body()
        if not self._administered("PATCH", body):
            self._listed("PATCH", urlsplit(self.path).path, body)

    def do_DELETE(self) -> None:
        """A list, an item, a share, a document or a conversation taken away."""
        if self._administered("DELETE", None):
            return
        if self.path.startswith("/api/conversations/"):
            self.server.forgotten.append(urlsplit(self.path).path.rpartition("/")[2])
            self._json({"erased": 2})
            return
        self._listed("DELETE", urlsplit(self.path).path, None)

    def _body(self) -> Any:
        raw = self.rfile.read(int(self.headers["Content-Length"] or 0))
        return json.loads(raw) if self.headers["Content-Type"] == "application/json" else raw

    def _composed(self, path: str, body: Any) -> bool:
        """Files made of what is sent."""
        if path == "/api/platform/export":
            kept, name = self.server.composed, f"plateforme.{body['file']}"
        elif path == "/api/conversations/export":
            kept, name = self.server.exported, f"conversation.{body['form']}"
        else:
            return False
        kept.append(body)
        named = {"Content_Disposition": f'attachment; filename="{name}"'}
        self._send(200, "application/octet-stream", b"PK", **named)
        return True

    def do_POST(self) -> None:
        """Questions, votes, lists and platforms."""
        body = self._body()
        path = urlsplit(self.path).path
        if self._administered("POST", body):
            return
        if path == "/api/platform":
            self._tell(200, fake_bank.platform(body))
            return
        if self._composed(path, body) or self._listed("POST", path, body):
            return
        if self.path == "/api/feedback":
            self.server.voted.append(body)
            self._json({"saved": True}, 201)
            return
        self.server.asked.append(body)
        question = body["question"]
        value = canned.refusal(question) if "absent" in question else canned.answer(question)
        if "sans étendue" in question:
            for cited in value["citations"]:
                del cited["start"], cited["end"], cited["text_page"]
        if "compare" in question:
            value |= {"kind": "comparison"}
        if "mesures" in question:
            value |= {"kind": "measures", "entries": [fake_bank.MEASURES[1], fake_bank.GRANTS[0]]}
        if "piège" in question:
            value = canned.hostile(value)
        if "panne" in question:
            self._json(REFUSED, 503)
        elif "sans flux" in question:
            self._json(value)
        else:
            self._stream(question, value)

    def _stream(self, question: str, value: dict[str, Any]) -> None:
        self._headers(200, "text/event-stream", {"Connection": "close"})
        self._event("status", {"stage": "search", "message": "Recherche dans les documents…"})
        words = re.findall(r"\S+\s*", value["answer"])
        for index, word in enumerate(words):
            self._event("delta", {"text": word})
            if index == 4 and "lent" in question:
                self.server.gate.wait(20)
            if index == 4 and "coupe" in question:
                self._event("error", FAILED)
                return
            if index == 4 and "casse" in question:
                return
        self._event("answer", value)

    def _event(self, name: str, value: Any) -> None:
        self.wfile.write(f"event: {name}\ndata: {json.dumps(value)}\n\n".encode())
        self.wfile.flush()
