"""Words of a French text, with their place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.french.folding import APOSTROPHES, fold
from ingest.french.stems import stem
from ingest.french.stopwords import QUESTION_WORDS, STOP_WORDS

_ELIDED = frozenset("l d j m t s c n qu jusqu lorsqu puisqu quoiqu quelqu presqu entr".split())
_TRUE_COMPOUNDS = frozenset(
    "peut celui celle ceux apres avant demi mi non vice sous porte quelqu grand mini "
    "elle lui eux vous nous avis savoir bien".split()
)
# A word, which a hyphen at a line end may cut in two.
_WORD = re.compile(r"[^\W_]+(?:(?:-[ ]?\n|\u00ad\n?)[^\W\d_]+)?")
_BROKEN = re.compile(r"(.+?)(?:-[ ]?\n|\u00ad\n?)(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """One word.

    Attributes:
        word: folded form.
        stem: what is indexed.
        start, end: half-open span in the text.
        stop: a function word or question word, left out of the index.
    """

    word: str
    stem: str
    start: int
    end: int
    stop: bool


def _is_compound(left: str, right: str) -> bool:
    return right[:1].isupper() or fold(left) in _TRUE_COMPOUNDS


def _token(raw: str, start: int, end: int, before_apostrophe: bool) -> Token:
    word = fold(raw)
    elided = before_apostrophe and word in _ELIDED
    stop = elided or word in STOP_WORDS or word in QUESTION_WORDS
    return Token(word, stem(word), start, end, stop)


def tokenize(text: str) -> tuple[Token, ...]:
    """Every word of ``text`` in order; elided articles are words of their own.

    A word cut by a hyphen at a line end is one token spanning both parts, unless it is a
    true compound (« peut-être », « Jean-Arsenault »).
    """
    tokens: list[Token] = []
    for match in _WORD.finditer(text):
        start, end, raw = match.start(), match.end(), match.group()
        broken = _BROKEN.fullmatch(raw)
        if broken is not None and _is_compound(broken[1], broken[2]):
            middle = start + broken.start(2)
            tokens.append(_token(broken[1], start, start + broken.end(1), False))
            tokens.append(_token(broken[2], middle, end, False))
            continue
        joined = broken[1] + broken[2] if broken is not None else raw
        follows = text[end : end + 1]
        tokens.append(_token(joined, start, end, bool(follows) and follows in APOSTROPHES))
    return tuple(tokens)


def terms(text: str) -> list[str]:
    """Stems of the words that carry a subject, in order, repetitions kept."""
    return [token.stem for token in tokenize(text) if not token.stop]
