"""Lists of favourites over HTTP."""

from __future__ import annotations

import logging
from collections.abc import Callable
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


def test_a_list_is_made_read_changed_and_deleted(client: TestClient) -> None:
    items = [{"id": "m-01", "note": "Deux\nlignes"}, {"kind": "grant", "id": "s-1"}]
    made = create(client, name="  Famille \t 2027 ", items=items)
    key = made["key"]
    at = f"/api/lists/{key}"
    assert made["links"]["self"] == at
    assert made["links"]["page"] == f"/#listes/{key}"
    assert (made["name"], made["access"], made["version"]) == ("Famille 2027", "owner", 1)
    read = client.get(at)
    assert read.headers["ETag"] == '"1"'
    value = read.json()
    assert "key" not in value
    assert value["items"] == made["items"]
    first = value["items"][0]
    assert (first["entry_id"], first["note"], first["in_bank"]) == ("m-01", "Deux\nlignes", True)
    assert first["entry"]["title"] == "Mesure 1"
    assert first["entry"]["fields"]["source_page"] == "11"
    renamed = client.patch(at, json={"name": "Aînés"}, headers={"If-Match": '"1"'}).json()
    assert (renamed["name"], renamed["version"]) == ("Aînés", 2)
    order = [item["id"] for item in reversed(value["items"])]
    ordered = client.patch(at, json={"order": order, "version": 2}).json()
    assert [item["id"] for item in ordered["items"]] == order
    assert [item["position"] for item in ordered["items"]] == [0, 1]
    noted = client.patch(f"{at}/items/{order[0]}", json={"note": "Demander tôt"}).json()
    assert noted["items"][0]["note"] == "Demander tôt"
    moved = client.patch(f"{at}/items/{order[0]}", json={"position": 1}).json()
    assert moved["items"][1]["id"] == order[0]
    left = client.delete(f"{at}/items/{order[0]}").json()
    assert [item["entry_id"] for item in left["items"]] == ["m-01"]
    assert client.delete(at, headers={"If-Match": "3"}).status_code == 409
    assert client.delete(at).status_code == 204
    assert error_of(client.get(at)) == (404, "unknown_list")


def test_adding_again_changes_nothing(client: TestClient) -> None:
    at = create(client)["links"]["self"]
    assert client.post(f"{at}/items", json={"id": "m-02", "note": "gardée"}).status_code == 201
    again = client.post(f"{at}/items", json={"id": "m-02", "note": "autre"})
    assert again.status_code == 200
    value = again.json()
    assert (value["version"], value["items"][0]["note"]) == (2, "gardée")
    several = [{"id": "m-02"}, {"id": "m-03"}, {"kind": "grant", "id": "s-1"}]
    more = client.post(f"{at}/items", json={"items": several, "position": 0})
    assert [item["entry_id"] for item in more.json()["items"]] == ["m-03", "s-1", "m-02"]


def test_an_older_version_is_refused_with_the_present_one(client: TestClient) -> None:
    made = create(client, items=[{"id": "m-01"}])
    at, item = made["links"]["self"], made["items"][0]["id"]
    assert client.patch(at, json={"name": "Première", "version": 1}).status_code == 200
    tries = [
        client.patch(at, json={"name": "Seconde", "version": 1}),
        client.patch(at, json={"name": "Seconde"}, headers={"If-Match": 'W/"1"'}),
        client.post(f"{at}/items", json={"id": "m-02", "version": 1}),
        client.patch(f"{at}/items/{item}", json={"note": "x", "version": 1}),
        client.delete(f"{at}/items/{item}?version=1"),
        client.delete(f"{at}?version=1"),
    ]
    for refused in tries:
        assert error_of(refused) == (409, "version_conflict")
        assert refused.json()["error"]["details"] == {"version": 2}
        assert "version 2" in refused.json()["error"]["message"]
    assert client.get(at).json()["name"] == "Première"
    told = client.patch(f"{at}?lang=en", json={"name": "x", "version": 1}).json()["error"]
    assert told["message"].startswith("The list changed in the meantime")


def test_sharing_and_revoking(client: TestClient) -> None:
    made = create(client, items=[{"id": "m-01"}])
    at = made["links"]["self"]
    read = client.post(f"{at}/shares", json={"label": "Comité"}).json()
    edit = client.post(f"{at}/shares", json={"access": "edit"}).json()
    assert (read["access"], read["label"], edit["access"]) == ("read", "Comité", "edit")
    shown = client.get(f"{at}/shares").json()["shares"]
    assert [share["id"] for share in shown] == [read["id"], edit["id"]]
    assert all("key" not in share for share in shown)
    reading, editing = read["links"]["self"], edit["links"]["self"]
    for wrong in (reading, editing):
        assert client.get(wrong).json()["shares"] == []
        assert error_of(client.get(f"{wrong}/shares")) == (403, "list_owner_only")
        assert error_of(client.post(f"{wrong}/shares", json={}))[0] == 403
        assert error_of(client.delete(wrong)) == (403, "list_owner_only")
        assert error_of(client.delete(f"{wrong}/shares/{read['id']}"))[0] == 403
    for refused in (
        client.patch(reading, json={"name": "x"}),
        client.post(f"{reading}/items", json={"id": "m-02"}),
        client.post(f"{reading}/items", json={"id": "inconnue"}),
        client.delete(f"{reading}/items/{made['items'][0]['id']}"),
        client.post(f"{reading}/import", content="id\nm-02", headers=CSV),
    ):
        assert error_of(refused) == (403, "list_read_only")
    assert client.patch(editing, json={"name": "Du comité"}).status_code == 200
    assert client.get(reading).json()["name"] == "Du comité"
    assert client.get(f"{reading}/export.csv").status_code == 200
    assert client.delete(f"{at}/shares/{read['id']}").status_code == 204
    assert error_of(client.get(reading)) == (404, "unknown_list")
    assert error_of(client.get(f"{reading}/export.csv")) == (404, "unknown_list")
    assert error_of(client.delete(f"{at}/shares/{read['id']}")) == (404, "unknown_share")
    assert client.get(editing).status_code == 200


