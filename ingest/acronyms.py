"""Short forms that a document defines: « Municipalité amie des aînés (MADA) »."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ingest.french.folding import APOSTROPHES, fold
from ingest.french.stopwords import STOP_WORDS
from ingest.records import Acronym

_BRACKETED = re.compile(r"[ \u00a0]\(([A-ZÀ-Þ][\w–-]{1,11})\)")
_BEFORE = 160  # characters: where the long form before a bracket may stand
_MOST_WORDS = 14
_SHORT_LONG = re.compile(r"(?<![\w(])([A-ZÀ-Þ][A-ZÀ-Þ0-9-]{1,9})\s\(([^()]{6,120})\)")
_LINK_WORDS = frozenset("de du des d l la le les et en pour au aux a sur dans par".split())
_USED = re.compile(r"(?<![\w’'-])[A-Z]{3,6}(?![\w’'-])")
_WORD = re.compile(r"[^\W_]+|[^\w\s]|\n")
_JOINS = frozenset(APOSTROPHES + "-‐‑–")
_LONGEST = 90  # characters of a name


def find_acronyms(texts: Sequence[str]) -> tuple[Acronym, ...]:
    """Acronyms that the texts define, in order of the short forms found.

    A definition in brackets comes first, the longest of each kept. A short form that is
    used without one is the initials of a name of the same texts, when one name is the
    most frequent: « RQDS » and « Réseau québécois du développement social ».
    """
    found: dict[str, str] = {}
    for text in texts:
        for match in _BRACKETED.finditer(text):
            before = text[max(0, match.start() - _BEFORE) : match.start()]
            words = re.split(r"[^\w’'. \u00a0–-]", before)[-1].split()[-_MOST_WORDS:]
            _keep(found, match[1], _definition(" ".join(words), match[1]))
        for match in _SHORT_LONG.finditer(text):
            _keep(found, match[1], _definition(match[2].strip(), match[1]))
    found.update(_spelled_by_names(texts, set(found)))
    return tuple(Acronym(short, long) for short, long in found.items())


def _spelled_by_names(texts: Sequence[str], defined: set[str]) -> dict[str, str]:
    """Short forms in use that the initials of one name of the texts spell."""
    used = {
        short: None
        for text in texts
        if not text.isupper()
        for short in _USED.findall(text)
        if short not in defined
    }
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for name, initials in _names(text, {short.lower() for short in used}):
            names[initials].update([name])
    found: dict[str, str] = {}
    for short in used:
        only = _only_name(names[short.lower()])
        if only is not None:
            found[short] = only
    return found


def _names(text: str, wanted: set[str]) -> Iterator[tuple[str, str]]:
    """Runs of words whose initials are wanted: a capital first, link words passed over.

    Each word opens at most one run of bounded length, so the time is linear.
    """
    firsts = {initials[0] for initials in wanted}
    words = list(_WORD.finditer(text))
    for at, word in enumerate(words):
        raw = word.group()
        if raw[0].isupper() and not _is_short_form(raw) and fold(raw[0])[:1] in firsts:
            yield from _runs_from(text, words, at, wanted)


def _runs_from(
    text: str, words: Sequence[re.Match[str]], at: int, wanted: set[str]
) -> Iterator[tuple[str, str]]:
    start = words[at].start()
    initials = ""
    for word in words[at : at + 4 * _MOST_WORDS]:
        raw = word.group()
        if raw in _JOINS:
            continue
        if not raw[0].isalpha() or word.end() - start > _LONGEST or _is_short_form(raw):
            return
        folded = fold(raw)
        if initials and folded in _LINK_WORDS:
            continue
        initials += folded[0]
        if initials in wanted:
            yield " ".join(text[start : word.end()].split()), initials
        if len(initials) >= 6:
            return


def _is_short_form(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _only_name(names: Counter[str]) -> str | None:
    """The most frequent name, the shortest of those as frequent; None when two differ.

    Names that differ by case, apostrophe or link words alone are one.
    """
    merged: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, count in names.items():
        if not re.search(r"(?<!\w)[^\W\d_A-Z]", name):
            continue  # capitals only: people and places in a row, not the name of a body
        own = [word for word in re.findall(r"\w+", fold(name)) if word not in _LINK_WORDS]
        if len(own) >= 3 and own[0] not in STOP_WORDS:
            merged[" ".join(own)][name] += count
    ranked = sorted(merged.values(), key=lambda one: -one.total())
    if not ranked or (len(ranked) > 1 and ranked[0].total() == ranked[1].total()):
        return None
    return min(ranked[0], key=lambda name: (-ranked[0][name], len(name), name))


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
        if word.group()[0].isupper() and word.end() - words[0].start() <= _LONGEST
    ]


def _keep(found: dict[str, str], short: str, long: str | None) -> None:
    if long and len(long) > len(found.get(short, "")):
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
