"""Cards of people: the lines of a name and its roles as one readable text."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LINKS = frozenset("de du des la à et l’ d’".split())
_ROLE = re.compile(r"(?i)r[ée]gion|maire|direct|présid|conseill|charg|coord|secr|trésor")


def card_text(lines: Sequence[str]) -> str:
    """« Name, role, role »: lines apart by commas, wrapped lines joined."""
    text = ""
    for line in lines:
        if text.endswith("-"):
            text += line
        elif not text or _wraps(text, line) or _is_rest_of_name(text, line):
            text = f"{text} {line}".strip()
        else:
            text = f"{text}, {line}"
    return text


def _wraps(text: str, line: str) -> bool:
    opens = text.rsplit(" ", 1)[-1].lower() in _LINKS
    goes_on = line[:1].islower() and "," in text
    return text.endswith(",") or goes_on or opens or line.startswith("–")


def _is_rest_of_name(text: str, line: str) -> bool:
    """« Marie » above « Tremblay »; not a region number above a name."""
    if "," in text or len(text.split()) > 2 or not 1 <= len(line.split()) <= 2:
        return False
    return _is_name_piece(line) and _is_name_piece(text) and not text[0].isdigit()


def _is_name_piece(text: str) -> bool:
    words = [word for word in re.split(r"[\s-]+", text) if word]
    return all(word[:1].isupper() for word in words) and not _ROLE.match(text)
