"""The chat-completions protocol, spoken by OpenAI's own client over real HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from openai import BadRequestError, NotFoundError, OpenAI
from openai.types.chat import ChatCompletionMessageParam

from assistant.api.app import create_app
from assistant.cli.serving import listen
from assistant.settings import Settings
from tests.assistant.fake_service import QUOTE, FakeService

MESSAGES: list[ChatCompletionMessageParam] = [
    {"role": "system", "content": "Sois bref."},
    {"role": "user", "content": "Combien de membres ?"},
    {"role": "assistant", "content": "375"},
    {"role": "user", "content": "Et en 2022 ?"},
]


@pytest.fixture
def openai(service: FakeService) -> Iterator[OpenAI]:
    """OpenAI's client on a server of this machine."""
    settings = Settings(data=service.root.parent / "var", port=0)
    with listen(settings) as listening:
        port = listening.getsockname()[1]
        server = uvicorn.Server(
            uvicorn.Config(create_app(service, settings), log_config=None, lifespan="on")
        )
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        client = OpenAI(
            base_url=f"http://127.0.0.1:{port}/v1", api_key="sans-objet", max_retries=0, timeout=20
        )
        try:
            yield client
        finally:
            client.close()
            server.should_exit = True
            thread.join(20)
    assert not thread.is_alive()


def beside(value: Any) -> dict[str, Any]:
    """What a reply holds beyond the protocol's own fields."""
    assert value.model_extra is not None
    return dict(value.model_extra)


def test_a_completion(openai: OpenAI, service: FakeService) -> None:
    completion = openai.chat.completions.create(model="repere", messages=MESSAGES, temperature=0.2)
    [choice] = completion.choices
    assert (choice.finish_reason, choice.message.role) == ("stop", "assistant")
    text = choice.message.content or ""
    assert text.startswith("Au 31 mars 2022, le réseau compte 375 membres [1].")
    assert QUOTE in text
    [cited] = beside(completion)["citations"]
    assert (cited["n"], cited["quote"], cited["document_id"]) == (1, QUOTE, "rapport-2022")
    assert beside(completion)["answered"] is True
    assert completion.usage is not None
    assert completion.usage.total_tokens > 0
    assert (service.asked[0].question, service.asked[0].history) == (
        "Et en 2022 ?", ("Combien de membres ?",),
    )  # fmt: skip


def test_a_stream(openai: OpenAI) -> None:
    whole = openai.chat.completions.create(model="repere", messages=MESSAGES)
    chunks = list(
        openai.chat.completions.create(
            model="repere", messages=MESSAGES, stream=True, stream_options={"include_usage": True}
        )
    )
    said = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert said == whole.choices[0].message.content
    assert len(chunks) > 4
    last = [chunk for chunk in chunks if chunk.choices][-1]
    assert last.choices[0].finish_reason == "stop"
    assert beside(last)["citations"] == beside(whole)["citations"]
    assert chunks[-1].usage == whole.usage


def test_the_streaming_helper(openai: OpenAI) -> None:
    with openai.chat.completions.stream(model="repere", messages=MESSAGES) as stream:
        final = stream.get_final_completion()
    assert (final.choices[0].message.content or "").startswith("Au 31 mars 2022")
    assert final.choices[0].finish_reason == "stop"


def test_an_abstention_cites_nothing(openai: OpenAI) -> None:
    completion = openai.chat.completions.create(
        model="repere", messages=[{"role": "user", "content": "Combien de licornes ?"}]
    )
    assert (beside(completion)["citations"], beside(completion)["answered"]) == ([], False)


def test_models(openai: OpenAI) -> None:
    assert [model.id for model in openai.models.list()] == ["repere"]
    assert openai.models.retrieve("repere").id == "repere"
    with pytest.raises(NotFoundError, match="adresse"):
        openai.models.retrieve("autre")


def test_an_error_is_the_clients_own(openai: OpenAI) -> None:
    with pytest.raises(BadRequestError, match="question") as caught:
        openai.chat.completions.create(model="repere", messages=[{"role": "user", "content": " "}])
    assert caught.value.code == "empty_question"
