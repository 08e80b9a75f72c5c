"""The commands of the Makefile, as a person types them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from source_tree import tracked_files

TARGETS = ("help", "serve", "test", "lint", "types", "eval", "bench", "corpus", "lock", "clean")
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def environment() -> dict[str, str]:
    """The environment without what a surrounding ``make test`` adds to it."""
    ours = ("MAKE", "MFLAGS", "REPERE_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=60
    )


def script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_help_lists_every_target_in_french(root: Path) -> None:
    shown = make(root)
    assert shown.returncode == 0
    assert re.findall(r"(?m)^  make (\w+) +\w", shown.stdout) == list(TARGETS)


def test_an_old_python_is_refused_in_french(root: Path, tmp_path: Path) -> None:
    old = script(tmp_path / "python-old", "exit 1")
    done = make(root, "serve", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}")
    assert done.returncode != 0
    assert "Repère demande Python 3.11" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_torch_comes_first_and_nothing_else_may_fetch_it(root: Path, tmp_path: Path) -> None:
    shown = make(root, "-n", "test", f"VENV={tmp_path / 'venv'}").stdout
    installs = [line for line in shown.splitlines() if " install --quiet" in line]
    assert re.search(r"-c requirements\.lock 'torch==[\d.]+'", installs[0])
    assert "-r requirements.lock" in installs[1]
    assert all(word in installs[2] for word in ("--no-deps", "--no-index", "--editable ."))


def test_checks_before_landing_can_be_run(root: Path) -> None:
    checks = root / ".ci" / "run"
    assert os.access(checks, os.X_OK)
    syntax = subprocess.run(
        ["bash", "-n", str(checks)], capture_output=True, text=True, check=False
    )
    assert syntax.returncode == 0, syntax.stderr


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """The files that git keeps, in a new folder, with this interpreter as installation."""
    folder = tmp_path / "copie du dépôt"
    for path in tracked_files():
        target = folder / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    program = "from assistant.cli.main import main; raise SystemExit(main())"
    script(folder / ".venv/bin/repere", f"exec '{sys.executable}' -c '{program}' \"$@\"")
    for stamp in (".created", ".installed"):
        (folder / ".venv" / stamp).touch()
    return folder


@pytest.fixture
def served(copy: Path) -> Iterator[str]:
    """Address of ``make serve`` in the copy, ready to answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = copy / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["make", "serve", f"PORT={port}", "DATA=données"],
            cwd=copy, env=environment(), start_new_session=True,
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_ready(process, address, log)
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def _wait_until_ready(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/ready", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)  # between two looks at a server that is starting
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.mark.slow
@pytest.mark.model
def test_make_serve_on_a_fresh_copy_answers_a_question(served: str) -> None:
    with urllib.request.urlopen(f"{served}/", timeout=10) as page:
        assert b"<!doctype html>" in page.read().lower()
    body = json.dumps({"question": "Combien de membres ?"}).encode()
    request = urllib.request.Request(
        f"{served}/api/ask", data=body, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        value = json.load(response)
    assert value["answer"]
    assert value["answered"] is bool(value["citations"])
