"""Documents over HTTP: reading them, adding and removing them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.service import IngestReport
from ingest.records import Failure
from tests.assistant.conftest import KEY
from tests.assistant.fake_service import PNG, START, TEXT, FakeService, make_document

ADMIN = {"Authorization": f"Bearer {KEY}"}
FILE = {"file": ("rapport.txt", b"bonjour", "text/plain")}


def test_the_list_tells_failures_too(client: TestClient) -> None:
    value = client.get("/api/documents").json()
    assert [document["id"] for document in value["documents"]] == ["rapport-2022", "notes"]
    assert value["failures"][0]["source"] == "brisé.pdf"
    assert "root" not in value["documents"][0]


def test_the_list_is_empty_before_any_ingestion(client: TestClient, service: FakeService) -> None:
    service.empty = True
    response = client.get("/api/documents")
    assert (response.status_code, response.json()["documents"]) == (200, [])


def test_one_is_told_when_the_index_was_made(client: TestClient, tmp_path: Path) -> None:
    assert client.get("/api/documents").json()["indexed_at"] is None
    current = tmp_path / "var" / "index" / "CURRENT"
    current.parent.mkdir(parents=True)
    current.write_text("gen-1", encoding="ascii")
    os.utime(current, (1_795_287_900, 1_795_287_900))
    told = client.get("/api/documents").json()["indexed_at"]
    assert told == "2026-11-21T19:05:00+00:00"


def test_a_small_picture_may_be_asked_for(client: TestClient) -> None:
    path = "/api/documents/rapport-2022/pages/1.png"
    assert client.get(f"{path}?width=110").content == PNG + b"None110"
    assert client.get(f"{path}?width=10").status_code == 422
    assert client.get(f"{path}?width=100000").status_code == 422


def test_a_page_is_given_as_read(client: TestClient) -> None:
    value = client.get("/api/documents/rapport-2022/pages/1").json()
    assert (value["text"], value["number"], value["pages"]) == (TEXT, 1, 1)
    assert client.get(value["image"]).content == PNG + b"None"
    assert client.get("/api/documents/notes/pages/1").json()["image"] is None


def test_a_page_s_picture_highlights_a_passage(client: TestClient) -> None:
    response = client.get("/api/documents/rapport-2022/pages/1.png?passage=p1")
    assert response.headers["content-type"] == "image/png"
    assert response.content == PNG + repr((START, len(TEXT))).encode()


@pytest.mark.parametrize(
    ("query", "span"),
    [("?start=2&end=9&passage=p1", (2, 9)), ("?start=9&end=2", None), ("?passage=p2", None)],
)
def test_a_page_s_picture_highlights_a_span(
    client: TestClient, query: str, span: tuple[int, int] | None
) -> None:
    response = client.get(f"/api/documents/rapport-2022/pages/1.png{query}")
    assert response.content == PNG + repr(span).encode()


def test_a_page_tells_where_a_passage_stands(client: TestClient) -> None:
    path = "/api/documents/rapport-2022/pages/1"
    assert client.get(f"{path}?passage=p1").json()["highlight"] == [START, len(TEXT)]
    assert client.get(f"{path}?passage=p2").json()["highlight"] is None
    assert client.get(path).json()["highlight"] is None


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("absent", "unknown_document"),
        ("absent/pages/1", "unknown_document"),
        ("..%2Fsecret", "not_found"),
        ("a%00b", "unknown_document"),
        ("%F0%9F%98%80", "unknown_document"),
        ("rapport-2022/pages/0", "unknown_page"),
        ("rapport-2022/pages/2", "unknown_page"),
        ("rapport-2022/pages/-1", "unknown_page"),
        ("rapport-2022/pages/²", "unknown_page"),
        ("rapport-2022/pages/" + "9" * 5_000, "unknown_page"),
        ("rapport-2022/pages/x.png", "unknown_page"),
        ("rapport-2022/pages/1.png?passage=a%2Fb", "unknown_document"),
        ("notes/pages/1.png", "no_page_image"),
        ("absent/file", "unknown_document"),
    ],
)
def test_what_does_not_exist_is_404(client: TestClient, path: str, code: str) -> None:
    response = client.get(f"/api/documents/{path}")
    assert (response.status_code, response.json()["error"]["code"]) == (404, code)


def test_plain_text_is_shown_and_everything_else_downloaded(
    client: TestClient, service: FakeService
) -> None:
    shown = client.get("/api/documents/rapport-2022/file")
    assert shown.text == TEXT
    assert shown.headers["content-type"] == "text/plain; charset=utf-8"
    assert shown.headers["content-disposition"].startswith("inline")
    (service.root / "page.html").write_text("<script>alert(1)</script>")
    document = make_document("page", service.root)
    service.known["page"] = document
    service.file_path = lambda _id: service.root / "page.html"  # type: ignore[method-assign]
    page = client.get("/api/documents/page/file")
    assert page.headers["content-disposition"].startswith("attachment")
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_file_that_is_gone_is_404(client: TestClient, service: FakeService) -> None:
    (service.root / "notes.txt").unlink()
    assert client.get("/api/documents/notes/file").status_code == 404


def test_upload_is_kept_and_indexed(
    client: TestClient, service: FakeService, tmp_path: Path
) -> None:
    response = client.post("/api/documents", files=FILE, headers=ADMIN)
    assert (response.status_code, response.json()["added"]) == (201, 2)
    kept = tmp_path / "var" / "uploads" / "rapport.txt"
    assert kept.read_bytes() == b"bonjour"
    assert service.ingested == [(kept,)]
    assert [path.name for path in kept.parent.iterdir()] == ["rapport.txt"]


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 401, "admin_key_required"),
        ({"Authorization": "Bearer faux"}, 401, "admin_key_wrong"),
        ({"Authorization": f"Basic {KEY}"}, 401, "admin_key_required"),
        ({"X-Admin-Key": KEY[:-1]}, 401, "admin_key_wrong"),
        ({"Authorization": b"Bearer \xe9\xff"}, 401, "admin_key_wrong"),
    ],
)
def test_writing_needs_the_key(
    client: TestClient,
    service: FakeService,
    headers: dict[str, str | bytes],
    status: int,
    code: str,
) -> None:
    for response in (
        client.post("/api/documents", files=FILE, headers=headers),  # type: ignore[arg-type]
        client.delete("/api/documents/notes", headers=headers),  # type: ignore[arg-type]
    ):
        assert (response.status_code, response.json()["error"]["code"]) == (status, code)
        assert response.headers["www-authenticate"] == "Bearer"
    assert service.ingested == []
    assert "notes" in service.known


def test_writing_is_off_without_a_key(serve: Callable[..., TestClient]) -> None:
    response = serve().post("/api/documents", files=FILE, headers=ADMIN)
    assert (response.status_code, response.json()["error"]["code"]) == (403, "admin_disabled")


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("programme.exe", 415, "unsupported_format"),
        ("sans-extension", 400, "bad_file_name"),
        (".txt", 400, "bad_file_name"),
        ("NUL.txt", 400, "bad_file_name"),
        ("../../..", 400, "bad_file_name"),
    ],
)
def test_bad_file_names_are_refused(
    client: TestClient, service: FakeService, name: str, status: int, code: str
) -> None:
    files = {"file": (name, b"x", "text/plain")}
    response = client.post("/api/documents", files=files, headers=ADMIN)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert service.ingested == []


def test_uploads_of_another_shape_are_refused(client: TestClient) -> None:
    assert client.post("/api/documents", json={}, headers=ADMIN).status_code == 415
    empty = client.post("/api/documents", data={"a": "b"}, files={}, headers=ADMIN)
    assert empty.status_code == 415
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    broken = client.post("/api/documents", content=b"--y", headers=ADMIN | kind)
    assert broken.status_code == 400
    assert broken.json()["error"]["code"] in ("bad_request", "no_file")


def test_an_upload_over_the_limit_is_refused(serve: Callable[..., TestClient]) -> None:
    big = {"file": ("gros.txt", b"x" * 20_000, "text/plain")}
    response = serve(admin_key=KEY, max_upload=10_000).post(
        "/api/documents", files=big, headers=ADMIN
    )
    assert (response.status_code, response.json()["error"]["code"]) == (413, "body_too_large")


def test_an_unreadable_upload_is_told(client: TestClient, service: FakeService) -> None:
    failed = Failure("rapport.txt", "empty_file", "Le fichier est vide.")
    service.report = IngestReport(documents=2, unchanged=2, failed=(failed,))
    response = client.post("/api/documents", files=FILE, headers=ADMIN)
    assert (response.status_code, response.json()["error"]["code"]) == (422, "empty_file")


def test_a_second_ingestion_waits_for_the_first(client: TestClient) -> None:
    context = client.app.state.context  # type: ignore[attr-defined]
    with context.work.alone("rebuild"):
        response = client.post("/api/documents", files=FILE, headers=ADMIN)
        removal = client.delete("/api/documents/notes", headers=ADMIN)
    assert (response.status_code, removal.status_code) == (409, 409)
    assert response.json()["error"]["code"] == "ingest_running"


def test_removal_deletes_uploaded_files_only(
    client: TestClient, service: FakeService, tmp_path: Path
) -> None:
    uploads = tmp_path / "var" / "uploads"
    uploads.mkdir(parents=True)
    (uploads / "ajout.txt").write_text("x")
    service.known["ajout"] = make_document("ajout", uploads)
    assert client.delete("/api/documents/ajout", headers=ADMIN).json()["id"] == "ajout"
    assert client.delete("/api/documents/notes", headers=ADMIN).status_code == 200
    assert not (uploads / "ajout.txt").exists()
    assert (service.root / "notes.txt").exists()
    assert client.delete("/api/documents/notes", headers=ADMIN).status_code == 404
