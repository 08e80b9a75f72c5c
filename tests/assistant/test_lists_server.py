"""A real server and its lists: what it writes on its error output, and after a kill -9."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

SCRIPT = """
import sys
from pathlib import Path
from assistant.cli.main import main
from small_bank import small_bank
from tests.assistant.fake_service import FakeService

def opened(settings):
    service = FakeService(Path(), empty=True)
    service.entries = small_bank()
    return service

sys.exit(main(sys.argv[1:], opened))
"""


@contextmanager
def serving(root: Path, folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server's address and its process, which is killed (-9) at the end."""
    (folder / "corpus").mkdir(exist_ok=True)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("REPERE_")}
    paths = os.pathsep.join(map(str, (root, root / "tests" / "helpers")))
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, "serve", "--port", "0", "--json"],
        cwd=folder, env=environ | {"PYTHONPATH": paths}, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["url"], process
    finally:
        process.kill()
        process.communicate()


def call(url: str, method: str = "GET", body: Any = None) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, json.loads(response.read() or b"null")
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_an_acknowledged_edit_survives_a_killed_server_and_no_key_is_logged(
    root: Path, tmp_path: Path
) -> None:
    with serving(root, tmp_path) as (url, process):
        status, made = call(f"{url}/api/lists", "POST", {"items": [{"id": "m-01"}]})
        assert status == 201
        at = f"/api/lists/{made['key']}"
        item = made["items"][0]["id"]
        assert call(f"{url}{at}/items/{item}", "PATCH", {"note": "gardée"})[0] == 200
        assert call(f"{url}{at}", "PATCH", {"name": "x", "version": 1})[0] == 409
        assert call(f"{url}{at}/rien")[0] == 404
        assert call(f"{url}{at}", "PATCH", {"name": 3})[0] == 422
        process.kill()
        _, said = process.communicate()
    assert "POST /api/lists 201" in said
    assert "PATCH /api/lists/{key}/items/{item} 200" in said
    assert made["key"] not in said
    with serving(root, tmp_path) as (url, _):
        status, found = call(f"{url}{at}")
    assert status == 200
    assert [one["note"] for one in found["items"]] == ["gardée"]
    kept = b"".join(path.read_bytes() for path in (tmp_path / "var").rglob("lists*"))
    assert b"m-01" in kept
    assert made["key"].encode() not in kept
