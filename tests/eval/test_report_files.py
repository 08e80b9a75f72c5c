"""What is saved beside the report: CSV, JUnit, the page with an earlier run."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import toy_assistants as toy

from assistant.answer import Answer
from eval import wording
from eval.charts import bars, curve
from eval.export import csv_report, junit_report
from eval.gate import Gate, breaches
from eval.main import main
from eval.measures import Report
from eval.report import cause
from eval.run import evaluate
from eval.selective import Point
from eval.subject import ServiceSubject
from eval.tables import csv_text


def report(assistant: toy.Good) -> Report:
    return evaluate(ServiceSubject(assistant), toy.QUESTIONS)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    lines = [json.dumps(asdict(question), ensure_ascii=False) for question in toy.QUESTIONS]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


class Lost(toy.Good):
    def years(self, question: str) -> list[str]:
        return []


class Unlucky(Lost):
    def reply(self, question: str) -> Answer:
        return toy.answer("Il y en a 12.") if toy.IDS[question] in toy.RIGHT else toy.refusal()


@pytest.mark.parametrize(
    ("assistant", "causes"),
    [
        (toy.Good(), {None}),
        (toy.AlwaysAnswers(), {None, wording.CAUSE_ANSWERED}),
        (toy.NeverAnswers(), {None, wording.CAUSE_ABSTAINED}),
        (toy.WrongYear(), {None, wording.CAUSE_FIGURE}),
        (toy.ForgetsHistory(), {None, wording.CAUSE_CHOICE}),
        (toy.PageDump(), {None, wording.CAUSE_LONG}),
        (Unlucky(), {None, wording.CAUSE_SEARCH}),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, toy.Good) else "",
)
def test_a_fault_is_told_with_where_it_comes_from(
    assistant: toy.Good, causes: set[str | None]
) -> None:
    assert {cause(result) for result in report(assistant).results} == causes


def test_the_csv_has_one_line_a_question() -> None:
    text = csv_report(report(toy.WrongYear()))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["id"] for row in rows] == [question.id for question in toy.QUESTIONS]
    assert (rows[0]["score"], rows[0]["wrong_figure"], rows[0]["cause"]) == (
        "0", "true", wording.CAUSE_FIGURE,
    )  # fmt: skip
    assert (rows[-1]["recall@5"], rows[0]["recall@5"]) == ("", "1.0000")


def test_no_cell_of_a_document_starts_a_formula() -> None:
    text = csv_text(("a",), [("=1+1",), ("@SUM(A1)",), ("-2,5",), ("+cmd|x",)])
    assert [row[0] for row in list(csv.reader(io.StringIO(text)))[1:]] == [
        "'=1+1", "'@SUM(A1)", "-2,5", "'+cmd|x",
    ]  # fmt: skip


def test_junit_has_one_case_a_question_and_one_a_broken_limit() -> None:
    made = report(toy.WrongYear())
    broken = breaches(made, Gate((("answer_accuracy", 0.9),), ()))
    suite = ET.fromstring(junit_report(made, broken))
    cases = suite.findall("testcase")
    assert (suite.get("tests"), suite.get("failures")) == ("6", "2")
    failed = [case.get("name") for case in cases if case.find("failure") is not None]
    assert failed == ["membres", "answer_accuracy"]


def test_junit_is_xml_whatever_an_answer_holds() -> None:
    class Hostile(toy.Good):
        def reply(self, question: str) -> Answer:
            return toy.answer("\x00\x1b ]]> <b> \ud800 \ufffe")

    suite = ET.fromstring(junit_report(report(Hostile())).encode("utf-8"))
    assert suite.get("failures") == "5"


def test_the_page_compares_with_an_earlier_run(gold: Path, tmp_path: Path) -> None:
    before, after = tmp_path / "avant", tmp_path / "apres"
    assert main([str(gold), "--save", str(before)], toy.Good) == 0
    arguments = [str(gold), "--save", str(after), "--against", str(before / "rapport.json")]
    assert main(arguments, toy.WrongYear) == 0
    page = (after / "rapport.html").read_text(encoding="utf-8")
    assert "Comparaison : rapport.json → cette mesure" in page
    assert "Réponses justes, moins bien : membres" in page
    assert wording.CAUSE_FIGURE in page
    assert page.count("<svg") == 2
    assert not re.search(r"<(script|img|link|iframe)\b|https?://|@import|url\(", page)
    assert {path.name for path in after.iterdir()} == {
        "rapport.html", "rapport.json", "rapport.csv", "junit.xml",
    }  # fmt: skip


def test_saved_reports_are_compared_by_the_command(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = []
    for name, assistant in (("a", toy.Good), ("b", toy.WrongYear)):
        main([str(gold), "--save", str(tmp_path / name)], assistant)
        saved.append(str(tmp_path / name / "rapport.json"))
    capsys.readouterr()
    assert main(["--compare", *saved], toy.Good) == 0
    assert "Chiffres faux, moins bien : membres" in capsys.readouterr().out
    assert main(["--compare", saved[0], saved[0]], toy.Good) == 0
    assert wording.NO_CHANGE in capsys.readouterr().out


def test_a_failure_shows_the_proof_that_was_to_be_found(gold: Path, tmp_path: Path) -> None:
    main([str(gold), "--save", str(tmp_path)], toy.WrongYear)
    page = (tmp_path / "rapport.html").read_text(encoding="utf-8")
    block = page.partition('<details id="membres">')[2].partition("</details>")[0]
    assert "membres · chiffre · Combien de membres" in block
    assert "<dt>Preuve attendue</dt><dd>2021-2022.txt :\n« 375 membres »</dd>" in block
    assert f"<dt>Pourquoi</dt><dd>{wording.CAUSE_FIGURE}</dd>" in block
    assert '<li class="found"><cite>2021-2022.txt, p. 1</cite>' in block


def test_the_curve_of_risk_stands_with_its_area(gold: Path, tmp_path: Path) -> None:
    main([str(gold), "--save", str(tmp_path)], toy.AlwaysAnswers)
    page = (tmp_path / "rapport.html").read_text(encoding="utf-8")
    assert "<polyline" in page
    assert "Aire sous la courbe (AURC) : 20,0 %." in page


def test_charts_escape_labels_and_keep_to_their_frame() -> None:
    chart = bars("<titre>", [("<b>", 1.0), ("rien", None), ("moitié", 0.5)])
    assert "&lt;b&gt;" in chart
    assert ET.fromstring(chart) is not None
    widths = [float(w) for w in re.findall(r'class="bar"[^>]*width="([\d.]+)"', chart)]
    assert widths == [420, 0, 210]
    line = curve("Risque", [Point(0.5, 0.0), Point(1.0, 0.2)])
    places = re.search(r'points="([^"]*)"', line)
    assert places is not None
    (x0, y0), (x1, y1) = (map(float, p.split(",")) for p in places[1].split())
    assert (x0 < x1, y0 > y1) == (True, True)


def test_measures_tell_their_interval_and_the_failures_none(
    gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(gold)], toy.WrongYear)
    out = capsys.readouterr().out
    assert re.search(r"Réponses justes +75,0 % +25,0 – 100,0", out)
    assert re.search(r"Chiffres faux +1\n", out)
    assert replace(report(toy.Good()).measure("recall@5")).interval() == (1.0, 1.0)


def test_an_earlier_run_on_other_questions_is_told_and_costs_nothing(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "autre.json"
    other.write_text(json.dumps({"rows": {"recall@5": {"ailleurs": 1.0}}}))
    out = tmp_path / "out"
    assert main([str(gold), "--save", str(out), "--against", str(other)], toy.Good) == 0
    assert "aucune question en commun" in capsys.readouterr().err
    assert "Comparaison" not in (out / "rapport.html").read_text(encoding="utf-8")
