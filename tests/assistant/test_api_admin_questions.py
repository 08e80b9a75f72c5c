"""What people asked, told and exported to those in charge."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from fastapi.testclient import TestClient

from assistant.journal import Journal
from assistant.service import Feedback
from tests.assistant.conftest import KEY

ADMIN = {"Authorization": f"Bearer {KEY}"}
HOSTILE = "<img src=x onerror=alert(1)>"


def kept(folder: Path) -> Journal:
    journal = Journal(folder / "var", questions=True)
    journal.asked("c-1", "=SOMME(A1) budget ?", (), answered=False, closest=("notes", "parti"))
    journal.asked("c-2", f"{HOSTILE} budget ?", (), answered=False)
    journal.asked("c-3", "Combien de membres ?", (), answered=True, milliseconds=8)
    journal.feedback(Feedback("c-3", useful=False, comment="@faux"))
    return journal


def test_questions_are_told_with_the_documents_near_them(
    serve: Callable[..., TestClient], tmp_path: Path
) -> None:
    kept(tmp_path)
    client = serve(admin_key=KEY, log_questions=True)
    value = client.get("/api/admin/questions", headers=ADMIN).json()
    (theme,) = value["unanswered"]
    assert (theme["word"], theme["count"]) == ("budget", 2)
    near = [one["closest"] for one in theme["questions"]]
    assert [{"id": "notes", "title": "Rapport notes"}] in near
    assert (value["enabled"], value["asked"], value["answered"]) == (True, 3, 1)
    assert value["latency"] == {"count": 1, "median_ms": 8.0, "p95_ms": 8.0}


def test_without_the_setting_nothing_is_told_nor_exported(
    client: TestClient, tmp_path: Path
) -> None:
    kept(tmp_path)
    response = client.get("/api/admin/questions", headers=ADMIN)
    assert (response.json()["enabled"], response.json()["most_asked"]) == (False, [])
    assert "budget" not in response.text
    for path in ("csv", "jsonl"):
        refused = client.get(f"/api/admin/questions.{path}", headers=ADMIN)
        assert refused.status_code == 409
        assert "REPERE_LOG_QUESTIONS=1" in refused.json()["error"]["message"]


def test_the_table_runs_no_formula(serve: Callable[..., TestClient], tmp_path: Path) -> None:
    kept(tmp_path)
    response = serve(admin_key=KEY, log_questions=True).get(
        "/api/admin/questions.csv", headers=ADMIN
    )
    assert response.headers["content-disposition"] == 'attachment; filename="questions.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert "'=SOMME(A1) budget ?" in [row["question"] for row in rows]
    assert rows[-1]["comment"] == "'@faux"
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_gold_lines_are_those_of_the_command(
    serve: Callable[..., TestClient], tmp_path: Path
) -> None:
    kept(tmp_path)
    client = serve(admin_key=KEY, log_questions=True)
    response = client.get("/api/admin/questions.jsonl", headers=ADMIN)
    lines = [json.loads(line) for line in response.text.splitlines()]
    assert [line["id"] for line in lines] == ["cand-001", "cand-002", "cand-003"]
    assert "budget" not in (tmp_path / "var" / "audit.jsonl").read_text("utf-8")
