"""Fixtures of the assistant's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from lake_town import FILES, opened

from assistant.api.app import create_app
from assistant.pipeline import Assistant
from assistant.settings import Settings
from tests.assistant.fake_service import TEXT, FakeService

KEY = "cle-de-test"


@pytest.fixture
def service(tmp_path: Path) -> FakeService:
    """A service with two documents whose files exist."""
    root = tmp_path / "fonds"
    root.mkdir()
    (root / "rapport-2022.txt").write_text(TEXT, encoding="utf-8")
    (root / "notes.txt").write_text("Notes", encoding="utf-8")
    return FakeService(root)


@pytest.fixture
def serve(service: FakeService, tmp_path: Path) -> Iterator[Callable[..., TestClient]]:
    """Opens a client on a server over ``service`` with the settings given."""
    opened: list[TestClient] = []

    def start(**settings: object) -> TestClient:
        chosen = Settings(data=tmp_path / "var", **settings)  # type: ignore[arg-type]
        client = TestClient(create_app(service, chosen), base_url="http://127.0.0.1:8000")
        client.__enter__()
        opened.append(client)
        return client

    yield start
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def client(serve: Callable[..., TestClient]) -> TestClient:
    """A client on a server with an admin key."""
    return serve(admin_key=KEY)


@pytest.fixture(scope="session")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over the documents of Test-sur-Lac; ask, change nothing."""
    with opened(tmp_path_factory.mktemp("lac"), FILES) as assistant:
        yield assistant
