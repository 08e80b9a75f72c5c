"""Is a model's sentence what its excerpt says? Strict: a doubt costs only the sentence.

A sentence speaks from one excerpt. Its numbers, dates, names, nuances and words are all
those of that excerpt (its titles and lead-ins may lend words); only words that say
nothing may be the model's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.llm.nuances import same_nuances
from assistant.llm.sources import Source
from assistant.llm.values import numbers_held, states_doubtful, times_held
from ingest.french.folding import comparable, fold
from ingest.french.tokens import terms, tokenize

_MARKUP = re.compile(r"[<>{}\[\]`|\\#*_~^]|\]\(|!\[|[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e]")
_LINK = re.compile(
    r"https?:\S*|www\.\S*|\S+@\S+|\b[\w-]+\.(?:ca|com|org|net|io|quebec|gouv)\b\S*", re.IGNORECASE
)
_QUOTED = re.compile(r"«\s*([^«»]*?)\s*»|“([^”]*)”|\"([^\"]*)\"")
_PRONOUN = re.compile(
    r"\b(?:(?<!qu')(?<!lorsqu')(?:il|elle|ils|elles)|celui|celle|ceux|celles|ce dernier"
    r"|cette derniere|cela|ceci|ca|je|nous|vous|tu|me|mon|ma|mes|notre|votre)\b"
)
_IMPERSONAL = re.compile(r"\bil (?:s'agit|y a|existe)\b")
_JOINER = r"(?:de|du|des|la|le|les|d['’]|l['’])"
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ][\w’'.&-]*"
_NAME = re.compile(rf"(?<![\w-]){_CAPITAL}(?:\s+(?:{_JOINER}\s*)*{_CAPITAL})*")
_ELIDED = re.compile(r"^(?:[LDNSJCMTldnsjcmt]|[Qq]u)['’]")
_NEUTRAL = frozenset(
    terms(
        "notamment également ainsi aussi selon soit agit s'agit existe trouve trouvent indique "
        "précise mentionne document extrait suivant suivante suivants suivantes"
    )
)
_LEAST_PREFIX = 5  # characters of a stem that another one may lengthen


def fault_of(text: str, source: Source) -> str | None:
    """Why a sentence is not what its excerpt says; None when it is.

    Returns:
        ``markup``, ``quoted``, ``pronoun``, ``doubtful``, ``time``, ``number``, ``name``,
        ``meaning`` or ``words``.
    """
    quote = " ".join(source.quote.split())
    if _MARKUP.search(text) or any(link not in quote for link in _LINK.findall(text)):
        return "markup"
    if not all(_verbatim(words, source) for words in _quoted(text)):
        return "quoted"
    if _unnamed(text, quote):
        return "pronoun"
    if states_doubtful(text, source):
        return "doubtful"
    if not times_held(text, source):
        return "time"
    if not numbers_held(text, source):
        return "number"
    if not _names_held(text, source):
        return "name"
    if not same_nuances(text, quote) or _skips(text, source.quote):
        return "meaning"
    return None if _words_held(text, source) else "words"


def _quoted(text: str) -> Iterator[str]:
    return (next(filter(None, match.groups()), "") for match in _QUOTED.finditer(text))


def _verbatim(words: str, source: Source) -> bool:
    return any(comparable(words) in comparable(held) for held in (source.quote, source.around))


def _unnamed(text: str, quote: str) -> bool:
    """Whether a sentence leaves its subject to another sentence."""
    said = _IMPERSONAL.sub("", fold(text))
    held = set(_PRONOUN.findall(fold(quote)))
    return any(word not in held for word in _PRONOUN.findall(said))


def _names_held(text: str, source: Source) -> bool:
    """Whether the names of a sentence stand in its excerpt, whole and in the same order."""
    quote = f" {_plain(source.quote)} "
    # Not its titles: a name told by a title may be put in the place of another.
    around = f" {_plain(' '.join((source.statement.text, *source.statement.lead)))} "
    last = -1
    for match in _NAME.finditer(text):
        name = _ELIDED.sub("", match.group())
        if match.start() == 0 or text[: match.start()].rstrip().endswith((".", ":", "«")):
            name = _without_opening(name)
        wanted = f" {_plain(name)} "
        if not wanted.strip():
            continue
        at = quote.find(wanted)
        if at < 0 and wanted not in around:
            return False
        if 0 <= at < last and quote.find(wanted, last) < 0:
            return False
        last = max(last, at)
    return True


def _without_opening(name: str) -> str:
    """A name without the word that opens the sentence, when that word says nothing."""
    first = tokenize(name)[:1]
    if first and (first[0].stop or first[0].stem in _NEUTRAL):
        return name[first[0].end :].lstrip(" '’")
    return name


def _plain(text: str) -> str:
    """Folded words of a text, one space between them."""
    return " ".join(re.findall(r"\w+", fold(comparable(text))))


def _skips(text: str, quote: str) -> bool:
    """Whether a sentence leaps over a name or a number between words that it takes.

    « Anne, mairesse, et Luc, trésorier » must not become « Anne, trésorier ».
    """
    text, quote = _joined(text), _joined(quote)
    said = set(terms(text))
    tokens = [token for token in tokenize(quote) if not token.stop]
    taken = [place for place, token in enumerate(tokens) if token.stem in said]
    between = tokens[taken[0] : taken[-1]] if taken else []
    return any(
        token.stem not in said and (quote[token.start].isupper() or quote[token.start].isdigit())
        for token in between
    )


def _joined(text: str) -> str:
    """The text, its thousands written without a space."""
    return re.sub(r"(?<=\d)\s(?=\d{3}(?!\d))", "", text)


def _words_held(text: str, source: Source) -> bool:
    held = set(terms("\n".join((source.quote, source.statement.text, source.around)))) | _NEUTRAL
    return all(stem.isdigit() or stem in held or _kin(stem, held) for stem in terms(text))


def _kin(stem: str, held: set[str]) -> bool:
    """Whether a word lengthens or shortens one of the excerpt (« planté », « plantation »)."""
    return len(stem) >= _LEAST_PREFIX and any(
        len(other) >= _LEAST_PREFIX and (stem.startswith(other) or other.startswith(stem))
        for other in held
    )
