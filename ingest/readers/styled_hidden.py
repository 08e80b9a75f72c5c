"""Text of a web page or a Word document whose style keeps it from being seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml import etree

from ingest.hidden import seen_nowhere

FEW = 12  # letters
TINY_HALF_POINTS = 4
_WHITE = re.compile(
    r"(?:^|[;\s])color\s{0,4}:\s{0,4}(?:#fff(?:fff)?\b|white\b|rgba?\(\s{0,4}255\s{0,4},\s{0,4}255"
    r"\s{0,4},\s{0,4}255)",
    re.IGNORECASE,
)
_GROUND = re.compile(r"background", re.IGNORECASE)
_TINY = re.compile(r"font-size\s{0,4}:\s{0,4}(?:0?\.\d{1,4}|[0-2](?:\.\d{1,4})?)(?:px|pt)|"
                   r"font-size\s{0,4}:\s{0,4}0(?![.\d])", re.IGNORECASE)  # fmt: skip
_CLEAR = re.compile(r"(?:^|[;\s])opacity\s{0,4}:\s{0,4}0(?:\.0{1,4})?\s{0,4}(?:;|$)", re.IGNORECASE)
_AWAY = re.compile(r"(?:left|top|right|text-indent|margin-left)\s{0,4}:\s{0,4}-\d{4,6}(?:px|pt|em)",
                   re.IGNORECASE)  # fmt: skip


def hidden_in_page(root: etree._Element) -> tuple[str, ...]:
    """Sentences on the text of a web page that its own style hides but leaves to be read."""
    return seen_nowhere(_styled(root))


def _styled(root: etree._Element) -> Iterator[tuple[str, str, str]]:
    for item in root.iter("*"):
        how = _how(item.get("style") or "")
        text = " ".join("".join(map(str, item.itertext())).split()) if how else ""
        if sum(c.isalnum() for c in text) >= FEW:
            yield "", how, text


def _how(style: str) -> str:
    if _TINY.search(style):
        return "trop petit pour être lu"
    if _CLEAR.search(style):
        return "transparent"
    if _AWAY.search(style):
        return "hors de la page"
    return "blanc" if _WHITE.search(style) and not _GROUND.search(style) else ""


def hidden_in_word(body: etree._Element) -> tuple[str, ...]:
    """Sentences on the runs of a Word document that are hidden, white or tiny."""
    return seen_nowhere(_runs(body))


def _runs(body: etree._Element) -> Iterator[tuple[str, str, str]]:
    kept: dict[str, list[str]] = {}
    for run in body.iter(qn("w:r")):
        how = _word_how(run.find(qn("w:rPr")))
        if how:
            kept.setdefault(how, []).append("".join(t.text or "" for t in run.iter(qn("w:t"))))
    for how, texts in kept.items():
        told = "".join(texts)
        if sum(c.isalnum() for c in told) >= FEW:
            yield "", how, told


def _word_how(style: etree._Element | None) -> str:
    if style is None:
        return ""
    vanish = style.find(qn("w:vanish"))
    if vanish is not None and (vanish.get(qn("w:val")) or "1") not in ("0", "false", "off"):
        return "masqué"
    size = style.find(qn("w:sz"))
    half = (size.get(qn("w:val")) or "") if size is not None else ""
    if half.isascii() and half.isdigit() and int(half[:6]) <= TINY_HALF_POINTS:
        return "trop petit pour être lu"
    colour = style.find(qn("w:color"))
    ground = style.find(qn("w:shd")) is not None or style.find(qn("w:highlight")) is not None
    white = colour is not None and (colour.get(qn("w:val")) or "").upper() == "FFFFFF"
    return "blanc" if white and not ground else ""
