"""A real browser and the small server for the tests of the page and the widget."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fake_repere import FakeServer

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_MS = 10_000

OpenPage = Callable[..., Any]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the session."""
    found = os.environ.get("REPERE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip("no Chromium here (REPERE_CHROMIUM, or chromium on the path)")
    with sync_api.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def running() -> Iterator[FakeServer]:
    """The small server, for the session."""
    server = FakeServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def server(running: FakeServer) -> Iterator[FakeServer]:
    """The small server, with nothing received yet."""
    running.reset()
    yield running
    running.gate.set()


def _context(browser: Any, **options: Any) -> Any:
    options.setdefault("viewport", {"width": 1280, "height": 860})
    context = browser.new_context(reduced_motion="reduce", **options)
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture(scope="session")
def plain(browser: Any) -> Iterator[Any]:
    """The context of the tabs that ask for nothing special; it keeps what it has fetched."""
    context = _context(browser)
    yield context
    context.close()


@pytest.fixture
def open_page(browser: Any, plain: Any, server: FakeServer) -> Iterator[OpenPage]:
    """``open_page(path, **context options)``: a tab of its own, told on in ``page.told``."""
    opened_here = []

    def opened(path: str = "/", **options: Any) -> Any:
        context = _context(browser, **options) if options else plain
        page = context.new_page()
        opened_here.append(context if options else page)
        page.told = []
        page.on("console", lambda message: page.told.append((message.type, message.text)))
        page.on("pageerror", lambda error: page.told.append(("error", str(error))))
        page.goto(path if path.startswith("http") else server.address + path)
        return page

    yield opened
    for item in opened_here:
        item.close()
