"""``repere ingest --urls``, ``--sitemap`` and ``--watch``; pace and time left."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from small_site import small_site

from assistant.cli import caring
from assistant.cli.main import main
from assistant.cli.progress import ProgressBar
from assistant.service import Progress
from assistant.settings import Settings
from assistant.websources import fetch_sources
from ingest.sources.http import Web, WebLimits
from ingest.sources.polite import PoliteWeb
from tests.assistant.fake_service import FakeService


def test_pages_are_copied_where_the_server_indexes_them(tmp_path: Path) -> None:
    told: list[Progress] = []
    settings = Settings(data=tmp_path / "data", corpus=tmp_path / "corpus")
    with small_site() as site:
        site.put("/a", site.page("A"))
        site.put("/b", site.page("B"))
        (tmp_path / "liste.txt").write_text(f"{site.url}/a\n{site.url}/b\n", "utf-8")
        web = PoliteWeb(Web(WebLimits(private=True)), delay=0)
        folders, failures = fetch_sources(
            settings, [tmp_path / "liste.txt", tmp_path / "absente.txt"], ["x"], told.append, web
        )
    assert [one.code for one in failures] == ["unreadable", "bad_url"]
    assert settings.folders == folders
    assert [step.done for step in told] == [0, 1]


def test_private_addresses_need_the_setting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPERE_DATA", str(tmp_path / "data"))
    service = FakeService(tmp_path)
    status = main(["ingest", "--sitemap", "http://127.0.0.1:9/s.xml"], lambda settings: service)
    assert status == 1
    assert "REPERE_FETCH_PRIVATE" in capsys.readouterr().out.replace("\n  ", " ")


def test_watching_indexes_then_follows_until_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(watch: object, index: object, wait: object, seconds: float) -> None:
        assert callable(index)
        assert index()
        raise KeyboardInterrupt

    monkeypatch.setattr(caring, "follow", stopped)
    service = FakeService(tmp_path)
    assert main(["ingest", str(tmp_path), "--watch"], lambda settings: service) == 0
    said = capsys.readouterr()
    assert said.out.count("documents dans l'index") == 2
    assert "suivis" in said.err


def test_the_bar_tells_pace_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    times = iter([0.0, 10.0, 20.0])
    monkeypatch.setattr("time.monotonic", lambda: next(times))
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_: os.terminal_size((200, 24)))
    out = Screen()
    bar = ProgressBar(out)
    for done in (0, 20, 40):
        bar(Progress("read", done, 200, "a.pdf"))
    lines = out.getvalue().split("\r")
    assert "/s" not in lines[1]
    assert "40/200 120/min, reste 1 min 20 s a.pdf" in lines[3]
