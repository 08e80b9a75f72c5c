"""The chat-completions protocol."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from tests.assistant.fake_service import QUOTE, FakeService

MESSAGES = [
    {"role": "system", "content": "Sois bref."},
    {"role": "user", "content": "Combien de membres ?"},
    {"role": "assistant", "content": "375"},
    {"role": "user", "content": [{"type": "text", "text": "Et en 2022 ?"}, {"type": "image_url"}]},
]


def test_a_completion_cites_its_sources(client: TestClient, service: FakeService) -> None:
    body = {"model": "gpt-quelconque", "messages": MESSAGES, "temperature": 0.2}
    value = client.post("/v1/chat/completions", json=body).json()
    assert (value["object"], value["model"]) == ("chat.completion", "repere")
    [choice] = value["choices"]
    assert choice["finish_reason"] == "stop"
    assert choice["message"]["content"].startswith("Au 31 mars 2022")
    assert f"[1] Rapport rapport-2022, p. 1 — « {QUOTE} »" in choice["message"]["content"]
    assert value["citations"][0]["quote"] == QUOTE
    assert value["usage"]["total_tokens"] > 0
    [asked] = service.asked
    assert (asked.question, asked.history) == ("Et en 2022 ?", ("Combien de membres ?",))


def test_a_stream_adds_up_to_the_completion(client: TestClient) -> None:
    whole = client.post("/v1/chat/completions", json={"messages": MESSAGES}).json()
    body = {"messages": MESSAGES, "stream": True, "stream_options": {"include_usage": True}}
    lines = client.post("/v1/chat/completions", json=body).text.strip().split("\n\n")
    assert lines[-1] == "data: [DONE]"
    chunks = [json.loads(line.removeprefix("data: ")) for line in lines[:-1]]
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    assert len({chunk["id"] for chunk in chunks}) == 1
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks if chunk["choices"]]
    said = "".join(delta.get("content", "") for delta in deltas)
    assert said == whole["choices"][0]["message"]["content"]
    assert chunks[-1]["usage"] == whole["usage"]
    assert chunks[-2]["choices"][0]["finish_reason"] == "stop"
    assert chunks[-2]["citations"] == whole["citations"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"messages": []}, 422, "invalid_request"),
        ({}, 422, "invalid_request"),
        ({"messages": [{"role": "pirate", "content": "x"}]}, 422, "invalid_request"),
        ({"messages": [{"role": "user"}]}, 400, "empty_question"),
        ({"messages": [{"role": "system", "content": "x"}]}, 400, "empty_question"),
        ({"messages": [{"role": "user", "content": "x" * 2_001}]}, 400, "question_too_long"),
    ],
)
def test_bad_completions(client: TestClient, body: object, status: int, code: str) -> None:
    response = client.post("/v1/chat/completions", json=body)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


def test_a_stream_tells_an_error_that_comes_late(client: TestClient, service: FakeService) -> None:
    service.error = RuntimeError("x")
    text = client.post("/v1/chat/completions", json={"messages": MESSAGES, "stream": True}).text
    assert "internal_error" in text
    assert "[DONE]" not in text


def test_there_is_one_model(client: TestClient) -> None:
    assert [entry["id"] for entry in client.get("/v1/models").json()["data"]] == ["repere"]
    assert client.get("/v1/models/repere").status_code == 200
    assert client.get("/v1/models/autre").status_code == 404
