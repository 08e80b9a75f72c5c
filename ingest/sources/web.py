"""Documents of the web: the addresses of a list, or those of a site's map."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from lxml import etree

from ingest.errors import ReadFailure
from ingest.formats import unknown_format
from ingest.readers.base import SUFFIXES
from ingest.readers.packed import parse_xml
from ingest.sources.http import checked
from ingest.sources.model import Fetched, Kept
from ingest.sources.polite import PoliteWeb

MOST_PAGES = 5_000
MOST_MAPS = 50
MAP_SIZE = 50 * 2**20  # bytes of one map, as the format allows
_TYPES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf",
    "text/plain": ".txt", "text/markdown": ".md", "text/csv": ".csv", "application/rtf": ".rtf",
    "application/json": ".json", "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}  # fmt: skip


class WebPages:
    """The addresses of a list. Implements ``Source``."""

    def __init__(self, web: PoliteWeb, name: str, urls: Sequence[str]) -> None:
        self._web = web
        self._name = name
        self._urls = tuple(dict.fromkeys(url.partition("#")[0] for url in urls))

    @property
    def name(self) -> str:
        """See ``Source``."""
        return self._name

    def items(self) -> Iterator[str]:
        """See ``Source``."""
        yield from self._urls

    def fetch(self, key: str, kept: Kept | None) -> Fetched | None:
        """See ``Source``."""
        asked = {}
        if kept is not None and kept.etag:
            asked["If-None-Match"] = kept.etag
        if kept is not None and kept.modified:
            asked["If-Modified-Since"] = kept.modified
        found = self._web.get(key, asked)
        if found.status == 304 and kept is not None:
            return None
        if found.status in (404, 410):
            raise ReadFailure("gone", f"La page n’existe plus ({found.status}).")
        if found.status != 200:
            raise ReadFailure(
                "unreachable",
                f"Le site a répondu {found.status} au lieu du document. Réessayez plus tard.",
            )
        kind = found.headers.get("content-type", "").partition(";")[0].strip().lower()
        name = file_name(found.url, kind)
        if PurePosixPath(name).suffix not in SUFFIXES:
            raise ReadFailure("unsupported_format", unknown_format(name).message)
        headers = found.headers
        return Fetched(
            name, found.body, found.url, headers.get("etag", ""), headers.get("last-modified", "")
        )


class Sitemap(WebPages):
    """The addresses of a site's map, maps of maps included. Implements ``Source``."""

    def __init__(self, web: PoliteWeb, url: str) -> None:
        self._map = url
        super().__init__(web, source_name(url), ())

    def items(self) -> Iterator[str]:
        """See ``Source``. Only addresses of the site itself are taken."""
        site = checked(self._map).netloc
        seen: dict[str, None] = {}
        maps = [self._map]
        for read, url in enumerate(maps):  # grows when a map names others
            if read >= MOST_MAPS:
                break
            pages, others = self._read(url)
            maps += [one for one in others if one not in maps]
            seen.update(dict.fromkeys(one for one in pages if urlsplit(one).netloc == site))
            if len(seen) > MOST_PAGES:
                raise ReadFailure(
                    "too_large", f"Le plan du site compte plus de {MOST_PAGES} adresses."
                )
        yield from seen

    def _read(self, url: str) -> tuple[list[str], list[str]]:
        """Pages and other maps that one map names."""
        found = self._web.get(url)
        if found.status != 200:
            raise ReadFailure("unreachable", f"Le plan du site a répondu {found.status}.")
        body = found.body
        try:
            if body.startswith(b"\x1f\x8b"):
                body = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, MAP_SIZE)
            root = parse_xml(body)
        except (zlib.error, etree.XMLSyntaxError, ValueError) as error:
            raise ReadFailure(
                "bad_sitemap", "Le plan du site est illisible : du XML (sitemap) est attendu."
            ) from error
        said = [(etree.QName(one.getparent()).localname, (one.text or "").strip())
                for one in root.iter("{*}loc") if one.getparent() is not None]  # fmt: skip
        pages = [url.partition("#")[0] for parent, url in said if parent == "url" and url]
        return pages, [url for parent, url in said if parent == "sitemap" and url]


def read_urls(text: str) -> tuple[str, ...]:
    """The addresses of a list: one a line; empty lines and those in « # » are comments."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def source_name(said: str) -> str:
    """Name of the folder of a source: a readable part and a mark of its own."""
    host = urlsplit(said).hostname or PurePosixPath(said).stem
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in host).strip("-")[:40]
    return f"{kept or 'source'}-{mark(said)}"


def file_name(url: str, kind: str) -> str:
    """File name of a page: what its address ends with, and the extension of its content."""
    path = PurePosixPath(unquote(urlsplit(url).path))
    suffix = path.suffix.lower()
    known = _TYPES.get(kind)
    if known is None or (known in (".txt", ".json") and suffix in SUFFIXES):
        known = suffix
    stem = path.stem if path.suffix.lower() in SUFFIXES | {known} else path.name
    kept = "".join(c if c.isalnum() or c in "-_" else "-" for c in stem).strip("-_")[:80]
    return f"{kept or 'accueil'}{known}"


def mark(text: str) -> str:
    """Eight letters that tell two addresses apart; no digit, which would read as a year."""
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:8]
    return digest.translate(str.maketrans("0123456789", "ghijklmnop"))
