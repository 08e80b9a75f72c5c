"""The command line: what each command prints, and how it ends."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from assistant.cli.main import main
from assistant.service import Check, IngestReport
from assistant.settings import Settings
from ingest.errors import ModelError, ReadFailure, StoreError
from ingest.records import Failure
from tests.assistant.fake_service import QUOTE, FakeService, make_document


class Terminal:
    """Runs commands over one service and reads what they print."""

    def __init__(self, service: FakeService, capture: pytest.CaptureFixture[str]) -> None:
        self.service = service
        self.capture = capture
        self.settings: Settings | None = None
        self.out = self.err = ""

    def __call__(self, *words: str) -> int:
        status = main(words, self._open)
        self.out, self.err = self.capture.readouterr()
        return status

    def json(self, *words: str) -> Any:
        assert self(*words, "--json") == 0
        assert self.out.count("\n") == 1
        return json.loads(self.out)

    def _open(self, settings: Settings) -> FakeService:
        self.settings = settings
        return self.service


@pytest.fixture
def run(
    service: FakeService,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Terminal:
    monkeypatch.chdir(tmp_path)
    for name in ("REPERE_DATA", "REPERE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return Terminal(service, capsys)


def test_ask_shows_the_answer_then_its_sources(run: Terminal) -> None:
    assert run("ask", "Combien de membres en 2022 ?") == 0
    assert run.out.startswith("Au 31 mars 2022, le réseau compte 375 membres [1].\n")
    assert "[1] Rapport rapport-2022, p. 1" in run.out
    assert f"« {QUOTE} »" in run.out
    assert run.err == ""
    assert run.service.closed


def test_ask_passes_its_options_on(run: Terminal) -> None:
    value = run.json(
        "--data", "ailleurs", "ask", "Et en 2018 ?", "--history", "Un ?", "--history", "Deux ?",
        "--year", "2018", "--document", "notes", "--lang", "en",
    )  # fmt: skip
    [asked] = run.service.asked
    assert (asked.history, asked.year, asked.document) == (("Un ?", "Deux ?"), "2018", "notes")
    assert asked.lang == "en"
    assert run.settings is not None
    assert run.settings.data == Path("ailleurs")
    assert value["citations"][0]["quote"] == QUOTE
    assert value["conversation_id"]


def test_an_abstention_shows_the_closest_passages(run: Terminal) -> None:
    assert run("ask", "Combien de licornes ?") == 0
    assert "Passages les plus proches" in run.out
    assert QUOTE in run.out


def test_figures_are_written_as_a_workbook(run: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "chiffres.xlsx"
    assert run("figures", "membres", "--xlsx", str(path)) == 0
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert QUOTE in rows[1]
    assert run("figures", "membres", "--xlsx", str(tmp_path / "nowhere" / "x.xlsx")) == 2


def test_search_figures_measures_documents(run: Terminal) -> None:
    assert run.json("search", "membres", "-k", "3", "--year", "2021-22")["total"] == 1
    query, k, offset, filters = run.service.searched[0]
    assert (query, k, offset, filters.years) == ("membres", 3, 0, ("2021-2022",))
    assert run.json("figures", "membres")["figures"][0]["value"] == "375"
    assert run("figures", "membres", "--csv") == 0
    assert next(csv.DictReader(io.StringIO(run.out)))["quote"] == QUOTE
    assert run.json("measures", "isolement", "--theme", "transport")["hits"] == []
    assert run.service.banked[0].filters == (("theme", "transport"),)
    assert run("measures") == 0
    assert "Aucune banque de mesures n'est indexée" in run.out
    assert [d["id"] for d in run.json("documents")["documents"]] == ["rapport-2022", "notes"]


def test_documents_cannot_command_the_terminal(run: Terminal) -> None:
    bad = dataclasses.replace(make_document("x", Path()), title="A\x1b[2J\u202eB\x07")
    run.service.known = {"x": bad}
    assert run("documents") == 0
    assert "A[2JB" in run.out
    assert not {"\x1b", "\u202e", "\x07"} & set(run.out)


def test_ingest_reports_every_key_of_the_contract(run: Terminal, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    value = run.json("ingest")
    assert list(value) == [
        "documents", "added", "updated", "unchanged", "removed", "failed", "pages", "passages",
        "figures", "measures", "grants", "seconds", "skipped", "moved",
    ]  # fmt: skip
    assert run.service.ingested == [(Path("corpus"),)]


def test_ingest_ends_with_1_when_a_file_failed(run: Terminal, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    failed = Failure("b\x1b.pdf", "damaged_file", "Le fichier est endommagé.")
    run.service.report = IngestReport(documents=1, added=1, failed=(failed,))
    assert run("ingest", "a.txt", "absent.txt", "--json") == 1
    assert [f["code"] for f in json.loads(run.out)["failed"]] == ["path_not_found", "damaged_file"]
    assert run.service.ingested == [(Path("a.txt"),)]
    assert run("ingest", "absent.txt") == 1
    assert "Ce chemin n'existe pas" in run.out
    assert len(run.service.ingested) == 1


def test_remove_says_that_the_file_stays(run: Terminal) -> None:
    assert run("remove", "notes") == 0
    assert "Rapport notes" in run.out
    assert "n'est pas effacé" in run.err
    assert run("remove", "notes") == 1
    assert "Erreur (unknown_document)" in run.err


def test_what_was_removed_is_listed_and_taken_back(run: Terminal) -> None:
    assert run("readmit") == 0
    assert "Aucun document retiré" in run.out
    run("remove", "notes")
    assert run("readmit") == 0
    assert "Rapport notes (notes.txt), retiré le 2026-11-21" in run.out
    assert [one["id"] for one in run.json("readmit")] == ["notes"]
    assert run("readmit", "notes") == 0
    assert run("readmit", "notes") == 1
    assert "Erreur (not_taken_out)" in run.err


def test_remove_deletes_an_uploaded_file(run: Terminal, tmp_path: Path) -> None:
    uploads = tmp_path / "var" / "uploads"
    uploads.mkdir(parents=True)
    (uploads / "ajout.txt").write_text("x")
    run.service.known["ajout"] = make_document("ajout", uploads)
    assert run.json("remove", "ajout")["id"] == "ajout"
    assert list(uploads.iterdir()) == []


def test_doctor_ends_with_1_when_something_is_wrong(run: Terminal) -> None:
    assert run.json("doctor")["ok"] is True
    run.service.checks = (Check("index", False, "L'index manque."),)
    assert run("doctor") == 1
    assert "!! L'index manque." in run.out


def test_doctor_ends_with_3_only_when_nothing_but_the_index_lacks(run: Terminal) -> None:
    lacking = Check("index", False, "Aucun index.", "no_index")
    run.service.checks = (Check("data", True, "Bien."), lacking)
    assert run("doctor") == 3
    run.service.checks = (Check("data", False, "Plein."), lacking)
    assert run("doctor") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ask"], "Il manque : QUESTION"),
        (["trouve"], "choix inconnu : 'trouve'"),
        (["search", "x", "-k", "0"], "-k : « 0 » n'est pas un entier"),
        (["search", "x", "-k", "²"], "n'est pas un entier"),
        (["search", "x", "--yeer", "2"], "Arguments inconnus : --yeer"),
        (["search", "x", "--year"], "--year : il faut une valeur"),
        (["ask", "x", "--lang", "de"], "--lang : choix inconnu : 'de'"),
        (["ask", ""], "La question est vide"),
        (["ask", "a" * 10_000], "la limite est de 2 000"),
        (["ask", "x\x00y"], "ne peut pas être lue"),
        (["ask", "\udcff\udcfe"], "ne peut pas être lue"),
        (["ask", "x", "--year", "demain"], "n'est pas une année"),
        (["ask", "x", "--document", "../x"], "Aucun document"),
        (["serve", "--port", "x"], "« port »"),
        (["eval"], "Il manque"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_why(run: Terminal, words: list[str], said: str) -> None:
    assert run(*words) == 2
    assert said in run.err
    assert run.out == ""
    assert "Traceback" not in run.err


def test_no_command_shows_the_help(run: Terminal) -> None:
    assert run() == 2
    assert "Commandes :" in run.out


def test_nothing_indexed_ends_with_3(run: Terminal) -> None:
    run.service.empty = True
    run.service.failures = tuple  # type: ignore[method-assign,assignment]
    for words in (("ask", "x"), ("search", "x"), ("figures",), ("documents",)):
        assert run(*words) == 3
        assert "Erreur (no_index)" in run.err


@pytest.mark.parametrize(
    "error",
    [
        StoreError("locked", "Occupé."),
        ModelError("no_model", "Modèle absent."),
        ReadFailure("x", "Illisible."),
        RuntimeError("secret"),
    ],
)
def test_other_errors_end_with_1_and_no_traceback(run: Terminal, error: Exception) -> None:
    run.service.error = error
    assert run("ask", "x", "--json") == 1
    code = getattr(error, "code", "internal_error")
    assert json.loads(run.out)["error"]["code"] == code
    assert f"Erreur ({code})" in run.err
    assert "Traceback" not in run.err
    assert "secret" not in run.err + run.out


def test_debugging_shows_the_traceback(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPERE_DEBUG", "1")
    run.service.error = RuntimeError("détail")
    assert run("ask", "x") == 1
    assert "RuntimeError: détail" in run.err


def test_unknown_settings_are_wrong_usage(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPERE_DATTA", "x")
    assert run("ask", "x") == 2
    assert "« REPERE_DATA »" in run.err


def test_interruption_is_not_an_error_of_ours(run: Terminal) -> None:
    run.service.error = KeyboardInterrupt()  # type: ignore[assignment]
    assert run("ask", "x") == 130
    assert run.err == "Interrompu.\n"


@pytest.mark.parametrize(
    "command",
    ["", "ask", "search", "figures", "measures", "documents", "ingest", "remove", "readmit",
     "serve", "backup", "restore", "doctor", "eval"],
)  # fmt: skip
def test_help_is_french_throughout(run: Terminal, command: str) -> None:
    assert run(*command.split(), "--help") == 0
    assert run.out.startswith(f"Utilisation : repere {command}".rstrip())
    assert run.out.count("Utilisation") == 1
    english = ("usage:", "positional", "optional", "options:", "show this", "exit")
    assert not [word for word in english if word in run.out]
    assert "affiche cette aide" in run.out
