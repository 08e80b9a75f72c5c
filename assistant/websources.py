"""Lists of addresses and site maps that a person names, copied and told file by file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.reasons import reason
from assistant.service import Progress
from assistant.settings import Settings
from ingest.errors import ReadFailure
from ingest.records import Failure
from ingest.sources.http import Web, WebLimits, checked
from ingest.sources.mirror import mirror
from ingest.sources.model import Source
from ingest.sources.polite import PoliteWeb
from ingest.sources.web import Sitemap, WebPages, read_urls, source_name


def fetch_sources(
    settings: Settings,
    lists: Sequence[Path],
    sitemaps: Sequence[str],
    progress: Callable[[Progress], None],
    web: PoliteWeb | None = None,
) -> tuple[list[Path], list[Failure]]:
    """Copy what lists of addresses and site maps name.

    Returns:
        The folders to index, and the sources that could not be listed at all.
    """
    polite = web or PoliteWeb(Web(WebLimits(private=settings.fetch_private)))
    folders: list[Path] = []
    failures: list[Failure] = []
    named: list[Path | str] = [*lists, *sitemaps]
    for said in named:
        try:
            source = _source(polite, said)
            folders.append(mirror(source, settings.web, _told(progress)))
        except ReadFailure as error:
            failures.append(Failure(str(said), error.code, error.message))
        except OSError as error:
            message = f"« {said} » ne peut pas être lu : {reason(error)}."
            failures.append(Failure(str(said), "unreadable", message))
    return folders, failures


def _source(web: PoliteWeb, said: Path | str) -> Source:
    if isinstance(said, str):
        checked(said)
        return Sitemap(web, said)
    try:
        text = said.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadFailure(
            "undecodable", "La liste d’adresses doit être enregistrée en UTF-8."
        ) from error
    return WebPages(web, source_name(str(said.resolve())), read_urls(text))


def _told(progress: Callable[[Progress], None]) -> Callable[[int, str], None]:
    return lambda done, key: progress(Progress("fetch", done, 0, key))
