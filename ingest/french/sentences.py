"""Sentence boundaries of French prose, as half-open spans."""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    "m mm mme mmes mlle dr dre me pr pre st ste no nos art al p pp ex env tel etc vol ch cf "
    "inc ltee enr approx max min boul av app hon i.e".split()
)
# End mark, closing marks, then white space before something that can open a sentence.
_END = re.compile(r"(?<![.!?…])[.!?…]++(?:\s?[»”\")\]]++)?(?=\s+[«“\"(\[]?\s?[A-ZÀ-ÖØ-ÞŒ0-9]|\s*$)")
_LAST_WORD = re.compile(r"[^\s('’«]+$")
_LONGEST_WORD = 24  # characters looked at before an end mark


def _ends(text: str, start: int, visible: int, match: re.Match[str]) -> bool:
    if match.group()[0] != ".":
        return True
    near = text[max(start, match.start() - _LONGEST_WORD) : match.start()]
    word = _LAST_WORD.search(near)
    if word is None:
        return False
    last = word[0]
    if last.lower().rstrip(".") in _ABBREVIATIONS:
        return match.end() >= visible
    return not (len(last) == 1 and last.isupper())


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text``, white space between them left out.

    Abbreviations (« M. », « no. »), initials (« Robert B. Brière ») and decimals do not
    end a sentence. Every visible character belongs to exactly one span.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    visible = len(text.rstrip())
    for match in _END.finditer(text):
        if not _ends(text, start, visible, match):
            continue
        _append(spans, text, start, match.end())
        start = match.end()
    _append(spans, text, start, len(text))
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if left < right:
        spans.append((left, right))


def cut_long(text: str, start: int, end: int, most: int) -> list[tuple[int, int]]:
    """The span in pieces of at most ``most`` characters, cut at white space where there is.

    For runs without any end mark (tables, data), which no one could quote whole.
    """
    pieces: list[tuple[int, int]] = []
    while end - start > most:
        stop = start + most
        blank = max(text.rfind(space, start + max(1, most // 2), stop) for space in " \n\t\u00a0")
        stop = blank if blank > 0 else stop
        _append(pieces, text, start, stop)
        start = stop
    _append(pieces, text, start, end)
    return pieces
