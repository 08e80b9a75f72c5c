"""Blocks of a page: paragraphs, items, headings, lead-ins, cards and runs of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ingest.french.folding import fold
from ingest.french.numbers import find_numbers
from ingest.lines import Line

BlockKind = Literal["paragraph", "item", "heading", "lead", "card", "number", "furniture", "url"]

_MAX_HEADING = 180  # characters
_FINITE_VERBS = re.compile(
    r"(?<![\w-])(?:est|sont|a|ont|était|étaient|fut|sera|seront|permet|permettent|vise|visent"
    r"|comprend|compte|peut|peuvent|regroupe|reconnaissent|œuvre|remercie|remercions|provient"
    r"|proviennent|nous|veut|s'est|s’est|ont été)(?![\w'’-])"
)
# « Nombre d’abonnés : 53 »: a figure, not a title.
_STATES = re.compile(r":\s*(?:près de|environ|plus de)?\s*\+?\d")
# « 6200, boulevard Taschereau », « 22.1 printemps »
_OPENS_WITH_A_CODE = re.compile(r"\d+(?:[.,]\d|,\s)")
_ROLE = re.compile(
    r"(?:[1-9]\^?\{?(?:er|re|e)\}?\s+)?(?:(?:premi[eè]re?|deuxième|seconde?|troisième)\s)?"
    r"(?:maire(?:sse)?|conseill[eè]re?|direct(?:eur|rice)|(?:vice-)?présidente?|trésori[eè]re?"
    r"|secrétaire|chargée?s?|coordonnat(?:eur|rice)|adjointe?|agente?|technicien(?:ne)?|responsable"
    r"|représentante?|déléguée?|administrat(?:eur|rice)|médecin|collaborat(?:eur|rice)|préf[eè]te?"
    r"|citoyen(?:ne)?|animat(?:eur|rice)|gestionnaire|conférenci[eè]re?|greffi[eè]re?|urbaniste"
    r"|ministre|députée?|commissaire|chef(?:fe)?|superviseure?|analyste|stagiaire|professeure?"
    r"|inspect(?:eur|rice)|ingénieure?|comptable|porte-parole)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w’'.-]+|[A-Z]\.)(?: (?:[A-ZÀ-ÖØ-Þ][\w’'.-]*|de|du|des))*")
_CUT_WORD = re.compile(r"\w-$")
_LAST_WORD = re.compile(r"[^\W\d_]+(?=[\W\d_]*$)")
_MOST_CARD_LINES = 40
_REGION = re.compile(r"r[ée]gions?\s+\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together.

    Attributes:
        kind: what they are.
        lines: at least one.
        level: of a heading, 1 outermost; 0 otherwise.
        gap: whether a blank line stands before it.
        text: readable text: lines joined, hyphens at line ends repaired.
    """

    kind: BlockKind
    lines: tuple[Line, ...]
    level: int = 0
    gap: bool = True
    text: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", join_lines([line.text for line in self.lines]))

    @property
    def start(self) -> int:
        """First character in the page."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """After the last character in the page."""
        return self.lines[-1].end


def join_lines(texts: Sequence[str]) -> str:
    """Lines as one text; a word cut at a line end is made whole again."""
    joined: list[str] = []
    for text in texts:
        text = text.replace("\u00ad", "")
        above = joined[-1] if joined else ""
        if above.endswith("-") and text[:1].islower() and not _keeps_hyphen(above):
            joined[-1] = above[:-1]
            joined.append(text)
        elif _CUT_WORD.search(above[-2:]):
            joined.append(text)
        else:
            joined.append(f" {text}" if joined else text)
    return "".join(joined)


def _keeps_hyphen(text: str) -> bool:
    last = _LAST_WORD.search(text[-30:])
    if last is not None and last[0] == "Co" and text[: -len("Co-")].strip():
        return False  # a name cut at the line end, for « co- » is not written so within a phrase
    return last is not None and fold(last[0]) in {
        "peut", "celui", "celle", "ceux", "apres", "avant", "demi", "mi", "non", "vice", "sous",
        "grand", "mini", "rendez", "bien", "co", "lui", "elle", "eux", "tout", "au",
    }  # fmt: skip


def looks_like_heading(text: str) -> bool:
    """Whether a line standing alone reads as a title rather than as a sentence."""
    if not 2 < len(text) <= _MAX_HEADING or len(text.split()) > 26:
        return False
    if text.endswith((".", ";", ",", ":", "!")) or not re.search(r"[^\W\d_]{2}", text):
        return False
    if re.match(r"[(\[]", text) or (text[0].islower() and not re.match(r"[a-zà-ÿ]+[A-Z]", text)):
        return False
    if _OPENS_WITH_A_CODE.match(text):
        return False
    numbers = find_numbers(text)
    if numbers and (numbers[0].start <= 1 or numbers[-1].end == len(text) or _STATES.search(text)):
        return False
    return text.endswith("?") or _FINITE_VERBS.search(text) is None


def is_name(text: str) -> bool:
    """Whether the text is made of capitalised words, as a person's name is."""
    if len(text) > _MAX_HEADING or not 2 <= len(text.split()) <= 5:
        return False
    return _NAME.fullmatch(text) is not None and not text.isupper()


