"""Lists made from files over HTTP."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from small_bank import make_measure, small_bank

from tests.assistant.fake_service import FakeService

CSV = {"Content-Type": "text/csv"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
def bank(service: FakeService) -> None:
    service.entries = small_bank()


def create(client: TestClient, **body: Any) -> dict[str, Any]:
    response = client.post("/api/lists", json=body)
    assert response.status_code == 201, response.text
    value: dict[str, Any] = response.json()
    return value


def error_of(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


def test_an_exported_list_comes_back(client: TestClient, service: FakeService) -> None:
    made = create(
        client, name="Été",
        items=[{"id": "m-01", "note": "=SOMME(A1)\n-2"}, {"kind": "grant", "id": "s-5"}],
    )  # fmt: skip
    at = made["links"]["self"]
    exported = {form: client.get(f"{at}/export.{form}").content for form in ("csv", "json")}
    service.entries = [entry for entry in service.entries if entry.id != "s-5"]
    for form, headers in (("csv", CSV), ("json", JSON)):
        done = client.post("/api/lists/import", content=exported[form], headers=headers)
        assert done.status_code == 201, done.text
        value = done.json()
        assert (value["imported"], value["unknown"], value["refused"]) == (2, 1, [])
        assert value["name"] == ("Été" if form == "json" else "Ma liste")
        again = [
            (item["kind"], item["entry_id"], item["note"], item["in_bank"])
            for item in client.get(value["links"]["self"]).json()["items"]
        ]
        assert again == [
            ("measure", "m-01", "=SOMME(A1)\n-2", True), ("grant", "s-5", "", False),
        ]  # fmt: skip
        kept = value["items"][1]["entry"]
        assert kept["title"] == "Subvention 5"
        assert kept["fields"]["source"] == "exemple : fonds inventé"
        into = client.post(f"{at}/import", content=exported[form], headers=headers).json()
        assert (into["imported"], into["total"]) == (0, 2)


def test_any_table_can_be_imported_and_every_refusal_is_told(client: TestClient) -> None:
    table = (
        "Identifiant;Mesure;Type;Notes\r\n"
        "m-03;;mesure;première\r\n"
        ";Un jardin de rue;;à voir\r\n"
        "m-99;;;\r\n"
        "m-03;;measure;doublon\r\n"
        "x;Y;projet;\r\n"
        ";;subvention;\r\n"
        ";;;\r\n"
    )
    value = client.post(
        "/api/lists/import?name=Du%20tableur", content=table.encode("cp1252"), headers=CSV
    ).json()
    assert value["name"] == "Du tableur"
    shown = [(item["entry_id"], item["note"], item["in_bank"]) for item in value["items"]]
    assert shown == [("m-03", "première", True), ("Un jardin de rue", "à voir", False)]
    assert [one["row"] for one in value["refused"]] == [3, 4, 5, 6]
    assert "m-99" in value["refused"][0]["message"]
    assert "déjà plus haut" in value["refused"][1]["message"]


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("text/csv", b"", "bad_import"),
        ("text/csv", b"a,b\n1,2\n", "bad_import"),
        ("text/csv", b"id\n\x00\n", "bad_import"),
        ("text/csv", b'id\n"' + b"x" * 200_000, "bad_import"),
        ("text/csv", b"id\n" + b"m-01\n" * 2_001, "import_too_long"),
        ("application/json", b"", "bad_import"),
        ("application/json", b"[]", "bad_import"),
        ("application/json", b'{"items": 3}', "bad_import"),
        ("application/json", b"[" * 100_000, "bad_import"),
        ("application/json", b'{"items": [], "format_version": 9}', "newer_list"),
        ("application/json", b"\xff\xfe", "bad_import"),
    ],
)
def test_what_is_no_list(client: TestClient, kind: str, content: bytes, code: str) -> None:
    refused = client.post("/api/lists/import", content=content, headers={"Content-Type": kind})
    assert error_of(refused) == (422, code)


def test_a_hostile_import_keeps_only_text(client: TestClient) -> None:
    entry = {
        "title": "<script>alert(1)</script>\u202e", "text": {"x": 1}, "page": -4,
        "document_id": "../../etc", "url": "javascript:alert(1)",
        "fields": {"url": "data:text/html,x", "theme": "T\x00\x1b[31m", "n": ["x"], "": "y"},
    }  # fmt: skip
    value = {"name": 3, "items": [{"id": "z", "entry": entry, "kind": "measure"}, 4, {"kind": []}]}
    done = client.post(
        "/api/lists/import", content=json.dumps(value), headers=JSON
    ).json()  # fmt: skip
    [item] = done["items"]
    kept = item["entry"]
    assert kept["title"] == "<script>alert(1)</script>"
    assert (kept["text"], kept["page"], kept["document_id"], kept["url"]) == ("", None, "", "")
    assert kept["fields"] == {"theme": "T[31m"}
    assert [one["row"] for one in done["refused"]] == [2, 3]


def test_a_long_list_can_be_exported_and_imported(client: TestClient, service: FakeService) -> None:
    service.entries = [make_measure(number) for number in range(500)]
    items = [{"id": entry.id, "note": "note " * 100} for entry in service.entries[:300]]
    made = create(client, items=items)
    content = client.get(f"{made['links']['self']}/export.json").content
    assert len(content) > 262_144
    done = client.post("/api/lists/import", content=content, headers=JSON)
    assert (done.status_code, done.json()["imported"]) == (201, 300)
    too_long = client.post("/api/lists/import", content=b" " * 17_000_000, headers=JSON)
    assert error_of(too_long) == (413, "body_too_large")
