"""OpenDocument texts and presentations: paragraphs, lists, tables and notes as lines."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from ingest.errors import ReadFailure
from ingest.readers.notes import Notes, take_marks, without_marks
from ingest.readers.opening import read_head
from ingest.readers.packed import BULLET, CELL_MARK, check_size, collapsed, damaged, parse_xml
from ingest.records import Page, RawDocument

WHAT = "Le document OpenDocument"
MAX_SPACES = 100  # one element may stand for so many blanks

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_DC = "http://purl.org/dc/elements/1.1/"
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


def _tag(space: str, name: str) -> str:
    return f"{{{_SPACE}{space}:1.0}}{name}"


_P, _H = _tag("text", "p"), _tag("text", "h")
_LIST, _TABLE = _tag("text", "list"), _tag("table", "table")
_NOTE, _NOTE_BODY = _tag("text", "note"), _tag("text", "note-body")
_TEXT_BOX = _tag("drawing", "text-box")
# What is deleted, commented, computed by the program or shown to nobody.
_DROPPED = {
    _tag("text", "tracked-changes"), _tag("office", "annotation"),
    _tag("office", "annotation-end"), _tag("text", "sequence-decls"), _tag("office", "forms"),
    _tag("text", "note-citation"), _tag("text", "hidden-text"), _tag("text", "ruby-text"),
    _tag("svg-compatible", "title"), _tag("svg-compatible", "desc"),
    _tag("text", "index-title-template"), _tag("text", "table-of-content-source"),
}  # fmt: skip


class OdtReader:
    """Reads ``.odt`` and ``.odp``: tracked insertions kept, deletions left out."""

    def read(self, path: Path, password: str | None = None) -> RawDocument:
        """Read an OpenDocument file; see :class:`ingest.readers.base.Reader`."""
        read_head(path)
        check_size(path, WHAT)
        try:
            content, about, manifest = _parts(path)
            root = parse_xml(content) if b"encryption-data" not in manifest else None
            texts, paged = _pages(root) if root is not None else ([], False)
            title, language, created = _about(about)
        # A damaged archive or part makes zipfile and lxml raise nearly anything.
        except Exception as error:
            raise damaged(WHAT) from error
        if root is None:
            raise ReadFailure(
                "password_required",
                "Le document OpenDocument est protégé par un mot de passe. Enregistrez-en une "
                "copie sans protection.",
            )
        if not any(texts):
            raise ReadFailure("no_text", "Le document OpenDocument ne contient aucun texte.")
        pages = tuple(_page(n, text) for n, text in enumerate(texts, 1))
        return RawDocument(pages, paged, title=title, language=language, created=created)


def _page(number: int, marked: str) -> Page:
    text, notes = take_marks(marked)
    return Page(number=number, text=text, asides=notes)


def _parts(path: Path) -> tuple[bytes, bytes, bytes]:
    """The text, what the file says of itself, and the list of its parts."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        manifest = "META-INF/manifest.xml"
        return (
            archive.read("content.xml"),
            archive.read("meta.xml") if "meta.xml" in names else b"",
            archive.read(manifest) if manifest in names else b"",
        )


def _about(data: bytes) -> tuple[str | None, str | None, str | None]:
    """Title, language and date that a file declares."""
    try:
        root = parse_xml(data)
    except etree.XMLSyntaxError:  # none, or damaged: the text is whole all the same
        return None, None, None
    title = " ".join((root.findtext(f".//{{{_DC}}}title") or "").split()) or None
    language = (root.findtext(f".//{{{_DC}}}language") or "").lower() or None
    made = root.findtext(f".//{_tag('meta', 'creation-date')}") or ""
    date = _ISO.match(made)
    return title, language, date[0] if date else None


def _pages(root: etree._Element) -> tuple[list[str], bool]:
    """The text of each slide, or the whole text as one page."""
    slides = list(root.iter(_tag("drawing", "page")))
    if slides:
        return ["\n".join(collapsed(_slide(slide))).rstrip() for slide in slides], True
    body = root.find(f".//{_tag('office', 'text')}")
    if body is None:
        raise ValueError("no text body")
    return ["\n".join(collapsed(_body(body))).rstrip()], False


