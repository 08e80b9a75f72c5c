"""Headers that no one else writes, and answers that no cache may hand to another person.

Names, addresses and headers made to add a header of their own, or to have a cache keep what
they changed: on every address that the server has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

import httpx
import pytest
from fastapi.testclient import TestClient

from tests.assistant.conftest import KEY
from tests.assistant.fake_service import FakeService, make_document

BREAKS = ("\r\nSet-Cookie: vol=1", "\nSet-Cookie: vol=1\n\n<script>", "\r", "\x00", "\x0b", "\x85",
          "\u2028", '"; filename="page.html', "; filename*=UTF-8''page.html", "é",
          "😀")  # fmt: skip
ADMIN = {"Authorization": f"Bearer {KEY}"}
ELSEWHERE = "mal.example"
# What caches are known to leave out of the key, while a server may believe it.
UNKEYED = {
    "X-Forwarded-Host": ELSEWHERE, "X-Host": ELSEWHERE, "X-Forwarded-Server": ELSEWHERE,
    "Forwarded": f"host={ELSEWHERE};proto=https", "X-Original-URL": "/api/documents",
    "X-Rewrite-URL": "/api/documents", "X-HTTP-Method-Override": "DELETE",
    "X-Forwarded-Prefix": f"//{ELSEWHERE}", "X-Forwarded-Port": "8443", "True-Client-IP": "1.2.3.4",
    "Origin": f"https://{ELSEWHERE}", "Referer": f"https://{ELSEWHERE}/",
}  # fmt: skip


def whole(response: httpx.Response) -> httpx.Response:
    """The answer, once no header of it holds a break, and no one else's cookie is in it."""
    for name, value in response.headers.raw:
        assert re.fullmatch(rb"[\w-]+", name), name
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", value), (name, value)
    assert "vol" not in response.cookies
    assert response.status_code < 500
    return response


@pytest.mark.parametrize("text", BREAKS)
def test_a_file_name_adds_no_header(client: TestClient, service: FakeService, text: str) -> None:
    document = make_document("piege", service.root)
    object.__setattr__(document, "source", f"sous/a{text}.txt")
    service.known["piege"] = document
    service.file_path = lambda _id: service.root / "notes.txt"  # type: ignore[method-assign]
    found = whole(client.get("/api/documents/piege/file"))
    shown = found.headers["content-disposition"]
    assert re.fullmatch(r"inline; filename\*=UTF-8''[\w.%~-]+", shown), shown
    assert shown.endswith(quote(f"a{text}.txt"))


@pytest.mark.parametrize("text", BREAKS)
@pytest.mark.parametrize("form", ["csv", "json", "docx"])
def test_the_name_of_a_list_adds_no_header(client: TestClient, text: str, form: str) -> None:
    made = whole(client.post("/api/lists", json={"name": f"Liste{text}fin"}))
    if made.status_code == 422:
        return  # refused: it is no name
    found = whole(client.get(f"/api/lists/{made.json()['key']}/export.{form}"))
    shown = found.headers["content-disposition"]
    exact = rf"attachment; filename=\"[a-z0-9-]+\.{form}\"; filename\*=UTF-8''[\w.%~-]+"
    assert re.fullmatch(exact, shown), shown


@pytest.mark.parametrize("text", BREAKS)
def test_where_one_is_led_adds_no_header(serve: Callable[..., TestClient], text: str) -> None:
    client = serve(access_key="lire")
    client.follow_redirects = False
    for suite in (f"/{text}", f"/a{text}b", f"{text}/a"):
        form = whole(client.post("/connexion", data={"key": "lire", "suite": suite}))
        assert form.status_code == 303
        inside = whole(client.get("/connexion", params={"suite": suite}))
        assert {form.headers["location"], inside.headers["location"]} <= {
            "/", quote(suite, safe="/%;=*\"' <>:"), quote(suite, safe="/;=*':")}  # fmt: skip
        client.post("/deconnexion")
        led = whole(client.get(f"/documents/{quote(suite, safe='')}", headers={
            "Accept": "text/html"}))  # fmt: skip
        assert led.headers["location"].startswith("/connexion?suite=/documents/")


@pytest.mark.parametrize("text", BREAKS)
def test_names_in_an_address_or_a_form_add_no_header(client: TestClient, text: str) -> None:
    cut = quote(text, safe="")
    for path in (f"/api/documents/{cut}", f"/api/documents/notes/pages/{cut}", f"/{cut}",
                 f"/assets/{cut}.js", f"/api/lists/{cut}", f"/api/search?q={cut}",
                 f"/api/search?q=a&lang={cut}", f"/api/figures.csv?q={cut}",
                 f"/api/measures/{cut}"):  # fmt: skip
        whole(client.get(path))
    whole(client.post("/api/documents", headers=ADMIN,
                      files={"file": (f"a{text}.txt", b"bonjour")}))  # fmt: skip
    whole(client.patch("/api/documents/notes", headers=ADMIN, json={"title": f"T{text}"}))


