"""Questions as people type them: seeded rules that spoil a question as people do. Pure.

The same seed and question always give the same text. Numbers are never touched: another
number is another question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from eval.gold import GoldQuestion
from ingest.french.folding import fold
from ingest.french.stopwords import QUESTION_WORDS, STOP_WORDS

Rule = Callable[[str, Random], str]
SEED = 13
_WORD = re.compile(r"[^\W\d_]{4,}")
_ANY_WORD = re.compile(r"[\w%$]+(?:-[\w%$]+)*", re.UNICODE)
# Neighbours on a Canadian French keyboard (letters only), both ways.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SMS = (
    (r"qu['’]est[- ]ce que c['’]est que|c['’]est quoi", "c koi"), (r"est[- ]ce que?", "esk"),
    (r"qu['’]est[- ]ce", "keske"), (r"combien", "cb"), (r"pourquoi", "pk"), (r"pour", "pr"),
    (r"quelles?|quels?", "kel"), (r"qui", "ki"), (r"que", "ke"), (r"quoi", "koi"),
    (r"quand", "kan"), (r"beaucoup", "bcp"), (r"dans", "ds"),
    (r"avec", "av"), (r"nombre", "nb"), (r"nous", "ns"), (r"vous", "vs"), (r"sont", "st"),
    (r"c['’]est", "c"), (r"toujours", "tjr"), (r"mêmes?", "mm"), (r"aussi", "ossi"),
    (r"plusieurs", "plsr"), (r"aujourd['’]hui", "ajd"), (r"rendez-vous", "rdv"), (r"sur", "sr"),
    (r"comment", "cmt"), (r"est", "é"), (r"avait|avaient", "avé"), (r"était|étaient", "été"),
)  # fmt: skip


def no_accents(text: str, _: Random) -> str:
    """Accents and cedillas left out, ligatures parted, all else kept."""
    parted = text.replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae").replace("Æ", "Ae")
    bare = unicodedata.normalize("NFD", parted)
    return "".join(c for c in bare if not unicodedata.combining(c))


def capitals(text: str, _: Random) -> str:
    """All in capitals."""
    return text.upper()


def keywords(text: str, _: Random) -> str:
    """Content words only, as in a search box; the question itself when none would be left."""
    kept = [w for w in _ANY_WORD.findall(text) if fold(w) not in STOP_WORDS | QUESTION_WORDS]
    kept = [w for w in kept if len(w) > 1 or w.isdigit() or w in "%$"]
    return " ".join(kept).lower() or text


def sms(text: str, rng: Random) -> str:
    """SMS French: the usual short forms, no accents, no punctuation, lower case."""
    for long, short in _SMS:
        text = re.sub(rf"(?i)(?<!\w)(?:{long})(?!\w)", short, text)
    text = re.sub(r"(?i)(?<!\w)qu['’]", "k ", text)
    return " ".join(re.sub(r"[?!.,;:«»\"'’]", " ", no_accents(text, rng).lower()).split())


def one_typo(text: str, rng: Random) -> str:
    """One slip of the keyboard in one word of four letters or more."""
    return _typos(text, rng, 1)


def two_typos(text: str, rng: Random) -> str:
    """Two slips, in two words where there are two."""
    return _typos(text, rng, 2)


RULES: Mapping[str, Rule] = {
    "no_accents": no_accents,
    "one_typo": one_typo,
    "two_typos": two_typos,
    "keywords": keywords,
    "capitals": capitals,
    "sms": sms,
}
DRAWN = frozenset({"one_typo", "two_typos"})  # rules whose result depends on the draw


def perturbed(question: GoldQuestion, kind: str, draw: int = 0) -> GoldQuestion:
    """The question spoilt by a rule; the same for the same question, kind and draw."""
    rng = Random(f"{SEED}-{draw}-{kind}-{question.id}")  # noqa: S311  (not for secrets)
    return replace(question, question=RULES[kind](question.question, rng))


def _typos(text: str, rng: Random, count: int) -> str:
    words = list(_WORD.finditer(text))
    chosen = rng.sample(words, min(count, len(words)))
    extra = count - len(chosen)
    for match in sorted(chosen, key=lambda one: -one.start()):
        word = slip(match.group(), rng)
        for _ in range(extra):
            word = slip(word, rng)
        text = text[: match.start()] + word + text[match.end() :]
    return text


def slip(word: str, rng: Random) -> str:
    """One slip: two letters exchanged, one left out, doubled, or hit beside; never nothing."""
    place = rng.randrange(len(word))
    kind = rng.choice(("exchange", "omit", "double", "beside"))
    if kind == "exchange":
        pairs = [at for at in range(len(word) - 1) if word[at] != word[at + 1]]
        if pairs:
            at = rng.choice(pairs)
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        kind = "omit"
    if kind == "omit":
        return word[:place] + word[place + 1 :]
    if kind == "double":
        return word[: place + 1] + word[place:]
    return word[:place] + _beside(word[place], rng) + word[place + 1 :]


def _beside(letter: str, rng: Random) -> str:
    plain = fold(letter)[:1]
    for row in _ROWS:
        at = row.find(plain)
        if at >= 0:
            other = rng.choice([row[n] for n in (at - 1, at + 1) if 0 <= n < len(row)])
            return other.upper() if letter.isupper() else other
    return letter + letter
