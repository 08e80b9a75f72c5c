"""Short forms that a document defines: « Municipalité amie des aînés (MADA) »."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.french.folding import fold
from ingest.french.stopwords import STOP_WORDS
from ingest.records import Acronym

_LONG_SHORT = re.compile(r"((?:[\w’'.–-]+[ \u00a0]){1,14})\(([A-ZÀ-Þ][\w–-]{1,11})\)")
_SHORT_LONG = re.compile(r"(?<![\w(])([A-ZÀ-Þ][A-ZÀ-Þ0-9-]{1,9})\s\(([^()]{6,120})\)")
_LINK_WORDS = frozenset("de du des d l la le les et en pour au aux a sur dans par".split())


def find_acronyms(texts: Sequence[str]) -> tuple[Acronym, ...]:
    """Acronyms defined in the texts, in order, the longest definition of each kept."""
    found: dict[str, str] = {}
    for text in texts:
        for match in _LONG_SHORT.finditer(text):
            long = _definition(match[1].strip(), match[2])
            if long:
                _keep(found, match[2], long)
        for match in _SHORT_LONG.finditer(text):
            long = _definition(match[2].strip(), match[1])
            if long:
                _keep(found, match[1], long)
    return tuple(Acronym(short, long) for short, long in found.items())


_NAME = re.compile(
    r"(?<![\w-])[A-ZÀ-Þ][\w-]+(?:(?: |[ ]?[dl][’'])[\w-]+){2,9}(?=[^\w’'-]|$)", re.UNICODE
)
_NAME_WORD = re.compile(r"[\w-]+|[dl][’']")


def initials_of_names(texts: Sequence[str]) -> tuple[Acronym, ...]:
    """Short forms that nobody wrote but people use: « OPHQ » for the « Office des personnes
    handicapées du Québec ».

    A name opens and closes with a capital and has three to six words of its own. They
    serve only for a short form that the documents never write.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        for match in _NAME.finditer(text):
            counts.update(_names_within(match.group()))
    found: dict[str, str] = {}
    for name, count in counts.most_common():
        short = "".join(
            w[0] for w in _NAME_WORD.findall(fold(name)) if w.rstrip("’'") not in _LINK_WORDS
        )
        opens = fold(_NAME_WORD.findall(name)[0])
        if count and 3 <= len(short) <= 6 and opens not in STOP_WORDS and short.isalpha():
            found.setdefault(short.upper(), name)
    return tuple(Acronym(short, long, implied=True) for short, long in found.items())


def _names_within(run: str) -> list[str]:
    words = list(_NAME_WORD.finditer(run))
    return [
        run[: word.end()]
        for word in words[2:]
        if word.group()[0].isupper() and word.end() - words[0].start() <= 90
    ]


def _keep(found: dict[str, str], short: str, long: str) -> None:
    if len(long) > len(found.get(short, "")):
        found[short] = long


def _definition(words: str, short: str) -> str | None:
    """The end of ``words`` whose initials spell ``short``; None when none does."""
    letters = fold(re.sub(r"[^\w]", "", short))
    if len(letters) < 2 or sum(char.isupper() for char in short) < 2:
        return None
    pieces = re.sub(r"(?<=\b[ldLD])['’]", "’ ", words).split()
    for start in range(len(pieces) - 1, -1, -1):
        if _spells(pieces[start:], letters):
            while start > 0 and fold(pieces[start]) in _LINK_WORDS:
                start -= 1
            return " ".join(pieces[start:]).replace("’ ", "’").lstrip("«“( ")
    return None


def _spells(pieces: Sequence[str], letters: str) -> bool:
    """Whether initials spell the letters, plural marks and link words passed over."""
    initials = []
    for piece in pieces:
        for word in re.split(r"[’'–-]", piece):
            folded = fold(re.sub(r"[^\w]", "", word))
            if folded:
                initials.append((folded, folded in _LINK_WORDS))
    if not initials or initials[0][0][0] != letters[0] or initials[0][1]:
        return False
    return _match(tuple(initials), letters)


def _match(words: tuple[tuple[str, bool], ...], letters: str) -> bool:
    if not letters:
        return all(link for _, link in words)
    if not words:
        return False
    word, link = words[0]
    if word[0] == letters[0] and _match(words[1:], letters[1:]):
        return True
    return link and _match(words[1:], letters)
