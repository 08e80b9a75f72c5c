from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.journal import Journal
from assistant.journal_files import FEEDBACK, QUESTIONS, entries, erase, prune
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


def test_with_the_setting_every_question_is_kept(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "neuf", questions=True)
    journal.asked(
        "c-1", "Où est la piscine ?", ("Bonjour",), answered=False, closest=("d1", "d2", "d1")
    )
    journal.asked("c-2", "Combien de membres ?", (), answered=True, milliseconds=12.34)
    first, second = lines(tmp_path / "neuf" / QUESTIONS)
    assert (first["question"], first["history"]) == ("Où est la piscine ?", ["Bonjour"])
    assert (first["answered"], first["closest"]) == (False, ["d1", "d2"])
    assert (second["answered"], second["ms"]) == (True, 12.3)


def test_a_conversation_is_erased_everywhere(tmp_path: Path) -> None:
    journal = Journal(tmp_path, questions=True)
    for name in ("c-1", "c-2", "c-1"):
        journal.asked(name, f"Question de {name} ?", (), answered=True)
    journal.feedback(Feedback("c-1", useful=False, comment="non"))
    assert journal.forget("c-1") == 3
    assert "c-1" not in (tmp_path / QUESTIONS).read_text() + (tmp_path / FEEDBACK).read_text()
    assert [line["question"] for line in lines(tmp_path / QUESTIONS)] == ["Question de c-2 ?"]
    journal.feedback(Feedback("c-1", useful=False))
    assert "question" not in lines(tmp_path / FEEDBACK)[0]
    assert journal.forget("inconnue") == 0


def test_what_is_too_old_goes(tmp_path: Path) -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    told = [("2026-11-20T00:00:00+00:00", "hier"), ("2026-10-01T00:00:00+00:00", "octobre"),
            ("2026-11-20T00:00:00", "sans fuseau"), ("jamais", "sans date")]  # fmt: skip
    text = "".join(json.dumps({"at": at, "question": q}) + "\n" for at, q in told)
    (tmp_path / QUESTIONS).write_text(text + '{"at": "2026-11-2')
    assert prune(tmp_path, 0, now) == 0
    assert prune(tmp_path, 30, now) == 2
    kept = [line["question"] for line in lines(tmp_path / QUESTIONS)]
    assert kept == ["hier", "sans fuseau"]
    assert prune(tmp_path, 30, now) == 0
    assert prune(tmp_path / "absent", 30, now) == 0


def test_a_line_cut_short_does_not_swallow_the_next(tmp_path: Path) -> None:
    (tmp_path / QUESTIONS).write_text('{"question": "Cou')
    Journal(tmp_path, questions=True).asked("c", "Entière ?", (), answered=True)
    assert [line["question"] for line in entries(tmp_path / QUESTIONS)] == ["Entière ?"]


def test_a_folder_that_refuses_loses_nothing(tmp_path: Path) -> None:
    Journal(tmp_path, questions=True).asked("c", "Gardée ?", (), answered=True)
    (tmp_path / "journal.lock").unlink()
    (tmp_path / "journal.lock").mkdir()
    with pytest.raises(StoreError, match="pas pu être modifié"):
        erase(tmp_path, "c")
    assert len(lines(tmp_path / QUESTIONS)) == 1


def test_writers_in_several_threads_lose_no_line(tmp_path: Path) -> None:
    def work(number: int) -> None:
        journal = Journal(tmp_path, questions=True)
        for turn in range(20):
            journal.asked(f"c-{number}", f"Question {turn} ?", (), answered=True)
            journal.asked(f"effacer-{number}", "Rien ?", (), answered=True)
            erase(tmp_path, f"effacer-{number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(lines(tmp_path / QUESTIONS)) == 80


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
