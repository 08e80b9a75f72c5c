"""Gold questions: reading and checking files of JSON lines.

One question a line: ``id, question, type, docs[], evidence[] (verbatim), evidence_mode any|all,
answer, answer_regex | answer_regex_all[] | answer_regex_any[] + any_min, wrong_regex?, year,
history[]``. Type ``unanswerable`` has no evidence. Unknown keys are left alone (notes), except
those that look like a slip of a known one.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from eval.text import unify
from ingest.errors import InputError

EvidenceMode = Literal["any", "all"]
UNANSWERABLE = "unanswerable"
FIGURE_TYPES = frozenset({"figure", "howmany_compare"})
LONG_TYPES = frozenset({"list", "summary"})
KNOWN_KEYS = (
    "id", "question", "type", "docs", "evidence", "evidence_mode", "answer", "answer_regex",
    "answer_regex_all", "answer_regex_any", "any_min", "wrong_regex", "wrong_example", "year",
    "history", "note", "english", "paraphrases",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with what a right answer needs.

    Attributes:
        docs: file names, any of which may hold the evidence.
        evidence: verbatim strings of those documents.
        evidence_mode: ``all`` when every string is needed, ``any`` when one is enough. A
            line without mode is read as ``all``: its strings are pieces of one proof.
        answer: a right answer in words, None when there is none.
        answer_regex, answer_regex_all, answer_regex_any, any_min: see ``eval.metrics``.
        wrong_regex: what no right answer says; wrong_example: a decoy it must match.
        year: the reporting period asked about.
        history: the questions asked before, oldest first.
        english, paraphrases: the same question otherwise, for robustness.
    """

    id: str
    question: str
    type: str
    docs: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    evidence_mode: EvidenceMode = "all"
    answer: str | None = None
    answer_regex: str | None = None
    answer_regex_all: tuple[str, ...] = ()
    answer_regex_any: tuple[str, ...] = ()
    any_min: int = 1
    wrong_regex: str | None = None
    wrong_example: str | None = None
    year: str | None = None
    history: tuple[str, ...] = ()
    english: str | None = None
    paraphrases: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the documents hold the answer."""
        return self.type != UNANSWERABLE

    @property
    def patterns(self) -> tuple[tuple[str, str], ...]:
        """Every pattern as (key, pattern)."""
        one = (("answer_regex", self.answer_regex), ("wrong_regex", self.wrong_regex))
        return (
            *((key, pattern) for key, pattern in one if pattern is not None),
            *(("answer_regex_all", pattern) for pattern in self.answer_regex_all),
            *(("answer_regex_any", pattern) for pattern in self.answer_regex_any),
        )


@dataclass(frozen=True, slots=True)
class GoldProblem:
    """A line that cannot be used, or a question that contradicts itself.

    Attributes:
        path: file as given; ``""`` when the question came from no file.
        line: 1-based; 0 when the question came from no file.
        id: of the question when it could be read, else ``""``.
        message: French sentence.
    """

    path: str
    line: int
    id: str
    message: str

    def __str__(self) -> str:
        place = f"{self.path}, ligne {self.line}" if self.line else self.path
        return " : ".join(part for part in (place, self.id, self.message) if part)


@dataclass(frozen=True, slots=True)
class GoldFile:
    """Questions of one or more files, and the lines that could not be used."""

    questions: tuple[GoldQuestion, ...]
    problems: tuple[GoldProblem, ...]


class _BadLineError(ValueError):
    """A line that cannot be used; the message is French."""


def read_gold(paths: Iterable[Path]) -> GoldFile:
    """Read gold files; a bad line is reported and the others are kept.

    Raises:
        InputError: a file cannot be read, or is not UTF-8 text.
    """
    questions: dict[str, GoldQuestion] = {}
    problems: list[GoldProblem] = []
    for path in paths:
        for number, line in enumerate(_lines(path), start=1):
            if not line.strip():
                continue
            try:
                question = parse_line(line)
                if question.id in questions:
                    raise _BadLineError(f"l'identifiant « {question.id} » est déjà pris")
            except _BadLineError as error:
                problems.append(GoldProblem(str(path), number, "", str(error)))
            else:
                questions[question.id] = question
    return GoldFile(tuple(questions.values()), tuple(problems))


def _lines(path: Path) -> list[str]:
    try:
        # Split on line feeds alone: U+2028 and the like may stand inside a JSON string.
        return path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        message = f"« {path} » n'est pas un texte UTF-8; enregistrez-le en UTF-8."
        raise InputError("gold_not_text", message) from error
    except OSError as error:
        message = f"Impossible de lire « {path} » ({error.strerror}); vérifiez le chemin."
        raise InputError("gold_not_readable", message) from error


def parse_line(line: str) -> GoldQuestion:
    """One question from one line of JSON.

    Raises:
        ValueError: with a French message, when the line cannot be used.
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        detail = error.msg if isinstance(error, json.JSONDecodeError) else "valeur illisible"
        raise _BadLineError(f"JSON invalide ({detail})") from error
    if not isinstance(value, dict):
        raise _BadLineError("un objet JSON « {…} » est attendu")
    _refuse_slips(value)
    question = GoldQuestion(
        id=_text(value, "id"),
        question=_text(value, "question"),
        type=_text(value, "type"),
        docs=_texts(value, "docs"),
        evidence=_texts(value, "evidence"),
        evidence_mode=_mode(value),
        answer=_maybe(value, "answer"),
        answer_regex=_maybe(value, "answer_regex"),
        answer_regex_all=_texts(value, "answer_regex_all"),
        answer_regex_any=_texts(value, "answer_regex_any"),
        any_min=_count(value, "any_min"),
        wrong_regex=_maybe(value, "wrong_regex"),
        wrong_example=_maybe(value, "wrong_example"),
        year=_maybe(value, "year"),
        history=_texts(value, "history"),
        english=_maybe(value, "english"),
        paraphrases=_texts(value, "paraphrases"),
    )
    _refuse_contradictions(question)
    return question


