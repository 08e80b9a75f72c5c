"""Office files are archives of XML: opened with a limit on what they unpack to."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from ingest.errors import ReadFailure

MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 300  # unpacked over packed; text documents stay under 30
SMALL = 50_000  # bytes under which the ratio says nothing
CELL_MARK = " | "
BULLET = "• "


def check_size(path: Path, what: str) -> None:
    """Refuse an archive that would unpack to too much.

    Args:
        what: the kind of file, with its article: « Le document Word ».

    Raises:
        ReadFailure: ``damaged_file``, ``too_large``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged(what) from error
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(path.stat().st_size, SMALL):
        raise ReadFailure("too_large", f"{what}, une fois décompressé, dépasse la taille permise.")


def damaged(what: str) -> ReadFailure:
    """The failure of a file whose content cannot be followed."""
    return ReadFailure("damaged_file", f"{what} est endommagé : il ne peut pas être ouvert.")


def parse_xml(data: bytes) -> etree._Element:
    """Root of an XML part; entities stay as they are written, and nothing is fetched.

    Raises:
        etree.XMLSyntaxError: the part is no XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser)


def collapsed(lines: Iterable[str]) -> Iterator[str]:
    """Lines with no empty line at the start, nor two in a row."""
    blank = True
    for line in lines:
        if line.strip():
            yield line
            blank = False
        elif not blank:
            yield ""
            blank = True


def declared(about: Callable[[], Any]) -> tuple[str | None, str | None, str | None]:
    """Title, language and date (ISO) that an Office file declares, where it does.

    Args:
        about: maker of its core properties; damaged ones are as good as none.
    """
    try:
        known = about()
        created = known.created.date().isoformat() if known.created else None
        return known.title.strip() or None, known.language.lower() or None, created
    # A damaged part makes the library raise nearly anything; the text is whole all the same.
    except Exception:  # noqa: BLE001
        return None, None, None
