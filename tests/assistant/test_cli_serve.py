"""``repere serve`` as a process: it answers, refuses what is unsafe, and stops."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from assistant.cli import serving
from assistant.cli.main import main
from assistant.settings import Settings
from ingest.errors import StoreError
from tests.assistant.fake_service import FakeService

SCRIPT = """
import sys
from pathlib import Path
from assistant.cli.main import main
from tests.assistant.fake_service import FakeService
sys.exit(main(sys.argv[1:], lambda settings: FakeService(Path(), empty=True)))
"""


@pytest.mark.slow
def test_serve_indexes_then_answers_then_stops(root: Path, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("REPERE_")}
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, "serve", "--port", "0", "--json"],
        cwd=tmp_path, env=environ | {"PYTHONPATH": str(root)}, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        with urllib.request.urlopen(f"{url}/ready", timeout=20) as response:
            assert json.load(response)["documents"] == 2
            assert response.headers["server"] is None
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0
    assert "2 documents dans l'index" in said
    assert f"Repère répond à {url}" in said
    assert "GET /ready 200" in said
    assert "Traceback" not in said


def test_serving_other_machines_needs_a_key(
    service: FakeService, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REPERE_ADMIN_KEY", "REPERE_OPEN"):
        monkeypatch.delenv(name, raising=False)
    assert main(["serve", "--host", "0.0.0.0"], lambda _settings: service) == 2
    assert "Erreur (exposed_without_key)" in capsys.readouterr().err
    assert service.ingested == []


def test_a_taken_port_is_told_before_any_indexing(
    service: FakeService, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["serve", "--port", port], lambda _settings: service) == 1
    assert "Erreur (address_in_use)" in capsys.readouterr().err
    assert service.ingested == []


def test_answers_leave_at_once() -> None:
    with serving.listen(Settings(port=0)) as listening:
        # asyncio sets TCP_NODELAY on such sockets only.
        assert listening.proto == socket.IPPROTO_TCP


def test_a_server_starts_while_another_process_indexes(
    service: FakeService, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    service.error = StoreError("locked", "Un autre processus écrit.")
    serving.index_folders(service, [tmp_path])
    assert "Un autre processus écrit. Ce serveur suivra" in capsys.readouterr().err
    service.error = StoreError("disk_full", "Le disque est plein.")
    with pytest.raises(StoreError, match="plein"):
        serving.index_folders(service, [tmp_path])
