"""Manners on the web: robots.txt is obeyed, and a site is given time between requests."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from ingest.errors import ReadFailure
from ingest.sources.http import AGENT, Response, Web

DELAY = 1.0  # seconds between two requests to a site
MOST_DELAY = 30.0
MOST_ROBOTS = 500 * 1024  # bytes of robots.txt that are read


@dataclass(frozen=True, slots=True)
class Clock:
    """The time, and how to let some pass."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class PoliteWeb:
    """Fetches addresses as a site wants them fetched."""

    def __init__(
        self, web: Web | None = None, clock: Clock | None = None, delay: float = DELAY
    ) -> None:
        self._web = web or Web()
        self._clock = clock or Clock()
        self._delay = delay
        self._robots: dict[str, RobotFileParser] = {}
        self._last: dict[str, float] = {}

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Response:
        """Fetch one address, in its turn.

        Raises:
            ReadFailure: as :meth:`Web.get`, or ``robots_refused``.
        """
        return self._web.get(url, headers, self._await_turn)

    def _await_turn(self, url: str) -> None:
        """Wait until the site may be asked again; refuse what it does not want fetched."""
        robots = self._robots_of(url)
        if not robots.can_fetch(AGENT, url):
            raise ReadFailure(
                "robots_refused",
                "Le site demande de ne pas lire cette page automatiquement (robots.txt). "
                "Téléchargez-la vous-même, ou demandez l’accès au site.",
            )
        asked = robots.crawl_delay(AGENT)
        self._pause(url, min(MOST_DELAY, max(self._delay, float(asked or 0))))

    def _pause(self, url: str, delay: float) -> None:
        site = urlsplit(url).netloc
        last = self._last.get(site)
        if last is not None:
            left = last + delay - self._clock.now()
            if left > 0:
                self._clock.sleep(left)
        self._last[site] = self._clock.now()

    def _robots_of(self, url: str) -> RobotFileParser:
        """The rules of a site. None there: all is allowed; a site in trouble: nothing is."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            rules = RobotFileParser()
            self._pause(origin, self._delay)
            found = self._web.get(f"{origin}/robots.txt")
            text = ""
            if found.status == 200:
                text = found.body[:MOST_ROBOTS].decode("utf-8", "replace")
            elif found.status >= 500:
                text = "User-agent: *\nDisallow: /"
            rules.parse(text.splitlines())
            self._robots[origin] = rules
        return self._robots[origin]
