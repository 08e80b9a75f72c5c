"""``repere serve`` as a process: it answers, refuses what is unsafe, and stops."""

from __future__ import annotations

import io
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from assistant.api.logs import start_logs
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


def test_a_disk_that_refuses_leaves_what_is_indexed_in_service(
    service: FakeService, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def full(*_given: object) -> None:
        raise StoreError("disk_full", "Le disque est plein.")

    monkeypatch.setattr(service, "ingest", full)
    serving.index_folders(service, [tmp_path])
    assert "Le disque est plein. Ce serveur répond" in capsys.readouterr().err
    service.empty = True
    with pytest.raises(StoreError, match="plein"):
        serving.index_folders(service, [tmp_path])


def started(root: Path, folder: Path, script: str) -> subprocess.Popen[str]:
    (folder / "corpus").mkdir(exist_ok=True)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("REPERE_")}
    return subprocess.Popen(
        [sys.executable, "-c", script, "serve", "--port", "0"],
        cwd=folder, env=environ | {"PYTHONPATH": str(root)}, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


SLOW = """
import sys
from pathlib import Path
from assistant.cli import serving
from assistant.cli.main import main
from tests.assistant.fake_service import FakeService

class Slow(FakeService):
    def ingest(self, paths, progress=None):
        print("indexing", flush=True)
        sys.stdin.readline()
        return super().ingest(paths, progress)
    def ask(self, request):
        print("asked", flush=True)
        sys.stdin.readline()
        return super().ask(request)

listen = serving.listen
def told(settings):
    listening = listen(settings)
    print(listening.getsockname()[1], flush=True)
    return listening
serving.listen = told
sys.exit(main(sys.argv[1:], lambda settings: Slow(Path(), empty=True)))
"""


@pytest.mark.slow
def test_health_answers_while_the_first_documents_are_indexed_and_a_stop_finishes_what_is_asked(
    root: Path, tmp_path: Path
) -> None:
    release = tmp_path / "release"
    os.mkfifo(release)
    script = SLOW.replace("sys.stdin.readline()", f"open({str(release)!r}).read()")
    process = started(root, tmp_path, script)
    try:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(2)]
        port = next(int(line) for line in told if line.isdigit())
        url = f"http://127.0.0.1:{port}"
        with urllib.request.urlopen(f"{url}/health", timeout=20) as response:
            assert json.load(response) == {"status": "ok", "state": "starting"}
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{url}/ready", timeout=20)
        assert caught.value.code == 503
        assert json.load(caught.value)["error"]["code"] == "starting"
        release.write_text("go")
        assert process.stderr is not None
        assert any("Repère répond à" in line for line in iter(process.stderr.readline, ""))
        with urllib.request.urlopen(f"{url}/ready", timeout=20) as response:
            assert json.load(response)["status"] == "ready"
        answers: list[int] = []
        asking = threading.Thread(target=lambda: answers.append(ask(url)))
        asking.start()
        assert process.stdout.readline().strip() == "asked"
        process.send_signal(signal.SIGTERM)
        release.write_text("go")
        asking.join(20)
        process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()
    assert answers == [200]
    assert process.returncode in (0, -signal.SIGTERM)


def ask(url: str) -> int:
    body = json.dumps({"question": "Combien ?"}).encode()
    request = urllib.request.Request(f"{url}/api/ask", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as response:
        return int(response.status)


def test_logs_can_be_read_by_a_program_and_no_text_makes_another_line() -> None:
    stream = io.StringIO()
    loggers = [logging.getLogger(name) for name in ("repere", "uvicorn")]
    before = [(one.handlers[:], one.level, one.propagate) for one in loggers]
    try:
        start_logs("json", stream)
        counted = {"method": "GET", "route": "/ready", "status": 200, "ms": 1.5}
        logging.getLogger("repere.access").info("GET %s", "/ready\nfaux", extra=counted)
    finally:
        for one, (handlers, level, propagate) in zip(loggers, before, strict=True):
            one.handlers, one.propagate = handlers, propagate
            one.setLevel(level)
    (line,) = stream.getvalue().splitlines()
    told = json.loads(line)
    assert told.pop("at").endswith("+00:00")
    assert told == counted | {
        "level": "INFO", "logger": "repere.access", "message": "GET /ready\nfaux"
    }
