"""Web pages: the main content as lines of text, without menus and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from ingest.errors import ReadFailure
from ingest.readers.html_notes import find_notes, is_back_link, without_typed_mark
from ingest.readers.notes import Notes, take_marks, without_marks
from ingest.readers.opening import read_head, unreadable
from ingest.readers.styled_hidden import hidden_in_page
from ingest.readers.text import decode
from ingest.records import Aside, Page, RawDocument

MAX_BYTES = 30 * 1024 * 1024
CELL_MARK = " | "
BULLET = "• "
MAIN = (".//main", ".//*[@role='main']", ".//article")

_DROPPED = {
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed",
    "nav", "aside", "form", "button", "select", "input", "textarea", "dialog", "head", "canvas",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "tfoot", "thead", "tr", "ul",
}  # fmt: skip
_APART = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre",
    "figure", "section", "article", "div", "address",
}  # fmt: skip
_TITLES = {"h1", "h2", "h3", "h4", "h5", "h6"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# Characters that XML trees refuse, and an encoding declaration that no longer holds.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|^\s*<\?xml[^>]*\?>")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_DATES = ("article:published_time", "dcterms.date", "dcterms.issued", "dc.date", "date")


class HtmlReader:
    """Reads ``.html``."""

    def read(self, path: Path, password: str | None = None) -> RawDocument:
        """Read a web page; see :class:`ingest.readers.base.Reader`."""
        read_head(path)
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ReadFailure("too_large", "La page web dépasse la taille permise (30 Mo).")
            data = path.read_bytes()
        except OSError as error:
            raise unreadable(error) from error
        root = parse(_decoded(data))
        text, notes = page_content(root)
        if not text:
            raise ReadFailure("no_text", "La page web ne contient aucun texte à lire.")
        return RawDocument(
            pages=(Page(number=1, text=text, asides=notes),),
            paged=False,
            title=_title(root),
            language=(root.get("lang") or "").lower() or None,
            created=_date(root),
            warnings=hidden_in_page(root),
        )


def _decoded(data: bytes) -> str:
    """Characters of a page; what it declares is believed unless it is plainly UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:4096])
    if declared:
        try:
            return data.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def parse(text: str) -> etree._Element:
    """The tree of a page, repaired as browsers do.

    Raises:
        ReadFailure: ``no_text``, ``damaged_file``.
    """
    clean = _UNFIT.sub("", without_marks(text))
    if not clean.strip():
        raise ReadFailure("no_text", "La page web ne contient aucun texte à lire.")
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root: etree._Element = lxml_html.document_fromstring(clean, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ReadFailure("damaged_file", "La page web est illisible.") from error
    return root


class _Text:
    """Text that grows, with the line ends that are due before its next piece."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._due = 0

    def break_(self, lines: int) -> None:
        """Ask for at least so many line ends before what comes next."""
        self._due = max(self._due, lines)

    def write(self, text: str) -> None:
        """Add a piece; one of blanks only is dropped at the start of a line."""
        if self._due or not self.parts:
            text = text.lstrip(" ")
            if not text:
                return
            self.parts.append("\n" * self._due if self.parts else "")
            self._due = 0
        self.parts.append(text)

    def __str__(self) -> str:
        text = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(self.parts))
        return re.sub(r" {2,}", " ", re.sub(r"\n{3,}", "\n\n", text)).strip()


class _Page:
    """A page being written.

    Attributes:
        whole: ``header`` and ``footer`` are kept (inside main content).
    """

    def __init__(self, root: etree._Element) -> None:
        self.whole = any(root.findall(path) for path in MAIN)
        self.found = find_notes(root)
        self.bodies = frozenset(self.found.bodies.values())
        self.notes = Notes(self._lines)

    def write_notes(self, out: _Text) -> None:
        """Write the notes that are due."""
        for line in self.notes.due():
            out.break_(1 if line else 2)
            out.write(line)

    def write_uncalled(self, main: etree._Element, out: _Text) -> None:
        """Write the notes of the main content that nothing of it calls."""
        for name, body in self.found.bodies.items():
            if not self.notes.called(name) and main in body.iterancestors():
                self.notes.call(name)
        self.write_notes(out)

    def _lines(self, name: str) -> list[str]:
        out = _Text()
        for text in _children(self.found.bodies[name], out, self):
            out.write(re.sub(r"\s+", " ", text))
        text = without_typed_mark(str(out), self.found.marks[name])
        return [line for line in text.split("\n") if line.strip()]


def page_text(root: etree._Element) -> str:
    """Text of the main content; see :func:`page_content`."""
    return page_content(root)[0]


def page_content(root: etree._Element) -> tuple[str, tuple[Aside, ...]]:
    """Text of the main content, blocks set apart by an empty line, and its notes.

    Raises:
        ReadFailure: ``damaged_file`` when elements nest too deeply.
    """
    out = _Text()
    page = _Page(root)
    main = _main(root)
    try:
        _walk(main, out, page)
        page.write_notes(out)
        page.write_uncalled(main, out)
    except RecursionError as error:
        raise ReadFailure(
            "damaged_file", "La page web est illisible : ses éléments s’emboîtent sans fin."
        ) from error
    return take_marks(str(out))


def _main(root: etree._Element) -> etree._Element:
    for path in MAIN:
        found = root.findall(path)
        if len(found) == 1:
            return found[0]
    body = root.find("body")
    return root if body is None else body


def _walk(item: etree._Element, out: _Text, page: _Page) -> None:
    """Write an element; a note goes after its section, and its call is marked."""
    tag = item.tag
    name = page.found.calls.get(item)
    if name is not None:
        out.write(page.notes.call(name))
        return
    if item in page.bodies or _is_dropped(item, page.whole) or _is_back(item, page):
        return
    if tag in _TITLES:
        page.write_notes(out)
    if tag == "br":
        out.write("\n")
        return
    if tag == "tr":
        cells = [_cell(cell, page) for cell in item if cell.tag in ("td", "th")]
        out.break_(1)
        out.write(CELL_MARK.join(cells) if any(cells) else "")
        out.break_(1)
        return
    edge = _edge(item)
    out.break_(edge)
    if tag == "li":
        out.write(BULLET)
    for text in _children(item, out, page):
        out.write(text if tag == "pre" else re.sub(r"\s+", " ", text))
    out.break_(edge)


def _is_back(item: etree._Element, page: _Page) -> bool:
    """Whether an element is the link of a note to its call."""
    if item.tag != "a" or not page.bodies or not is_back_link(item):
        return False
    return any(parent in page.bodies for parent in item.iterancestors())


def _children(item: etree._Element, out: _Text, page: _Page) -> Iterator[str]:
    """Own pieces of text of an element, its children written in between."""
    if item.text:
        yield item.text
    for child in item:
        _walk(child, out, page)
        if child.tail:
            yield child.tail


def _cell(cell: etree._Element, page: _Page) -> str:
    out = _Text()
    for text in _children(cell, out, page):
        out.write(text)
    return " ".join(str(out).split())


def _edge(item: etree._Element) -> int:
    """Line ends due before and after an element.

    What opens a list item stands on the line of its mark.
    """
    tag, parent = item.tag, item.getparent()
    if parent is not None and parent.tag in ("li", "dd", "dt"):
        opens = item.getprevious() is None and not (parent.text or "").strip()
        return 0 if opens else int(tag in _BLOCKS)
    return 2 if tag in _APART else int(tag in _BLOCKS)


def _is_dropped(item: etree._Element, whole: bool) -> bool:
    tag = item.tag
    if tag in _DROPPED or item.get("hidden") is not None or item.get("aria-hidden") == "true":
        return True
    if tag == "footer" and not whole:
        return True
    if tag == "header" and not whole and item.find(".//h1") is None:
        return True
    return bool(_HIDDEN.search(item.get("style") or ""))


def _title(root: etree._Element) -> str | None:
    for tag in ("title", "h1"):
        for item in root.iter(tag):
            text = " ".join("".join(map(str, item.itertext())).split())
            if text:
                return text
    return None


def _date(root: etree._Element) -> str | None:
    for item in root.iter("meta"):
        name = (item.get("property") or item.get("name") or "").lower()
        if name in _DATES and item.get("content"):
            return str(item.get("content")).strip()[:10] or None
    return None
