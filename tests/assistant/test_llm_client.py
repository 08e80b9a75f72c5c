"""The door to a language model: what comes through it, and what never does."""

from __future__ import annotations

import json
import time

import pytest
from model_server import Asked, Behaviour, Handler, chunk, model_server, says, sends, start_stream

from assistant.llm.client import HttpModel
from assistant.llm.errors import ModelFailure
from assistant.llm.options import ModelOptions, model_options
from assistant.llm.stream import MOST_ANSWER, MOST_BYTES
from assistant.settings import Settings, SettingsError, load_settings

HELLO = [{"role": "user", "content": "Bonjour"}]
OK = {"choices": [{"index": 0, "message": {"content": "Oui."}, "finish_reason": "stop"}]}
DONE = b"data: [DONE]\n\n"


def options(url: str, **more: object) -> ModelOptions:
    settings = Settings(llm_url=url, llm_model="essai", **more)  # type: ignore[arg-type]
    found = model_options(settings)
    assert found is not None
    return found


def complete(url: str, seconds: float = 5.0, **more: object) -> str:
    return HttpModel(options(url, **more)).complete(HELLO, time.monotonic() + seconds)


def test_a_stream_is_read_whole() -> None:
    with model_server(says("Voilà la réponse [1], d’un bout à l’autre.")) as server:
        assert complete(server.url, llm_key="cle") == "Voilà la réponse [1], d’un bout à l’autre."
    [asked] = server.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["Authorization"] == "Bearer cle"
    assert (asked.body["model"], asked.body["stream"]) == ("essai", True)
    assert asked.body["messages"] == HELLO
    assert "tools" not in asked.body


def test_without_a_key_none_is_sent() -> None:
    with model_server(says("Oui.")) as server:
        complete(server.url)
    assert "Authorization" not in server.asked[0].headers


def test_a_server_that_does_not_stream_is_read_too() -> None:
    with model_server(sends(json.dumps(OK).encode(), "application/json; charset=utf-8")) as server:
        assert complete(server.url) == "Oui."


def test_a_model_that_refuses_sampling_settings_is_asked_without_them() -> None:
    with model_server(sends(b"{}", "application/json", 400), says("Oui.")) as server:
        assert complete(server.url) == "Oui."
    assert "temperature" in server.asked[0].body
    assert "temperature" not in server.asked[1].body


def test_thinking_is_not_part_of_the_answer() -> None:
    with model_server(says("<think>412 ? 999 ?</think>\n Il y en a 412.")) as server:
        assert complete(server.url) == "Il y en a 412."


@pytest.mark.parametrize(
    ("behaviour", "cause"),
    [
        (sends(b"data: {not json}\n\n"), "malformed"),
        (sends(b"data: []\n\n" + DONE), "malformed"),
        (sends(b'data: {"choices": [{"delta": {"content": 3}}]}\n\n' + DONE), "malformed"),
        (sends(b'data: {"choices": [3]}\n\n' + DONE), "malformed"),
        (sends(b'data: {"choices": [], "error": {"message": "x"}}\n\n'), "malformed"),
        (sends(b"data: " + b"[" * 60_000 + b"\n\n"), "malformed"),
        (sends(b"<html>", "application/json"), "malformed"),
        (sends(b"\xff\xfe\x00", "application/json"), "malformed"),
        (sends(b"<html>bonjour</html>", "text/html"), "cut"),
        (sends(chunk("La bibli")), "cut"),
        (sends(chunk("La bibli", "length") + DONE), "cut"),
        (sends(chunk("La bibli", "content_filter") + DONE), "cut"),
        (sends(b""), "cut"),
        (sends(DONE), "empty"),
        (sends(chunk("  \n") + DONE), "empty"),
        (sends(chunk("<think>sans fin") + DONE), "empty"),
        (says("mot " * MOST_ANSWER), "too_long"),
        (sends(chunk("a" * 70_000) + DONE), "too_long"),
        (sends(b": \n" * MOST_BYTES), "too_long"),
        (sends(b" " * (MOST_BYTES + 10), "application/json"), "too_long"),
        (sends(b"x", "text/plain", 500), "status"),
        (sends(b"x", "text/plain", 401), "status"),
        (sends(b"x", "text/plain", 204), "status"),
        (sends(b"x", "text/plain", 400), "status"),
    ],
)
def test_what_cannot_be_used_has_a_cause(behaviour: Behaviour, cause: str) -> None:
    with model_server(behaviour) as server, pytest.raises(ModelFailure, match=cause):
        complete(server.url)


