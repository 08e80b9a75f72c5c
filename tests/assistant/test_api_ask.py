"""Questions over HTTP: the answer, the stream, what is refused."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.ask import pieces
from tests.assistant.fake_service import QUOTE, TEXT, FakeService

QUESTION = {"question": "Combien de membres en 2022 ?"}


def events(text: str) -> list[tuple[str, Any]]:
    """Server-sent events as (name, value)."""
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n", 1)
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def code(response: Any) -> str:
    """The error code, after checking the body's whole shape."""
    error = response.json()["error"]
    assert set(error) == {"code", "message", "details"}
    assert response.headers["content-type"] == "application/json"
    return str(error["code"])


def test_answer_has_the_contract_s_keys(client: TestClient) -> None:
    value = client.post("/api/ask", json=QUESTION).json()
    assert {
        "answer", "answered", "kind", "citations", "figures", "follow_ups", "closest",
        "conversation_id", "engine", "timings_ms",
    } <= set(value)  # fmt: skip
    [cited] = value["citations"]
    assert set(cited) == {
        "n", "document_id", "title", "source", "page", "year", "heading", "quote",
        "passage_id", "url", "image", "text_page", "start", "end", "page_label",
    }  # fmt: skip
    assert cited["quote"] == QUOTE == TEXT[cited["start"] : cited["end"]]
    assert value["figures"][0]["number"] == 375.0
    assert value["timings_ms"] == {"total": 1.23}


def test_abstention_carries_the_closest_passages(client: TestClient) -> None:
    value = client.post("/api/ask", json={"question": "Combien de licornes ?"}).json()
    assert value["answered"] is False
    assert value["citations"] == []
    assert value["closest"][0]["text"] == QUOTE


def test_what_was_sent_reaches_the_service(client: TestClient, service: FakeService) -> None:
    body = {
        "question": "  Et\u00a0en 2018 ? ",
        "history": ["Combien ?", "", "\x00", "\ud800"], "year": 2018,
        "document": "notes", "conversation_id": "abc", "lang": "en", "autre": 1,
    }  # fmt: skip
    sent = json.dumps(body).encode()
    response = client.post("/api/ask", content=sent, headers={"Content-Type": "application/json"})
    assert response.json()["conversation_id"] == "abc"
    [asked] = service.asked
    assert (asked.question, asked.history) == ("Et en 2018 ?", ("Combien ?",))
    assert (asked.year, asked.document, asked.lang) == ("2018", "notes", "en")


def test_history_is_limited_to_the_last_turns(
    serve: Callable[..., TestClient], service: FakeService
) -> None:
    body = QUESTION | {"history": ["un", "deux", "trois"]}
    serve(max_history=2).post("/api/ask", json=body)
    assert service.asked[0].history == ("deux", "trois")


def test_a_conversation_gets_a_name_that_cannot_be_guessed(client: TestClient) -> None:
    names = {client.post("/api/ask", json=QUESTION).json()["conversation_id"] for _ in range(3)}
    assert len(names) == 3
    assert all(len(name) >= 22 for name in names)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("", "empty_question"),
        (" \n\t ", "empty_question"),
        ("a" * 10_000, "question_too_long"),
        ("membres\x00", "unreadable_question"),
        ("\x01\x02\x03\x04 PK\x05\x06", "unreadable_question"),
        ("��������", "unreadable_question"),
        ("😀😀", "unreadable_question"),
        ("???", "unreadable_question"),
    ],
)
def test_a_question_that_is_none_is_refused(
    client: TestClient, service: FakeService, question: str, expected: str
) -> None:
    response = client.post("/api/ask", json={"question": question})
    assert response.status_code == 400
    assert code(response) == expected
    assert service.asked == []


def test_the_length_limit_is_told(client: TestClient) -> None:
    message = client.post("/api/ask", json={"question": "é" * 10_000}).json()["error"]["message"]
    assert "10 000" in message
    assert "2 000" in message


@pytest.mark.parametrize("question", ["Merci 😀 pour 2022", "<b>membres</b>", "'; DROP TABLE x"])
def test_odd_but_readable_questions_pass(
    client: TestClient, service: FakeService, question: str
) -> None:
    assert client.post("/api/ask", json={"question": question}).status_code == 200
    assert service.asked[0].question == question


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        (b"{", 400, "malformed_json"),
        (b'{"question": "\xff\xfe"}', 400, "malformed_json"),
        (b'{"question": "\\ud800"}', 400, "unreadable_question"),
        (b"[" * 100_000, 400, "malformed_json"),
        (b'{"question": ' + b"9" * 5_000 + b"}", 400, "malformed_json"),
        (b'{"question": NaN}', 422, "invalid_request"),
        (b"[]", 422, "invalid_request"),
        (b"null", 422, "invalid_request"),
        (b"", 422, "invalid_request"),
        (b'{"question": null}', 422, "invalid_request"),
        (b'{"question": "ok", "history": "x"}', 422, "invalid_request"),
        (b'{"question": "ok", "lang": "de"}', 422, "invalid_request"),
        (b'{"question": "ok", "year": "\xc3\xa9t\xc3\xa9"}', 422, "bad_year"),
        (b'{"question": "ok", "year": 99999999999999999999}', 422, "invalid_request"),
        (b'{"question": "ok", "document": "../x"}', 404, "unknown_document"),
        (b'{"question": "ok", "conversation_id": "a b"}', 422, "invalid_request"),
        (b" " * 300_000, 413, "body_too_large"),
    ],
)
def test_malformed_bodies_are_told_apart(
    client: TestClient, body: bytes, status: int, expected: str
) -> None:
    response = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, code(response)) == (status, expected)


