"""An OpenID Connect provider of one person, on this machine, with faults to order.

``fault`` names what it does wrong: « alg none », « other key », « other audience »,
« other issuer », « old », « other nonce », « secret signed », « no token », « down ».
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT = "repere"
GROUPS = ["personnel"]


class Provider(ThreadingHTTPServer):
    """Answers discovery, keys and tokens; ``sign_in`` plays the person at its page."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"})
        self.fault = ""
        self.claims: dict[str, Any] = {
            "sub": "u-17", "email": "agathe@ville.example", "email_verified": True,
            "groups": GROUPS,
        }  # fmt: skip
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[dict[str, str]] = []
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)
        self._thread.start()

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def sign_in(self, address: str) -> dict[str, str]:
        """What the browser brings back after the person agreed at ``address``."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """The token for a code, once, for who holds the verifier; None when refused."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if challenge != asked["code_challenge"] or asked["code_challenge_method"] != "S256":
            return None
        answer = {"access_token": "x", "token_type": "Bearer", "expires_in": 60}
        return answer if self.fault == "no token" else answer | {"id_token": self._signed(asked)}

    def _signed(self, asked: dict[str, str]) -> str:
        now, fault = int(time.time()), self.fault
        claims = self.claims | {
            "iss": "http://127.0.0.1:1" if fault == "other issuer" else self.issuer,
            "aud": "autre" if fault == "other audience" else CLIENT,
            "iat": now, "exp": now - 3_600 if fault == "old" else now + 300,
            "nonce": "x" if fault == "other nonce" else asked["nonce"],
        }  # fmt: skip
        if fault == "alg none":
            parts = ({"alg": "none"}, claims)
            return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
                            for part in parts) + "."  # fmt: skip
        if fault == "secret signed":
            # The public key taken for a shared secret: an old confusion.
            public = OctKey.import_key(self.key.as_pem(private=False))
            return jwt.encode({"alg": "HS256"}, claims, public)
        key = RSAKey.generate_key(2048) if fault == "other key" else self.key
        return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key)


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Provider

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""

    def _json(self, value: Any, status: int = 200) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        """Discovery and keys."""
        issuer = self.server.issuer
        if self.server.fault == "down":
            self._json({}, 500)
        elif self.path.endswith("/openid-configuration"):
            self._json({
                "issuer": issuer, "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token", "jwks_uri": f"{issuer}/keys",
            })  # fmt: skip
        else:
            self._json({"keys": [self.server.key.as_dict(private=False)]})

    def do_POST(self) -> None:
        """Tokens."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        token = self.server.token(form)
        self._json(token or {"error": "invalid_grant"}, 200 if token else 400)
