"""How long the journal is kept: the setting is the most, the administration may shorten it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.admin.retention import FILE, allowed, kept_days
from assistant.journal_files import FEEDBACK, append
from tests.assistant.conftest import KEY

ADMIN = {"Authorization": f"Bearer {KEY}"}
PATH = "/api/admin/retention"


def old(data: Path, *ages: int) -> None:
    for age in ages:
        at = (datetime.now(UTC) - timedelta(days=age)).isoformat(timespec="seconds")
        append(data / FEEDBACK, {"at": at, "conversation_id": f"c-{age}", "useful": True})


def left(data: Path) -> list[str]:
    lines = (data / FEEDBACK).read_text("utf-8").splitlines()
    return [json.loads(line)["conversation_id"] for line in lines]


def test_a_shorter_time_is_chosen_and_holds_at_once_and_after_a_restart(
    serve: Callable[..., TestClient], tmp_path: Path
) -> None:
    data = tmp_path / "var"
    old(data, 100, 20, 5)
    client = serve(admin_key=KEY, retention_days=90)
    assert left(data) == ["c-20", "c-5"]
    response = client.patch(PATH, json={"days": 10}, headers=ADMIN)
    assert response.json() == {"retention_days": 10, "retention_most": 90, "erased": 1}
    assert left(data) == ["c-5"]
    old(data, 30)
    again = serve(admin_key=KEY, retention_days=90)
    assert left(data) == ["c-5"]
    state = again.get("/api/admin", headers=ADMIN).json()
    assert (state["retention_days"], state["retention_most"]) == (10, 90)
    assert again.get("/api/conversations").json()["days"] == 10
    acts = again.get("/api/admin/audit", headers=ADMIN).json()["acts"]
    assert ("retain", "10 j") in [(one["act"], one["target"]) for one in acts]


@pytest.mark.parametrize("days", [0, 91, -1, 36_501, 1.5, "10", True, None])
def test_nothing_longer_than_the_setting_nor_other_than_days_is_taken(
    serve: Callable[..., TestClient], tmp_path: Path, days: Any
) -> None:
    client = serve(admin_key=KEY, retention_days=90)
    response = client.patch(PATH, json={"days": days}, headers=ADMIN)
    assert response.status_code == 422
    assert not (tmp_path / "var" / FILE).exists()
    if days in (0, 91) and days is not True:
        assert response.json()["error"]["code"] == "retention_too_long"
        assert "90 jours" in response.json()["error"]["message"]


def test_the_key_is_needed(client: TestClient, tmp_path: Path) -> None:
    assert client.patch(PATH, json={"days": 1}).status_code == 401
    assert client.patch(PATH, content="{}", headers=ADMIN).status_code == 415
    assert not (tmp_path / "var" / FILE).exists()


def test_without_an_end_in_the_setting_any_time_is_taken(serve: Callable[..., TestClient]) -> None:
    client = serve(admin_key=KEY, retention_days=0)
    for days in (400, 0):
        response = client.patch(PATH, json={"days": days}, headers=ADMIN)
        assert response.json()["retention_days"] == days


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", '{"days": "x"}', '{"days": -2}', '{"days": true}', '{"days": 0}',
             '{"days": 400}', "\x00"],
)  # fmt: skip
def test_a_choice_that_cannot_be_read_or_keeps_longer_leaves_the_setting(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert kept_days(tmp_path, 90) == 90


def test_a_setting_made_shorter_later_wins(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"days": 60}', encoding="utf-8")
    assert [kept_days(tmp_path, most) for most in (90, 30, 0)] == [60, 30, 60]
    assert not allowed(0, 30)
