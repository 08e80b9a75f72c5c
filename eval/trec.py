"""Judgements (qrels) and results (runs) in the formats of the field, in and out.

======== =========================================== =============================
          qrels                                       run
======== =========================================== =============================
TREC      ``query 0 document gain``                   ``query Q0 document rank score tag``
BEIR      ``query-id, corpus-id, score``, tabs,       JSON object, query → document → score
          one heading line
======== =========================================== =============================

The format of a file is seen from its content.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

from eval.ranking import order
from ingest.errors import InputError

Qrels = dict[str, dict[str, int]]
Run = dict[str, dict[str, float]]
BEIR_HEAD = ("query-id", "corpus-id", "score")


def read_qrels(path: Path) -> Qrels:
    """Judgements of a TREC or BEIR file.

    Raises:
        InputError: ``qrels_invalid``, with the line; ``file_not_readable``.
    """
    qrels: Qrels = {}
    for number, line in _lines(path):
        cells = line.split("\t") if line.count("\t") == 2 else line.split()
        if number == 1 and tuple(cells) == BEIR_HEAD:
            continue
        if len(cells) not in (3, 4):
            raise _bad("qrels_invalid", path, number, "query 0 document score")
        try:
            gain = int(cells[-1])
        except ValueError as error:
            raise _bad("qrels_invalid", path, number, "query 0 document score") from error
        qrels.setdefault(cells[0], {})[cells[-2]] = gain
    return qrels


def read_run(path: Path) -> Run:
    """Results of a TREC file, or of a BEIR file (JSON).

    Raises:
        InputError: ``run_invalid``, with the line; ``file_not_readable``.
    """
    text = read_text(path)
    first = text.split("\n", 1)[0].split()
    if text.lstrip().startswith("{") and first[1:2] != ["Q0"]:
        return _beir_run(path, text)
    run: Run = {}
    for number, line in _lines(path, text):
        cells = line.split()
        score = _number(cells[4]) if len(cells) == 6 else None
        if score is None:
            raise _bad("run_invalid", path, number, "query Q0 document rank score tag")
        run.setdefault(cells[0], {})[cells[2]] = score
    return run


def trec_qrels(qrels: Mapping[str, Mapping[str, int]]) -> str:
    """Judgements as TREC text."""
    rows = (
        f"{_word(query)} 0 {_word(one)} {gain}\n"
        for query, judged in qrels.items()
        for one, gain in judged.items()
    )
    return "".join(rows)


def beir_qrels(qrels: Mapping[str, Mapping[str, int]]) -> str:
    """Judgements as BEIR text."""
    rows = (
        f"{_word(query)}\t{_word(one)}\t{gain}\n"
        for query, judged in qrels.items()
        for one, gain in judged.items()
    )
    return "\t".join(BEIR_HEAD) + "\n" + "".join(rows)


def trec_run(run: Mapping[str, Mapping[str, float]], tag: str = "repere") -> str:
    """Results as TREC text, scores written so that they read back the same."""
    rows = (
        f"{_word(query)} Q0 {_word(one)} {rank} {scores[one]!r} {_word(tag)}\n"
        for query, scores in run.items()
        for rank, one in enumerate(order(scores), start=1)
    )
    return "".join(rows)


def beir_run(run: Mapping[str, Mapping[str, float]]) -> str:
    """Results as BEIR text (JSON)."""
    ordered = {query: {one: s[one] for one in order(s)} for query, s in run.items()}
    return json.dumps(ordered, ensure_ascii=False, indent=1)


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        InputError: ``file_not_readable``.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "ce n'est pas un texte UTF-8"
        raise InputError("file_not_readable", f"Impossible de lire « {path} » ({why}).") from error


def _lines(path: Path, text: str | None = None) -> Iterator[tuple[int, str]]:
    whole = read_text(path) if text is None else text
    for number, line in enumerate(whole.split("\n"), start=1):
        if line.strip():
            yield number, line.strip("\r")


def _beir_run(path: Path, text: str) -> Run:
    try:
        value = json.loads(text)
        return {
            str(query): {str(one): _finite(score) for one, score in scores.items()}
            for query, scores in value.items()
        }
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        message = f"« {path} » : un objet JSON question → document → score est attendu."
        raise InputError("run_invalid", message) from error


def _finite(score: object) -> float:
    if not isinstance(score, int | float) or isinstance(score, bool) or not math.isfinite(score):
        raise ValueError(score)
    return float(score)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _word(name: str) -> str:
    """An id as one column: white space, which would part it in two, becomes ``_``."""
    return "_".join(name.split()) or "_"


def _bad(code: str, path: Path, number: int, expected: str) -> InputError:
    return InputError(code, f"« {path} », ligne {number} : il faut « {expected} ».")