class _Held(Notes):
    """The notes of a text, each named by its place in it."""

    def __init__(self) -> None:
        super().__init__(lambda name: _blocks(self._bodies[int(name)], self))
        self._bodies: list[etree._Element] = []

    def hold(self, note: etree._Element) -> str:
        """Take a note in; what stands for its call in the text."""
        body = note.find(_NOTE_BODY)
        if body is None:
            return ""
        self._bodies.append(body)
        return self.call(str(len(self._bodies) - 1))


def _body(body: etree._Element) -> Iterator[str]:
    """Lines of a text, the notes of each section after it."""
    notes = _Held()
    for item in body:
        if item.tag == _H:
            yield from notes.due()
        yield from _blocks([item], notes)
    yield from notes.due()


def _slide(slide: etree._Element) -> Iterator[str]:
    """Title, then the rest of a slide, then what is said beside it."""
    kind = _tag("presentation", "class")
    said = _Held()
    frames = [item for item in slide if item.tag != _tag("presentation", "notes")]
    titles = [frame for frame in frames if frame.get(kind) == "title"]
    for frame in [*titles, *(frame for frame in frames if frame.get(kind) != "title")]:
        yield ""
        yield from _blocks(frame, said)
    for notes in slide.findall(_tag("presentation", "notes")):
        yield ""
        yield from _blocks(notes, said)
    yield from said.due()


def _blocks(parent: Iterable[etree._Element], notes: _Held) -> Iterator[str]:
    """Lines of a body, a cell or a frame; an empty line around paragraphs and tables."""
    for item in parent:
        if item.tag in _DROPPED:
            continue
        if item.tag in (_P, _H):
            yield ""
            yield from _paragraph(item, notes)
            yield ""
        elif item.tag == _LIST:
            yield ""
            yield from _list(item, notes)
            yield ""
        elif item.tag == _TABLE:
            yield ""
            yield from _table(item, notes)
            yield ""
        else:
            yield from _blocks(item, notes)


def _paragraph(item: etree._Element, notes: _Held) -> Iterator[str]:
    boxes: list[etree._Element] = []
    text = "".join(_inline(item, notes, boxes))
    yield from (line for line in (piece.strip() for piece in text.split("\n")) if line)
    for box in boxes:
        yield ""
        yield from _blocks(box, notes)
        yield ""


def _inline(
    item: etree._Element, notes: _Held, boxes: list[etree._Element]
) -> Iterator[str]:
    """Pieces of text of a paragraph; its notes and its text boxes are set aside."""
    yield _blanks(item.text)
    for child in item:
        if child.tag == _NOTE:
            yield notes.hold(child)
        elif child.tag in (_TEXT_BOX, _TABLE):
            boxes.append(child)
        elif child.tag == _tag("text", "s"):
            count = child.get(_tag("text", "c")) or "1"
            yield " " * min(int(count), MAX_SPACES) if count.isdecimal() else " "
        elif child.tag == _tag("text", "tab"):
            yield "\t"
        elif child.tag == _tag("text", "line-break"):
            yield "\n"
        elif child.tag in (_P, _H, _LIST):  # inside a shape drawn in the line
            yield "\n"
            yield from _inline(child, notes, boxes)
            yield "\n"
        elif child.tag not in _DROPPED:
            yield from _inline(child, notes, boxes)
        yield _blanks(child.tail)


def _blanks(text: str | None) -> str:
    """Characters of a text node: any run of white space is one blank."""
    return re.sub(r"[ \t\r\n]+", " ", without_marks(text or ""))


def _list(item: etree._Element, notes: _Held) -> Iterator[str]:
    for entry in item:
        lines = [line for line in _blocks(entry, notes) if line]
        for n, line in enumerate(lines):
            inner = n > 0 or line.startswith(BULLET) or entry.tag == _tag("text", "list-header")
            yield line if inner else BULLET + line


def _table(item: etree._Element, notes: _Held) -> Iterator[str]:
    """One line a row; a cell that another covers is left empty."""
    for row in item.iter(_tag("table", "table-row")):
        if next(row.iterancestors(_TABLE)) is not item:
            continue  # a table inside a cell is written with its cell
        cells = [_cell(cell, notes) for cell in row]
        if any(cells):
            yield CELL_MARK.join(cells)


def _cell(cell: etree._Element, notes: _Held) -> str:
    return " ".join(" ".join(line for line in _blocks(cell, notes) if line).split())
