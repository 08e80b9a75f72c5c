"""The product itself on bad input: a stable code, a French sentence, nothing lost."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lake_town import FILES
from pdf_making import make_pdf

from assistant.cli.main import main
from index.writer_lock import WriterLock

Command = Callable[..., tuple[int, dict[str, object], str]]
QUESTION = "Combien d'abonnés à la bibliothèque en 2022-2023 ?"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Reports of a town."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """``run(word…)``: the status of a command, its JSON value, what it said beside."""
    for name in [name for name in os.environ if name.startswith("REPERE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("REPERE_MODEL", "hash")

    def command(*words: object) -> tuple[int, dict[str, object], str]:
        status = main(["--data", str(data), "--json", *map(str, words)])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return status, json.loads(told.out), told.err

    return command


def code(value: dict[str, object]) -> object:
    error = value["error"]
    assert isinstance(error, dict)
    assert error["message"].endswith((".", "»"))
    return error["code"]


def test_each_bad_file_is_told_and_the_others_are_read(run: Command, tmp_path: Path) -> None:
    folder = tmp_path / "mauvais"
    folder.mkdir()
    whole = make_pdf(tmp_path / "whole.pdf", [lambda pen: pen.text(72, 72, "Douze canots.")])
    make_pdf(folder / "vide.pdf", [lambda pen: None])
    make_pdf(folder / "protégé.pdf", [lambda pen: pen.text(72, 72, "Secret")], password="clé")
    (folder / "coupé.pdf").write_bytes(whole.read_bytes()[:300])
    (folder / "web.pdf").write_bytes(b"<!doctype html><p>Pas un PDF</p>")
    (folder / "rien.pdf").write_bytes(b"")
    (folder / "rien.txt").write_bytes(b"")
    (folder / "blanc.txt").write_bytes(b" \n\t\n")
    (folder / "binaire.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "nul.txt").write_bytes(b"a\x00b 5 canots\n")
    (folder / "abimé.docx").write_bytes(b"PK\x03\x04" + b"\xff" * 400)
    (folder / "balises.html").write_bytes(b"<p></p><script>1</script>")
    (folder / "latin.txt").write_bytes("L'été, le club possède 12 canots.\n".encode("latin-1"))
    status, report, _ = run("ingest", folder)
    assert status == 1
    assert (report["documents"], report["added"]) == (1, 1)
    failed = report["failed"]
    assert isinstance(failed, list)
    told = {one["source"]: one["code"] for one in failed}
    assert told.keys() == {path.name for path in folder.iterdir()} - {"latin.txt"}
    assert told["rien.pdf"] == told["rien.txt"] == "empty_file"
    assert told["binaire.txt"] == told["nul.txt"]
    assert told["coupé.pdf"] == "damaged_file"
    assert len({told[name] for name in ("vide.pdf", "protégé.pdf", "coupé.pdf", "web.pdf")}) == 4
    assert all(one["message"].endswith(".") for one in failed)
    status, found, _ = run("search", "canots")
    hits = found["hits"]
    assert isinstance(hits, list)
    assert [hit["text"] for hit in hits] == ["L'été, le club possède 12 canots."]


def test_an_empty_folder_is_no_failure_and_nothing_can_be_asked(
    run: Command, tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "vide").mkdir()
    status, report, _ = run("ingest", tmp_path / "vide")
    assert (status, report["documents"], report["failed"]) == (0, 0, [])
    main(["--data", str(data), "ingest", str(tmp_path / "vide")])
    assert "Aucun document à lire" in capsys.readouterr().out
    for words in (("ask", QUESTION), ("search", "canots"), ("figures",), ("documents",)):
        status, value, _ = run(*words)
        assert (status, code(value)) == (3, "no_index")
    status, value, _ = run("doctor")
    assert (status, value["ok"]) == (3, False)


def test_paths_that_cannot_be_read_do_not_stop_the_others(
    run: Command, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "fermé"
    closed.mkdir()
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != closed and allowed(path, mode))
    status, report, _ = run("ingest", tmp_path / "absent", closed, corpus)
    failed = report["failed"]
    assert isinstance(failed, list)
    assert [one["code"] for one in failed] == ["path_not_found", "folder_unreadable"]
    assert (status, report["added"]) == (1, len(FILES))
    status, report, _ = run("ingest", tmp_path / "absent")
    assert (status, report["documents"], report["pages"]) == (1, len(FILES), len(FILES))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("ask", "a" * 10_000), (2, "question_too_long")),
        (("ask", "\U0001f642\U0001f642"), (2, "unreadable_question")),
        (("ask", "canots\x00"), (2, "unreadable_question")),
        (("ask", "  "), (2, "empty_question")),
        (("ask", QUESTION, "--year", "abc"), (2, "bad_year")),
        (("ask", QUESTION, "--document", "absent"), (1, "unknown_document")),
        (("ask", QUESTION, "--document", "../x"), (2, "unknown_document")),
        (("search", ""), (2, "empty_question")),
        (("remove", "absent"), (1, "unknown_document")),
        (("restore", "absent.tgz"), (2, "backup_not_found")),
    ],
)
def test_what_cannot_be_asked_is_told_by_its_code(
    run: Command, corpus: Path, words: tuple[str, ...], expected: tuple[int, str]
) -> None:
    assert run("ingest", corpus)[0] == 0
    status, value, said = run(*words)
    assert (status, code(value)) == expected
    assert f"Erreur ({expected[1]})" in said


@pytest.mark.parametrize(
    "words",
    [
        ("<script>alert(1)</script>",),
        ("'; DROP TABLE documents; --",),
        ("Combien d'abonnés ?", "--year", "1887"),
        ("Combien d'abonnés en 2087 ?",),
        ("a" * 2_000,),
        ("é" + "\u0301" * 200,),
    ],
)
def test_odd_questions_are_taken_and_nothing_is_made_up(
    run: Command, corpus: Path, words: tuple[str, ...]
) -> None:
    run("ingest", corpus)
    status, answer, _ = run("ask", *words)
    assert (status, answer["answered"], answer["citations"]) == (0, False, [])
    assert run("documents")[1]["total"] == len(FILES)


def test_a_data_folder_that_is_a_file_is_told(run: Command, corpus: Path, data: Path) -> None:
    data.write_text("pas un dossier", encoding="utf-8")
    status, value, _ = run("ingest", corpus)
    assert (status, code(value)) == (1, "unusable_folder")
    status, value, _ = run("doctor")
    assert (status, value["ok"]) == (1, False)


def test_two_ingestions_at_once_are_refused(run: Command, corpus: Path, data: Path) -> None:
    with WriterLock(data):
        status, value, _ = run("ingest", corpus)
    assert (status, code(value)) == (1, "locked")
    assert run("ingest", corpus)[0] == 0


def test_damaged_index_files_change_no_answer(run: Command, corpus: Path, data: Path) -> None:
    run("ingest", corpus)
    expected = run("ask", QUESTION)[1]["answer"]
    assert "455 abonnés" in str(expected)
    files = [path for path in (data / "index").rglob("*") if path.is_file()]
    assert len(files) > 4
    for path in files:
        if path.exists():
            path.write_bytes(b"rien de bon")
        assert run("ask", QUESTION)[1]["answer"] == expected
    assert run("doctor")[0] == 0


@pytest.mark.parametrize("damage", ["whole", "inside"])
def test_a_damaged_database_is_told_by_every_command(
    run: Command, corpus: Path, data: Path, tmp_path: Path, damage: str
) -> None:
    run("ingest", corpus)
    database = data / "repere.sqlite3"
    if damage == "whole":
        database.write_bytes(b"rien de bon" * 1_000)
    else:
        with sqlite3.connect(database) as opened:
            opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        opened.close()
        content = bytearray(database.read_bytes())
        for place in range(8_192, len(content), 4_096):
            content[place : place + 400] = b"\xff" * 400
        database.write_bytes(content)
    for words in (("ask", QUESTION), ("documents",), ("ingest", corpus)):
        status, value, _ = run(*words)
        assert (status, code(value)) == (1, "damaged_store")
    status, value, _ = run("doctor")
    assert (status, value["ok"]) == (1, False)


def test_an_ingestion_killed_half_way_loses_nothing_done(
    run: Command, corpus: Path, data: Path, root: Path
) -> None:
    killed = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from assistant.local import open_service\n"
        "from assistant.settings import Settings\n"
        "def die(step):\n"
        "    if step.stage == 'read' and step.done == 2: os.kill(os.getpid(), signal.SIGKILL)\n"
        "service = open_service(Settings(data=Path(sys.argv[1]), model='hash'))\n"
        "service.ingest([Path(sys.argv[2])], die)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", killed, str(data), str(corpus)],
        env={**os.environ, "PYTHONPATH": str(root)}, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL
    assert run("documents")[1]["total"] == 2
    status, report, _ = run("ingest", corpus)
    assert (status, report["added"], report["unchanged"]) == (0, len(FILES) - 2, 2)
    assert "455 abonnés" in str(run("ask", QUESTION)[1]["answer"])
    assert run("doctor")[0] == 0


def test_a_backup_that_cannot_be_written_says_why_in_french(
    run: Command, corpus: Path, tmp_path: Path
) -> None:
    run("ingest", corpus)
    status, value, said = run("backup", tmp_path / "absent" / "b.tgz")
    assert (status, code(value)) == (1, "backup_failed")
    assert "n'existe pas" in said
    assert "Errno" not in said
