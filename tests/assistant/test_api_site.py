"""The page and its files, health, metrics, documentation, headers, errors off the routes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api import site
from assistant.api.app import create_app
from assistant.settings import Settings
from tests.assistant.fake_service import FakeService

ORIGIN = "https://ville.example"


def test_health_ready_and_metrics(client: TestClient, service: FakeService) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/ready").json()["documents"] == 2
    client.post("/api/ask", json={"question": "Combien de membres ?"})
    text = client.get("/metrics").text
    asked = 'repere_requests_total{method="POST",route="/api/ask",status="200"} 1'
    assert asked in text
    assert 'repere_answers_total{answered="true",kind="figure"} 1' in text
    assert 'repere_request_seconds_bucket{route="/api/ask",le="+Inf"} 1' in text
    assert "repere_documents 2" in text
    service.empty = True
    response = client.get("/ready")
    assert (response.status_code, response.json()["error"]["code"]) == (503, "no_index")
    assert client.get("/health").status_code == 200


def test_the_page_and_the_reader_are_one_file(client: TestClient) -> None:
    page = client.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert client.get("/documents/rapport-2022").text == page.text
    assert client.get("/documents/a%20b").status_code == 404
    for path in re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.text):
        assert client.get(path).status_code == 200, path


def test_files_are_not_sent_twice(client: TestClient) -> None:
    first = client.get("/assets/app.js")
    tag = first.headers["etag"]
    again = client.get("/assets/app.js", headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/assets/app.js", headers={"If-None-Match": '"x"'}).content == first.content
    assert first.headers["content-encoding"] == "gzip"


def test_files_named_by_the_page_are_kept_for_good_and_change_name_when_they_change(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    web = tmp_path / "web"
    shutil.copytree(site.WEB, web)
    monkeypatch.setattr(site, "WEB", web)
    page = client.get("/")
    [edition] = set(re.findall(r'"/assets/(v-[0-9a-f]{12})/', page.text))
    assert '"/assets/app.js' not in page.text
    kept = client.get(f"/assets/{edition}/app.js")
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert kept.content == client.get("/assets/app.js").content
    (web / "dom.js").write_text("// changed\n", encoding="utf-8")
    after = client.get("/", headers={"If-None-Match": page.headers["etag"]})
    assert after.status_code == 200
    assert edition not in after.text
    # A page opened before goes on with what there is, and keeps nothing of it.
    assert client.get(f"/assets/{edition}/app.js").headers["cache-control"] == site.ASSET_CACHE


@pytest.mark.parametrize("path", ["v-0123456789ab/", "v-0123456789ab/../site.py", "v-xyz/app.js",
                                  "v-0123456789ab/v-0123456789ab/app.js"])  # fmt: skip
def test_an_edition_leads_to_files_of_the_page_only(client: TestClient, path: str) -> None:
    assert client.get(f"/assets/{path}").status_code == 404


def test_a_page_that_is_kept_keeps_its_policy(client: TestClient) -> None:
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    policy = again.headers.get("content-security-policy", first.headers["content-security-policy"])
    assert policy == first.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    ["", "..%2f..%2fpyproject.toml", "%2fetc%2fhostname.txt", "absent.js", ".x.js", "a%00.js"],
)
def test_no_file_outside_the_page_is_served(client: TestClient, path: str) -> None:
    response = client.get(f"/assets/{path}")
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


def test_documentation_needs_no_other_host_and_no_script(client: TestClient) -> None:
    page = client.get("/api/docs")
    assert "/api/ask" in page.text
    assert "Documentation de l'API" in page.text.replace("&#x27;", "'")
    assert "<script" not in page.text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page.text)
    assert client.get("/api/docs.css").headers["content-type"].startswith("text/css")
    assert "API documentation" in client.get("/api/docs?lang=en").text


def test_openapi_lists_the_contract(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    assert {
        "/api/ask", "/api/search", "/api/figures", "/api/measures", "/api/measures/{entry_id}",
        "/api/grants", "/api/documents", "/api/documents/{document_id}",
        "/api/documents/{document_id}/pages/{number}",
        "/api/documents/{document_id}/pages/{number}.png", "/api/documents/{document_id}/file",
        "/api/feedback", "/api/suggest", "/health", "/ready", "/metrics",
        "/v1/chat/completions", "/v1/models",
    } <= set(schema["paths"])  # fmt: skip
    shapes = schema["components"]["schemas"]
    assert {"AnswerJson", "SearchJson", "FiguresJson", "ErrorJson", "AskBody"} <= set(shapes)
    languages = [
        p for p in schema["paths"]["/api/ask"]["post"]["parameters"] if p["name"] == "lang"
    ]
    assert len(languages) == 1
    assert client.get("/openapi.json").json() == schema


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/rien", 404, "not_found"),
        ("GET", "/api", 404, "not_found"),
        ("GET", "/v1/rien", 404, "not_found"),
        ("GET", "/api/ask", 405, "method_not_allowed"),
        ("PUT", "/api/documents", 405, "method_not_allowed"),
        ("DELETE", "/health", 405, "method_not_allowed"),
    ],
)
def test_errors_of_the_api_are_json(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    response = client.request(method, path, headers={"Accept": "text/html"})
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert status != 405 or response.headers["allow"]


def test_a_lost_person_gets_a_page(client: TestClient) -> None:
    response = client.get("/nulle-part")
    assert response.status_code == 404
    assert "Rien ne se trouve" in response.text


@pytest.mark.parametrize("path", ["/", "/api/docs", "/nulle-part", "/api/rien", "/api/documents"])
def test_security_headers_are_everywhere(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy or "frame-ancestors 'self'" in policy


def test_other_sites_are_let_in_by_setting_only(serve: Callable[..., TestClient]) -> None:
    asked = {"question": "Combien ?"}
    closed = serve().post("/api/ask", json=asked, headers={"Origin": ORIGIN})
    assert "access-control-allow-origin" not in closed.headers
    client = serve(allowed_sites=(ORIGIN,))
    answer = client.post("/api/ask", json=asked, headers={"Origin": ORIGIN})
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert "access-control-allow-credentials" not in answer.headers
    other = client.post("/api/ask", json=asked, headers={"Origin": "https://autre.example"})
    assert "access-control-allow-origin" not in other.headers
    preflight = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST",
                 "Access-Control-Request-Headers": "content-type"}  # fmt: skip
    assert client.options("/api/ask", headers=preflight).status_code == 200
    assert ORIGIN in client.get("/").headers["content-security-policy"]


def test_head_is_answered(client: TestClient) -> None:
    assert client.head("/").status_code == 200


def test_the_service_is_closed_with_the_server(service: FakeService) -> None:
    with TestClient(create_app(service, Settings())):
        assert not service.closed
    assert service.closed
