"""Keys given to people: kept as digests, by role, replaced, taken away, limited."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.access.keys import FILE, KeyRing
from assistant.access.roles import ROLES, allows, role_of
from assistant.api.limits import Rate
from assistant.cli.main import main
from assistant.settings import Settings
from ingest.errors import NotFoundError, StoreError
from tests.assistant.conftest import KEY

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / "var")


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def test_a_key_opens_and_is_not_kept(ring: KeyRing, tmp_path: Path) -> None:
    key, text = ring.add("Service des loisirs", "editor")
    assert ring.find(text) == key
    assert ring.get(key.id) == key
    kept = tmp_path / "var" / FILE
    secret = text.rsplit("_", 1)[-1] if "_" not in text[13:] else text[13:]
    assert secret not in kept.read_text(encoding="utf-8")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    for other in (text[:-1], text + "x", text.upper(), key.id, key.digest, "", "rep_", "é" * 300,
                  f"rep_{key.id}_", f"rep_{key.id}", "\ud800"):  # fmt: skip
        assert ring.find(other) is None
    # Two keys share neither name nor secret.
    assert ring.add("Autre", "reader")[1][4:12] != key.id


def test_a_key_holds_256_bits_at_random(ring: KeyRing) -> None:
    texts = {ring.add("Camille", "reader")[1] for _ in range(5)}
    assert len(texts) == 5
    assert all(re.fullmatch(r"rep_[0-9a-f]{8}_[A-Za-z0-9_-]{43}", text) for text in texts)


def test_a_disk_that_refuses_leaves_the_keys_as_they_were(
    ring: KeyRing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, text = ring.add("Camille", "reader")

    def refuse(_handle: int) -> None:
        raise OSError(28, "plein")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreError, match="ne peuvent pas être écrites") as caught:
        ring.revoke(key.id)
    assert caught.value.code == "keys_not_written"
    assert ring.find(text) == key
    assert not list((tmp_path / "var").glob(".*.part"))


def test_a_key_expires_and_another_takes_its_place(ring: KeyRing) -> None:
    key, text = ring.add("Site", "reader", days=10)
    assert ring.find(text, datetime.now(UTC) + timedelta(days=9)) == key
    assert ring.find(text, datetime.now(UTC) + timedelta(days=10, seconds=1)) is None
    new, newer = ring.rotate(key.id, 2)
    assert (new.name, new.role, new.expires) == ("Site", "reader", None)
    assert ring.find(text) is not None
    assert ring.find(text, datetime.now(UTC) + timedelta(days=3)) is None
    assert ring.find(newer, datetime.now(UTC) + timedelta(days=3)) == new
    # A reprieve never makes a key last longer.
    short, _ = ring.add("Bref", "reader", days=1)
    ring.rotate(short.id, 30)
    (kept,) = [one for one in ring.all() if one.id == short.id]
    assert kept.expires == short.expires
    ring.revoke(new.id)
    assert ring.find(newer) is None
    for act in (lambda: ring.revoke(new.id), lambda: ring.rotate("absent", 1)):
        with pytest.raises(NotFoundError, match="Aucune clé ne porte"):
            act()


def test_another_process_is_followed(ring: KeyRing, tmp_path: Path) -> None:
    assert ring.all() == ()
    other = KeyRing(tmp_path / "var")
    key, text = other.add("Ailleurs", "reader")
    assert ring.find(text) == key
    other.revoke(key.id)
    assert ring.find(text) is None
    (tmp_path / "var" / FILE).unlink()
    assert ring.all() == ()


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"format": 1}', '{"format": 1, "keys": [{}]}', '{"format": 1, "keys": [1]}',
     json.dumps({"format": 1, "keys": [{"id": "a", "name": "b", "role": "roi", "digest": "0" * 64,
                                        "created": "x"}]}),
     json.dumps({"format": 1, "keys": [{"id": "a", "name": "b", "role": "admin", "digest": "0",
                                        "created": "x"}]}),
     json.dumps({"format": 1, "keys": [{"id": "a", "name": "b", "role": "admin",
                                        "digest": "0" * 64, "created": "x",
                                        "expires": "2030-01-01"}]})],
)  # fmt: skip
def test_a_damaged_file_opens_nothing(ring: KeyRing, tmp_path: Path, content: str) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(StoreError, match="ne peuvent pas être lues") as caught:
        ring.find("rep_a_b")
    assert caught.value.code == "damaged_keys"


def test_a_newer_file_is_refused_and_kept(ring: KeyRing, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    path = tmp_path / "var" / FILE
    path.write_text('{"format": 2, "keys": []}', encoding="utf-8")
    with pytest.raises(StoreError, match="plus récente"):
        ring.add("x", "reader")
    assert path.read_text(encoding="utf-8") == '{"format": 2, "keys": []}'


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_refuses_is_told(ring: KeyRing, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir(mode=0o500)
    with pytest.raises(StoreError, match="ne peuvent pas être écrites"):
        ring.add("x", "reader")


@pytest.mark.parametrize("held", ROLES)
def test_each_role_may_do_what_is_its_own(
    serve: Callable[..., TestClient], tmp_path: Path, held: str
) -> None:
    _, text = KeyRing(tmp_path / "var").add("Camille", held)  # type: ignore[arg-type]
    client = serve(private=True, admin_key=KEY)
    routes = {"/api/documents": "reader", "/api/admin": "editor", "/api/admin/job": "editor",
              "/api/admin/audit": "admin", "/api/admin/questions": "admin"}  # fmt: skip
    for path, needed in routes.items():
        assert client.get(path).status_code == 401
        answer = client.get(path, headers=bearer(text))
        allowed = allows(held, needed)  # type: ignore[arg-type]
        assert answer.status_code == (200 if allowed else 403), path
    removed = client.delete("/api/documents/absent", headers=bearer(text))
    assert removed.status_code == (403 if held == "reader" else 404)
    erased = client.delete("/api/admin/conversations/c", headers=bearer(text))
    assert erased.status_code == (200 if held == "admin" else 403)
    assert client.get("/api/me", headers=bearer(text)).json() == {"name": "Camille", "role": held}


def test_a_session_has_the_role_of_its_key_and_ends_with_it(
    serve: Callable[..., TestClient], tmp_path: Path
) -> None:
    ring = KeyRing(tmp_path / "var")
    key, text = ring.add("Camille", "admin")
    client = serve(private=True, allowed_sites=("https://ami.example",))
    client.follow_redirects = False
    assert client.post("/connexion", data={"key": text}).status_code == 303
    assert client.get("/api/admin").status_code == 200
    # A session alone changes nothing for another site, even one that may embed the page.
    for origin in ("https://mal.example", "https://ami.example", "null"):
        refused = client.delete("/api/admin/conversations/c", headers={"Origin": origin})
        assert refused.json()["error"]["code"] == "other_site"
    assert client.delete("/api/admin/conversations/c").status_code == 200
    (act,) = client.get("/api/admin/audit").json()["acts"]
    assert act["who"] == "Camille"
    ring.revoke(key.id)
    assert client.get("/api/admin").status_code == 401


def test_wrong_keys_are_counted_wherever_they_are_given(
    serve: Callable[..., TestClient], tmp_path: Path
) -> None:
    _, text = KeyRing(tmp_path / "var").add("Camille", "admin")
    client = serve(private=True)
    for _ in range(10):
        assert client.get("/api/documents", headers=bearer("rep_x_y")).status_code == 401
    late = client.get("/api/admin", headers=bearer(text))
    assert (late.status_code, late.json()["error"]["code"]) == (429, "too_many_tries")


def test_a_client_and_a_key_have_their_own_measure(
    serve: Callable[..., TestClient], tmp_path: Path
) -> None:
    _, text = KeyRing(tmp_path / "var").add("Robot", "reader")
    client = serve(rate_client=3, rate_key=5)
    statuses = [client.get("/api/suggest").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    late = client.get("/api/suggest")
    assert late.json()["error"]["code"] == "too_many_requests"
    assert 1 <= int(late.headers["Retry-After"]) <= 21
    held = [client.get("/api/suggest", headers=bearer(text)).status_code for _ in range(6)]
    assert held == [200] * 5 + [429]
    # The page itself is not counted, nor what tells that the process lives.
    assert client.get("/assets/app.js").status_code == client.get("/health").status_code == 200


def test_a_refusal_does_not_tell_a_right_key_from_a_wrong_one_for_long(
    serve: Callable[..., TestClient]
) -> None:
    client = serve(rate_client=1, admin_key=KEY)
    client.get("/api/suggest")
    for _ in range(10):
        assert client.get("/api/suggest", headers=bearer("essai")).status_code == 429
    assert client.get("/api/suggest", headers=bearer(KEY)).status_code == 429


def test_a_bucket_fills_as_time_goes_by_and_never_by_a_clock_set_back() -> None:
    now = [100.0]
    rate = Rate(60, clock=lambda: now[0])
    assert [rate.wait("a") for _ in range(60)] == [0.0] * 60
    assert rate.wait("a") == pytest.approx(1.0)
    assert rate.wait("b") == 0.0
    now[0] -= 50
    assert rate.wait("a") == pytest.approx(1.0)
    now[0] += 1.0
    assert rate.wait("a") == 0.0
    assert rate.wait("a") > 0.0
    assert Rate(0).wait("a") == 0.0


@pytest.mark.parametrize(
    ("names", "given", "role"),
    [
        (["a"], {}, "reader"), ([], {}, None), ([""], {}, None), (["a"], {"readers": ("b",)}, None),
        (["a", "b"], {"readers": ("b",)}, "reader"), (["A "], {"admins": ("a",)}, "admin"),
        (["a"], {"editors": ("a",), "admins": ("b",)}, "editor"),
        (["a"], {"editors": ("a",), "admins": ("a",)}, "admin"),
        (["a"], {"readers": ("b",), "editors": ("a",)}, "editor"),
    ],
)  # fmt: skip
def test_roles_are_given_by_name(
    names: list[str], given: dict[str, tuple[str, ...]], role: str | None
) -> None:
    assert role_of(names, Settings(**given)) == role  # type: ignore[arg-type]


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(tmp_path / "var")]
    assert main([*data, "keys", "list"]) == 0
    assert "Aucune clé" in capsys.readouterr().err
    assert main([*data, "keys", "add", "Camille", "--role", "editor", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert KeyRing(tmp_path / "var").find(made["text"]) is not None
    assert "digest" not in made["key"]
    assert main([*data, "keys", "rotate", made["key"]["id"]]) == 0
    text = capsys.readouterr().out.strip()
    assert main([*data, "keys", "list"]) == 0
    shown = capsys.readouterr().out
    assert shown.count("Camille") == 2
    assert text not in shown
    assert main([*data, "keys", "revoke", made["key"]["id"]]) == 0
    assert main([*data, "keys", "revoke", made["key"]["id"]]) == 1
    assert main([*data, "keys", "add"]) == 2
    capsys.readouterr()
    acts = (tmp_path / "var" / "audit.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line)["act"] for line in acts.splitlines()] == [
        "key_add", "key_rotate", "key_revoke",
    ]  # fmt: skip
    assert text not in acts
