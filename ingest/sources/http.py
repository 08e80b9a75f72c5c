"""One page of the web, fetched within limits, and never from this network unless allowed.

An address is resolved once, checked, and connected to as checked: a name that answers
differently the second time gains nothing. Redirections go through the same door. Proxies
of the environment are not used.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from ingest.errors import ReadFailure

AGENT = "Repere"
USER_AGENT = f"{AGENT}/0.1 (indexation de documents publics)"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 5
CHUNK = 1 << 16
Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class WebLimits:
    """What fetching one address may cost.

    Attributes:
        size: bytes of a body, once decompressed.
        seconds: for one address, redirections and body included.
        silence: seconds without a byte.
        private: whether addresses of this machine and of private networks may be reached.
    """

    size: int = 100 * 2**20
    seconds: float = 120.0
    silence: float = 20.0
    private: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; ``headers`` have lower-case names, ``url`` is where it came from."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes


def addresses(host: str, port: int) -> list[str]:
    """Addresses of a host name, as the system resolves it.

    Raises:
        ReadFailure: ``unreachable``.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise unreachable(f"le nom « {host[:80]} » est inconnu") from error
    return [str(one[4][0]) for one in found]


def is_public(address: str) -> bool:
    """Whether an address is of the open internet, however it is written."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if found in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None and not is_public(str(inner)):
            return False
    return found.is_global and not found.is_multicast


def unreachable(why: str) -> ReadFailure:
    """The failure of an address that does not answer."""
    return ReadFailure("unreachable", f"L’adresse ne répond pas : {why}. Réessayez plus tard.")


def checked(url: str) -> SplitResult:
    """A web address in its parts, its fragment left out.

    Raises:
        ReadFailure: ``bad_url``.
    """
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or parts.username or any(ord(c) <= 32 or ord(c) == 127 for c in url.strip()):
        raise ReadFailure(
            "bad_url", f"« {url[:100]} » n’est pas une adresse qui commence par https:// ou http://."
        )
    return parts._replace(fragment="", path=parts.path or "/")


class Web:
    """Fetches addresses. ``allow`` is asked before each, redirections included."""

    def __init__(
        self,
        limits: WebLimits | None = None,
        resolve: Resolve = addresses,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limits = limits or WebLimits()
        self._resolve = resolve
        self._clock = clock

    def get(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        allow: Callable[[str], None] = lambda url: None,
    ) -> Response:
        """Fetch one address, redirections followed.

        Args:
            headers: to add to the request.
            allow: raises what refuses an address.

        Raises:
            ReadFailure: ``bad_url``, ``private_address``, ``unreachable``, ``too_large``,
                ``timeout``, ``too_many_redirects``, or what ``allow`` raises.
        """
        deadline = self._clock() + self.limits.seconds
        parts = checked(url)
        for _ in range(MOST_REDIRECTS + 1):
            allow(urlunsplit(parts))
            found = self._once(parts, headers or {}, deadline)
            target = found.headers.get("location")
            if found.status not in REDIRECTS or not target:
                return found
            following = checked(urljoin(urlunsplit(parts), target))
            if parts.scheme == "https" and following.scheme == "http":
                raise ReadFailure(
                    "bad_url", "L’adresse redirige vers une page sans chiffrement (http)."
                )
            parts = following
        raise ReadFailure("too_many_redirects", "L’adresse redirige sans fin d’une page à l’autre.")

    def _once(self, parts: SplitResult, headers: Mapping[str, str], deadline: float) -> Response:
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = self._address(host, port)
        connection = _Pinned(host, port, address, self.limits.silence, parts.scheme == "https")
        path = urlunsplit(("", "", _ascii(parts.path), _ascii(parts.query), ""))
        # A site that sends a byte now and then is cut all the same.
        late = threading.Timer(max(0.1, deadline - self._clock()), connection.cut)
        late.daemon = True
        late.start()
        sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", "Accept": "*/*", **headers}
        try:
            connection.request("GET", path, headers=sent)
            with connection.getresponse() as answer:
                body = self._body(answer, deadline)
                named = {name.lower(): value for name, value in answer.getheaders()}
            return Response(answer.status, urlunsplit(parts), named, body)
        except TimeoutError as error:
            raise _late() from error
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            if connection.was_cut:
                raise _late() from error
            raise unreachable(type(error).__name__) from error
        finally:
            late.cancel()
            connection.close()

    def _address(self, host: str, port: int) -> str:
        """The address to connect to, after all of the name's were checked."""
        try:
            name = host.encode("idna").decode("ascii")
        except UnicodeError:
            name = host
        found = self._resolve(name, port)
        if not found:
            raise unreachable("son nom n’a pas d’adresse")
        if not self.limits.private and not all(map(is_public, found)):
            raise ReadFailure(
                "private_address",
                f"« {host[:80]} » est une adresse de cette machine ou d’un réseau privé : elle "
                "n’est pas suivie. Pour un site interne, réglez REPERE_FETCH_PRIVATE=1.",
            )
        return found[0]

    def _body(self, answer: http.client.HTTPResponse, deadline: float) -> bytes:
        inflate = None
        if (answer.getheader("Content-Encoding") or "").lower() in ("gzip", "x-gzip"):
            inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        parts: list[bytes] = []
        size = 0
        while chunk := answer.read1(CHUNK):
            if self._clock() > deadline:  # checked here too: a quick site may send without end
                raise _late()
            chunk = inflate.decompress(chunk, self.limits.size + 1) if inflate else chunk
            size += len(chunk)
            if size > self.limits.size:
                raise ReadFailure(
                    "too_large", f"Le document dépasse {self.limits.size // 2**20} Mo."
                )
            parts.append(chunk)
        return b"".join(parts)


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was checked, for the host that was asked."""

    def __init__(
        self, host: str, port: int, address: str, timeout: float, secure: bool
    ) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address
        self._secure = secure
        self.was_cut = False

    def cut(self) -> None:
        """End the connection from another thread."""
        self.was_cut = True
        held = self.sock
        if held is not None:
            with contextlib.suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)

    def connect(self) -> None:
        """Open the connection; the certificate must be that of the host asked for."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def _ascii(text: str) -> str:
    """Part of an address as it may be sent."""
    kept = (c if "!" <= c <= "~" else "".join(f"%{byte:02X}" for byte in c.encode()) for c in text)
    return "".join(kept)


def _late() -> ReadFailure:
    return ReadFailure("timeout", "Le site a mis trop de temps à envoyer le document.")
