"""Signing in with an OpenID Connect provider: authorization code and PKCE.

The library (Authlib) makes the requests and checks the tokens; here is what is asked, what is
believed, and the binding of a return to the browser that left. Nothing is kept meanwhile: the
nonce and the verifier are derived from the state and from a secret of this process.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from assistant.settings import Settings, SettingsError, is_loopback

WELL_KNOWN = "/.well-known/openid-configuration"
# What a provider signs with its private key; never a secret shared with it, never « none ».
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
TIMEOUT_S = 10.0
KEPT_S = 3_600.0  # the provider's description and keys
LEAST_S = 30.0  # between two readings of its keys
ENTRY_S = 600  # seconds to sign in at the provider
LEEWAY_S = 120  # between its clock and ours
LARGEST = 1 << 20  # bytes of one of its answers
Clock = Callable[[], float]


class OidcError(Exception):
    """The provider cannot be believed or reached; the text says which step, in English."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the provider let in: a name for the audit log, and every name a role may be given to."""

    name: str
    names: frozenset[str]


def check_oidc(settings: Settings) -> None:
    """Refuse half a setting.

    Raises:
        SettingsError: ``half_oidc`` or ``oidc_missing``.
    """
    if not settings.oidc_issuer:
        return
    if not (settings.oidc_client and settings.public_url):
        raise SettingsError(
            "half_oidc",
            "REPERE_OIDC_ISSUER demande aussi REPERE_OIDC_CLIENT (l'identifiant donné par le "
            "fournisseur) et REPERE_PUBLIC_URL (l'adresse où l'on joint Repère).",
        )
    if not _private(settings.oidc_issuer):
        raise SettingsError(
            "half_oidc", "REPERE_OIDC_ISSUER doit commencer par https:// (sauf sur 127.0.0.1)."
        )
    try:
        import authlib.integrations.httpx_client  # noqa: F401
        import joserfc  # noqa: F401
    except ImportError as error:
        raise SettingsError(
            "oidc_missing",
            "La connexion par un fournisseur demande un paquet de plus : "
            "pip install 'repere[oidc]'.",
        ) from error


