"""Any text whatever: the API answers or refuses, and never breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.api.app import create_app
from assistant.settings import Settings
from tests.assistant.fake_service import FakeService

JSON = {"Content-Type": "application/json"}
ANY_TEXT = st.text(st.characters(), max_size=60)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)
FIELDS = ("question", "history", "conversation_id", "year", "document", "stream", "lang")
BODY = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, ANY_JSON | ANY_TEXT))
PARAMETERS = ("q", "k", "offset", "year", "kind", "document", "unit", "lang", "population_min")
QUERY = st.dictionaries(st.sampled_from(PARAMETERS), st.binary(max_size=30), max_size=5)
PATHS = ("/api/search", "/api/figures", "/api/measures", "/api/suggest")
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server over fake documents, kept for the whole module."""
    folder: Path = tmp_path_factory.mktemp("fuzz")
    app = create_app(FakeService(folder), Settings(data=folder / "var"))
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


def sound(response: Any) -> None:
    """The response is an answer, or an error of the contract's shape."""
    assert response.status_code < 500
    if response.status_code >= 400:
        assert {"code", "message", "details"} == set(response.json()["error"])


@FUZZ
@given(question=st.text(st.characters(), max_size=300), lang=st.sampled_from(["fr", "en", None]))
def test_any_question(fuzzed: TestClient, question: str, lang: str | None) -> None:
    body = json.dumps({"question": question, "lang": lang}).encode()
    sound(fuzzed.post("/api/ask", content=body, headers=JSON))


@FUZZ
@given(body=BODY | ANY_JSON)
def test_any_json(fuzzed: TestClient, body: Any) -> None:
    sound(fuzzed.post("/api/ask", content=json.dumps(body).encode(), headers=JSON))
    sound(fuzzed.post("/v1/chat/completions", content=json.dumps(body).encode(), headers=JSON))


@FUZZ
@given(body=st.binary(max_size=200))
def test_any_bytes(fuzzed: TestClient, body: bytes) -> None:
    sound(fuzzed.post("/api/ask", content=body, headers=JSON))
    sound(fuzzed.post("/api/feedback", content=body, headers=JSON))


@FUZZ
@given(path=st.sampled_from(PATHS), query=QUERY)
def test_any_query(fuzzed: TestClient, path: str, query: dict[str, bytes]) -> None:
    encoded = "&".join(
        f"{name}=" + "".join(f"%{byte:02x}" for byte in value) for name, value in query.items()
    )
    sound(fuzzed.get(f"{path}?{encoded}"))


@FUZZ
@given(name=st.binary(min_size=1, max_size=40))
def test_any_document_name(fuzzed: TestClient, name: bytes) -> None:
    encoded = "".join(f"%{byte:02x}" for byte in name)
    for rest in ("", "/pages/1", "/pages/1.png", "/file"):
        sound(fuzzed.get(f"/api/documents/{encoded}{rest}"))
    sound(fuzzed.get(f"/assets/{encoded}"))
