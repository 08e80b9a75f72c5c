"""An entry in words: a line about it, what a reader must know of it, the words it holds."""

from __future__ import annotations

from functools import lru_cache

from assistant.bank.attributes import written
from assistant.bank.model import BankHit
from assistant.wording import say
from ingest.french.folding import fold
from ingest.french.tokens import tokenize


def told(hit: BankHit, language: str) -> str:
    """An entry in a line: its name, whose it is, what it does."""
    whose = field(hit, "municipality") or field(hit, "mrc") or field(hit, "organization")
    title = f"{hit.title} ({whose})" if whose else hit.title
    text = " ".join(hit.text.split()).rstrip(". ")
    if hit.kind == "grant":
        details = [text]
        details += [written(name, hit, language, short=True) for name in ("amount_max", "deadline")
                    if field(hit, name)]  # fmt: skip
        return f"{title} : {'; '.join(filter(None, details))}."
    return f"{title} : {text}." if text else f"{title}."


def note(hit: BankHit, language: str) -> str:
    """What a reader must know of an entry: a type measure, an example, a passed deadline."""
    source = fold(field(hit, "source"))
    notes = []
    if source in ("mesure type", "exemple"):
        notes.append(field(hit, "source"))
    if hit.status == "closed":
        notes.append(say("bank_closed", language))
    return ", ".join(notes)


def field(hit: BankHit, name: str) -> str:
    """Value of a column; empty when the entry does not fill it."""
    return next((value for key, value in hit.fields if key == name), "")


@lru_cache(maxsize=2048)
def stems(text: str) -> frozenset[str]:
    """Stems of the words that carry a subject; those of the last entries are remembered."""
    return frozenset(token.stem for token in tokenize(text) if not token.stop)
