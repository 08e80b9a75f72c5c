"""What a number counts: its label, unit and qualifier, read around it."""

from __future__ import annotations

import re

from ingest.french.folding import fold
from ingest.french.numbers import Number, find_numbers
from ingest.french.stopwords import STOP_WORDS
from ingest.records import Statement

_QUALIFIER = re.compile(
    r"(plus d[e’']|près d[e’']|environ|au moins|moins d[e’']|en moyenne|moyenne d[e’']|jusqu['’]à|quelque"
    r"|(?:une )?augmentation d[e’'](?: près de| plus de)?|hausse d[e’']|baisse d[e’']|diminution d[e’']"
    r"|presque|autour de|\+)\s*$",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[;:!?()»]|\.(?=\s|$)|,(?!\d)|\s(?:comparativement|alors que|tandis que|soit)\s"
)
_MAX_WORDS = 14
_ADJECTIVES = frozenset(
    "nouveaux nouvelles nouveau nouvelle premieres premiers premiere premier autres grands grandes "
    "derniers dernieres principaux grand petites petits meilleures".split()
)
_INVARIABLE = frozenset("mois temps colis fois pays corps avis concours parcours cours".split())


def label_of(statement: Statement, number: Number) -> str:
    """Readable label: what follows the number in its clause, else what a colon announces.

    « Nombre d’abonnés : 2 925 » → « Nombre d’abonnés »; « La solidarité : 258 écoutes » →
    « écoutes — La solidarité »; « 375 membres aux quatre coins… » → « membres aux … ».
    """
    text = statement.text
    after = _after(text, number)
    before = _before_colon(text, number)
    if after and before and len(before.split()) <= 16:
        return f"{after} — {before}"
    if after:
        return after
    return before or _before(text, number) or (statement.lead[-1] if statement.lead else "")


def _after(text: str, number: Number) -> str:
    tail = re.sub(r"^[ \u00a0\u202f]?(?:%|\$|M\$|k\$)", "", text[number.end :])
    following = find_numbers(tail)
    end = len(tail)
    close = _CLAUSE_END.search(tail)
    if close is not None:
        end = close.start()
    if following and following[0].start < end:
        cut = re.sub(r"(?:\s(?:et|ou|dont|à|de|d['’]))*\s*$", "", tail[: following[0].start])
        end = len(cut) if len(cut.split()) >= 1 else following[0].start
    words = tail[:end].split()[:_MAX_WORDS]
    while words and fold(words[-1]).strip("’'") in STOP_WORDS:
        words.pop()
    return re.sub(r"^(?:de |d['’]|des |du )", "", " ".join(words)).strip(" –—-")


def _before_colon(text: str, number: Number) -> str:
    head = text[: number.start]
    colon = head.rfind(":")
    if colon < 0 or find_numbers(head[colon + 1 :]) or len(head) - colon > 40:
        return ""
    start = max(head.rfind(". ", 0, colon), head.rfind("; ", 0, colon))
    return head[start + 1 : colon].strip(" ;.")


def _before(text: str, number: Number) -> str:
    head = _QUALIFIER.sub("", text[: number.start]).strip()
    clause = re.split(r"[;:!?]|\.\s|,\s", head)[-1]
    return " ".join(clause.split()[-_MAX_WORDS:])


def qualifier_of(text: str, number: Number) -> str | None:
    """« plus de », « près de », « environ »…; None when the number stands bare."""
    match = _QUALIFIER.search(text[: number.start])
    if match is None:
        return "environ" if number.approximate else None
    said = match[1].lower().replace("’", "'")
    if said == "+":
        return "plus de"
    return re.sub(r"\bd'$", "de", said).removeprefix("une ").strip()


def unit_of(text: str, number: Number) -> str | None:
    """Symbol, or the counted noun in the singular; None when no noun follows."""
    if number.symbol is not None:
        return number.symbol
    words = re.findall(r"[^\W\d_]+", text[number.end : number.end + 60])
    for word in words[:3]:
        folded = fold(word)
        if folded in STOP_WORDS or folded in _ADJECTIVES:
            continue
        return singular(word) if word.islower() or not word.isupper() else word
    return None


def singular(word: str) -> str:
    """Singular of a plural noun by the common rules; other words are kept."""
    lower = word.lower() if not word.isupper() else word
    if fold(lower) in _INVARIABLE or len(lower) < 4:
        return lower
    if lower.endswith("eaux"):
        return lower[:-1]
    if lower.endswith("aux"):
        return lower[:-2] + "l"
    return lower[:-1] if lower.endswith(("s", "x")) else lower
