"""Addresses, telephones and e-mails: whether they are asked for, whether a text holds one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question.model import Question
from ingest.french.folding import fold

_PHONE = re.compile(r"\b\d{3}[ .-]\d{3}-\d{4}\b")
_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}\.\w{1,24}")
ADDRESS = re.compile(
    r"\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"
    r"|\b\d{1,5},? (?:rue|boulevard|boul\.|avenue|av\.|chemin|place|rang|route)\b"
)
_URL = re.compile(
    r"\b(?:https?://|www\.)\S+|(?<!@)\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|ca|net|info|quebec)\b(?!@)"
)
_MEANS = (
    (
        (
            r"\b(?:adresse (?:web|internet|url)|url|(?:sur )?quel(?:le)? (?:site|page)"
            r"|lien (?:web|internet|vers|pour)|web address|website)\b"
        ),
        (_URL,),
    ),
    (r"\b(?:courriels?|e-?mails?)\b", (_MAIL,)),
    (r"\b(?:telephones?|phones?)\b", (_PHONE,)),
    (r"\b(?:adresse|address|code postal|bureaux?)\b", (ADDRESS, _MAIL)),
    (r"\b(?:coordonnees|joindre|contact)\b", (_PHONE, _MAIL, ADDRESS)),
)


def asks_contact(question: Question) -> tuple[re.Pattern[str], ...]:
    """Forms of address, telephone or e-mail that would answer; none when none is asked."""
    asked = fold(question.standalone)
    return next((forms for wanted, forms in _MEANS if re.search(wanted, asked)), ())


def has_contact(text: str, forms: Sequence[re.Pattern[str]]) -> bool:
    """Whether a text holds an address, a telephone number or an e-mail address asked for."""
    return any(form.search(text) for form in forms)
