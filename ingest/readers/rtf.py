"""RTF: headings, lists, tables and notes as lines; headers and deletions left out."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.errors import ReadFailure
from ingest.readers.opening import read_head, unreadable
from ingest.readers.packed import collapsed
from ingest.readers.rtf_flow import Flow
from ingest.readers.rtf_words import CHARSETS, CODE_PAGES, KEPT, SIGNS, SKIPPED, SYMBOLS
from ingest.records import Page, RawDocument

MAX_BYTES = 100 * 1024 * 1024
MAX_DEPTH = 2_000

# Groups that are read otherwise than as text.
_ENTERED = {
    "fonttbl": "fonts", "stylesheet": "styles", "info": "info", "title": "title",
    "listtext": "mark", "pntext": "mark", "pn": "mark",
}  # fmt: skip
_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n\x00]+"
    r"|([^\\{}\r\n\x00]+)"
)
_HEADING = re.compile(r"(?:heading|titre|title)\b", re.I)


@dataclass(slots=True)
class _Group:
    """What holds inside a pair of braces.

    Attributes:
        into: ``body``, ``skip``, or one of ``_ENTERED``.
        codec: of the bytes written as ``\\'e9``.
        unicode_skip: characters that follow a Unicode one, for older programs.
        deleted, hidden: removed with changes tracked; not shown.
        starred: the next word may be passed over by those who do not know it.
    """

    into: str
    flow: Flow
    codec: str
    unicode_skip: int = 1
    deleted: bool = False
    hidden: bool = False
    starred: bool = False


@dataclass(slots=True)
class _Reading:
    """The state of a reading.

    Attributes:
        fonts: codec of each font.
        headings: numbers of the paragraph styles that are titles.
        font, style: the one being declared.
        to_skip: characters left to pass over after a Unicode one.
        pending: bytes of a character that may take several.
    """

    groups: list[_Group]
    notes: list[Flow] = field(default_factory=list)
    fonts: dict[int, str] = field(default_factory=dict)
    headings: set[int] = field(default_factory=set)
    title: list[str] = field(default_factory=list)
    default: str = "cp1252"
    font: int = 0
    style: int = 0
    to_skip: int = 0
    pending: bytearray = field(default_factory=bytearray)


class RtfReader:
    """Reads ``.rtf``."""

    def read(self, path: Path, password: str | None = None) -> RawDocument:
        """Read an RTF file; see :class:`ingest.readers.base.Reader`."""
        read_head(path)
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ReadFailure("too_large", "Le document RTF dépasse la taille permise.")
            data = path.read_bytes().decode("latin-1")
        except OSError as error:
            raise unreadable(error) from error
        start = data.find("{\\rtf")
        if not 0 <= start < 1024:
            raise ReadFailure("damaged_file", "Le contenu du fichier n’est pas celui d’un RTF.")
        text, title = rtf_text(data[start:])
        if not text.strip():
            raise ReadFailure("no_text", "Le document RTF ne contient aucun texte.")
        return RawDocument(pages=(Page(number=1, text=text),), paged=False, title=title)


def rtf_text(data: str) -> tuple[str, str | None]:
    """Text of an RTF document, its notes last, and the title it declares.

    Args:
        data: its bytes, one character each.

    Raises:
        ReadFailure: ``damaged_file``, groups are nested without end.
    """
    body = Flow()
    reading = _Reading([_Group("body", body, "cp1252")])
    at = 0
    while (token := _TOKEN.match(data, at)) is not None:
        at = token.end()
        if token[3] is None:
            _flush(reading)
        if token[5] == "}":
            if not _close(reading):
                break
        elif token[1] == "bin":
            at += max(0, int(token[2] or 0))
        else:
            _take(reading, token)
    _flush(reading)
    body.close()
    lines = list(body.lines)
    for note in reading.notes:
        note.close()
        lines += ["", *note.lines]
    title = " ".join("".join(reading.title).split())
    return _whole("\n".join(collapsed(lines)).rstrip()), _whole(title) or None


def _take(reading: _Reading, token: re.Match[str]) -> None:
    word, number, byte, symbol, brace, text = token.groups()
    if word is not None:
        _word(reading, word, int(number) if number else None)
    elif byte is not None:
        _byte(reading, int(byte, 16))
    elif symbol is not None:
        _symbol(reading, symbol)
    elif brace is not None:
        _open(reading)
    elif text is not None:
        _text(reading, text)


def _whole(text: str) -> str:
    """Surrogate pairs joined; a lone half says nothing."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _open(reading: _Reading) -> None:
    if len(reading.groups) >= MAX_DEPTH:
        raise ReadFailure("damaged_file", "Les groupes du document RTF s’emboîtent sans fin.")
    reading.groups.append(replace(reading.groups[-1], starred=False))
    reading.to_skip = 0