def _refuse_slips(value: Mapping[str, object]) -> None:
    for key in value:
        close = difflib.get_close_matches(key, KNOWN_KEYS, n=1, cutoff=0.85)
        if key not in KNOWN_KEYS and close:
            raise _BadLineError(f"clé « {key} » inconnue; vouliez-vous dire « {close[0]} » ?")


def _refuse_contradictions(question: GoldQuestion) -> None:
    for key, pattern in question.patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise _BadLineError(f"« {key} » : expression régulière invalide ({error})") from error
    criteria = (question.answer_regex, *question.answer_regex_all, *question.answer_regex_any)
    if question.answerable:
        if not any(criteria):
            raise _BadLineError("il faut au moins un critère « answer_regex »")
        if not question.docs or not question.evidence:
            raise _BadLineError("une question qui a une réponse demande « docs » et « evidence »")
        if not all(unify(evidence) for evidence in question.evidence):
            raise _BadLineError("un extrait de « evidence » est vide")
    elif question.evidence or any(criteria):
        raise _BadLineError("une question sans réponse n'a ni « evidence » ni critère de réponse")
    if question.answer_regex_any and question.any_min > len(question.answer_regex_any):
        raise _BadLineError("« any_min » dépasse le nombre d'expressions de « answer_regex_any »")


def _text(value: Mapping[str, object], key: str) -> str:
    text = value.get(key)
    if not isinstance(text, str) or not text.strip():
        raise _BadLineError(f"« {key} » : un texte non vide est attendu")
    return text


def _maybe(value: Mapping[str, object], key: str) -> str | None:
    text = value.get(key)
    if text is not None and not isinstance(text, str):
        raise _BadLineError(f"« {key} » : un texte ou null est attendu")
    return text or None


def _texts(value: Mapping[str, object], key: str) -> tuple[str, ...]:
    items = value.get(key)
    if items is None:
        return ()
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise _BadLineError(f"« {key} » : une liste de textes est attendue")
    return tuple(items)


def _mode(value: Mapping[str, object]) -> EvidenceMode:
    mode = value.get("evidence_mode") or "all"
    for known in get_args(EvidenceMode):
        if mode == known:
            return "any" if known == "any" else "all"
    raise _BadLineError("« evidence_mode » : « any » ou « all » est attendu")


def _count(value: Mapping[str, object], key: str) -> int:
    count = value.get(key)
    if count is None:
        return 1
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise _BadLineError(f"« {key} » : un entier de 1 ou plus est attendu")
    return count
