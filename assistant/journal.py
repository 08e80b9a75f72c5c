"""What people thought of answers, and, where the setting allows it, what they asked.

Two files of the data folder, one JSON value a line: ``feedback.jsonl`` and
``questions.jsonl``. The text of a question is kept only with the setting ``log_questions``;
then every question is, what looks personal in it masked, with whether it was answered, in
how long, and what came closest.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from assistant.journal_files import FEEDBACK, QUESTIONS, append, erase
from assistant.privacy import mask
from assistant.reasons import reason
from assistant.service import Feedback
from ingest.errors import StoreError

_LOG = logging.getLogger("repere")
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
        self,
        conversation: str,
        question: str,
        history: tuple[str, ...],
        *,
        answered: bool,
        milliseconds: float | None = None,
        closest: Sequence[str] = (),
    ) -> None:
        """Remember and keep a question.

        An answer is worth more than its trace: a disk that refuses is only logged.

        Args:
            closest: identifiers of the documents nearest to a question without answer.
        """
        if not self._questions:
            return
        question, history = mask(question), tuple(map(mask, history))
        with self._lock:
            self._last[conversation] = (question, history)
            self._last.move_to_end(conversation)
            while len(self._last) > _REMEMBERED:
                self._last.popitem(last=False)
        told = {
            "conversation_id": conversation,
            "question": question,
            "history": list(history),
            "answered": answered,
            "ms": None if milliseconds is None else round(milliseconds, 1),
            "closest": list(dict.fromkeys(closest)),
        }
        try:
            self._append(QUESTIONS, told)
        except StoreError as error:
            _LOG.warning("%s", error)

    def forget(self, conversation: str) -> int:
        """Erase a conversation, from the files and from memory; how many lines went.

        Raises:
            StoreError: ``journal_not_changed``.
        """
        with self._lock:
            self._last.pop(conversation, None)
        return erase(self._data, conversation)

    def feedback(self, feedback: Feedback) -> None:
        """Keep what a person thought of an answer.

        Raises:
            StoreError: ``feedback_not_kept``.
        """
        told: dict[str, object] = {
            "conversation_id": feedback.conversation_id,
            "useful": feedback.useful,
            "comment": None if feedback.comment is None else mask(feedback.comment),
        }
        with self._lock:
            last = self._last.get(feedback.conversation_id)
        if last is not None:
            told |= {"question": last[0], "history": list(last[1])}
        self._append(FEEDBACK, told)

    def _append(self, name: str, told: Mapping[str, object]) -> None:
        """One line, on the disk before this returns."""
        stamped = {"at": datetime.now(UTC).isoformat(timespec="seconds"), **told}
        try:
            append(self._data / name, stamped)
        except OSError as error:
            raise StoreError(
                "feedback_not_kept", f"Votre avis n’a pas pu être enregistré : {reason(error)}."
            ) from error