def test_a_body_is_refused_by_the_length_it_announces(client: TestClient) -> None:
    told = {"Content-Type": "application/json", "Content-Length": "300000"}
    response = client.post("/api/ask", content=b'{"question": "ok"}', headers=told)
    assert (response.status_code, code(response)) == (413, "body_too_large")


def test_a_body_without_length_is_limited_too(client: TestClient) -> None:
    chunks = (b" " * 100_000 for _ in range(4))
    response = client.post("/api/ask", content=chunks, headers={"Content-Type": "application/json"})
    assert (response.status_code, code(response)) == (413, "body_too_large")
    assert "262144" in response.json()["error"]["message"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_other_types_of_body_are_refused(client: TestClient, kind: str) -> None:
    response = client.post("/api/ask", content=b'{"question":"ok"}', headers={"Content-Type": kind})
    assert (response.status_code, code(response)) == (415, "unsupported_media_type")


def test_stream_tells_status_words_then_the_whole_answer(client: TestClient) -> None:
    response = client.post("/api/ask", json=QUESTION | {"stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    told = events(response.text)
    names = [name for name, _ in told]
    assert names[0] == "status"
    assert names[-1] == "answer"
    assert set(names[1:-1]) == {"delta"}
    assert len(names) > 4
    said = "".join(value["text"] for name, value in told if name == "delta")
    assert said == told[-1][1]["answer"]
    assert told[-1][1]["citations"][0]["quote"] == QUOTE


def test_stream_refuses_a_bad_question_with_a_status(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "", "stream": True})
    assert (response.status_code, code(response)) == (400, "empty_question")


def test_stream_tells_an_error_that_comes_late(client: TestClient, service: FakeService) -> None:
    service.error = RuntimeError("secret détail")
    response = client.post("/api/ask", json=QUESTION | {"stream": True})
    name, value = events(response.text)[-1]
    assert (name, value["error"]["code"]) == ("error", "internal_error")
    assert "secret" not in response.text


def test_pieces_joined_again_are_the_text() -> None:
    text = " Un  mot,\ndeux mots, trois… \u00a0fin "
    assert "".join(pieces(text)) == text
    assert list(pieces("")) == []


def test_no_index_yet_is_503(client: TestClient, service: FakeService) -> None:
    service.empty = True
    response = client.post("/api/ask", json=QUESTION)
    assert (response.status_code, code(response)) == (503, "no_index")
    assert int(response.headers["retry-after"]) > 0


def test_an_unforeseen_error_says_nothing_of_itself(
    client: TestClient, service: FakeService, caplog: pytest.LogCaptureFixture
) -> None:
    service.error = RuntimeError("Combien de membres : secret")
    response = client.post("/api/ask", json=QUESTION)
    assert (response.status_code, code(response)) == (500, "internal_error")
    assert "secret" not in response.text
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


def test_a_full_queue_says_come_back_later(
    serve: Callable[..., TestClient], service: FakeService
) -> None:
    service.gate = threading.Event()
    client = serve(workers=1, queue=1)
    with ThreadPoolExecutor(6) as threads:
        sent = [threads.submit(client.post, "/api/ask", json=QUESTION) for _ in range(6)]
        ended = as_completed(sent, timeout=10)
        assert [next(ended).result().status_code for _ in range(4)] == [503] * 4
        service.gate.set()
        answers = [one.result() for one in sent]
    refused = [answer for answer in answers if answer.status_code == 503]
    assert sorted(answer.status_code for answer in answers) == [200] * 2 + [503] * 4
    assert all(code(answer) == "busy" for answer in refused)
    assert all(answer.headers["retry-after"] == "2" for answer in refused)
    assert client.post("/api/ask", json=QUESTION).status_code == 200


def test_errors_are_in_the_reader_s_language(client: TestClient) -> None:
    french = client.post("/api/ask", json={"question": ""}).json()["error"]["message"]
    header = {"Accept-Language": "en-CA,en;q=0.9,fr;q=0.5"}
    english = client.post("/api/ask", json={"question": ""}, headers=header)
    assert french.startswith("La question est vide")
    assert english.json()["error"]["message"].startswith("The question is empty")
    both = client.post("/api/ask?lang=fr", json={"question": ""}, headers=header)
    assert both.json()["error"]["message"] == french


def test_questions_are_logged_only_when_opted_in(
    serve: Callable[..., TestClient], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    asked = {"question": "zanzibar en 2022"}
    client = serve()
    client.post("/api/ask", json=asked)
    client.get("/api/search", params={"q": "zanzibar"})
    ours = [r.getMessage() for r in caplog.records if r.name.startswith("repere")]
    assert "POST /api/ask 200" in " ".join(ours)
    assert "zanzibar" not in " ".join(ours)
    serve(log_questions=True).post("/api/ask", json=asked)
    assert "zanzibar en 2022" in caplog.text


def test_feedback_is_kept(client: TestClient, service: FakeService) -> None:
    body = {"conversation_id": "abc", "useful": False, "comment": "Mauvaise\x07 page"}
    assert client.post("/api/feedback", json=body).status_code == 201
    [said] = service.said
    assert (said.conversation_id, said.useful, said.comment) == ("abc", False, "Mauvaise page")
    refused = client.post("/api/feedback", json={"conversation_id": "a", "useful": "peut-être"})
    assert code(refused) == "invalid_request"