def test_a_server_that_says_nothing_or_drips_is_left_in_time() -> None:
    def silent(handler: Handler, _asked: Asked) -> None:
        server.closing.wait(20)

    def drips(handler: Handler, _asked: Asked) -> None:
        start_stream(handler)
        while not server.closing.wait(0.02):
            handler.wfile.write(b":\n")

    def drips_headers(handler: Handler, _asked: Asked) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Long: ")
        while not server.closing.wait(0.02):
            handler.wfile.write(b"x")

    for behaviour in (silent, drips, drips_headers):
        with model_server(behaviour) as server:
            started = time.monotonic()
            with pytest.raises(ModelFailure, match="timeout"):
                complete(server.url, 0.25)
            assert time.monotonic() - started < 3


def test_a_server_that_hangs_up_or_is_not_there() -> None:
    told = pytest.raises(ModelFailure, match="connection")
    with model_server(lambda _handler, _asked: None) as server, told:
        complete(server.url)
    with pytest.raises(ModelFailure, match="connection"):
        complete(server.url)


def test_what_is_not_http_is_no_answer() -> None:
    def noise(handler: Handler, _asked: Asked) -> None:
        handler.wfile.write(b"\x00\x01SSH-2.0\r\n\r\n")

    with model_server(noise) as server, pytest.raises(ModelFailure, match="connection"):
        complete(server.url)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with model_server(says("Oui.")) as other:

        def elsewhere(handler: Handler, _asked: Asked) -> None:
            handler.send_response(status)
            handler.send_header("Location", f"{other.url}/chat/completions")
            handler.end_headers()

        with model_server(elsewhere) as server, pytest.raises(ModelFailure, match="redirect"):
            complete(server.url)
        assert other.asked == []


def test_no_proxy_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with model_server(says("Non.")) as proxy, model_server(says("Oui.")) as server:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert complete(server.url) == "Oui."
        assert proxy.asked == []


def test_no_model_unless_one_is_set() -> None:
    assert model_options(Settings()) is None


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"llm_model": "m"}, "REPERE_LLM_URL manque"),
        ({"llm_key": "k"}, "REPERE_LLM_URL manque"),
        ({"llm_url": "http://127.0.0.1/v1"}, "REPERE_LLM_MODEL manque"),
        ({"llm_url": "ftp://127.0.0.1/v1", "llm_model": "m"}, "ne convient pas"),
        ({"llm_url": "127.0.0.1:11434", "llm_model": "m"}, "ne convient pas"),
        ({"llm_url": "http://a:b@127.0.0.1/v1", "llm_model": "m"}, "ne convient pas"),
        ({"llm_url": "http://127.0.0.1/v1?x=1", "llm_model": "m"}, "ne convient pas"),
        ({"llm_url": "http://127.0.0.1:99999/v1", "llm_model": "m"}, "ne convient pas"),
        ({"llm_url": "http://127.0.0.1/v1\r\nX: y", "llm_model": "m"}, "ne convient pas"),
        ({"llm_url": "http://[::1/v1", "llm_model": "m"}, "ne convient pas"),
        ({"llm_url": "https://modele.example/v1", "llm_model": "m"}, "REPERE_LLM_REMOTE=1"),
        ({"llm_url": "http://127.0.0.1.example/v1", "llm_model": "m"}, "REPERE_LLM_REMOTE=1"),
        (
            {"llm_url": "http://10.0.0.5/v1", "llm_model": "m", "llm_key": "k", "llm_remote": True},
            "en clair",
        ),
    ],
)
def test_unsafe_or_half_made_settings_are_refused(settings: dict[str, object], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        model_options(Settings(**settings))  # type: ignore[arg-type]


def test_addresses_are_read() -> None:
    here = options("http://[::1]:8080/v1/")
    assert (here.host, here.port, here.path, here.tls) == ("::1", 8080, "/v1", False)
    cloud = options("https://modele.example/v1/chat/completions", llm_remote=True, llm_key="secret")
    assert (cloud.host, cloud.port, cloud.path, cloud.tls) == ("modele.example", 443, "/v1", True)
    assert "secret" not in repr(cloud)


def test_settings_come_from_the_environment() -> None:
    environ = {
        "REPERE_LLM_URL": "http://127.0.0.1:11434/v1", "REPERE_LLM_MODEL": "qwen3:4b",
        "REPERE_LLM_TIMEOUT": "12", "REPERE_LLM_REMOTE": "0",
    }  # fmt: skip
    found = model_options(load_settings(environ))
    assert found is not None
    assert (found.name, found.port, found.timeout_s) == ("qwen3:4b", 11434, 12.0)
