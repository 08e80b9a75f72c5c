"""What people send, made fit to be worked on: questions, filters, conversation names.

Text that cannot be a question is refused here with a stable code, so that nothing behind
meets NUL characters, lone surrogates or a whole book.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.messages import say
from assistant.service import Language
from ingest.errors import InputError, QuestionError

YEAR = re.compile(r"([12]\d{3})(?:[-–—/ ]{1,3}([12]\d{3}|\d\d))?", re.ASCII)
IDENTIFIER = re.compile(r"[A-Za-z0-9._~-]{1,200}", re.ASCII)
UNREADABLE = frozenset({"Cc", "Cs", "Co", "Cn"})
BLANK = "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85"
GARBAGE_SHARE = 0.1


def clean_question(text: str, limit: int, lang: Language = "fr") -> str:
    """A question fit to be read, its own characters kept.

    Args:
        limit: characters allowed.

    Raises:
        QuestionError: ``empty_question``, ``question_too_long`` or
            ``unreadable_question``.
    """
    if len(text) > limit:
        message = say("question_too_long", lang, length=_spaced(len(text)), limit=_spaced(limit))
        raise QuestionError("question_too_long", message)
    cleaned = readable(text)
    if cleaned == "":
        raise QuestionError("empty_question", say("empty_question", lang))
    if cleaned is None or not any(character.isalnum() for character in cleaned):
        raise QuestionError("unreadable_question", say("unreadable_question", lang))
    return cleaned


def readable(text: str) -> str | None:
    """``text`` without stray control characters; None when it is not text at all."""
    spaced = text.translate({ord(character): " " for character in BLANK})
    strange = sum(1 for character in spaced if _strange(character))
    if "\x00" in text or strange > GARBAGE_SHARE * len(text):
        return None
    kept = "".join(character for character in spaced if not _strange(character))
    return " ".join(kept.split())


def clean_history(history: Sequence[str], turns: int, limit: int) -> tuple[str, ...]:
    """The last ``turns`` earlier questions that are text, each cut at ``limit``."""
    recent = [readable(text[:limit]) for text in history[-turns:]] if turns else []
    return tuple(text for text in recent if text)


def clean_year(text: str | None, lang: Language = "fr") -> str | None:
    """A year or period in its canonical form: ``2022`` or ``2021-2022``.

    Raises:
        InputError: ``bad_year``.
    """
    if text is None or not text.strip():
        return None
    match = YEAR.fullmatch(text.strip()) if len(text) < 40 else None
    if match is None:
        shown = (readable(text[:40]) or "?").strip()
        raise InputError("bad_year", say("bad_year", lang, value=shown))
    first, last = match.groups()
    if last is None:
        return first
    return f"{first}-{last if len(last) == 4 else first[:2] + last}"


def clean_label(text: str | None, limit: int = 200) -> str | None:
    """A filter value: short readable text, None when empty or not text."""
    return (readable(text[:limit]) or None) if text else None


def is_identifier(text: str) -> bool:
    """Whether ``text`` can be the identifier of a document, passage or conversation."""
    return IDENTIFIER.fullmatch(text) is not None and text not in (".", "..")


def _strange(character: str) -> bool:
    return character == "�" or unicodedata.category(character) in UNREADABLE


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")
