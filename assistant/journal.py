"""What people thought of answers, and, where the setting allows it, what found no answer.

Two files of the data folder, one JSON value a line: ``feedback.jsonl`` and
``questions.jsonl``. The text of a question is kept only with the setting ``log_questions``.
"""

from __future__ import annotations

import json
import logging
import os
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from assistant.reasons import reason
from assistant.service import Feedback
from ingest.errors import StoreError

_LOG = logging.getLogger("repere")
FEEDBACK, QUESTIONS = "feedback.jsonl", "questions.jsonl"
_REMEMBERED = 1_000  # conversations whose last question a thumb can still be joined to

Asked = tuple[str, tuple[str, ...]]  # question, earlier ones


class Journal:
    """Appends to the files of a data folder. Safe in threads.

    Args:
        data: the data folder.
        questions: whether the text of questions may be kept.
    """

    def __init__(self, data: Path, *, questions: bool) -> None:
        self._data = data
        self._questions = questions
        self._lock = Lock()
        self._last: OrderedDict[str, Asked] = OrderedDict()

    def asked(
        self, conversation: str, question: str, history: tuple[str, ...], *, answered: bool
    ) -> None:
        """Remember a question, and keep it when it found no answer.

        An answer is worth more than its trace: a disk that refuses is only logged.
        """
        if not self._questions:
            return
        with self._lock:
            self._last[conversation] = (question, history)
            self._last.move_to_end(conversation)
            while len(self._last) > _REMEMBERED:
                self._last.popitem(last=False)
        if not answered:
            told = {"conversation_id": conversation, "question": question}
            try:
                self._append(QUESTIONS, {**told, "history": list(history)})
            except StoreError as error:
                _LOG.warning("%s", error)

    def feedback(self, feedback: Feedback) -> None:
        """Keep what a person thought of an answer.

        Raises:
            StoreError: ``feedback_not_kept``.
        """
        told: dict[str, object] = {
            "conversation_id": feedback.conversation_id,
            "useful": feedback.useful,
            "comment": feedback.comment,
        }
        with self._lock:
            last = self._last.get(feedback.conversation_id)
        if last is not None:
            told |= {"question": last[0], "history": list(last[1])}
        self._append(FEEDBACK, told)

    def _append(self, name: str, told: Mapping[str, object]) -> None:
        """One line, on the disk before this returns."""
        stamped = {"at": datetime.now(UTC).isoformat(timespec="seconds"), **told}
        line = json.dumps(stamped, ensure_ascii=False) + "\n"
        try:
            self._data.mkdir(parents=True, exist_ok=True)
            with self._lock, (self._data / name).open("ab") as file:
                file.write(line.encode("utf-8", "replace"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StoreError(
                "feedback_not_kept", f"Votre avis n’a pas pu être enregistré : {reason(error)}."
            ) from error
