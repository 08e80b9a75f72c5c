"""Plain text, in whichever encoding it was saved."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from charset_normalizer import from_bytes

from ingest.errors import ReadFailure
from ingest.readers.opening import read_head, unreadable
from ingest.records import Page, RawDocument

MAX_BYTES = 50 * 1024 * 1024
SAMPLE = 256 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"{\\rtf",
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Of the bytes that cp1252 leaves undefined, none is found in a French text.
_LATIN = ("cp1252", "latin-1")


class TextReader:
    """Reads ``.txt``: text kept verbatim, form feeds taken for page breaks."""

    def read(self, path: Path, password: str | None = None) -> RawDocument:
        """Read a text file; see :class:`ingest.readers.base.Reader`."""
        return document_of(read_text(path))


def document_of(text: str) -> RawDocument:
    """A document of one page, or of one page per form feed.

    Raises:
        ReadFailure: ``no_text`` when there is nothing but blanks.
    """
    if not text.strip():
        raise ReadFailure("no_text", "Le fichier ne contient que des espaces : aucun texte à lire.")
    if "\f" not in text:
        return RawDocument(pages=(Page(number=1, text=text),), paged=False)
    parts = text.split("\f")
    if not parts[-1].strip():
        parts.pop()
    pages = tuple(Page(number=n, text=part) for n, part in enumerate(parts, start=1))
    return RawDocument(pages=pages, paged=True)


def read_text(path: Path) -> str:
    """The characters of a text file, line ends as ``\\n``, byte order mark removed.

    Raises:
        ReadFailure: ``empty_file``, ``too_large``, ``binary_content``, ``undecodable``,
            ``unreadable``.
    """
    read_head(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReadFailure(
                "too_large",
                f"Le fichier texte dépasse {MAX_BYTES // 2**20} Mo : divisez-le.",
            )
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(error) from error
    return decode(data).replace("\r\n", "\n").replace("\r", "\n")


def decode(data: bytes) -> str:
    """Decode bytes of an unknown encoding.

    A byte order mark decides; then UTF-8, which other encodings hardly ever imitate; then
    the code page of Western Windows, unless the text reads better in another encoding.

    Raises:
        ReadFailure: ``binary_content``, ``undecodable``.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(_attempt(data, name))
    if data.startswith(_SIGNATURES):
        raise _binary()
    if b"\x00" in data[:SAMPLE]:
        return _checked(_wide(data))
    text = _attempt(data, "utf-8")
    if text is None:
        text = _western(data)
    return _checked(text)


def _attempt(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: one byte of two is null in Western text."""
    sample = data[:SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    for zeros, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > 0.7 * half and others < 0.05 * half:
            text = _attempt(data, name)
            if text is not None:
                return text
    raise _binary()


def _western(data: bytes) -> str | None:
    if _undefined(data) > 0.02:
        raise _binary()
    best = from_bytes(data[:SAMPLE]).best()
    guesses = (best.encoding, *_LATIN) if best and not _looks_western(data) else _LATIN
    for name in guesses:
        text = _attempt(data, name)
        if text is not None:
            return text
    return None


def _looks_western(data: bytes) -> bool:
    """Whether the high bytes are mostly French letters and marks of cp1252."""
    high = [byte for byte in data[:SAMPLE] if byte >= 0x80]
    usual = bytes("éèêëàâäçîïôöùûüÿœæÉÈÊËÀÂÇÎÏÔÙÛÜŒ«»’‘“”–—…°€•·\xa0", "cp1252")
    return sum(byte in usual for byte in high) >= 0.85 * len(high)


def _undefined(data: bytes) -> float:
    """Share of bytes that no text holds: control characters."""
    sample = data[:SAMPLE]
    return sum(byte < 9 or 14 <= byte < 32 for byte in sample) / max(1, len(sample))


def _checked(text: str | None) -> str:
    if text is None:
        raise ReadFailure(
            "undecodable",
            "L’encodage du texte n’a pas été reconnu. Enregistrez le fichier en UTF-8.",
        )
    if len(_CONTROLS.findall(text[:SAMPLE])) > 0.02 * min(len(text), SAMPLE):
        raise _binary()
    return _CONTROLS.sub("", text)


def _binary() -> ReadFailure:
    return ReadFailure(
        "binary_content", "Le fichier porte une extension de texte, mais son contenu est binaire."
    )
