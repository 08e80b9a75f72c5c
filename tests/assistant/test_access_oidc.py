"""Signing in at a provider: the whole way there and back, and every way it can be forged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from id_provider import CLIENT, Provider

from assistant.access.oidc import ENTRY_S, Entry, check_oidc
from assistant.api.app import create_app
from assistant.settings import Settings, SettingsError
from tests.assistant.fake_service import FakeService

PUBLIC = "https://repere.example"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with Provider() as server:
        yield server
        server.shutdown()


@pytest.fixture
def provider(running: Provider, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    claims = dict(running.claims)
    yield running
    running.fault, running.claims = "", claims


@pytest.fixture
def browser(
    provider: Provider, service: FakeService, tmp_path: Path
) -> Callable[..., TestClient]:
    def start(**more: object) -> TestClient:
        settings = Settings(data=tmp_path / "var", oidc_issuer=provider.issuer, oidc_client=CLIENT,
                            public_url=PUBLIC, **more)  # type: ignore[arg-type] # fmt: skip
        app = create_app(service, settings)
        return TestClient(app, base_url=PUBLIC, follow_redirects=False)

    return start


def leave(client: TestClient, suite: str = "/documents/notes?a=b") -> str:
    left = client.get("/connexion/compte", params={"suite": suite})
    assert left.status_code == 303
    return left.headers["location"]


def test_one_signs_in_and_out(browser: Callable[..., TestClient], provider: Provider) -> None:
    client = browser()
    assert client.get("/api/documents").status_code == 401
    assert "/connexion/compte" in client.get("/connexion").text
    there = leave(client)
    assert there.startswith(f"{provider.issuer}/authorize?")
    back = client.get("/connexion/retour", params=provider.sign_in(there))
    assert back.status_code == 200
    assert 'content="0; url=/documents/notes?a=b"' in back.text
    cookie = back.headers["set-cookie"]
    assert all(word in cookie for word in ("__Host-repere_session=", "HttpOnly", "Secure"))
    asked = provider.asked[-1]
    assert asked["redirect_uri"] == f"{PUBLIC}/connexion/retour"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert client.get("/api/documents").status_code == 200
    assert client.get("/api/me").json() == {"name": "agathe@ville.example", "role": "reader"}
    assert client.get("/api/admin").json()["error"]["code"] == "admin_disabled"
    client.post("/deconnexion")
    assert client.get("/api/documents").status_code == 401


@pytest.mark.parametrize(
    ("given", "role"),
    [
        ({"admins": ("agathe@VILLE.example",)}, "admin"), ({"editors": ("personnel",)}, "editor"),
        ({"readers": ("u-17",)}, "reader"), ({"readers": ("autre",)}, None),
    ],
)  # fmt: skip
def test_the_settings_give_the_role(
    browser: Callable[..., TestClient], provider: Provider, given: dict[str, tuple[str, ...]],
    role: str | None,
) -> None:  # fmt: skip
    client = browser(**given)
    back = client.get("/connexion/retour", params=provider.sign_in(leave(client)))
    assert back.status_code == (200 if role else 403)
    told = client.get("/api/me")
    assert told.json()["role"] == role if role else told.status_code == 401


def test_an_address_that_the_provider_did_not_check_gives_nothing(
    browser: Callable[..., TestClient], provider: Provider
) -> None:
    provider.claims = provider.claims | {"email_verified": False, "groups": "agathe"}
    client = browser(admins=("agathe@ville.example", "a"))
    client.get("/connexion/retour", params=provider.sign_in(leave(client)))
    assert client.get("/api/me").json() == {"name": "u-17", "role": "reader"}


@pytest.mark.parametrize(
    "fault",
    ["alg none", "other key", "other audience", "other issuer", "old", "other nonce",
     "secret signed", "no token"],
)  # fmt: skip
def test_a_token_that_does_not_hold_opens_nothing(
    browser: Callable[..., TestClient], provider: Provider, fault: str
) -> None:
    client = browser()
    there = leave(client)
    provider.fault = fault
    back = client.get("/connexion/retour", params=provider.sign_in(there))
    assert (back.status_code, "set-cookie" in back.headers) == (502, False)
    assert client.get("/api/documents").status_code == 401


def test_a_token_for_several_applications_must_name_ours(
    browser: Callable[..., TestClient], provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser()
    provider.claims = provider.claims | {"azp": "autre"}
    back = client.get("/connexion/retour", params=provider.sign_in(leave(client)))
    assert back.status_code == 502


def test_a_provider_that_is_down_is_told(
    browser: Callable[..., TestClient], provider: Provider
) -> None:
    provider.fault = "down"
    refused = browser().get("/connexion/compte")
    assert refused.status_code == 502
    assert 'role="alert"' in refused.text


def test_a_return_that_another_browser_began_opens_nothing(
    browser: Callable[..., TestClient], provider: Provider
) -> None:
    mine, theirs = browser(), browser()
    brought = provider.sign_in(leave(theirs))
    for params in (brought, brought | {"state": brought["state"][:-1]}, {"code": "x"}, {}):
        refused = mine.get("/connexion/retour", params=params)
        assert (refused.status_code, "__Host" in refused.headers.get("set-cookie", "")) == (
            400, False,
        )  # fmt: skip


def test_a_code_serves_once_and_other_issuers_are_refused(
    browser: Callable[..., TestClient], provider: Provider
) -> None:
    client = browser()
    brought = provider.sign_in(leave(client))
    mixed = client.get("/connexion/retour", params=brought | {"iss": "https://mal.example"})
    assert mixed.status_code == 502
    assert client.get("/connexion/retour", params=brought).status_code == 200
    leave(client)
    assert client.get("/connexion/retour", params=brought).status_code == 400


def test_one_is_not_led_to_another_site(
    browser: Callable[..., TestClient], provider: Provider
) -> None:
    client = browser()
    there = leave(client, suite="//mal.example")
    back = client.get("/connexion/retour", params=provider.sign_in(there))
    assert 'url=/"' in back.text


def test_the_way_back_holds_for_ten_minutes() -> None:
    now = [1_000.0]
    entry = Entry(clock=lambda: now[0])
    state = entry.state()
    assert entry.holds(state, state)
    assert not entry.holds(state, entry.state())
    assert not Entry(clock=lambda: now[0]).holds(state, state)
    assert entry.nonce(state) != entry.verifier(state)
    assert len(entry.verifier(state)) == 43
    now[0] += ENTRY_S - 1
    assert entry.holds(state, state)
    now[0] += 1
    assert not entry.holds(state, state)
    assert not entry.holds("", "")


@pytest.mark.parametrize(
    "given",
    [{"oidc_issuer": "https://id.example"}, {"oidc_issuer": "https://id.example",
     "oidc_client": "x"}, {"oidc_issuer": "http://id.example", "oidc_client": "x",
     "public_url": PUBLIC}],
)  # fmt: skip
def test_half_a_setting_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as caught:
        check_oidc(Settings(**given))  # type: ignore[arg-type]
    assert caught.value.code == "half_oidc"


def test_a_whole_setting_is_taken() -> None:
    check_oidc(Settings())
    check_oidc(Settings(oidc_issuer="https://id.example", oidc_client="x", public_url=PUBLIC))
