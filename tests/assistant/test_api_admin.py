"""The administration over HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.admin.metadata import FIELDS
from assistant.api.retention import prune_once
from assistant.journal_files import QUESTIONS
from assistant.service import IngestReport
from ingest.catalogue import NAME, read_catalogue
from ingest.errors import StoreError
from ingest.records import Failure
from tests.assistant.conftest import KEY
from tests.assistant.fake_service import FakeService

ADMIN = {"Authorization": f"Bearer {KEY}"}
ROUTES = [
    ("GET", "/api/admin"), ("GET", "/api/admin/job"), ("POST", "/api/admin/rebuild"),
    ("GET", "/api/admin/questions"), ("GET", "/api/admin/questions.csv"),
    ("GET", "/api/admin/questions.jsonl"), ("GET", "/api/admin/audit"),
    ("DELETE", "/api/admin/conversations/c-1"), ("PATCH", "/api/documents/notes"),
    ("POST", "/api/admin/documents/notes/readmit"),
]  # fmt: skip
HOSTILE = "<img src=x onerror=alert(1)>"


def acts(folder: Path) -> list[tuple[str, str]]:
    lines = (folder / "var" / "audit.jsonl").read_text("utf-8").splitlines()
    return [(act["act"], act["target"]) for act in map(json.loads, lines)]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_route_needs_the_key(
    serve: Callable[..., TestClient], service: FakeService, method: str, path: str
) -> None:
    body = {"json": {"title": "Volé"}} if method == "PATCH" else {}
    closed = serve().request(method, path, headers=ADMIN, **body)
    assert (closed.status_code, closed.json()["error"]["code"]) == (403, "admin_disabled")
    client = serve(admin_key=KEY)
    for headers, code in (
        ({}, "admin_key_required"), ({"Authorization": "Bearer x"}, "admin_key_wrong"),
        ({"Authorization": f"Basic {KEY}"}, "admin_key_required"),
    ):  # fmt: skip
        refused = client.request(method, path, headers=headers, **body)
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, code)
        assert refused.headers["WWW-Authenticate"] == "Bearer"
        assert "clé" in refused.json()["error"]["message"]
    assert (service.ingested, service.forgotten) == ([], [])
    assert service.known["notes"].title == "Rapport notes"


def test_a_key_is_not_found_by_trying(client: TestClient) -> None:
    wrong = {"Authorization": "Bearer essai"}
    seen = [client.get("/api/admin", headers=wrong).status_code for _ in range(11)]
    assert seen == [401] * 10 + [429]
    refused = client.get("/api/admin", headers=ADMIN)
    assert refused.json()["error"]["code"] == "too_many_tries"
    assert 1 <= int(refused.headers["Retry-After"]) <= 62


def test_what_is_held_and_how_it_is_set(
    serve: Callable[..., TestClient], service: FakeService
) -> None:
    client = serve(admin_key=KEY, corpus=service.root, retention_days=90)
    value = client.get("/api/admin", headers=ADMIN).json()
    assert [one["id"] for one in value["documents"]] == ["rapport-2022", "notes"]
    assert (value["documents"][0]["editable"], value["documents"][0]["uploaded"]) == (True, False)
    assert value["failures"][0]["message"] == "Le fichier est endommagé."
    assert (value["log_questions"], value["retention_days"], value["job"]) == (False, 90, None)
    assert ".pdf" in value["formats"]


def test_indexing_again_is_told_while_it_runs(
    serve: Callable[..., TestClient], service: FakeService, tmp_path: Path
) -> None:
    client = serve(admin_key=KEY, corpus=service.root)
    service.gate = threading.Event()
    started = client.post("/api/admin/rebuild", headers=ADMIN)
    assert (started.status_code, started.json()["job"]["running"]) == (202, True)
    again = client.post("/api/admin/rebuild", headers=ADMIN)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "ingest_running")
    service.gate.set()
    client.app.state.context.work.wait(10)  # type: ignore[attr-defined]
    job = client.get("/api/admin/job", headers=ADMIN).json()["job"]
    assert (job["running"], job["stage"], job["done"], job["total"]) == (False, "read", 1, 2)
    assert (job["report"]["added"], job["error"]) == (2, None)
    assert service.ingested == [(service.root,)]
    assert acts(tmp_path) == [("rebuild", "")]


@pytest.mark.parametrize(
    ("error", "code"),
    [(StoreError("disk_full", "Le disque est plein."), "disk_full"),
     (ValueError("secret"), "internal_error")],
)  # fmt: skip
def test_indexing_that_fails_says_why_and_lets_the_next_in(
    serve: Callable[..., TestClient], service: FakeService, error: Exception, code: str
) -> None:
    client = serve(admin_key=KEY, corpus=service.root)
    service.error = error
    client.post("/api/admin/rebuild", headers=ADMIN)
    work = client.app.state.context.work  # type: ignore[attr-defined]
    work.wait(10)
    service.error = None
    job = client.get("/api/admin/job", headers=ADMIN).json()["job"]
    assert (job["running"], job["error"]["code"]) == (False, code)
    assert "secret" not in json.dumps(job)
    assert client.post("/api/admin/rebuild", headers=ADMIN).status_code == 202
    work.wait(10)


def test_nothing_to_index_is_said(serve: Callable[..., TestClient], tmp_path: Path) -> None:
    client = serve(admin_key=KEY, corpus=tmp_path / "absent")
    refused = client.post("/api/admin/rebuild", headers=ADMIN)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "nothing_to_index")


def test_a_description_is_written_and_read_again(
    serve: Callable[..., TestClient], service: FakeService, tmp_path: Path
) -> None:
    client = serve(admin_key=KEY, corpus=service.root)
    sent = {"title": f"Avis {HOSTILE}", "year": "2021-22", "organization": None}
    changed = client.patch("/api/documents/notes", json=sent, headers=ADMIN)
    assert changed.status_code == 200
    assert (changed.json()["title"], changed.json()["year"]) == (f"Avis {HOSTILE}", "2021-2022")
    assert 'year = "2021-2022"' in (service.root / NAME).read_text("utf-8")
    assert acts(tmp_path) == [("describe", "notes.txt")]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "nothing_to_do"),
        ({"source": "../x"}, 422, "invalid_request"),
        ({"title": 3}, 422, "invalid_request"),
        ({"title": "x" * 301}, 422, "invalid_request"),
        ({"title": "a\x00b"}, 400, None),
        ({"year": "hier"}, 422, "bad_year"),
        ({"url": "javascript:alert(1)"}, 422, "bad_metadata"),
        ({"lang": "de"}, 422, "bad_metadata"),
    ],
)
def test_a_description_that_does_not_fit_writes_nothing(
    serve: Callable[..., TestClient], service: FakeService, body: dict[str, object],
    status: int, code: str | None,
) -> None:  # fmt: skip
    client = serve(admin_key=KEY, corpus=service.root)
    refused = client.patch("/api/documents/notes", json=body, headers=ADMIN)
    assert refused.status_code in (status, 422)
    assert code is None or refused.json()["error"]["code"] == code
    assert not (service.root / NAME).exists()


def test_a_document_from_elsewhere_is_not_described(
    serve: Callable[..., TestClient], service: FakeService, tmp_path: Path
) -> None:
    client = serve(admin_key=KEY, corpus=tmp_path / "autre")
    refused = client.patch("/api/documents/notes", json={"title": "A"}, headers=ADMIN)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "document_elsewhere")
    assert not (service.root / NAME).exists()
    unknown = client.patch("/api/documents/rien", json={"title": "A"}, headers=ADMIN)
    assert unknown.status_code == 404


def test_a_description_needs_json(client: TestClient) -> None:
    sent = client.patch("/api/documents/notes", content="title=A", headers=ADMIN)
    assert sent.status_code == 415


def test_a_file_that_cannot_be_read_again_is_said(
    serve: Callable[..., TestClient], service: FakeService
) -> None:
    client = serve(admin_key=KEY, corpus=service.root)
    service.report = IngestReport(failed=(Failure("notes.txt", "no_text", "Aucun texte."),))
    refused = client.patch("/api/documents/notes", json={"title": "A"}, headers=ADMIN)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "no_text")


def test_a_conversation_is_erased(
    client: TestClient, service: FakeService, tmp_path: Path
) -> None:
    erased = client.delete("/api/admin/conversations/c-1", headers=ADMIN)
    assert (erased.json(), service.forgotten) == ({"erased": 2}, ["c-1"])
    assert acts(tmp_path) == [("erase", "c-1")]
    assert client.delete("/api/admin/conversations/a%20b", headers=ADMIN).status_code == 404


def test_acts_are_told_latest_first(client: TestClient) -> None:
    client.post("/api/documents", files={"file": ("a.txt", b"bonjour")}, headers=ADMIN)
    client.delete("/api/documents/notes", headers=ADMIN)
    value = client.get("/api/admin/audit?k=1", headers=ADMIN).json()["acts"]
    assert [(act["act"], act["target"], act["who"]) for act in value] == [
        ("remove", "notes.txt", "admin")
    ]
    whole = client.get("/api/admin/audit", headers=ADMIN).json()["acts"]
    assert [act["act"] for act in whole] == ["remove", "upload"]


def test_a_cut_or_odd_line_of_the_audit_is_no_trouble(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir(exist_ok=True)
    (tmp_path / "var" / "audit.jsonl").write_text('{"at": 3}\n[1]\n{"act": "u')
    (act,) = client.get("/api/admin/audit", headers=ADMIN).json()["acts"]
    assert (act["at"], act["who"]) == ("3", "")


def test_the_journal_is_pruned_and_the_act_kept(
    serve: Callable[..., TestClient], tmp_path: Path
) -> None:
    now = datetime.now(UTC).isoformat()
    lines = [{"at": "2020-01-01T00:00:00+00:00", "question": "Vieille ?"},
             {"at": now, "question": "Neuve ?"}]  # fmt: skip
    (tmp_path / "var").mkdir(exist_ok=True)
    (tmp_path / "var" / QUESTIONS).write_text("".join(json.dumps(line) + "\n" for line in lines))
    context = serve(admin_key=KEY, retention_days=0).app.state.context  # type: ignore[attr-defined]
    assert prune_once(context) == 0
    serve(admin_key=KEY, retention_days=30)  # at its start
    assert (tmp_path / "var" / QUESTIONS).read_text().count("\n") == 1
    assert acts(tmp_path) == [("retention", "30 j")]


ANY = st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=40)
BODY = st.dictionaries(st.sampled_from([*FIELDS, "source"]), ANY, max_size=4)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=BODY | ANY | st.lists(ANY, max_size=2))
def test_any_description_is_taken_or_refused(client: TestClient, body: object) -> None:
    context = client.app.state.context  # type: ignore[attr-defined]
    root = context.service.root
    object.__setattr__(context.settings, "corpus", root)
    sent = json.dumps(body).encode()
    kind = {"Content-Type": "application/json"}
    answer = client.patch("/api/documents/notes", content=sent, headers=ADMIN | kind)
    assert answer.status_code in (200, 400, 422)
    if answer.status_code >= 400:
        assert {"code", "message", "details"} == set(answer.json()["error"])
    # Whatever was sent, the catalogue can be read.
    read_catalogue(root)
