"""No page asks anything of another host: the browser's own log of what it sent says so.

The name of the server leads to this machine and no other name leads anywhere, so that even a
request the page's policy would stop, a prefetch or a beacon, is in the log.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from bank_files import GRANTS, MEASURES
from lake_town import FILES
from web_checks import ask

from assistant.api.app import create_app
from assistant.local import open_service
from assistant.settings import Settings

pytestmark = pytest.mark.browser

ADMIN = "clé pour administrer"
# What a document may hold to have the browser call elsewhere.
CALLS = (
    "# Appels\n\n![suivi](https://mal.example/pixel.png) <img src=https://mal.example/x.png> "
    "<link rel=prefetch href=//mal.example/p><script src=//mal.example/s.js></script> "
    "Le club compte 77 appels en 2024, voir https://mal.example/suite ou www.mal.example.\n"
)
VIEWS = ("", "recherche?q=biblioth%C3%A8que", "chiffres?q=abonn%C3%A9s", "mesures?q=jardin",
         "subventions", "mesure/{measure}", "subvention/{grant}", "listes", "liste/{list}",
         "plateforme", "documents", "admin", "admin/questions", "admin/journal")  # fmt: skip
PAGES = ("/demo", "/api/docs", "/connexion", "/absente", "/?lang=en", "/health", "/metrics")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The product itself, over reports, banks, and a document that calls elsewhere."""
    root = tmp_path_factory.mktemp("reseau")
    (root / "corpus").mkdir()
    files = {**FILES, "mesures.csv": MEASURES, "subventions.csv": GRANTS, "appels.md": CALLS}
    for name, text in files.items():
        (root / "corpus" / name).write_text(text, encoding="utf-8")
    settings = Settings(data=root / "data", corpus=root / "corpus", model="hash", admin_key=ADMIN,
                        private=False, log_questions=True)  # fmt: skip
    service = open_service(settings)
    assert service.ingest([settings.corpus]).failed == ()
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(service, settings), log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.fixture
def sent(browser, address: str) -> Iterator[tuple[object, list[str]]]:
    """A tab, and every address that its context asks for, workers and popups included."""
    context = browser.new_context(locale="fr-CA", viewport={"width": 1280, "height": 860})
    context.set_default_timeout(20_000)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    # The protocol's log tells what the page's one may leave out: prefetches, pings, reports.
    session.on("Network.requestWillBeSent", lambda told: asked.append(told["request"]["url"]))
    session.on("Network.webSocketCreated", lambda told: asked.append(told["url"]))
    page.on("websocket", lambda opened: asked.append(opened.url))
    yield page, asked
    context.close()


def elsewhere(asked: list[str], address: str) -> list[str]:
    """What was asked of another host."""
    host = urlsplit(address).netloc
    inside = ("data", "blob", "about")
    return [url for url in asked
            if urlsplit(url).scheme not in inside and urlsplit(url).netloc != host]  # fmt: skip


def test_no_page_asks_anything_of_another_host(sent, address: str) -> None:
    page, asked = sent
    kept = page.request.post(f"{address}/api/lists", data={"name": "Essai"}).json()
    known = {"list": kept["key"]} | {
        kind: page.request.get(f"{address}/api/{kind}s").json()["hits"][0]["id"]
        for kind in ("measure", "grant")
    }
    for number, view in enumerate(VIEWS):
        page.goto(f"{address}/?vue={number}#{view.format(**known)}")
        page.wait_for_load_state("networkidle")
        assert page.locator("main > :not([hidden])").inner_text().strip(), view
    for path in PAGES:
        page.goto(f"{address}{path}")
        page.wait_for_load_state("networkidle")
    assert elsewhere(asked, address) == []
    assert len(asked) > 40, "the log saw nothing"


def test_every_view_of_the_page_is_one_of_those(root: Path) -> None:
    text = (root / "assistant" / "web" / "app.js").read_text(encoding="utf-8")
    table = text.partition("const VIEWS = {")[2].partition("\n};")[0]
    names = set(re.findall(r"(?m)^  (\w+): \{ tag:", table))
    assert len(names) > 10
    asked = {view.partition("?")[0].partition("/")[0] or "chat" for view in VIEWS}
    assert names - asked == {"document"}  # it has an address of its own
    assert asked <= names


def test_what_a_person_does_asks_nothing_of_another_host(sent, address: str) -> None:
    page, asked = sent
    page.goto(address)
    ask(page, "Combien d'appels compte le club en 2024 ?")
    page.locator(".answer").last.wait_for()
    listed = page.request.get(f"{address}/api/documents").json()["documents"]
    for document in listed:
        page.goto(f"{address}/documents/{document['id']}#page=1")
        page.wait_for_load_state("networkidle")
    shown = next(one["id"] for one in listed if one["source"] == "appels.md")
    page.goto(f"{address}/api/documents/{shown}/file")
    page.goto(f"{address}/#admin")
    page.get_by_label("Clé").first.fill(ADMIN)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    assert any("/api/admin" in url for url in asked)
    assert elsewhere(asked, address) == []


MARKUP = "<img src=x onerror=window.pwned=1><script>window.pwned=1</script>"


def test_what_a_list_holds_stays_text_even_without_the_policy(browser, address: str) -> None:
    context = browser.new_context(locale="fr-CA", bypass_csp=True)
    context.set_default_timeout(20_000)
    page = context.new_page()
    entry = page.request.get(f"{address}/api/measures").json()["hits"][0]["id"]
    kept = page.request.post(f"{address}/api/lists", data={
        "name": f"Liste {MARKUP}"[:100], "items": [{"id": entry, "note": f"Note {MARKUP}"}],
    }).json()  # fmt: skip
    for view in (f"liste/{kept['key']}", "listes", "mesures", "plateforme"):
        page.goto(f"{address}/#{view}")
        page.wait_for_load_state("networkidle")
        if "liste" in view:
            page.get_by_text("onerror=window.pwned").first.wait_for()
        assert page.evaluate("window.pwned") is None
        assert page.locator("img[onerror], main script").count() == 0
    for form in ("json", "csv"):
        told = page.request.get(f"{address}/api/lists/{kept['key']}/export.{form}")
        assert "html" not in told.headers["content-type"]
        assert told.headers["content-disposition"].startswith("attachment")
    context.close()


def test_a_call_would_be_in_the_log(sent, address: str, tmp_path: Path) -> None:
    page, asked = sent
    page.goto(f"{address}/health")
    page.set_content('<img src="http://mal.example/pixel.png">')
    page.wait_for_load_state("networkidle")
    assert any("mal.example" in url for url in elsewhere(asked, address))
