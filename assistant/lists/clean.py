"""Names, notes and labels that people write in lists, made fit to be kept and exported."""

from __future__ import annotations

import re

from assistant.lists.errors import ListError
from assistant.lists.model import MAX_NAME, MAX_NOTE

LINE_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
# What XML cannot hold, other controls, and marks that reverse the reading order.
UNFIT = re.compile(
    "[^\n\x20-\x7e\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd"
    "\U00010000-\U0010ffff]"
)


def fit_text(text: str) -> str:
    """``text`` with line breaks as ``\\n`` and nothing that a file of words cannot hold."""
    return UNFIT.sub("", LINE_BREAKS.sub("\n", text).replace("\t", " "))


def fit_line(text: str) -> str:
    """``fit_text`` on one line, blanks folded."""
    return " ".join(fit_text(text).split())


def clean_name(text: str) -> str:
    """The name of a list.

    Raises:
        ListError: ``bad_list_name``, empty or longer than 120 characters.
    """
    name = fit_line(text)
    if not name or len(name) > MAX_NAME:
        raise ListError("bad_list_name", length=len(name), limit=MAX_NAME)
    return name


def clean_note(text: str) -> str:
    """A note, its line breaks kept.

    Raises:
        ListError: ``note_too_long``, more than 4,000 characters.
    """
    note = fit_text(text).strip()
    if len(note) > MAX_NOTE:
        raise ListError("note_too_long", length=len(note), limit=MAX_NOTE)
    return note


def clean_share_label(text: str) -> str:
    """What a share is remembered by, cut to the length of a name."""
    return fit_line(text)[:MAX_NAME]
