"""Footnotes of a web page: what calls each, and the element that holds it.

A call is a link to a place of the same page, written as a mark (1, [2], *), raised or said
to be a call; what it leads to is a note when it comes after, is short, and has no title of
its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

LONGEST = 3000  # characters of a note
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,4}|[*†‡§]{1,3})[\])]?\.?")
_ARROWS = "↩↑^⏎←↵⤴*†‡§\ufe0e\ufe0f"
_BACK = re.compile(rf"[\[(]?(?:\d{{1,3}}|[a-z]|[{_ARROWS}]{{1,4}})[\])]?\.?|retour|back", re.I)
_SAID = re.compile(r"noteref|footnote|fnref|ftnref|cite_ref|renvoi|appel", re.I)
_HOLDERS = ("li", "p", "div", "dd", "aside", "td", "section")
_TITLES = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TYPED = re.compile(r"\s*[\[(]?(\d{1,3})[\]).:]*\s+")


@dataclass(frozen=True, slots=True)
class FoundNotes:
    """The notes of a page.

    Attributes:
        calls: element that calls, to the name of its note.
        bodies: name of a note, to the element that holds it.
        marks: name of a note, to the mark that calls it.
    """

    calls: Mapping[etree._Element, str]
    bodies: Mapping[str, etree._Element]
    marks: Mapping[str, str]


def find_notes(root: etree._Element) -> FoundNotes:
    """Notes of a page, and their calls."""
    places = _places(root)
    order = {item: rank for rank, item in enumerate(root.iter())}
    calls: dict[etree._Element, str] = {}
    names: dict[etree._Element, str] = {}
    marks: dict[str, str] = {}
    for link in root.iter("a"):
        href = link.get("href") or ""
        mark = _text(link)
        if not href.startswith("#") or len(mark) > 8 or not _MARK.fullmatch(mark):
            continue
        note = _holder(places.get(href[1:]), link)
        if note is None or order[note] < order[link]:  # a note, leading back to its call
            continue
        if not (_is_raised(link) or _leads_back(note, link)):
            continue
        name = names.setdefault(note, href[1:])
        marks.setdefault(name, mark.strip("[]()."))
        calls[_whole_call(link)] = name
    return FoundNotes(calls, {name: note for note, name in names.items()}, marks)


def is_back_link(item: etree._Element) -> bool:
    """Whether a link, inside a note, only leads back to its call."""
    href = item.get("href") or ""
    back = item.get("role") == "doc-backlink" or _BACK.fullmatch(_text(item))
    return item.tag == "a" and "#" in href and bool(back)


def without_typed_mark(text: str, mark: str) -> str:
    """The text of a note without the mark that was typed before it."""
    typed = _TYPED.match(text)
    return text[typed.end() :] if typed is not None and typed[1] == mark else text


def _places(root: etree._Element) -> dict[str, etree._Element]:
    places: dict[str, etree._Element] = {}
    for item in root.iter():
        for name in (item.get("id"), item.get("name") if item.tag == "a" else None):
            if name:
                places.setdefault(name, item)
    return places


def _holder(target: etree._Element | None, link: etree._Element) -> etree._Element | None:
    """The element that holds the note that a link leads to, None when it is no note."""
    while target is not None and target.tag not in _HOLDERS:
        target = target.getparent()
    if target is None or target in link.iterancestors():
        return None
    if any(item.tag in _TITLES for item in target.iter()):
        return None
    return target if 0 < len(_text(target)) <= LONGEST else None


def _is_raised(link: etree._Element) -> bool:
    """Whether a link is raised, or says that it calls a note."""
    parent = link.getparent()
    if link.find(".//sup") is not None or (parent is not None and parent.tag == "sup"):
        return True
    named = " ".join(
        one.get(key) or ""
        for one in (link, parent) if one is not None
        for key in ("role", "class", "id", "name", "epub:type")
    )  # fmt: skip
    return bool(_SAID.search(named))


def _leads_back(note: etree._Element, link: etree._Element) -> bool:
    here = {link.get("id"), link.get("name")}
    here |= {parent.get("id") for parent in list(link.iterancestors())[:2]}
    return any((item.get("href") or "")[1:] in here - {None, ""} for item in note.iter("a"))


def _whole_call(link: etree._Element) -> etree._Element:
    """The call with the brackets that stand around it."""
    parent = link.getparent()
    if parent is not None and parent.tag == "sup" and _MARK.fullmatch(_text(parent)):
        return parent
    return link


def _text(item: etree._Element) -> str:
    return " ".join("".join(map(str, item.itertext())).split())
