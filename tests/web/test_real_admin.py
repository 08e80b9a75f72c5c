"""The administration and the sign-in page over the product itself."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from web_checks import ask

from assistant.api.app import create_app
from assistant.local import open_service
from assistant.settings import Settings
from ingest.catalogue import read_catalogue

pytestmark = pytest.mark.browser

READ, ADMIN = "clé de lecture", "clé pour administrer"
CATALOGUE = '# Tenu par le greffe.\n["port.txt"]\nyear = "2024"\n'
PORT = "Rapport du port\n\nLe port de la pointe compte 64 voiliers en 2024.\n" * 3


@dataclass(frozen=True)
class Running:
    """A server that asks for a key, and its folder."""

    address: str
    root: Path


@pytest.fixture
def running_product(tmp_path: Path) -> Iterator[Running]:
    corpus = tmp_path / "corpus"
    (corpus / "sous").mkdir(parents=True)
    (corpus / "port.txt").write_text(PORT, "utf-8")
    (corpus / "sous" / "avis.txt").write_text("Avis\n\nLa piscine est fermée en 2023.\n", "utf-8")
    (corpus / "corpus.toml").write_text(CATALOGUE, "utf-8")
    settings = Settings(data=tmp_path / "data", corpus=corpus, model="hash", admin_key=ADMIN,
                        access_key=READ, log_questions=True)  # fmt: skip
    service = open_service(settings)
    assert service.ingest([corpus]).failed == ()
    listening = socket.create_server(("127.0.0.1", 0))
    app = create_app(service, settings)
    config = uvicorn.Config(app, log_config=None, access_log=False, proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield Running(f"http://127.0.0.1:{listening.getsockname()[1]}", tmp_path)
    server.should_exit = True
    thread.join()
    listening.close()


def test_one_signs_in_asks_and_administers(open_page, running_product: Running) -> None:
    root = running_product.root
    page = open_page(f"{running_product.address}/#documents", locale="fr-CA")
    assert "/connexion" in page.url
    page.keyboard.type("mauvaise")
    page.keyboard.press("Enter")
    page.get_by_role("alert").get_by_text("n'est pas la bonne").wait_for()
    page.get_by_label("Clé d'accès").fill(READ)
    page.keyboard.press("Enter")
    page.wait_for_selector("#question")
    page.evaluate("location.hash = ''")
    ask(page, "Quel est le budget de la patinoire ?")
    page.locator(".answer-tools").wait_for()

    page.goto(f"{running_product.address}/#admin/questions")
    page.get_by_label("Clé d'administration").fill(ADMIN)
    page.keyboard.press("Enter")
    page.locator(".asked").get_by_text("budget de la patinoire").wait_for()

    page.get_by_role("link", name="Documents", exact=True).last.click()
    page.get_by_label("Choisissez des fichiers").set_input_files({
        "name": "été <b>.txt", "mimeType": "text/plain",
        "buffer": "Règlement\n\nLe camp coûte 90 $ par semaine en 2025.".encode(),
    })  # fmt: skip
    page.locator(".uploads").get_by_text("Ajouté.").wait_for()
    row = page.locator(".document", has_text="sous/avis.txt")
    row.get_by_role("button", name="Modifier").click()
    page.get_by_label("Titre").fill('Avis de fermeture <script>"')
    page.get_by_role("dialog").get_by_label("Année").fill("2023")
    page.keyboard.press("Enter")
    page.get_by_role("link", name='Avis de fermeture <script>"').wait_for()
    said = read_catalogue(root / "corpus")
    assert said["sous/avis.txt"].title == 'Avis de fermeture <script>"'
    assert said["port.txt"].year == "2024"
    assert (root / "corpus" / "corpus.toml").read_text("utf-8").startswith("# Tenu par le greffe.")
    assert page.locator(".document").count() == 3

    (root / "corpus" / "neuf.txt").write_text("Nouveau\n\nUn parc ouvre en 2026.\n", "utf-8")
    page.get_by_role("button", name="Relire et indexer").click()
    page.get_by_role("status").get_by_text("1 document ajouté. L'index compte 4").wait_for()

    page.locator(".document", has_text="neuf.txt").get_by_role("button", name="Retirer").click()
    page.get_by_role("dialog").get_by_role("button", name="Retirer").click()
    page.get_by_role("status").get_by_text("est retiré.").wait_for()
    page.get_by_role("button", name="Relire et indexer").click()
    page.get_by_role("status").get_by_text("Rien n'a changé. L'index compte 3").wait_for()
    page.get_by_text("1 document retiré", exact=True).click()
    page.get_by_role("button", name="Reprendre").click()
    page.get_by_role("status").get_by_text("est repris.").wait_for()
    assert page.locator(".document").count() == 4

    page.get_by_role("link", name="Journal et conservation").click()
    page.get_by_role("row", name="Description").get_by_text("sous/avis.txt").wait_for()
    page.get_by_role("link", name="Questions posées").click()
    page.get_by_role("button", name="Effacer :").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Effacer").click()
    page.get_by_role("status").get_by_text("C'est effacé.").wait_for()
    assert (root / "data" / "questions.jsonl").read_text("utf-8") == ""
    lines = (root / "data" / "audit.jsonl").read_text("utf-8").splitlines()
    acts = [json.loads(line)["act"] for line in lines]
    assert acts == ["upload", "describe", "rebuild", "remove", "rebuild", "readmit", "erase"]
    assert [told for told in page.told if told[0] == "error" and "401" not in told[1]] == []


def test_a_link_of_another_site_opens_for_who_is_signed_in(
    open_page, running_product: Running
) -> None:
    page = open_page(f"{running_product.address}/", locale="fr-CA")
    page.get_by_label("Clé d'accès").fill(READ)
    page.keyboard.press("Enter")
    page.wait_for_selector("#question")
    page.goto(f"data:text/html,<a href='{running_product.address}/?lang=en'>Repere</a>")
    page.get_by_role("link").click()
    page.wait_for_selector("#question")
    assert page.url == f"{running_product.address}/?lang=en"
    page.goto(f"{running_product.address}/connexion")
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto(f"data:text/html,<a href='{running_product.address}/'>Repere</a>")
    page.get_by_role("link").click()
    page.get_by_label("Clé d'accès").wait_for()
