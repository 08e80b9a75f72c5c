"""What a language model wrote, sentence by sentence, with the excerpts each one cites."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.french.sentences import split_sentences

_BULLET = re.compile(r"^\s*(?:[-*•–—]|\d{1,2}[.)])\s+")
_MARKER = re.compile(r"\[\s*(\d{1,9}(?:\s*[,;]\s*\d{1,9})*)\s*\]")
# « … abonnés. [1] » : the mark belongs to the sentence before it.
_AFTER_END = re.compile(r"\s*([.!?…])\s*((?:\[[\d\s,;]+\]\s*)+)(?:\.(?=\s|$))?")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the model.

    Attributes:
        text: without its marks.
        cited: numbers of excerpts, in order, each once; they may name none.
        item: it stood on a line of a list.
    """

    text: str
    cited: tuple[int, ...]
    item: bool = False


def claims_of(text: str) -> tuple[Claim, ...]:
    """The sentences of an answer; a sentence without words is left out."""
    made: list[Claim] = []
    for line in text.splitlines():
        item = _BULLET.match(line) is not None
        body = _AFTER_END.sub(_before_end, _BULLET.sub("", line, count=1))
        for start, end in split_sentences(body):
            claim = _claim(body[start:end], item=item)
            if any(character.isalnum() for character in claim.text):
                made.append(claim)
            elif made and claim.cited:  # marks alone: those of the sentence before
                before = made.pop()
                cited = tuple(dict.fromkeys((*before.cited, *claim.cited)))
                made.append(Claim(before.text, cited, before.item))
    return tuple(made)


def _before_end(match: re.Match[str]) -> str:
    return f" {match[2].rstrip()}{match[1]} "


def _claim(written: str, *, item: bool) -> Claim:
    numbers = [int(n) for group in _MARKER.findall(written) for n in re.findall(r"\d+", group)]
    text = re.sub(r"\s+([.,…])", r"\1", " ".join(_MARKER.sub("", written).split()))
    return Claim(text.strip(), tuple(dict.fromkeys(numbers)), item)
