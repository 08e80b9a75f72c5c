"""``repere mcp``: the tools, called by the protocol's own client over each of its ways in."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from lake_town import FILES
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult, TextContent

from assistant.cli.main import main
from assistant.local import open_service
from assistant.settings import Settings
from assistant.tools.server import build_server
from tests.assistant.fake_service import QUOTE, FakeService

SCRIPT = """
import sys
from pathlib import Path
from assistant.cli.main import main
from tests.assistant.fake_service import FakeService
sys.exit(main(sys.argv[1:], lambda settings: FakeService(Path())))
"""
TOOLS = {"ask", "search", "figures", "measures", "grants", "document_page"}
Work = Callable[[Client], Awaitable[None]]


def within(server: Any, work: Work) -> None:
    """Do something with a client of a server, in at most thirty seconds."""

    async def run() -> None:
        with anyio.fail_after(30):
            async with Client(server) as client:
                await work(client)

    anyio.run(run)


def environment(root: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REPERE_")}
    return kept | {"PYTHONPATH": str(root)}


def told(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


async def called(client: Client, name: str, **arguments: object) -> dict[str, Any]:
    """What a tool returns; its text and its structured form are the same value."""
    result = await client.call_tool(name, arguments)
    assert not result.is_error, told(result)
    assert isinstance(result.structured_content, dict)
    assert json.loads(told(result)) == result.structured_content
    return result.structured_content


async def use_every_tool(client: Client) -> None:
    listed = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(listed) == TOOLS
    for tool in listed.values():
        assert tool.title
        assert tool.description
        assert tool.output_schema
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
    answer = await called(client, "ask", question="Combien de membres ?")
    [cited] = answer["citations"]
    assert cited["quote"] == QUOTE
    assert answer["engine"] == "extractive"
    found = await called(client, "search", query="membres", k=1)
    assert found["hits"][0]["document_id"] == cited["document_id"]
    figures = await called(client, "figures", query="membres")
    assert figures["figures"][0]["value"] == "375"
    page = await called(
        client, "document_page", document_id=cited["document_id"], page=cited["text_page"]
    )
    assert page["text"][cited["start"] : cited["end"]] == QUOTE
    for bank in ("measures", "grants"):
        assert "hits" in await called(client, bank, query="")


@pytest.mark.slow
def test_over_the_standard_streams(root: Path, tmp_path: Path) -> None:
    parameters = StdioServerParameters(
        command=sys.executable, args=["-c", SCRIPT, "mcp"], env=environment(root), cwd=tmp_path
    )
    within(parameters, use_every_tool)


@pytest.fixture
def address(root: Path, tmp_path: Path) -> Iterator[str]:
    """A running ``repere mcp --http``; it ends cleanly when interrupted."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, "mcp", "--http", "0", "--json"],
        cwd=tmp_path, env=environment(root), text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["url"]
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0
    assert "Outils de Repère à http://127.0.0.1:" in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_over_http(address: str) -> None:
    within(address, use_every_tool)
    # A page of another site that gets this address resolved is refused.
    for header, value in (("Host", "mal.example"), ("Origin", "https://mal.example")):
        request = urllib.request.Request(
            address, b"{}", {"Content-Type": "application/json", header: value}, method="POST"
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=10)
        with refused.value:
            assert refused.value.code in (403, 421)


def test_bad_calls_are_told_in_words(service: FakeService) -> None:
    bad: tuple[tuple[str, dict[str, object], str], ...] = (
        ("ask", {"question": "  "}, "empty_question"),
        ("ask", {"question": "x" * 2_001}, "question_too_long"),
        ("ask", {"question": "Combien ?", "year": "hier"}, "bad_year"),
        ("ask", {"question": "Combien ?", "document": "../x"}, "unknown_document"),
        ("ask", {}, "question"),
        ("search", {"query": "\x00"}, "unreadable_question"),
        ("search", {"query": "x", "k": 0}, "greater than or equal"),
        ("document_page", {"document_id": "absent"}, "unknown_document"),
        ("document_page", {"document_id": "rapport-2022", "page": 99}, "unknown_page"),
        ("grants", {"status": "peut-être"}, "status"),
        ("effacer", {}, "effacer"),
    )

    async def work(client: Client) -> None:
        for name, arguments, said in bad:
            result = await client.call_tool(name, arguments)
            assert result.is_error, name
            assert said in told(result)

    within(build_server(service, Settings()), work)
    assert [request.question for request in service.asked] == []


def test_a_crash_tells_nothing_of_itself(service: FakeService) -> None:
    service.error = RuntimeError("secret")

    async def work(client: Client) -> None:
        result = await client.call_tool("ask", {"question": "Combien de membres ?"})
        assert result.is_error
        assert "secret" not in told(result)

    within(build_server(service, Settings()), work)


def test_arguments_reach_the_service(service: FakeService) -> None:
    async def work(client: Client) -> None:
        await called(
            client, "ask", question="Et en 2022 ?", history=["Combien de membres ?"],
            year="2021-22", document="rapport-2022", lang="en",
        )  # fmt: skip

    within(build_server(service, Settings()), work)
    [asked] = service.asked
    assert (asked.question, asked.history) == ("Et en 2022 ?", ("Combien de membres ?",))
    assert (asked.year, asked.document, asked.answer_in) == ("2021-2022", "rapport-2022", "en")


def test_over_real_documents(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, text in FILES.items():
        (corpus / name).write_text(text, encoding="utf-8")
    settings = Settings(data=tmp_path / "data", corpus=corpus, model="hash")
    service = open_service(settings)
    service.ingest([corpus])

    async def work(client: Client) -> None:
        answer = await called(client, "ask", question="Combien d'abonnés en 2022 ?")
        assert "412 abonnés" in answer["answer"]
        [cited] = answer["citations"]
        page = await called(client, "document_page", document_id=cited["document_id"])
        assert page["text"][cited["start"] : cited["end"]] == cited["quote"]

    try:
        within(build_server(service, settings), work)
    finally:
        service.close()


def test_without_its_library_the_command_says_what_to_install(
    service: FakeService, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    monkeypatch.delitem(sys.modules, "assistant.tools.server")
    assert main(["mcp"], lambda _settings: service) == 1
    said = capsys.readouterr().err
    assert "mcp_missing" in said
    assert "pip install 'repere[mcp]'" in said


@pytest.mark.parametrize("port", ["-1", "70000", "huit"])
def test_a_bad_port_is_told(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mcp", "--http", port]) == 2
    assert "n'est pas un port" in capsys.readouterr().err
