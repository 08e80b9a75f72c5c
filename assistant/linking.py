"""Why figures of several years make one series, and which figures gainsay them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.evidence.register import Entry
from assistant.wording import say
from ingest.french.folding import fold
from ingest.french.tokens import terms

_SAME_TITLES = 0.5  # share of title words from which titles are the same
_SHOWN = 60  # characters of a label


def reason_of(entries: Sequence[Entry]) -> str:
    """Why figures go together, in French: their labels, then their titles.

    Args:
        entries: one a year, oldest first.
    """
    labels = _unlike(_short(entry.figure.label) for entry in entries)
    titles = _unlike(_title(entry) for entry in entries if entry.figure.heading)
    key = "same_label" if len(labels) == 1 else "like_labels"
    said = [say(key, "fr", labels=_quoted(labels))]
    if len(titles) == 1:
        said.append(say("same_title", "fr", titles=_quoted(titles)))
    elif titles:
        said.append(say("other_titles", "fr", titles=_quoted(titles)))
    return " ".join(said)


def gainsaying(one: Entry, alike: Iterable[Entry]) -> tuple[Entry, ...]:
    """Figures that tell another number for the same indicator, title and year.

    A figure with a qualifier (« près de 800 ») rounds another, it does not gainsay it.

    Args:
        alike: figures of the same indicator, for the same period.
    """
    if one.figure.qualifier:
        return ()
    found: dict[object, Entry] = {}
    for other in alike:
        figure = other.figure
        same = figure.statement_id == one.figure.statement_id or figure.qualifier
        if not same and figure.number != one.figure.number and _overlap(one, other):
            found.setdefault(figure.number, other)
    return tuple(found.values())


def _overlap(left: Entry, right: Entry) -> bool:
    mine, other = (frozenset(terms(_title(entry))) for entry in (left, right))
    return mine == other or bool(
        mine and other and len(mine & other) / len(mine | other) >= _SAME_TITLES
    )


def _title(entry: Entry) -> str:
    return entry.figure.heading[-1].split(" / ")[-1] if entry.figure.heading else ""


def _short(label: str) -> str:
    said = label.partition(" — ")[0]
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN].rsplit(' ', 1)[0]}…"


def _unlike(texts: Iterable[str]) -> list[str]:
    return list({fold(text): text for text in texts}.values())


def _quoted(texts: Sequence[str]) -> str:
    return ", ".join(f"« {text} »" for text in texts)
