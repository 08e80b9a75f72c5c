"""What the journal tells, and the lines drawn from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.admin.candidates import candidates
from assistant.admin.report import AskedQuestion, grouped, journal_report
from assistant.journal import Journal
from assistant.journal_files import FEEDBACK, QUESTIONS
from assistant.service import Feedback


def filled(folder: Path) -> None:
    journal = Journal(folder, questions=True)
    for turn, (question, answered) in enumerate([
        ("Où est la piscine municipale ?", False),
        ("Quel est le budget de la piscine ?", False),
        ("quel est le budget de la piscine", False),
        ("Qui est la mairesse ?", False),
        ("Combien de membres ?", True),
    ]):  # fmt: skip
        journal.asked(f"c-{turn}", question, (), answered=answered, milliseconds=10.0 * (turn + 1),
                      closest=() if answered else ("d1",))  # fmt: skip
    journal.feedback(Feedback("c-4", useful=False, comment="mauvaise année"))
    journal.feedback(Feedback("c-4", useful=True))


def test_what_found_no_answer_is_grouped_by_what_it_shares(tmp_path: Path) -> None:
    filled(tmp_path)
    report = journal_report(tmp_path, questions=True)
    pool, other = report.unanswered
    assert (pool.word, pool.count) == ("piscine", 3)
    assert [(one.question, one.count) for one in pool.questions] == [
        ("quel est le budget de la piscine", 2), ("Où est la piscine municipale ?", 1),
    ]  # fmt: skip
    assert pool.questions[0].closest == ("d1",)
    assert pool.questions[0].conversations == ("c-2", "c-1")
    assert (other.word, other.count) == (None, 1)


def test_counts_opinions_and_waiting_times(tmp_path: Path) -> None:
    filled(tmp_path)
    report = journal_report(tmp_path, questions=True)
    assert (report.asked, report.answered, report.useful) == (5, 1, 1)
    assert report.most_asked[0].count == 2
    (low,) = report.low_rated
    assert (low.question, low.comment) == ("Combien de membres ?", "mauvaise année")
    assert report.latency is not None
    assert (report.latency.count, report.latency.median, report.latency.p95) == (5, 30.0, 50.0)


def test_without_the_setting_no_question_is_told_even_if_one_was_kept(tmp_path: Path) -> None:
    filled(tmp_path)
    report = journal_report(tmp_path, questions=False)
    assert "piscine" not in repr(report)
    assert "membres" not in repr(report)
    assert report.low_rated[0].comment == "mauvaise année"
    assert report.latency is None


def test_an_answered_question_is_no_candidate(tmp_path: Path) -> None:
    filled(tmp_path)
    made = candidates(tmp_path)
    assert [line["asked"] for line in made] == [2, 1, 1, 1]
    assert {line["type"] for line in made[:3]} == {"unanswerable"}
    assert made[3]["question"] == "Combien de membres ?"


ANY = st.none() | st.booleans() | st.floats() | st.text(max_size=9) | st.lists(st.integers())
NAMES = "question at conversation_id answered ms closest useful comment".split()
LINE = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, ANY))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(values=st.lists(LINE, max_size=4))
def test_any_line_is_read(
    tmp_path_factory: pytest.TempPathFactory, values: list[dict[str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    for name in (QUESTIONS, FEEDBACK):
        text = "".join(json.dumps(value) + "\n" for value in values)
        (folder / name).write_text(text, "utf-8")
    report = journal_report(folder, questions=True)
    assert sum(theme.count for theme in report.unanswered) == report.asked - report.answered


@given(texts=st.lists(st.text(max_size=30), max_size=12, unique=True))
def test_each_question_is_in_one_theme(texts: list[str]) -> None:
    asked = [AskedQuestion(text, 1, "") for text in texts]
    told = [one for theme in grouped(asked) for one in theme.questions]
    assert sorted(told, key=repr) == sorted(asked, key=repr)