def starts_with_role(text: str) -> bool:
    """Whether the text begins with a function held by a person."""
    return _ROLE.match(text) is not None


def is_card(lines: Sequence[Line]) -> bool:
    """A person and their role, or a region and its people, on short lines."""
    if len(lines) > _MOST_CARD_LINES:
        return False
    if any(len(line.text) > 75 or line.text.endswith((".", ":", ";")) for line in lines):
        return False
    first = lines[0].text
    if len(lines) == 1:
        name, comma, role = first.partition(", ")
        return bool(comma) and is_name(name) and starts_with_role(role)
    if _REGION.match(first):
        return True
    named, comma, role = first.partition(",")
    if comma and is_name(named) and starts_with_role(role.strip()):
        return True
    at = next((i for i, line in enumerate(lines) if i and starts_with_role(line.text)), None)
    return at is not None and at <= 3 and is_name(" ".join(line.text for line in lines[:at]))


def group_lines(lines: Sequence[Line]) -> list[Block]:
    """Lines into blocks, before headings and cards are told from paragraphs."""
    blocks: list[Block] = []
    current: list[Line] = []
    gap = True

    def close() -> None:
        nonlocal current, gap
        if current:
            blocks.append(Block(_first_kind(current), tuple(current), current[0].level, gap))
            current, gap = [], False

    for line in lines:
        if line.kind == "blank":
            close()
            gap = True
        elif not current or not _continues(current[-1], line, current[0]):
            close()
            current = [line]
        else:
            current.append(line)
    close()
    return blocks


def _first_kind(lines: Sequence[Line]) -> BlockKind:
    kind = lines[0].kind
    if kind in ("bullet", "row"):
        return "item"
    if kind == "heading_mark":
        return "heading"
    return kind if kind in ("number", "furniture", "url") else "paragraph"


def _continues(before: Line, line: Line, first: Line) -> bool:
    """Whether ``line`` goes on the block that ``before`` ends."""
    if line.kind == "bullet" and line.dash and first.kind == before.kind == "text":
        return not before.text.endswith((":", ".", ";"))
    if line.kind != "text" or before.kind not in ("text", "bullet"):
        return before.kind == line.kind == "furniture"
    if first.kind == "bullet" and not first.dash:
        if line.text[:1].islower() or before.ends_open:
            return True
        return len(before.text) >= 38 and not before.text.endswith((".", ";", "!", "?"))
    if first.kind == "bullet":
        return line.text[:1].islower() or before.ends_open
    if line.indent > before.indent == 0 and line.text[:1].isupper():
        return False
    apart = abs(before.size - line.size) > 0.12 * before.size
    return not (before.size and line.size and apart)


_CAPS_OPEN = re.compile(r"[A-ZÀ-Þ]{4,}ANT$")
_CAPS_AGENT = re.compile(r"[A-ZÀ-Þ]+(?:S|É|ÉS|É?ES|IS|IES) PAR\b|(?:ET|DONT|DE|DES|D['’]|AU|AUX) ?")


def join_open(blocks: Sequence[Block]) -> list[Block]:
    """Paragraph blocks that a blank line cut inside a phrase, made one again.

    A block goes on below when it ends with a word that cannot end a phrase, or, in
    capitals, with a participle (« TOTALISANT ») or before an agent (« MENÉS PAR »).
    """
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.kind == block.kind == "paragraph"
            and len(before.text) < 600
            and not block.lines[0].text.endswith(":")
            and _is_cut(before.text, before.lines[-1].ends_open, block.text)
        ):
            joined[-1] = Block(before.kind, (*before.lines, *block.lines), 0, before.gap)
        else:
            joined.append(block)
    return joined


def _is_cut(above: str, ends_open: bool, below: str) -> bool:
    caps = above.isupper() and below.isupper() and not below.endswith(":")
    if caps and len(below.split()) > 1 and (_CAPS_OPEN.search(above) or _CAPS_AGENT.match(below)):
        return True
    if caps and _CAPS_OPEN.search(above):
        return True
    return ends_open and (caps or goes_on_small(below))


def goes_on_small(text: str) -> bool:
    """Whether a text opens with a small letter, brand names (« métaPRISME ») apart."""
    return text[:1].islower() and re.match(r"[a-zà-ÿ]+[A-Z]", text) is None
