"""Inline marks: ``**bold**``, ``*italic*``, ``^high^`` and ``[text](address)``."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

_MARK = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>[^*]+?)\*|\^(?P<high>[^^]+?)\^"
    r"|\[(?P<text>[^\]]+)\]\((?P<address>[^)]+)\)"
)
_LIGATURES = (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("fi", "ﬁ"), ("fl", "ﬂ"))
_THIN = re.compile(r" (?=[:;!?»%$])|(?<=«) ")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text of one look.

    Attributes:
        text: without marks.
        look: ``plain``, ``bold``, ``italic``, ``high`` or ``link``.
        address: of a link; ``#name`` stands for a place in the document.
    """

    text: str
    look: str = "plain"
    address: str = ""


def spans(text: str) -> tuple[Span, ...]:
    """The runs of a text, in order; nothing is lost but the marks."""
    found: list[Span] = []
    at = 0
    for mark in _MARK.finditer(text):
        if mark.start() > at:
            found.append(Span(text[at : mark.start()]))
        if mark["address"]:
            found.append(Span(mark["text"], "link", mark["address"]))
        else:
            look = mark.lastgroup or "plain"
            found.append(Span(mark[look], look))
        at = mark.end()
    if at < len(text):
        found.append(Span(text[at:]))
    return tuple(found)


def bare(text: str) -> str:
    """The text without its marks."""
    return "".join(span.text for span in spans(text))


def french_spaces(text: str) -> str:
    """No line is cut before « ; », « % » and the like, nor inside a number."""
    return _THOUSANDS.sub("\u00a0", _THIN.sub("\u00a0", text.replace("'", "’")))


def with_ligatures(text: str) -> str:
    """fi, fl, ffi and ffl as one sign each, as a typesetter does."""
    for letters, sign in _LIGATURES:
        text = text.replace(letters, sign)
    return text


def to_reportlab(text: str, link_colour: str, ligatures: bool = True) -> str:
    """The small XML that reportlab's paragraphs read."""
    shape: Callable[[str], str] = with_ligatures if ligatures else str
    pieces: list[str] = []
    for span in spans(text):
        inner = html.escape(shape(french_spaces(span.text)), quote=False)
        if span.look == "link":
            safe = html.escape(span.address)
            inner = f'<link href="{safe}" color="{link_colour}">{inner}</link>'
        elif span.look != "plain":
            tag = {"bold": "b", "italic": "i", "high": "super"}[span.look]
            inner = f"<{tag}>{inner}</{tag}>"
        pieces.append(inner)
    return "".join(pieces)


def to_html(text: str) -> str:
    """The same text for a web page."""
    tags = {"bold": "strong", "italic": "em", "high": "sup"}
    pieces: list[str] = []
    for span in spans(text):
        inner = html.escape(french_spaces(span.text), quote=False)
        if span.look == "link":
            inner = f'<a href="{html.escape(span.address)}">{inner}</a>'
        elif span.look != "plain":
            inner = f"<{tags[span.look]}>{inner}</{tags[span.look]}>"
        pieces.append(inner)
    return "".join(pieces)
