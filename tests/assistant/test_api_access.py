"""Who may read, and who may not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.settings import Settings
from tests.assistant.conftest import KEY
from tests.assistant.fake_service import FakeService

READ = "cle-de-lecture"
HTML = {"Accept": "text/html"}
FORM = {"key": READ, "suite": "/documents/notes"}
GUARDED = "/ /api/documents /api/docs /openapi.json /metrics /widget.js /v1/models".split()


@pytest.fixture
def closed(serve: Callable[..., TestClient]) -> TestClient:
    """A server that asks for a key, of which nothing is followed by itself."""
    client = serve(access_key=READ, admin_key=KEY)
    client.follow_redirects = False
    return client


@pytest.fixture
def behind(service: FakeService, tmp_path: Path) -> Callable[..., TestClient]:
    """Clients that come from an address, on a server that trusts a proxy."""

    def client(address: str, base: str = "http://repere.example", **more: object) -> TestClient:
        settings = Settings(data=tmp_path / "var", trusted_header="X-Person",
                            trusted_proxies=("10.0.0.0/24",), **more)  # type: ignore[arg-type] # fmt: skip
        app = create_app(service, settings)
        return TestClient(app, base_url=base, client=(address, 5000), follow_redirects=False)

    return client


@pytest.mark.parametrize("path", GUARDED)
def test_nothing_is_read_without_the_key(closed: TestClient, path: str) -> None:
    refused = closed.get(path)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "access_key_required")
    assert "Content-Security-Policy" in refused.headers
    assert closed.get(path, headers={"Authorization": f"Bearer {READ}"}).status_code == 200


@pytest.mark.parametrize("path", ["/health", "/ready", "/connexion", "/assets/tokens.css"])
def test_what_anyone_may_have(closed: TestClient, path: str) -> None:
    assert closed.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/assets/../api/documents", "//api/documents", "/HEALTH", "/health/"]
)
def test_no_other_writing_of_an_address_gets_in(closed: TestClient, path: str) -> None:
    assert closed.get(path).status_code in (401, 404)


def test_a_browser_is_led_to_the_form_and_back(closed: TestClient) -> None:
    led = closed.get("/documents/notes?a=b&c=d", headers=HTML)
    assert (led.status_code, led.headers["location"]) == (
        303, "/connexion?suite=/documents/notes%3Fa%3Db%26c%3Dd",
    )  # fmt: skip
    form = closed.get(led.headers["location"], headers=HTML).text
    assert 'value="/documents/notes?a=b&amp;c=d"' in form
    inside = closed.post("/connexion", data=FORM)
    assert (inside.status_code, inside.headers["location"]) == (303, "/documents/notes")
    cookie = inside.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=strict", "Path=/", "Max-Age="))
    assert "Secure" not in cookie
    assert READ not in cookie
    assert closed.get("/api/documents").status_code == 200
    assert "Se déconnecter" in closed.get("/connexion").text
    closed.post("/deconnexion")
    assert closed.get("/api/documents").status_code == 401


def test_a_link_of_another_site_comes_back_with_the_cookie(closed: TestClient) -> None:
    page = closed.get("/documents/notes?a=b", headers=HTML | {"Sec-Fetch-Site": "cross-site"})
    assert 'content="0; url=/connexion?suite=/documents/notes%3Fa%3Db"' in page.text
    closed.post("/connexion", data=FORM)
    back = closed.get("/connexion?suite=/documents/notes%3Fa%3Db")
    assert (back.status_code, back.headers["location"]) == (303, "/documents/notes?a=b")
    assert closed.get("/connexion?suite=//mal.example").headers["location"] == "/"


def test_over_https_the_cookie_is_secure_and_of_this_host(
    service: FakeService, tmp_path: Path
) -> None:
    app = create_app(service, Settings(data=tmp_path / "var", access_key=READ))
    client = TestClient(app, base_url="https://repere.example", follow_redirects=False)
    cookie = client.post("/connexion", data=FORM).headers["set-cookie"]
    assert cookie.startswith("__Host-repere_session=")
    assert "Secure" in cookie
    assert client.get("/api/documents").status_code == 200


def test_a_wrong_key_is_told_and_soon_refused(closed: TestClient) -> None:
    for _ in range(10):
        wrong = closed.post("/connexion", data={"key": '"><script>', "suite": "/"})
        assert wrong.status_code == 401
        assert "<script>" not in wrong.text
        assert 'role="alert"' in wrong.text
        assert "set-cookie" not in wrong.headers
    late = closed.post("/connexion", data=FORM)
    assert late.status_code == 429
    assert "Attendez" in late.text


@pytest.mark.parametrize(
    "suite",
    ["//mal.example", "https://mal.example", "/\\mal.example", "javascript:alert(1)", "\\\\mal", "",
     "/\t/mal.example", "/a\r\nSet-Cookie: x=y"],
)  # fmt: skip
def test_one_is_never_led_to_another_site(closed: TestClient, suite: str) -> None:
    led = closed.post("/connexion", data={"key": READ, "suite": suite})
    assert led.headers["location"] == "/"


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"key", b"&" * 5000, b"key=" + b"a" * 9000])
def test_any_form_is_answered(closed: TestClient, body: bytes) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert closed.post("/connexion", content=body, headers=kind).status_code == 401


def test_a_session_cannot_be_made_nor_outlive_leaving(
    closed: TestClient, serve: Callable[..., TestClient]
) -> None:
    closed.post("/connexion", data=FORM)
    token = closed.cookies["repere_session"]
    for value in (token[:-1], token + "a", "", "..", "\u0663.x.y", hashlib.sha256(token.encode())
                  .hexdigest()):  # fmt: skip
        header = {"Cookie": f"repere_session={value}".encode()}
        other = serve(access_key=READ)
        assert other.get("/api/documents", headers=header).status_code == 401
    held = {"Cookie": f"repere_session={token}"}
    assert closed.get("/api/documents", headers=held).status_code == 200
    closed.post("/deconnexion")
    # Whoever kept a copy of the cookie has nothing either.
    assert closed.get("/api/documents", headers=held).status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201), ({"Sec-Fetch-Site": "same-origin"}, 201), ({"Sec-Fetch-Site": "none"}, 201),
        ({"Origin": "http://127.0.0.1:8000"}, 201), ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403), ({"Origin": "http://mal.example"}, 403),
        ({"Origin": "null"}, 403), ({"Origin": "https://ami.example"}, 201),
    ],
)  # fmt: skip
def test_another_site_changes_nothing_with_one_s_session(
    serve: Callable[..., TestClient], headers: dict[str, str], status: int
) -> None:
    client = serve(access_key=READ, allowed_sites=("https://ami.example",))
    client.follow_redirects = False
    client.post("/connexion", data=FORM)
    body = {"conversation_id": "c", "useful": True}
    assert client.post("/api/feedback", json=body, headers=headers).status_code == status


def test_another_site_signs_no_one_in_or_out(closed: TestClient) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    refused = closed.post("/connexion", data=FORM, headers=elsewhere)
    assert (refused.status_code, "set-cookie" in refused.headers) == (403, False)
    assert closed.post("/deconnexion", headers=elsewhere).status_code == 403


def test_the_admin_key_reads_too_and_the_reading_key_administers_nothing(
    closed: TestClient
) -> None:
    admin = {"Authorization": f"Bearer {KEY}"}
    assert closed.get("/api/admin", headers=admin).status_code == 200
    refused = closed.get("/api/admin", headers={"Authorization": f"Bearer {READ}"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "role_too_low")
    wrong = closed.get("/api/documents", headers={"Authorization": "Bearer x"})
    assert wrong.json()["error"]["code"] == "access_key_wrong"


def test_a_header_is_believed_from_the_proxy_only(behind: Callable[..., TestClient]) -> None:
    person = {"X-Person": "agathe"}
    assert behind("10.0.0.7").get("/api/documents", headers=person).status_code == 200
    for address in ("10.0.1.7", "192.168.0.1", "testclient", "::1"):
        refused = behind(address).get("/api/documents", headers=person)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "proxy_only")
    claimed = person | {"X-Forwarded-For": "10.0.0.7"}
    assert behind("192.168.0.1").get("/api/documents", headers=claimed).status_code == 403
    # The proxy tells where the browser is: it remains the proxy that is believed.
    told = person | {"X-Forwarded-For": "203.0.113.9"}
    assert behind("10.0.0.7").get("/api/documents", headers=told).status_code == 200


def test_an_empty_or_doubled_header_names_no_one(behind: Callable[..., TestClient]) -> None:
    for given in ([("X-Person", "")], [("X-Person", "a"), ("X-Person", "b")], []):
        assert behind("10.0.0.7").get("/api/documents", headers=given).status_code == 403


def test_the_person_of_the_proxy_is_kept_with_the_act(
    behind: Callable[..., TestClient], tmp_path: Path
) -> None:
    headers = {"X-Person": "agathe", "Authorization": f"Bearer {KEY}",
               "X-Forwarded-For": "203.0.113.9"}  # fmt: skip
    client = behind("10.0.0.7", admin_key=KEY)
    client.delete("/api/admin/conversations/c-1", headers=headers)
    (act,) = client.get("/api/admin/audit", headers=headers).json()["acts"]
    assert (act["who"], act["address"], act["act"]) == ("agathe", "203.0.113.9", "erase")


def test_behind_a_proxy_another_site_changes_nothing(behind: Callable[..., TestClient]) -> None:
    client = behind("10.0.0.7", base="http://interne:8000")
    body = {"conversation_id": "c", "useful": True}
    person = {"X-Person": "agathe", "X-Forwarded-Host": "repere.ville.example"}
    own = person | {"Origin": "https://repere.ville.example"}
    assert client.post("/api/feedback", json=body, headers=own).status_code == 201
    other = person | {"Origin": "https://mal.example"}
    assert client.post("/api/feedback", json=body, headers=other).status_code == 403


def test_without_an_access_setting_reading_is_open(client: TestClient) -> None:
    assert client.get("/api/documents").status_code == 200
    client.follow_redirects = False
    for method in ("GET", "POST"):
        assert client.request(method, "/connexion").headers["location"] == "/"
