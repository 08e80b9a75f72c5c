"""A site of the web on this machine, for the tests: pages in a table, requests kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """``pages``: path to (status, headers, body). ``seen``: paths asked, in order."""

    url: str = ""
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)

    def put(self, path: str, body: str | bytes, kind: str = "text/html", **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body.encode() if isinstance(body, str) else body
        self.pages[path] = (200, {"Content-Type": kind, **named}, content)

    def move(self, path: str, target: str) -> None:
        self.pages[path] = (302, {"Location": target}, b"")

    def page(self, text: str) -> str:
        return f"<!DOCTYPE html><html><title>{text}</title><body><p>{text}</p></body></html>"


@contextmanager
def small_site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.seen.append(self.path)
            site.asked.append({name.lower(): value for name, value in self.headers.items()})
            status, headers, body = site.pages.get(self.path, (404, {}, b"non"))
            etag = headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said: object) -> None:
            """Nothing: the tests look at ``seen``."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
