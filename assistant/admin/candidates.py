"""Questions of real people that deserve a gold line: those without answer, and thumbs.

Read from the journal of the data folder (``assistant.journal``), which holds questions only
where the setting ``log_questions`` allows it. What is made here is for a person to review.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from assistant.journal_files import FEEDBACK, QUESTIONS, entries
from ingest.french.folding import fold

LEFT_UNANSWERED = (
    "restée sans réponse; si les documents la contiennent, changer le type et ajouter docs, "
    "evidence et answer_regex"
)
THUMB_DOWN = "réponse jugée inutile; ajouter docs, evidence et answer_regex."
THUMB_UP = "réponse jugée utile; relire la preuve, la réponse et le critère"


def candidates(data: Path) -> tuple[Mapping[str, object], ...]:
    """Lines to complete, each question once, the most asked first."""
    counts: dict[str, int] = {}
    lines: dict[str, dict[str, object]] = {}
    for entry in entries(data / QUESTIONS):
        if entry.get("answered") is not True:
            _add(entry, "unanswerable", LEFT_UNANSWERED, lines, counts)
    for entry in entries(data / FEEDBACK):
        if entry.get("useful") is False:
            said = entry.get("comment")
            note = THUMB_DOWN + (f" « {said} »" if isinstance(said, str) and said else "")
            _add(entry, "open", note, lines, counts)
    doubtful = frozenset(lines)
    for entry in entries(data / FEEDBACK):
        if entry.get("useful") is True and _key(entry) not in doubtful:
            _add(entry, "open", THUMB_UP, lines, counts)
    order = sorted(lines, key=lambda key: -counts[key])
    return tuple(
        {"id": f"cand-{number:03d}", **lines[key], "asked": counts[key]}
        for number, key in enumerate(order, start=1)
    )


def _add(
    entry: Mapping[str, object],
    kind: str,
    note: str,
    lines: dict[str, dict[str, object]],
    counts: dict[str, int],
) -> None:
    key = _key(entry)
    if key is None:
        return
    counts[key] = counts.get(key, 0) + 1
    asked = {"question": entry["question"], "type": kind, "history": _before(entry), "note": note}
    lines.setdefault(key, asked)


def _key(entry: Mapping[str, object]) -> str | None:
    """What the same question has in common however it is typed; None without question."""
    question = entry.get("question")
    if not isinstance(question, str) or not question.strip():
        return None
    return fold("\n".join((*_before(entry), question))).strip(" ?.!")


def _before(entry: Mapping[str, object]) -> list[str]:
    history = entry.get("history")
    return [one for one in history if isinstance(one, str)] if isinstance(history, list) else []
