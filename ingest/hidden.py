"""Characters that a reader cannot see, or takes for others: counted, and said of the document.

Zero-width and bidirectional controls, « tag » characters, and words that mix Latin letters
with look-alikes of another alphabet. The text is kept as it is: a quote stays verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ingest.records import RawDocument

SHOWN = 5  # examples in one sentence
LONGEST = 60  # characters of one example
# Between two letters of ours none of these has a use; in Arabic or an emoji they do.
_LATIN = r"A-Za-zÀ-ÖØ-öø-ÿŒœ"
_WIDTHLESS = re.compile(
    rf"(?<=[{_LATIN}])[\u200b\u200c\u200d\u2060\ufeff\u180e\u00ad]{{1,64}}(?=[{_LATIN}])"
)
_SOFT_HYPHEN = "\u00ad"
_TAGS = re.compile(r"[\U000e0020-\U000e007e]{4,400}")
_TURNED = re.compile(r"[\u202d\u202e\u2066-\u2068]")
_WORD = re.compile(r"[^\W\d_]{2,40}")
# Letters of the Greek and Cyrillic alphabets that look like Latin ones.
_ALIKE = frozenset("АВЕЅІЈКМНОРСТХУаеорсухіјѕԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαρυν")
_OURS = re.compile(rf"[{_LATIN}]")


def flagged(raw: RawDocument) -> RawDocument:
    """``raw`` with a sentence more for each kind of character that hides something."""
    found = hidden_characters(page.text for page in raw.pages)
    return replace(raw, warnings=(*raw.warnings, *found)) if found else raw


def hidden_characters(texts: Iterable[str]) -> tuple[str, ...]:
    """French sentences on what these texts hide; empty when nothing."""
    widthless = turned = 0
    tagged: list[str] = []
    mixed: dict[str, None] = {}
    for text in texts:
        widthless += sum(not _only_hyphens(match[0]) for match in _WIDTHLESS.finditer(text))
        turned += len(_TURNED.findall(text))
        tagged += ["".join(chr(ord(c) - 0xE0000) for c in m[0]) for m in _TAGS.finditer(text)]
        mixed |= dict.fromkeys(word for word in _WORD.findall(text) if _mixes(word))
    out = []
    if widthless:
        out.append(f"Caractères sans largeur cachés dans des mots : {widthless}.")
    if turned:
        out.append(
            f"Caractères qui inversent le sens de lecture : {turned}. Ce qui s'affiche peut ne "
            "pas être ce qui est écrit."
        )
    if tagged:
        out.append(f"Texte caché dans des caractères invisibles : « {tagged[0][:LONGEST]} ».")
    if mixed:
        words = ", ".join(f"« {word} »" for word in list(mixed)[:SHOWN])
        out.append(f"Mots qui mêlent deux alphabets qui se ressemblent : {words}.")
    return tuple(out)


def seen_nowhere(pieces: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    """Sentences on text that is written but not shown.

    Args:
        pieces: where (« page 3 », or nothing), how (« blanc »), and the text.
    """
    kept: dict[tuple[str, str], list[str]] = {}
    for where, how, text in pieces:
        kept.setdefault((where, how), []).append(text)
    out = []
    for (where, how), texts in list(kept.items())[:SHOWN]:
        joined = " ".join(" ".join(texts).split())
        cut = joined[:LONGEST] + ("…" if len(joined) > LONGEST else "")
        out.append(f"Texte caché{f' {where}' if where else ''} ({how}) : « {cut} ».")
    if len(kept) > SHOWN:
        out.append(f"Texte caché : {len(kept) - SHOWN} autres endroits.")
    return tuple(out)


def _only_hyphens(text: str) -> bool:
    """One soft hyphen is how a word may be cut; several together hide."""
    return text == _SOFT_HYPHEN


def _mixes(word: str) -> bool:
    return any(letter in _ALIKE for letter in word) and _OURS.search(word) is not None