def test_an_entry_that_left_the_bank_is_still_shown(
    client: TestClient, service: FakeService
) -> None:
    at = create(client, items=[{"id": "m-01"}, {"id": "m-02"}])["links"]["self"]
    service.entries = [make_measure(2, responsible="Une autre équipe")]
    gone, changed = client.get(at).json()["items"]
    assert (gone["in_bank"], changed["in_bank"]) == (False, True)
    assert gone["entry"]["title"] == "Mesure 1"
    assert gone["entry"]["fields"]["responsible"] == "Service 1"
    assert gone["entry"]["page"] == 2
    assert changed["entry"]["fields"]["responsible"] == "Une autre équipe"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "", {"name": "   "}, 422, "bad_list_name"),
        ("POST", "", {"name": "n" * 121}, 422, "bad_list_name"),
        ("POST", "", {"name": 3}, 422, "invalid_request"),
        ("POST", "", {"items": [{"id": "m-01"}] * 501}, 422, "invalid_request"),
        ("POST", "", {"items": [{"id": "absente"}]}, 404, "unknown_entry"),
        ("POST", "", {"items": [{"id": "m-01", "kind": "grant"}]}, 404, "unknown_entry"),
        ("POST", "", {"items": [{"id": "m-01", "kind": "autre"}]}, 422, "invalid_request"),
        ("POST", "", {"items": [{"id": "m-01", "note": "n" * 4_001}]}, 422, "note_too_long"),
        ("PATCH", "/{key}", {}, 422, "nothing_to_do"),
        ("PATCH", "/{key}", {"order": ["absent"]}, 422, "bad_order"),
        ("PATCH", "/{key}", {"name": "x", "version": -1}, 422, "invalid_request"),
        ("PATCH", "/{key}", {"name": "x", "version": 10**30}, 422, "invalid_request"),
        ("POST", "/{key}/items", {}, 422, "nothing_to_do"),
        ("POST", "/{key}/items", {"id": "\x00"}, 404, "unknown_entry"),
        ("POST", "/{key}/items", {"id": "m-02", "position": -1}, 422, "invalid_request"),
        ("PATCH", "/{key}/items/absent", {"note": "x"}, 404, "unknown_item"),
        ("DELETE", "/{key}/items/absent", None, 404, "unknown_item"),
        ("POST", "/{key}/shares", {"access": "owner"}, 422, "invalid_request"),
        ("GET", "/{key}/export.odt", None, 404, "unknown_format"),
        ("GET", "/{key}.exe", None, 404, "unknown_format"),
        ("GET", "/pas-une-cle", None, 404, "unknown_list"),
        ("GET", "/pas-une-cle.csv", None, 404, "unknown_list"),
        ("GET", "/" + "é" * 32, None, 404, "unknown_list"),
        ("PUT", "/{key}", {}, 405, "method_not_allowed"),
    ],
)
def test_what_cannot_be_done(
    client: TestClient, method: str, path: str, body: Any, status: int, code: str
) -> None:
    key = create(client, items=[{"id": "m-01"}])["key"]
    response = client.request(method, "/api/lists" + path.format(key=key), json=body)
    assert error_of(response) == (status, code)


@pytest.mark.parametrize("tag", ["abc", '"1', "1.5", '"1","2"', "9" * 40])
def test_a_version_that_is_no_number(client: TestClient, tag: str) -> None:
    at = create(client)["links"]["self"]
    refused = client.patch(at, json={"name": "x"}, headers={"If-Match": tag})
    assert error_of(refused) == (422, "bad_version")


def test_a_form_of_another_site_makes_no_list(client: TestClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        refused = client.post("/api/lists", content="{}", headers={"Content-Type": kind})
        assert error_of(refused) == (415, "unsupported_media_type")
    refused = client.post("/api/lists/import", content="id", headers={"Content-Type": "text/plain"})
    assert error_of(refused) == (415, "unsupported_media_type")


def test_so_many_lists_a_day(serve: Callable[..., TestClient]) -> None:
    client = serve(max_lists=2)
    create(client)
    assert client.post("/api/lists/import", content="id\nm-01", headers=CSV).status_code == 201
    refused = client.post("/api/lists", json={})
    assert error_of(refused) == (429, "too_many_lists")
    assert int(refused.headers["Retry-After"]) > 0
    assert "demain" in refused.json()["error"]["message"]


def test_an_address_tells_its_key_to_nobody(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        made = create(client, items=[{"id": "m-01"}])
        at = made["links"]["self"]
        answers = [
            client.get(at), client.get(f"{at}/export.csv"), client.get(f"{at}.json"),
            client.patch(at, json={"name": "x", "version": 99}), client.get(f"{at}/rien"),
            client.get(f"{at}/shares"), client.delete(f"{at}/items/absent"),
        ]  # fmt: skip
    for answer in answers:
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("repere")]
    assert any("/api/lists/{key}" in line for line in ours)
    # The test client logs what it asks; the server must not.
    told = [r.getMessage() for r in caplog.records if not r.name.startswith("httpx")]
    assert not any(made["key"] in line for line in told)
    assert made["key"] not in client.get("/metrics").text
    assert made["key"] not in client.get(f"{at}/export.json").text
