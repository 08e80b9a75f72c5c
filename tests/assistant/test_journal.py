from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.journal import FEEDBACK, QUESTIONS, Journal
from assistant.service import Feedback
from ingest.errors import StoreError


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_by_default_no_question_is_ever_written(tmp_path: Path) -> None:
    journal = Journal(tmp_path, questions=False)
    journal.asked("c-1", "Où est la piscine ?", (), answered=False)
    journal.feedback(Feedback("c-1", useful=False))
    assert not (tmp_path / QUESTIONS).exists()
    (kept,) = lines(tmp_path / FEEDBACK)
    assert set(kept) == {"at", "conversation_id", "useful", "comment"}


def test_with_the_setting_what_found_no_answer_is_kept(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "neuf", questions=True)
    journal.asked("c-1", "Où est la piscine ?", ("Bonjour",), answered=False)
    journal.asked("c-2", "Combien de membres ?", (), answered=True)
    (kept,) = lines(tmp_path / "neuf" / QUESTIONS)
    assert (kept["question"], kept["history"]) == ("Où est la piscine ?", ["Bonjour"])


def test_a_thumb_is_joined_to_the_last_question_of_its_conversation(tmp_path: Path) -> None:
    journal = Journal(tmp_path, questions=True)
    journal.asked("c-1", "Première ?", (), answered=True)
    journal.asked("c-1", "Seconde ?", ("Première ?",), answered=True)
    journal.feedback(Feedback("c-1", useful=False, comment="non"))
    journal.feedback(Feedback("inconnue", useful=True))
    first, second = lines(tmp_path / FEEDBACK)
    assert (first["question"], first["comment"]) == ("Seconde ?", "non")
    assert "question" not in second


def test_only_the_latest_conversations_are_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.journal._REMEMBERED", 2)
    journal = Journal(tmp_path, questions=True)
    for name in ("a", "b", "c"):
        journal.asked(name, f"Question {name} ?", (), answered=True)
    for name in ("a", "c"):
        journal.feedback(Feedback(name, useful=True))
    assert ["question" in kept for kept in lines(tmp_path / FEEDBACK)] == [False, True]


def test_a_disk_that_refuses_fails_a_thumb_and_never_an_answer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / QUESTIONS).mkdir()
    (tmp_path / FEEDBACK).mkdir()
    journal = Journal(tmp_path, questions=True)
    journal.asked("c-1", "Où ?", (), answered=False)
    assert "n’a pas pu être enregistré" in caplog.text
    with pytest.raises(StoreError, match="n’a pas pu être enregistré"):
        journal.feedback(Feedback("c-1", useful=True))
