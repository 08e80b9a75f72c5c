"""Messages: subject, sender, date and body, then the attachments that can be read."""

from __future__ import annotations

import contextlib
import email
import email.policy
import re
import tempfile
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from email.message import EmailMessage
from pathlib import Path

from ingest.errors import ReadFailure
from ingest.readers.html import page_text, parse
from ingest.readers.opening import read_head, unreadable
from ingest.readers.packed import collapsed
from ingest.records import Page, RawDocument

MAX_BYTES = 100 * 1024 * 1024
MAX_PARTS = 500
MAX_ATTACHED = 50  # files read
MAX_DEPTH = 3  # messages in messages
_HEADERS = (("From", "De"), ("To", "À"), ("Cc", "Copie"))
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")

Read = Callable[[Path], RawDocument]

_depth: ContextVar[int] = ContextVar("depth", default=0)


class EmlReader:
    """Reads ``.eml``.

    Args:
        read_attached: the way to read the file of an attachment.
    """

    def __init__(self, read_attached: Read) -> None:
        self._read_attached = read_attached

    def read(self, path: Path, password: str | None = None) -> RawDocument:
        """Read a message; see :class:`ingest.readers.base.Reader`."""
        head = read_head(path)
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ReadFailure("too_large", "Le courriel dépasse la taille permise (100 Mo).")
            data = path.read_bytes()
        except OSError as error:
            raise unreadable(error) from error
        if b"\x00" in head or b":" not in head:
            raise ReadFailure(
                "damaged_file", "Le contenu du fichier n’est pas celui d’un courriel."
            )
        message = email.message_from_bytes(data, policy=email.policy.default)
        subject = _header(message, "Subject")
        warnings: list[str] = []
        blocks = [
            _top(message, subject),
            _body(message),
            *_attached(message, self._read_attached, warnings),
        ]
        text = "\n".join(collapsed("\n\n".join(blocks).split("\n"))).rstrip()
        if not any(blocks[1:]) and not subject:
            raise ReadFailure("no_text", "Le courriel ne contient aucun texte.")
        return RawDocument(
            pages=(Page(number=1, text=text),),
            paged=False,
            title=subject or None,
            created=_date(message),
            warnings=tuple(warnings),
        )


def _header(message: EmailMessage, name: str) -> str:
    """A header decoded, on one line; empty when it is absent or cannot be."""
    try:
        value = message.get(name)
    # A malformed header makes the parser of the standard library raise many things.
    except Exception:  # noqa: BLE001
        return ""
    return _clean(" ".join(str(value).split())) if value else ""


def _clean(text: str) -> str:
    """Bytes that no encoding explained are marked as lost."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def _date(message: EmailMessage) -> str | None:
    try:
        value = getattr(message.get("Date"), "datetime", None)
    except Exception:  # noqa: BLE001 - as for any header
        return None
    return value.date().isoformat() if value is not None else None


def _top(message: EmailMessage, subject: str) -> str:
    lines = [subject, ""] if subject else []
    lines += [
        f"{name} : {value}" for key, name in _HEADERS if (value := _header(message, key)[:1000])
    ]
    date = _date(message)
    if date:
        lines.append(f"Date : {date}")
    return "\n".join(lines)


def _body(message: EmailMessage) -> str:
    """The plain text of a message, else the text of its web form."""
    for kind in ("plain", "html"):
        try:
            part = message.get_body((kind,))
        except (AttributeError, KeyError, ValueError, IndexError):
            part = None
        text = _content(part) if isinstance(part, EmailMessage) else ""
        if text and kind == "html":
            try:
                text = page_text(parse(text))
            except ReadFailure:
                text = ""
        if text.strip():
            return text.strip()
    return ""


def _content(part: EmailMessage) -> str:
    """Characters of a text part, whatever its declared encoding is worth."""
    try:
        value = part.get_content()
    # A malformed part makes the standard library raise many things.
    except Exception:  # noqa: BLE001
        data = part.get_payload(decode=True)
        value = data.decode("utf-8", "replace") if isinstance(data, bytes) else ""
    return _clean(value).replace("\r\n", "\n") if isinstance(value, str) else ""


def _attached(message: EmailMessage, read: Read, warnings: list[str]) -> Iterator[str]:
    """Text of the attachments that can be read; the others are named in a warning."""
    unread: list[str] = []
    for rank, part in enumerate(_files(message)):
        name = _name(part)
        text = None
        if rank < MAX_ATTACHED and _depth.get() < MAX_DEPTH:
            with contextlib.suppress(ReadFailure):
                text = _read_attached(part, name, read, warnings)
        if text is None:
            unread.append(name)
        else:
            yield f"Pièce jointe : {name}\n\n{text}"
    if unread:
        more = "…" if len(unread) > 20 else ""
        warnings.append(f"Pièces jointes non lues : {', '.join(unread[:20])}{more}.")


def _files(message: EmailMessage) -> Iterator[EmailMessage]:
    """Parts that are files: attached, or named; pictures of a signature are not."""
    count = 0
    waiting = [message]
    while waiting and count < MAX_PARTS:
        part = waiting.pop(0)
        count += 1
        named = part.get_filename() if part is not message else None
        if part is not message and part.get_content_type() == "message/rfc822":
            yield part
        elif part.is_multipart():
            waiting[:0] = [p for p in part.iter_parts() if isinstance(p, EmailMessage)]
        elif named and not (part.get_content_maintype() == "image" and part.get("Content-ID")):
            yield part


def _name(part: EmailMessage) -> str:
    given = part.get_filename() or ""
    if not given and part.get_content_type() == "message/rfc822":
        return "message.eml"
    return " ".join(_clean(given).replace("\\", "/").rsplit("/", 1)[-1].split())[:120] or "sans nom"


def _read_attached(part: EmailMessage, name: str, read: Read, warnings: list[str]) -> str:
    """Text of one attachment, read as the file that it is.

    Raises:
        ReadFailure: it cannot be read.
    """
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        data = inner.as_bytes() if isinstance(inner, EmailMessage) else b""
        name = name if name.lower().endswith(".eml") else f"{name}.eml"
    else:
        found = part.get_payload(decode=True)
        data = found if isinstance(found, bytes) else b""
    suffix = _SUFFIX.fullmatch(Path(name).suffix)
    depth = _depth.set(_depth.get() + 1)
    try:
        with tempfile.TemporaryDirectory(prefix="repere-") as folder:
            path = Path(folder) / f"piece{suffix[0].lower() if suffix else ''}"
            path.write_bytes(data)
            document = read(path)
    finally:
        _depth.reset(depth)
    warnings.extend(f"{name} : {warning}" for warning in document.warnings)
    return "\n\n".join(page.text.strip() for page in document.pages if page.text.strip())
