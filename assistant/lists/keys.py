"""Keys of lists: 192 random bits, of which only a digest is kept."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

KEY = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)
KEY_BYTES = 24
PREFIX_BYTES = 4


def new_key() -> str:
    """A key that nobody can guess; 32 characters, all safe in an address."""
    return secrets.token_urlsafe(KEY_BYTES)


def new_id() -> str:
    """A name within a list; no secret."""
    return secrets.token_hex(8)


def is_key(text: str) -> bool:
    """Whether ``text`` has the form of a key."""
    return KEY.fullmatch(text) is not None


def digest(key: str) -> bytes:
    """What is stored of a key. It is random enough for a plain hash."""
    return hashlib.sha256(b"repere-list:" + key.encode("ascii")).digest()


def prefix(hashed: bytes) -> bytes:
    """The part of a digest that rows are found by; the rest is compared in constant time."""
    return hashed[:PREFIX_BYTES]


def same(one: bytes, other: bytes) -> bool:
    """Equality in constant time."""
    return hmac.compare_digest(one, other)
