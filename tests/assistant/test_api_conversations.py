"""One's own conversation: what is kept of it, its erasure, the files made of it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from tests.assistant.fake_service import QUOTE, FakeService

EXPORT = "/api/conversations/export"


def cited(**changes: Any) -> dict[str, Any]:
    """The citation that the service gives, as the page sends it back."""
    return {
        "n": 1, "document_id": "rapport-2022", "title": "Un autre titre", "year": "1999",
        "page": 1, "text_page": 1, "start": 0, "end": 9, "quote": QUOTE, "heading": "Vie",
    } | changes  # fmt: skip


def turn(**changes: Any) -> dict[str, Any]:
    return {
        "question": "Combien de membres ?",
        "answer": "Voici :\n- **375** membres [1]\n- 310 municipalités [1]",
        "citations": [cited()],
    } | changes


def text_of(response: Any, form: str) -> str:
    assert response.status_code == 200, response.text
    if form == "docx":
        made = docx.Document(io.BytesIO(response.content))
        cells = [c.text for table in made.tables for row in table.rows for c in row.cells]
        return " ".join(" ".join([*(p.text for p in made.paragraphs), *cells]).split())
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_conversation_becomes_a_file_with_its_sources(
    client: TestClient, service: FakeService, form: str
) -> None:
    service.known["rapport-2022"] = replace(
        service.known["rapport-2022"], url="https://exemple.ca/rapport.pdf"
    )
    asked = {"form": form, "turns": [turn(), turn(question="Et le budget ?", citations=[])]}
    response = client.post(EXPORT, json=asked)
    text = text_of(response, form)
    for words in (
        "Conversation avec Repère", "Combien de membres ?", "375 membres [1]", "Et le budget ?",
        "[1]", "RÉSEAU. Rapport rapport-2022, 2021-2022, p. 1, en ligne : ",
        "https://exemple.ca/rapport.pdf, consulté le ", f"« {QUOTE} »",
    ):  # fmt: skip
        assert words in text, words
    # The document names itself; what was sent of it is not believed.
    assert "Un autre titre" not in text
    assert "1999" not in text
    assert "*" not in text
    named = response.headers["content-disposition"]
    assert f'filename="conversation-avec-repere.{form}"' in named


@pytest.mark.parametrize(
    "changed",
    [
        {"quote": "Au 31 mars 2022, le réseau compte 999 membres."},
        {"document_id": "inconnu"},
        {"document_id": "../../etc/passwd"},
        {"text_page": 7},
    ],
)
def test_an_excerpt_that_the_documents_do_not_hold_is_marked(
    client: TestClient, changed: dict[str, Any]
) -> None:
    asked = {"form": "docx", "turns": [turn(citations=[cited(**changed)])]}
    text = text_of(client.post(EXPORT, json=asked), "docx")
    assert "* Cet extrait n'est plus, mot pour mot, dans les documents indexés." in text


def test_several_figures_are_a_table_and_entries_a_list(client: TestClient) -> None:
    figures = [
        {"label": "membres", "value": value, "year": year, "n": 1, "number": 1.0}
        for value, year in (("352", "2020-2021"), ("375", "2021-2022"))
    ]
    asked = turn(figures=figures, entries=[{"title": "Marche entre voisins", "id": "m-1"}])
    body = {"form": "docx", "turns": [asked], "lang": "en", "title": "Pour le conseil"}
    text = text_of(client.post(EXPORT, json=body), "docx")
    assert text.startswith("Pour le conseil")
    assert "Measures and grants Marche entre voisins" in text
    assert "Figure What is counted Year Source 352 membres 2020-2021 [1]" in text


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_markup_stays_text_and_a_stopped_answer_says_so(client: TestClient, form: str) -> None:
    trap = '<img src=x onerror="a"><b>&amp;</b> =1+1'
    asked = turn(question=trap, answer=trap, stopped=True, citations=[cited(quote=trap)])
    text = text_of(client.post(EXPORT, json={"form": form, "turns": [asked], "title": trap}), form)
    assert text.count(trap) == 4
    assert "(réponse arrêtée avant la fin)" in text


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"turns": []},
        {"turns": [{}]},
        {"turns": [turn()] * 61},
        {"turns": [turn()], "form": "exe"},
        {"turns": [turn(answer="a" * 40_001)]},
        {"turns": [turn(citations=[cited(n=0)])]},
        {"turns": [turn(citations=[cited()] * 61)]},
        {"turns": [turn(question=None)]},
    ],
)
def test_what_is_not_a_conversation_is_refused(client: TestClient, body: Any) -> None:
    response = client.post(EXPORT, json=body)
    assert response.status_code == 422
    assert response.json()["error"]["code"] == "invalid_request"


def test_a_long_conversation_fits_and_a_book_does_not(client: TestClient) -> None:
    turns = [turn(answer="mot " * 4_000) for _ in range(30)]
    assert client.post(EXPORT, json={"form": "docx", "turns": turns}).status_code == 200
    assert client.post(EXPORT, json={"turns": turns * 5}).status_code == 413
    assert (
        client.post(EXPORT, content="x", headers={"Content-Type": "text/plain"}).status_code == 415
    )


def test_any_character_is_taken(client: TestClient) -> None:
    odd = "\x00\x07\u202e\ufffe🎉"
    for form in ("pdf", "docx"):
        body = json.dumps({"form": form, "title": odd, "turns": [turn(question=odd, answer=odd)]})
        headers = {"Content-Type": "application/json"}
        assert client.post(EXPORT, content=body, headers=headers).status_code == 200


def test_one_is_told_what_is_kept(serve: Callable[..., TestClient]) -> None:
    told = serve(log_questions=True, retention_days=30).get("/api/conversations").json()
    assert told == {"questions": True, "opinions": True, "days": 30}
    assert serve().get("/api/conversations").json()["questions"] is False


def test_one_erases_ones_own_conversation_and_the_act_is_kept(
    client: TestClient, service: FakeService, tmp_path: Path
) -> None:
    assert client.delete("/api/conversations/abc-123").json() == {"erased": 2}
    assert service.forgotten == ["abc-123"]
    [line] = (tmp_path / "var" / "audit.jsonl").read_text("utf-8").splitlines()
    kept = json.loads(line)
    assert (kept["who"], kept["act"], kept["target"]) == ("personne", "erase", "abc-123")


@pytest.mark.parametrize("name", ["a%20b", "%2e%2e", "a" * 201])
def test_what_cannot_be_a_conversation_is_not_found(
    client: TestClient, service: FakeService, name: str
) -> None:
    assert client.delete(f"/api/conversations/{name}").status_code == 404
    assert service.forgotten == []