class Entry:
    """The way to the provider and back, bound to one browser and to ten minutes."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._secret = secrets.token_bytes(32)
        self._clock = clock

    def state(self) -> str:
        """A new state: random, dated, and recognized when it comes back."""
        dated = f"{int(self._clock()) + ENTRY_S}-{secrets.token_urlsafe(24)}"
        return f"{dated}.{self._derived('state', dated)}"

    def holds(self, state: str, of_browser: str) -> bool:
        """Whether a state that came back is ours, not too old, and of this browser."""
        dated, _, mark = state.partition(".")
        until = dated.partition("-")[0]
        ours = _same(mark, self._derived("state", dated)) & _same(state, of_browser)
        return ours and until.isascii() and until.isdigit() and self._clock() < int(until)

    def nonce(self, state: str) -> str:
        """What the identity token must repeat."""
        return self._derived("nonce", state)

    def verifier(self, state: str) -> str:
        """The PKCE verifier (43 characters)."""
        return self._derived("verifier", state)

    def _derived(self, use: str, text: str) -> str:
        mark = hmac.new(self._secret, f"{use}\0{text}".encode("utf-8", "replace"), hashlib.sha256)
        return base64.urlsafe_b64encode(mark.digest()).decode().rstrip("=")


class Provider:
    """One provider, as the settings name it. Safe in threads; every call blocks."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._issuer = settings.oidc_issuer or ""
        self._lock = threading.Lock()
        self._about: tuple[float, Mapping[str, Any]] | None = None
        self._keys: tuple[float, Any] | None = None

    def address(self, state: str, nonce: str, verifier: str) -> str:
        """Where to send the browser.

        Raises:
            OidcError: the provider cannot be reached or believed.
        """
        with self._client() as client:
            url, _ = client.create_authorization_url(
                self._endpoint(client, "authorization_endpoint"),
                state=state, nonce=nonce, code_verifier=verifier,
            )  # fmt: skip
        return str(url)

    def person(self, code: str, nonce: str, verifier: str) -> Person:
        """Whom the provider signs for.

        Raises:
            OidcError: it refused the code, or what it signed does not hold.
        """
        with self._client() as client:
            endpoint = self._endpoint(client, "token_endpoint")
            token = _told(lambda: client.fetch_token(endpoint, code=code, code_verifier=verifier,
                                                     grant_type="authorization_code"))  # fmt: skip
            signed = token.get("id_token")
            if not isinstance(signed, str) or len(signed) > LARGEST:
                raise OidcError("no identity token")
            claims = self._claims(client, signed, nonce)
        return _person(claims, self._settings.oidc_claim)

    def _client(self) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        settings = self._settings
        return OAuth2Client(
            client_id=settings.oidc_client, client_secret=settings.oidc_secret,
            scope="openid profile email", code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if settings.oidc_secret else "none",
            redirect_uri=f"{settings.public_url}/connexion/retour",
            timeout=TIMEOUT_S, follow_redirects=False,
        )  # fmt: skip

    def _endpoint(self, client: Any, name: str) -> str:
        now = time.monotonic()
        with self._lock:
            if self._about is None or now - self._about[0] > KEPT_S:
                about = _json(client, self._issuer.rstrip("/") + WELL_KNOWN)
                if about.get("issuer") != self._issuer:
                    raise OidcError("the provider calls itself by another name")
                self._about = (now, about)
            endpoint = self._about[1].get(name)
        if not isinstance(endpoint, str) or not _private(endpoint):
            raise OidcError(f"no safe {name}")
        return endpoint

    def _claims(self, client: Any, signed: str, nonce: str) -> Mapping[str, Any]:
        from joserfc import jwt
        from joserfc.errors import JoseError

        client_id = self._settings.oidc_client or ""
        rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": client_id},
            sub={"essential": True}, exp={"essential": True}, iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )  # fmt: skip
        fresh = False
        while True:
            try:
                keys = self._key_set(client, fresh)
                claims: Mapping[str, Any] = jwt.decode(signed, keys, list(ALGORITHMS)).claims
                rules.validate(dict(claims))
            except (JoseError, ValueError, KeyError, TypeError) as error:
                if fresh:
                    raise OidcError(f"identity token refused: {type(error).__name__}") from error
                fresh = True  # the provider may have changed its keys
                continue
            many = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
            if claims.get("azp", client_id) != client_id or (many and "azp" not in claims):
                raise OidcError("identity token of another application")
            return claims

    def _key_set(self, client: Any, fresh: bool) -> Any:
        from joserfc.jwk import KeySet

        address = self._endpoint(client, "jwks_uri")
        now = time.monotonic()
        with self._lock:
            age = float("inf") if self._keys is None else now - self._keys[0]
            if age > (LEAST_S if fresh else KEPT_S):
                known: Any = _json(client, address)
                self._keys = (now, _told(lambda: KeySet.import_key_set(known)))
            return self._keys[1] if self._keys else None


def _person(claims: Mapping[str, Any], claim: str) -> Person:
    subject = str(claims["sub"])
    names = {subject}
    email = claims.get("email")
    # An address that the provider did not check could be anyone's.
    if isinstance(email, str) and claims.get("email_verified") is True:
        names.add(email)
    groups = claims.get(claim)
    listed = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
    names.update(group for group in listed if isinstance(group, str))
    shown = email if isinstance(email, str) and email in names else subject
    return Person(shown, frozenset(names))


def _json(client: Any, address: str) -> Mapping[str, Any]:
    response = _told(lambda: client.request("GET", address, withhold_token=True))
    if response.status_code != 200 or len(response.content) > LARGEST:
        raise OidcError(f"the provider answered {response.status_code}")
    value = _told(response.json)
    if not isinstance(value, dict):
        raise OidcError("the provider did not answer an object")
    return value


def _told(work: Callable[[], Any]) -> Any:
    """Result of ``work``; whatever the libraries raise is one error of ours."""
    try:
        return work()
    except OidcError:
        raise
    except Exception as error:  # network, protocol and token errors have no common base
        raise OidcError(type(error).__name__) from error


def _private(address: str) -> bool:
    """Whether nobody on the way can read or change what is sent there."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (
        parts.scheme == "http" and is_loopback(parts.hostname or "")
    )


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