def _close(reading: _Reading) -> bool:
    """Leave a group; False once the document itself is over."""
    left = reading.groups.pop()
    reading.to_skip = 0
    if len(reading.groups) <= 1:
        return False
    now = reading.groups[-1]
    if left.into == "mark" and now.into == "body":
        now.flow.listed = True
    if left.flow is not now.flow and left.flow not in reading.notes:
        left.flow.close()  # a text box: after what is around it
        now.flow.lines += ["", *left.flow.lines, ""]
    return True


def _word(reading: _Reading, word: str, value: int | None) -> None:
    group = reading.groups[-1]
    starred, group.starred = group.starred, False
    if word == "u":
        _unicode(reading, value or 0)
    elif word == "uc":
        group.unicode_skip = max(0, value or 0)
    elif group.into == "skip":
        return
    elif word in SKIPPED or (starred and word not in KEPT):
        group.into = "skip"
    elif word in _ENTERED:
        group.into = _ENTERED[word]
    elif word in ("footnote", "shptxt"):
        _set_aside(reading, group, word)
    elif word in SIGNS:
        _write(reading, SIGNS[word])
    elif group.into == "body":
        _body_word(reading, group, word, value)
    elif group.into == "styles" and word == "s":
        reading.style = value or 0
    elif group.into == "fonts":
        _font_word(reading, word, value or 0)


def _set_aside(reading: _Reading, group: _Group, word: str) -> None:
    """A note goes after the text; a text box, after the lines around it."""
    if group.into == "body":
        group.flow = Flow()
        if word == "footnote":
            reading.notes.append(group.flow)


def _font_word(reading: _Reading, word: str, value: int) -> None:
    if word == "f":
        reading.font = value
    elif word == "fcharset":
        reading.fonts[reading.font] = CHARSETS.get(value, reading.default)


def _body_word(reading: _Reading, group: _Group, word: str, value: int | None) -> None:
    if word in CODE_PAGES or word == "ansicpg":
        reading.default = group.codec = _known(CODE_PAGES.get(word) or f"cp{value}")
    elif word == "f":
        group.codec = reading.fonts.get(value or 0, reading.default)
    elif word == "deleted":
        group.deleted = value != 0
    elif word == "v":
        group.hidden = value != 0
    elif word == "plain":
        group.deleted = group.hidden = False
    else:
        _paragraph_word(reading, group.flow, word, value)


def _paragraph_word(reading: _Reading, flow: Flow, word: str, value: int | None) -> None:
    if word in ("par", "sect", "page"):
        flow.paragraph()
    elif word in ("cell", "nestcell"):
        flow.cell()
    elif word in ("row", "nestrow"):
        flow.row()
    elif word == "pard":
        flow.heading = flow.in_table = False
    elif word == "intbl":
        flow.in_table = True
    elif word == "s":
        flow.heading = value in reading.headings
    elif word == "outlinelevel":
        flow.heading = (value or 0) < 9


def _known(codec: str) -> str:
    try:
        return codecs.lookup(codec).name
    except LookupError:
        return "cp1252"


def _symbol(reading: _Reading, symbol: str) -> None:
    group = reading.groups[-1]
    if symbol == "*":
        group.starred = True
    elif symbol in "\r\n":
        if group.into == "body":
            group.flow.paragraph()
    elif symbol in SYMBOLS:
        _text(reading, SYMBOLS[symbol])


def _byte(reading: _Reading, value: int) -> None:
    if reading.to_skip:
        reading.to_skip -= 1
    else:
        reading.pending.append(value)


def _flush(reading: _Reading) -> None:
    if reading.pending:
        codec = reading.groups[-1].codec
        _write(reading, reading.pending.decode(codec, "replace"))
        reading.pending.clear()


def _unicode(reading: _Reading, value: int) -> None:
    value %= 0x10000
    if value:
        _write(reading, chr(value))
    reading.to_skip = reading.groups[-1].unicode_skip


def _text(reading: _Reading, text: str) -> None:
    passed = min(reading.to_skip, len(text))
    reading.to_skip -= passed
    left = text[passed:]
    if not left.isascii() and max(left) <= "\xff":  # bytes over 127 written as they are
        left = left.encode("latin-1").decode(reading.groups[-1].codec, "replace")
    _write(reading, left)


def _write(reading: _Reading, text: str) -> None:
    group = reading.groups[-1]
    if group.into == "body":
        if not (group.deleted or group.hidden):
            group.flow.write(text)
    elif group.into == "title":
        reading.title.append(text)
    elif group.into == "styles" and _HEADING.search(text):
        reading.headings.add(reading.style)
