from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.check import check
from eval.gold import parse_line, read_gold
from ingest.errors import InputError

GOOD: dict[str, object] = {
    "id": "q1", "question": "Combien de membres ?", "type": "figure", "docs": ["r.txt"],
    "evidence": ["375 membres"], "answer": "375 membres", "answer_regex": "375", "year": None,
    "history": [],
}  # fmt: skip
LOST = {"type": "unanswerable", "docs": [], "evidence": [], "answer": None, "answer_regex": None}


def line(**changes: object) -> str:
    return json.dumps(GOOD | changes)


def test_a_line_without_mode_needs_all_of_its_evidence() -> None:
    assert parse_line(line()).evidence_mode == "all"
    assert parse_line(line(evidence_mode="any")).evidence_mode == "any"


def test_every_bad_line_is_reported_with_its_number_and_the_others_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{line()}\n\n{{oups\n{line(id='q2')}\n{line()}\n", encoding="utf-8")
    gold = read_gold([path])
    assert [question.id for question in gold.questions] == ["q1", "q2"]
    assert [problem.line for problem in gold.problems] == [3, 5]
    assert "JSON invalide" in str(gold.problems[0])
    assert "ligne 5" in str(gold.problems[1])
    assert "déjà pris" in str(gold.problems[1])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": ""}, "« id »"),
        ({"question": 3}, "« question »"),
        ({"docs": "r.txt"}, "« docs »"),
        ({"evidence": []}, "demande « docs » et « evidence »"),
        ({"evidence": [" \u00a0"]}, "vide"),
        ({"evidence_mode": "one"}, "« evidence_mode »"),
        ({"answer_regex": "("}, "invalide"),
        ({"answer_regex": None}, "au moins un critère"),
        ({"answer_regex_any": ["a"], "any_min": 2}, "« any_min » dépasse"),
        ({"any_min": True}, "« any_min »"),
        ({"answer_regexp": "x"}, "vouliez-vous dire « answer_regex »"),
        ({"type": "unanswerable"}, "sans réponse"),
        ({"history": [1]}, "« history »"),
    ],
)
def test_a_bad_line_says_what_is_wrong_in_french(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_line(line(**changes))


@pytest.mark.parametrize("text", ["[]", "3", "null", '"a"', "[" * 100_000])
def test_a_line_that_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"attendu|JSON invalide"):
        parse_line(text)


@given(st.text())
def test_any_text_is_either_a_question_or_a_french_refusal(text: str) -> None:
    with pytest.raises(ValueError, match=r"attendu|JSON invalide"):
        parse_line(text)


def test_a_file_that_is_not_utf8_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.jsonl"
    path.write_bytes("é".encode("latin-1"))
    with pytest.raises(InputError, match="UTF-8"):
        read_gold([path])
    with pytest.raises(InputError, match="Impossible de lire"):
        read_gold([tmp_path / "absent.jsonl"])


def test_a_line_separator_inside_a_string_does_not_cut_the_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    text = json.dumps(GOOD | {"question": "Combien\u2028de membres ?"}, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    assert read_gold([path]).problems == ()


def test_check_finds_evidence_that_is_in_none_of_its_documents() -> None:
    question = parse_line(line())
    assert check([question], {"dossier/r.txt": "En tout, 375\nmembres."}) == ()
    missing = check([question], {"r.txt": "376 membres", "autre.txt": "375 membres"})
    assert [problem.id for problem in missing] == ["q1"]
    assert "introuvable" in missing[0].message
    absent = check([question], {"autre.txt": "375 membres"})
    assert "pas dans le corpus" in absent[0].message


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"answer": "trois"}, "ne satisfait pas"),
        ({"wrong_regex": "membres"}, "reconnue par « wrong_regex »"),
        ({"wrong_regex": "372", "wrong_example": "426"}, "n'est pas reconnu"),
    ],
)
def test_check_finds_patterns_that_contradict_the_question(
    changes: dict[str, object], message: str
) -> None:
    problems = check([parse_line(line(**changes))])
    assert len(problems) == 1
    assert message in problems[0].message


def test_the_reference_questions_are_sound(shared: Path) -> None:
    gold = read_gold([shared / "gold" / "dev.jsonl"])
    corpus = {
        path.name: path.read_text(encoding="utf-8") for path in (shared / "seeds").glob("*.txt")
    }
    assert gold.problems == ()
    assert len(gold.questions) == 61
    assert [p for p in check(gold.questions, corpus) if "extrait" in p.message] == []