def addresses(client: TestClient) -> Iterator[str]:
    """Every address that is read, with names that exist where it takes some."""
    known = {"document_id": "rapport-2022", "number": "1", "kind": "csv", "form": "json",
             "key": "k", "entry_id": "m-1", "item": "i", "conversation_id": "c",
             "share_id": "s"}  # fmt: skip
    described = client.get("/openapi.json").json()["paths"]
    for path, methods in described.items():
        if "get" in methods:
            filled = re.sub(r"\{(\w+)\}", lambda name: known.get(name[1], "x"), path)
            yield f"{filled}?q=membres" if "q" in str(methods["get"]) else filled
    page = client.get("/").text
    yield from ("/", "/demo", "/widget.js", "/favicon.ico", "/api/docs", "/connexion", "/absente",
                "/documents/rapport-2022", "/assets/absent.js", "/assets/app.js")  # fmt: skip
    yield next(iter(re.findall(r'"(/assets/v-[0-9a-f]{12}/app\.js)"', page)))


def settled(response: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    """What an answer is, but for the times in it."""
    body = re.sub(rb'"timings_ms":\{[^}]*\}|(?:repere|process)_.*\n', b"",
                  response.content)  # fmt: skip
    kept = {name: value for name, value in response.headers.items()
            if name not in ("content-length", "vary")}  # fmt: skip
    return response.status_code, body, kept


def test_what_a_cache_does_not_look_at_changes_no_answer(
    serve: Callable[..., TestClient]
) -> None:
    client = serve(admin_key=KEY, allowed_sites=("https://ami.example",))
    client.follow_redirects = False
    paths = list(addresses(client))
    assert len(paths) > 30
    for path in paths:
        plain = settled(client.get(path, headers=ADMIN))
        for name, value in UNKEYED.items():
            found = settled(client.get(path, headers={**ADMIN, name: value}))
            assert found == plain, (path, name)
            assert ELSEWHERE not in str(found)


def test_only_files_of_the_page_may_be_kept_by_a_cache(client: TestClient) -> None:
    client.follow_redirects = False
    for path in addresses(client):
        found = client.get(path, headers=ADMIN)
        kept = found.headers["cache-control"]
        if path.startswith("/assets/") and found.status_code == 200:
            assert kept in ("public, max-age=0, must-revalidate",
                            "public, max-age=31536000, immutable")  # fmt: skip
        elif path in ("/widget.js", "/favicon.ico"):
            assert kept == "public, max-age=0, must-revalidate"
        elif path.partition("?")[0].endswith("/file"):
            assert kept == "private, no-cache"
        elif path.partition("?")[0].endswith(".png"):
            assert kept == "private, max-age=3600"
        elif found.headers.get("content-type", "").startswith("text/html") and found.is_success:
            assert kept in ("public, max-age=0, must-revalidate", "no-cache")
        else:
            assert kept == "no-store", path
        if found.status_code >= 400:
            assert "no-store" in kept, path


@pytest.mark.parametrize("end", ["/a.css", "/..%2fapp.css", ";a.css", "%3ba.js", "/assets/app.js",
                                 "%00.css", "%0a.css", ".css"])  # fmt: skip
@pytest.mark.parametrize("path", ["/api/documents", "/api/admin", "/api/me", "/metrics"])
def test_an_answer_is_not_a_file_of_the_page_by_its_name(
    client: TestClient, path: str, end: str
) -> None:
    """« Web cache deception »: a person is led to their own data under the name of a file."""
    found = client.get(f"{path}{end}", headers=ADMIN)
    assert found.headers["cache-control"] == "no-store"
    assert found.status_code in (404, 422)


def test_the_answer_of_one_language_or_site_is_not_given_to_another(
    serve: Callable[..., TestClient]
) -> None:
    sites = ("https://ami.example", "https://soeur.example")
    client = serve(access_key="lire", allowed_sites=sites)
    for site in sites:
        found = client.get("/assets/app.js", headers={"Origin": site})
        assert found.headers["access-control-allow-origin"] == site
        assert "origin" in found.headers["vary"].lower()
    packed = client.get("/assets/app.js", headers={"Accept-Encoding": "gzip"})
    assert "accept-encoding" in packed.headers["vary"].lower()
    # A language is told by a header that few caches look at: what depends on it is not kept.
    key = {"Authorization": "Bearer lire"}
    for path in ("/api/docs", "/connexion", "/api/documents/absent"):
        english = client.get(path, headers={"Accept-Language": "en", **key})
        assert "public" not in english.headers["cache-control"]
